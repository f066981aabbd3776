//@ path: drivers/ring/ring.rs

// static mut in a comment
static RINGS: &str = "static mut";

fn start(ring: &'static mut Ring) -> &'static mut Ring {
    ring
}
