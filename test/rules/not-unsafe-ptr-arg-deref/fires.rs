//@ path: rust/kernel/ring.rs

use core::ptr;

type Regs = *mut u32;

/// A ring.
pub struct Ring(u32);

/// Its number.
pub fn number(ring: *const Ring) -> u32 {
    // SAFETY: `ring` is live.
    unsafe { (*ring).0 } //~ warning not-unsafe-ptr-arg-deref
}

/// Copies numbers; one finding for both.
pub fn copy(from: *const u32, to: *mut u32) {
    if from.is_null() {
        return;
    }
    // SAFETY: Both are valid.
    unsafe { to.write(from.read()) } //~ not-unsafe-ptr-arg-deref
}

/// Through an alias of the type, a closure, and a function of core.
pub fn reset(regs: Regs) -> impl Fn() {
    // SAFETY: `regs` is mapped.
    move || unsafe { ptr::write_volatile(regs, 4) } //~ not-unsafe-ptr-arg-deref
}

/// What a macro of the file does with it.
pub fn peek(at: *const u32) -> u32 {
    macro_rules! peek {
        ($at:expr) => {
            // SAFETY: It is mapped.
            unsafe { *$at }
        };
    }
    peek!(at) //~ not-unsafe-ptr-arg-deref
}

impl Ring {
    /// The only call in the block has to be the unsafe one.
    pub extern "C" fn kick(&self, data: *mut u32, flags: u32) {
        // SAFETY: `data` is what C was given.
        unsafe { kick_with(data, flags) } //~ not-unsafe-ptr-arg-deref
    }

    /// Not the variable of the same name, but the parameter.
    pub fn find(all: *mut u32, of: Option<*mut u32>) -> u32 {
        match of {
            // SAFETY: It is valid.
            Some(all) => unsafe { *all },
            // SAFETY: It is valid.
            None => unsafe { *all }, //~ not-unsafe-ptr-arg-deref
        }
    }
}

/// What drivers implement.
pub trait Backend {
    /// Opens it.
    fn open(data: *mut u32) -> u32 {
        // SAFETY: It is valid.
        unsafe { *data } //~ info not-unsafe-ptr-arg-deref
    }
}

impl Backend for Ring {
    fn open(data: *mut u32) -> u32 {
        // SAFETY: It is valid.
        unsafe { *data } //~ info not-unsafe-ptr-arg-deref
    }
}

mod inner {
    /// Given out below.
    pub fn status(regs: *const u32) -> u32 {
        // SAFETY: `regs` is mapped.
        unsafe { regs.read_volatile() } //~ not-unsafe-ptr-arg-deref
    }
}
pub use inner::status;

/// The macro is called in an unsafe block.
pub fn look(at: *const u32) -> u32 {
    macro_rules! look {
        ($at:expr) => {
            *$at
        };
    }
    // SAFETY: It is mapped.
    unsafe { look!(at) } //~ not-unsafe-ptr-arg-deref
}
