//@ path: rust/helpers/ring.rs

fn zeroed() -> bindings::ring {
    unsafe { core::mem::zeroed() } //~ error undocumented-unsafe
}

unsafe impl Zeroable for bindings::ring {} //~ error undocumented-unsafe
