//@ path: drivers/ring/ring.rs
//@ tree: c-types

use core::ffi;
use core::{ffi::{c_int, CStr}, fmt}; //~ warning core-ffi-type

fn start(ring: c_int, name: &CStr, size: ffi::c_ulong) -> core::ffi::c_long {
    //~^ warning core-ffi-type
    //~^^ warning core-ffi-type
    0
}

mod renamed {
    use core::ffi as c_types;
    use core::ffi::c_uint as word; //~ warning core-ffi-type

    fn stop(ring: word, size: c_types::c_ulong) {} //~ warning core-ffi-type
}

mod all {
    use core::ffi::*; //~ warning core-ffi-type

    fn stop(ring: c_int) {}
}

fn among_tokens() {
    size!(*mut ::core::ffi::c_void, std::ffi::c_char);
    //~^ warning core-ffi-type
    //~^^ warning core-ffi-type
}
