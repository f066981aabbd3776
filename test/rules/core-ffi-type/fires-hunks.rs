//@ path: drivers/ring/ring.rs

use core::ffi::c_int; //~ info core-ffi-type
