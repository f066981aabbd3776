//@ without: bindings-bypass new-unsafe send-sync-impl

impl Ring {
    fn head(&self) -> u32 {
        // SAFETY: `self.regs` was mapped by `Ring::new`, which checks that the resource is large //+
        // enough for all registers; it is unmapped in `drop` alone, which cannot run while `self` //+
        // is borrowed, and no other part of the driver has the address, so that nothing else writes. //+
        unsafe { (*self.regs).head } //+
        //~^^^^ info repeated-safety-comment
    }

    fn tail(&self) -> u32 {
        // SAFETY: `self.regs` was mapped by `Ring::new`, which checks that the resource is large
        // enough for all registers; it is unmapped in `drop` alone, which cannot run while `self`
        // is borrowed, and no other part of the driver has the address, so that nothing else writes.
        unsafe { (*self.regs).tail }
    }

    fn size(&self) -> u32 {
        // SAFETY: `self` was given a table by `Ring::fill`, which is called once, before the ring is //+
        // published, and takes it back in `drop`; the table is as long as `self.len` says, since both //+
        // are set together, and entries are only written by the device, while the lock is not held. //+
        //~^^^ info repeated-safety-comment
        let first = unsafe { *self.table }; //+
        // SAFETY: `self` was given a table by `Ring::fill`, which is called once, before the ring is //+
        // published, and takes it back in `drop`; the table is as long as `self.len` says, since both //+
        // are set together, and entries are only written by the device, while the lock is not held. //+
        first + unsafe { *self.table.add(1) } //+
    }
}
