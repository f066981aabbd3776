//@ path: rust/kernel/ring.rs
//@ tree: c-types

use core::ffi::c_void; //~ warning core-ffi-type
