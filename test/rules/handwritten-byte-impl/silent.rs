//@ path: drivers/ring/ring.rs
//@ tree: byte-derives

// SAFETY: A slice of bytes is one.
unsafe impl<T: AsBytes> AsBytes for Slots<T> {}

// SAFETY: The head is the first field.
unsafe impl AsBytesOrNot for Header {}

impl FromBytes for Header {}

// SAFETY: An array of bytes is one.
unsafe impl<const N: usize> FromBytes for Slots<N> {}
