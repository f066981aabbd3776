/// Stops the ring.
///
/// # Safety
///
/// `ring` must be live.
pub unsafe fn stop(ring: *mut Ring) {}

/// A ring.
///
/// # Invariants
///
/// `ring` must be live.
pub struct Ring(*mut bindings::ring);
