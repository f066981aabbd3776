//@ path: rust/pin-init/examples/ring.rs

fn id(ring: *mut Ring) -> u32 {
    unsafe { (*ring).id }
}
