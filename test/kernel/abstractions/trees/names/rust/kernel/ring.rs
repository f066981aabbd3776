//! Rings, by every way to write a name.

mod queue;

pub use self::queue::{
    Queue as RingQueue, //
};

use bindings::{ring_head, ring_tail as tail};
use crate::bindings as c;

pub use bindings::ring_flags_t;
//~ ring_flags_t: bypasses kernel::ring::ring_flags_t

pub struct Head(Opaque<ring_head>);
//~ ring_head: bypasses kernel::ring::Head

pub struct Tail(Opaque<tail>);
//~ ring_tail: bypasses kernel::ring::Tail

impl Head {
    pub fn push(&self) {
        // SAFETY: By the type invariant.
        unsafe { c::ring_push(self.0.get()) }
        //~ ring_push: bypasses kernel::ring::Head
    }

    pub fn pop(&self) {
        // SAFETY: By the type invariant.
        unsafe { ::kernel::bindings::ring_pop(self.0.get()) }
        //~ ring_pop: bypasses kernel::ring::Head
    }

    /// In words `bindings::ring_documented` and "bindings::ring_quoted" mean nothing.
    pub fn name(&self) -> &'static str {
        "bindings::ring_quoted"
    }
}

/// For all numbers at once: the trait is what has a name.
pub trait Number {}

impl<T: Copy> Number for T {
    fn read() -> Self {
        // SAFETY: Always allowed.
        unsafe { bindings::ring_number() }
        //~ ring_number: bypasses kernel::ring::Number
    }
}

//~ ring_documented: none
//~ ring_quoted: none
