/// # Safety
///
/// The device must be on.
pub unsafe fn status(dev: *mut Device) {}

/// Returns 0 while the device is off.
pub fn state(dev: &Device) -> u32 {
    0
}

impl Backend for Ring {
    /// # Safety
    ///
    /// The trait's words.
    fn wake(&self) {}
}

macro_rules! status {
    ($name:ident) => {
        /// # Safety
        ///
        /// The device must be on.
        fn $name() {} //~? unnecessary-safety-doc: a safe function in a macro
    };
}
