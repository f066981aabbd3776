//@ path: drivers/ring/ring_test.rs

#[no_mangle]
pub extern "C" fn ring_test_hook() {}
