//@ path: drivers/ring/ring.rs
//@ tree: atomics

use core::ffi::c_int;
