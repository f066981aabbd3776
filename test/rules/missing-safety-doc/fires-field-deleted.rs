//@ path: drivers/ring/ring.rs

struct Ring {
    /// # Safety //-
    /// //-
    /// Is below `slots`. //-
    unsafe head: usize, //~ error missing-safety-doc
    unsafe slots: usize,
}

struct Slot {
    index: u8, //-
    unsafe index: u8, //+
    //~^ missing-safety-doc
    owner: u8,
}
