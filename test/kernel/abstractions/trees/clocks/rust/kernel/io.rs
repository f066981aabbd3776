//! A module whose name is too short to say anything: `io` is in many symbols.

/// # Safety
///
/// The port has to be idle.
pub unsafe fn halt() {
    // SAFETY: The caller promises it.
    unsafe { bindings::io_halt() }
}
