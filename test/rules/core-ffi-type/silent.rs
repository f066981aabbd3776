//@ path: drivers/ring/ring.rs

use core::ffi::CStr;
use kernel::ffi::c_int;
use kernel::prelude::*;

// core::ffi::c_int in a comment
fn start(ring: c_int, size: kernel::ffi::c_ulong) -> ffi::c_long {
    "core::ffi::c_int".len()
}
