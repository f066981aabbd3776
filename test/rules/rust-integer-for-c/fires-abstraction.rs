//@ path: rust/kernel/ring.rs
//@ without: raw-c-entry missing-safety-doc new-unsafe bindings-bypass

unsafe extern "C" fn handle(irq: i32, data: *mut c_void) -> u32 { //~ info rust-integer-for-c
    4
}
