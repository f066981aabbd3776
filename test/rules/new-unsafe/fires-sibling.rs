//@ path: drivers/ring/slots.rs

struct Slots<'a>(&'a [u8]);

impl<'a> Slots<'a> {
    /// # Safety
    ///
    /// `at` must be below the length.
    unsafe fn slot_unchecked(&self, at: usize) -> u8 {
        // SAFETY: By the safety requirements of this function.
        unsafe { *self.0.as_ptr().add(at) }
    }

    fn slot(&self, at: usize) -> Option<u8> {
        self.0.get(at).copied()
    }
}

fn first(slots: &Slots<'_>) -> u8 {
    // SAFETY: There always is a first slot. //+
    unsafe { slots.slot_unchecked(0) } //+
    //~^ warning new-unsafe
}
