//@ path: rust/ffi.rs

pub use core::ffi::c_void;
