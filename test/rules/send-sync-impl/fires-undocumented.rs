//@ path: drivers/ring/ring.rs
//@ without: undocumented-unsafe

unsafe impl Send for Ring {} //~ warning send-sync-impl
