/// Stops the ring.
///
/// # Safety
///
/// `ring` must be live and locked.
pub unsafe fn stop(ring: *mut Ring) {}

/// A ring.
///
/// # Invariants
///
/// `ring` must be live and locked.
pub struct Ring(*mut bindings::ring);
