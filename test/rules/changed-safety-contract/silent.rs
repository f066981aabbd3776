//@ without: new-unsafe

/// Stops the ring, now. //-
/// Stops the ring at once. //+
///
/// # Safety
///
/// `ring` must be live.
pub unsafe fn stop(ring: *mut Ring) {}

/// # Safety
///
/// `ring` must be live, //-
/// and locked. //-
/// `ring` must be live, and locked. //+
pub unsafe fn rewrapped(ring: *mut Ring) {}

/// # Safety //-
/// //-
/// `ring` must be live. //-
pub unsafe fn old_name(ring: *mut Ring) {} //-
/// # Safety //+
/// //+
/// `ring` must be live and locked. //+
pub unsafe fn new_name(ring: *mut Ring) {} //+
//~^? changed-safety-contract: it was renamed

pub(crate) struct Ring {} //-
pub struct Ring {} //+

/// # Safety //+
/// //+
/// `ring` must be live. //+
pub unsafe fn added(ring: *mut Ring) {} //+

#[cfg(CONFIG_A)]
/// # Safety
///
/// `ring` is an `a`.
unsafe fn twice(ring: *mut Ring) {}
#[cfg(not(CONFIG_A))]
/// # Safety
///
/// `ring` is a `b`.
unsafe fn twice(ring: *mut Ring) {}
