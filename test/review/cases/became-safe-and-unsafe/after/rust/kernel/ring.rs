/// Stops the ring.
///
/// # Safety
///
/// `ring` must be live.
pub fn stop(ring: &Ring) {}

/// Resets the ring.
pub unsafe fn reset(ring: *mut Ring) {}

/// Starts the ring.
///
/// # Safety
///
/// `ring` must be live.
pub unsafe fn start(ring: *mut Ring) {}
