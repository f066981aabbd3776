/// # Safety
///
/// The device must be on.
pub fn status(dev: &Device) -> u32 { //~ warning unnecessary-safety-doc
    0
}

/// # Safety
///
/// Wakes every waiter.
pub trait Backend { //~ warning unnecessary-safety-doc
    /// # Safety
    ///
    /// None.
    fn wake(&self); //~ unnecessary-safety-doc
}
