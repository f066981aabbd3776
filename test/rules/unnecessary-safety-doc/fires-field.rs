#![feature(unsafe_fields)]

struct Ring {
    /// # Safety
    ///
    /// Is below `slots`.
    pub head: usize, //~ warning unnecessary-safety-doc
    /// How many there are.
    slots: usize,
    /// # Safety
    ///
    /// Points to the memory of the ring.
    unsafe raw: *mut u8,
}

enum State {
    Busy {
        /// # Safety
        ///
        /// Owns the ring.
        owner: u32, //~ unnecessary-safety-doc
    },
    /// # Safety
    ///
    /// A variant is no field.
    Stopped = { 1 },
}
