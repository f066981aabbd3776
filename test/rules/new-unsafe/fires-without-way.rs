//@ path: drivers/ring/slots.rs
//@ tree: wrappers

/// # Safety
///
/// `at` must be below the length.
unsafe fn slot_unchecked(slots: &[u8], at: usize) -> u8 {
    // SAFETY: By the safety requirements of this function.
    unsafe { *slots.as_ptr().add(at) }
}

struct Other;

impl Other {
    fn slot(&self) -> u8 {
        0
    }
}

fn first(slots: &[u8]) -> u8 {
    // SAFETY: There always is a first slot. //+
    unsafe { slot_unchecked(slots, 0) } //+
    //~^ info new-unsafe
}

fn pinned(slots: &[u8]) -> Pin<&[u8]> {
    // SAFETY: `Ring` is pinned. //+
    unsafe { Pin::new_unchecked(slots) } //+
}
