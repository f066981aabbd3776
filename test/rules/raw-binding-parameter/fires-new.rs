//@ path: rust/kernel/ring.rs

use crate::bindings;

pub fn start(ring: *mut bindings::c_ring) {}

pub(crate) fn stop(ring: *mut bindings::c_ring) {} //-
pub fn stop(ring: *mut bindings::c_ring) {} //+
//~^ warning raw-binding-parameter
