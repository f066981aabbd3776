//@ without: bindings-bypass new-unsafe send-sync-impl

impl Ring {
    fn head(&self) -> u32 {
        // SAFETY: `self.regs` is mapped by the type invariant. //+
        unsafe { (*self.regs).head } //+
    }

    fn tail(&self) -> u32 {
        // SAFETY: `self.regs` is mapped by the type invariant. //+
        unsafe { (*self.regs).tail } //+
    }

    // Both were there before.
    fn id(&self) -> u32 {
        // SAFETY: `self.regs` was mapped by `Ring::new`, which checks that the resource is large
        // enough for all registers; it is unmapped in `drop` alone, which cannot run while `self`
        // is borrowed, and no other part of the driver has the address, so that nothing else writes.
        unsafe { (*self.regs).id }
    }

    fn version(&self) -> u32 {
        // SAFETY: `self.regs` was mapped by `Ring::new`, which checks that the resource is large
        // enough for all registers; it is unmapped in `drop` alone, which cannot run while `self`
        // is borrowed, and no other part of the driver has the address, so that nothing else writes.
        unsafe { (*self.regs).version }
    }

    // Alone.
    fn size(&self) -> u32 {
        // SAFETY: `self` was given a table by `Ring::fill`, which is called once, before the ring is //+
        // published, and takes it back in `drop`; the table is as long as `self.len` says, since both //+
        // are set together, and entries are only written by the device, while the lock is not held. //+
        unsafe { *self.table } //+
    }

    // One comment for two blocks.
    fn sum(&self) -> u32 {
        // SAFETY: `self` has its second table from `Ring::grow`, which is called once, before the ring //+
        // is published, and gives it back in `drop`; it is as long as `self.more` says, since both are //+
        // set together, and entries are only written by the device, while the lock is not held. //+
        unsafe { *self.second } + unsafe { *self.second.add(1) } //+
    }
}
