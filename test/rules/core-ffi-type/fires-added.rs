//@ path: drivers/ring/ring.rs
//@ tree: c-types

fn start(ring: core::ffi::c_int) {}

fn stop(ring: core::ffi::c_int) {} //+
//~^ warning core-ffi-type

fn pause(ring: core::ffi::c_int, size: core::ffi::c_ulong) {} //+
//~^ warning core-ffi-type
//~^^ warning core-ffi-type
