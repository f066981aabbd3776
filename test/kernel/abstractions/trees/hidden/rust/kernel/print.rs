//! Printing.

#[doc(hidden)]
pub unsafe fn call_printk() {
    // SAFETY: The caller promises it.
    unsafe { bindings::_printk() }
    //~ _printk: bypasses kernel::print
}

/// What every macro of a driver ends in.
#[macro_export]
macro_rules! pr_ring {
    () => {
        unsafe { $crate::bindings::ring_dump() }
        //~ ring_dump: bypasses kernel::print
    };
}

macro_rules! own_dump {
    () => {
        unsafe { $crate::bindings::ring_dump_raw() }
        //~ ring_dump_raw: touched kernel::print
    };
}

/// Public, and made of what is not.
pub struct Console {
    inner: Arc<ConsoleInner>,
}

struct ConsoleInner(Opaque<bindings::console>);
//~ console: bypasses kernel::print::Console

impl ConsoleInner {
    fn new() -> Self {
        // SAFETY: The name is valid.
        unsafe { bindings::console_register() }
        //~ console_register: bypasses kernel::print::Console
    }
}

impl Console {
    pub fn open() -> Self {
        Self::open_first()
    }

    fn open_first() -> Self {
        ConsoleInner::new()
    }
}

/// Nobody uses it for drivers.
struct Lonely(Opaque<bindings::lonely_lock>);
//~ lonely_lock: touched kernel::print
