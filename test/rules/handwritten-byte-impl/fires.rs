//@ path: drivers/ring/ring.rs
//@ tree: derives

// SAFETY: Every bit pattern is a header.
unsafe impl FromBytes for Header {} //~ info handwritten-byte-impl
// SAFETY: There is no padding.
unsafe impl kernel::transmute::AsBytes for Header {} //~ info handwritten-byte-impl
