//@ path: drivers/ring/ring.rs

use core::ffi;
use core::{ffi::{c_int, CStr}, fmt}; //~ warning core-ffi-type

fn start(ring: c_int, name: &CStr, size: ffi::c_ulong) -> core::ffi::c_long {
    //~^ warning core-ffi-type
    //~^^ warning core-ffi-type
    0
}
