//@ without: send-sync-impl bindings-bypass misplaced-safety-doc

// SAFETY: a `Ring` is only ever used under its lock.
unsafe impl Send for Ring {}

/* SAFETY: the list is guarded by the ring's lock. */
unsafe impl Sync for Ring {}

/// SAFETY: the pointer is owned.
unsafe impl Send for Handle {}

impl Ring {
    fn head(&self) -> u32 {
        // SAFETY: `self.regs` is mapped for as long as `self` lives,
        // and reading it has no side effect.
        unsafe { bindings::readl(self.regs) }
    }

    fn tail(&self) -> u32 {
        // SAFETY: see above the statement, where rustfmt left it.
        let tail =
            unsafe { bindings::readl(self.regs.add(4)) };
        unsafe {
            // SAFETY: inside, as the first thing.
            bindings::writel(tail, self.regs);
        }
        tail
    }
}

macro_rules! unsafe_parts {
    (unsafe { $device:ident }) => {};
    ($unsafe:ident) => { $unsafe { 0 } };
}

type Callback = unsafe extern "C" fn(*mut Ring);

const WORDS: &str = "unsafe { }";
// unsafe { not code }

#[expect(clippy::undocumented_unsafe_blocks, reason = "generated tables")] //~ warning suppressed-safety-lint
fn table() -> u32 {
    unsafe { TABLE.first() } //~ suppressed undocumented-unsafe
}

#[deny(clippy::undocumented_unsafe_blocks)]
fn strict() -> u32 {
    // SAFETY: the table is never written to.
    unsafe { TABLE.last() }
}
