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

macro_rules! counter {
    ($name:ident) => {
        static mut $name: usize = 0; //~ warning static-mut
    };
}

counter_of!(static /* of all rings */ mut LIVE: usize = 0;); //~ warning static-mut

/// ```
/// static mut SHOWN: usize = 0; //~ info static-mut
/// // SAFETY: Nobody else knows of it.
/// unsafe { SHOWN = 1 };
/// ```
fn documented() {}
