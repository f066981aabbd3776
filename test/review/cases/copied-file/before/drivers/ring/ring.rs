//! A ring that is copied, fault and all.

impl Ring {
    fn head(&self) -> u32 {
        unsafe { bindings::ring_head_without_checking(self.ptr, self.flags) }
    }
}
