//@ path: drivers/ring/ring.rs

// SAFETY: Every bit pattern is a header.
unsafe impl FromBytes for Header {}
