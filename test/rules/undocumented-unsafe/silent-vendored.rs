//@ path: rust/syn/ring.rs

fn id(ring: *mut Ring) -> u32 {
    unsafe { (*ring).id }
}
