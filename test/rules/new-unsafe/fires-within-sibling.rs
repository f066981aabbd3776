//@ path: drivers/ring/slots.rs

impl Slots {
    fn get(&self, at: usize) -> Option<&u8> {
        if at >= self.0.len() { //+
            return None; //+
        } //+
        // SAFETY: `at` is below the length. //+
        Some(unsafe { self.0.get_unchecked(at) }) //+
        //~^ info new-unsafe
    }
}
