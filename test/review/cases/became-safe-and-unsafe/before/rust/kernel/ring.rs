/// Stops the ring.
///
/// # Safety
///
/// `ring` must be live.
pub unsafe fn stop(ring: &Ring) {}

/// Resets the ring.
pub fn reset(ring: *mut Ring) {}

/// Starts the ring.
pub fn start(ring: *mut Ring) {}
