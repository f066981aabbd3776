//@ without: missing-safety-doc new-unsafe
//! A driver whose contracts move.

/// Stops the ring.
///
/// # Safety
///
/// `ring` must be live. //-
/// `ring` must be live and locked. //+
pub unsafe fn stop(ring: *mut Ring) {} //~ info changed-safety-contract

/// Frees the ring.
/// //-
/// # Safety //-
/// //-
/// `ring` must be live. //-
pub unsafe fn free(ring: *mut Ring) {} //-
pub fn free(ring: *mut Ring) {} //+
//~^ warning changed-safety-contract

/// Resets the ring.
pub fn reset(ring: *mut Ring) {} //-
pub unsafe fn reset(ring: *mut Ring) {} //+
//~^ info changed-safety-contract

/// A backend.
///
/// # Safety
///
/// Implementors must wake every waiter. //-
/// Implementors must wake at least one waiter. //+
pub unsafe trait Backend {} //~ info changed-safety-contract

/// A slot.
///
/// # Invariants
///
/// `node` is live. //-
/// `node` is live or null. //+
pub struct Slot { //~ info changed-safety-contract
    node: *mut Node,
}

/// A list.
/// //-
/// # Invariants //-
/// //-
/// Never empty. //-
pub struct List {} //~ changed-safety-contract

/// A state.
/// //+
/// # Invariants //+
/// //+
/// Never `Busy` while the lock is free. //+
pub enum State {} //~ changed-safety-contract
