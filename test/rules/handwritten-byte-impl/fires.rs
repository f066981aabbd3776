//@ path: drivers/ring/ring.rs
//@ tree: byte-derives

// SAFETY: Every bit pattern is a header.
unsafe impl FromBytes for Header {} //~ info handwritten-byte-impl
// SAFETY: There is no padding.
unsafe impl kernel::transmute::AsBytes for Header {} //~ info handwritten-byte-impl
// SAFETY: There is no padding.
unsafe impl zerocopy::AsBytes for Slots<u32> {} //~ info handwritten-byte-impl

macro_rules! bytes {
    ($name:ident) => {
        // SAFETY: Every bit pattern is valid.
        unsafe impl FromBytes for $name {} //~ info handwritten-byte-impl
    };
}
