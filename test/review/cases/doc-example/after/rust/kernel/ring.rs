/// A ring.
///
/// # Examples
///
/// ```
/// # use kernel::ring::Ring;
/// let ring = Ring::new()?;
/// unsafe { ring.drain() };
/// // SAFETY: TODO
/// unsafe { ring.free() };
/// # Ok::<(), Error>(())
/// ```
///
/// ```compile_fail
/// unsafe { ring.drain() };
/// ```
pub struct Ring;
