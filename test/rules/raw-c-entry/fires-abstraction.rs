//@ path: rust/kernel/ring.rs

extern "C" { //~ info raw-c-entry
    fn ring_kick(ring: *mut Ring);
}
