//@ path: rust/helpers/ring.rs

fn zeroed() -> bindings::ring {
    unsafe { core::mem::zeroed() } //~ warning undocumented-unsafe
}

unsafe impl Zeroable for bindings::ring {} //~ warning undocumented-unsafe
