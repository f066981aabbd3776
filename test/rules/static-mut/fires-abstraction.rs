//@ path: rust/kernel/ring.rs

static mut RINGS: usize = 0; //~ info static-mut
