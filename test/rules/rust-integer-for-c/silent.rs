//@ without: raw-c-entry missing-safety-doc new-unsafe bindings-bypass

unsafe extern "C" fn handle(irq: c_int, len: usize, flags: u32) -> isize {
    let kind: i32 = 4;
    0
}

fn number(of: i32) -> i64 {
    4
}

fn register(callback: unsafe extern "C" fn(i32) -> i32) -> i32 {
    4
}
