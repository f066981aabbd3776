//@ path: drivers/ring/ring.rs

use core::ffi::CStr;
use kernel::ffi::c_int;
use kernel::prelude::*;

// core::ffi::c_int in a comment
fn start(ring: c_int, size: kernel::ffi::c_ulong) -> ffi::c_long {
    "core::ffi::c_int".len()
}

mod only_strings {
    use core::ffi::*;

    fn name(ring: &CStr) -> core::ffi::FromBytesWithNulError {
        ring.c_int
    }
}

mod own {
    mod core {
        pub(super) mod ffi {}
    }

    fn size(ring: core::ffi::c_int) {}
}
