//@ without: raw-c-entry missing-safety-doc new-unsafe bindings-bypass

unsafe extern "C" fn handle(irq: i32, data: *mut c_void) -> u32 { //~ info rust-integer-for-c
    4
}

unsafe extern "C" fn status(data: *mut c_void) -> i64 { //~ rust-integer-for-c
    4
}

extern "C" fn read(ring: *mut c_void, to: *mut i32) { //~ rust-integer-for-c
}
