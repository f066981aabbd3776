//@ path: rust/kernel/ring.rs

use core::ffi::c_void; //~ warning core-ffi-type
