//@ path: drivers/ring/ring.rs

static mut RINGS: usize = 0; //~ warning static-mut

fn count() {
    pub(crate) static mut
    //~^ warning static-mut
    CALLS: usize = 0;
}

extern "C" { //~ warning raw-c-entry
    static mut ring_debug: i32; //~ warning static-mut
}
