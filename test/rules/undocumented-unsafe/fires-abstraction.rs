//@ path: rust/kernel/ring.rs

fn status(ring: &Ring) -> u32 {
    unsafe { bindings::ring_status(ring.as_raw()) } //~ error undocumented-unsafe
}

/// Waits until the ring is empty.
///
/// ```
/// let ring = kernel::ring::Ring::new()?;
/// unsafe { ring.drain_unchecked() }; //~ info undocumented-unsafe
/// # // SAFETY: The ring is empty.
/// # unsafe { ring.free() };
/// # Ok::<(), Error>(())
/// ```
///
/// ```ignore
/// unsafe { ring.drain_unchecked() };
/// ```
fn drain(ring: &Ring) {}
