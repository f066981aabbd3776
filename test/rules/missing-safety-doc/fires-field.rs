#![feature(unsafe_fields)]

pub struct Ring<T> {
    pub unsafe head: usize, //~ error missing-safety-doc
    /// Where the next entry is written.
    #[cfg(CONFIG_RING)]
    pub(crate) unsafe tail: Pair<T, usize>, //~ error missing-safety-doc
    /// # Safety
    ///
    /// Is a power of two.
    unsafe slots: usize,
    name: &'static str,
}

enum State {
    Idle,
    Busy {
        owner: u32,
        unsafe since: u64, //~ missing-safety-doc
    },
    Stopped(u8),
}

union Word {
    unsafe raw: u32, //~ missing-safety-doc
    bytes: [u8; 4],
}

fn local() {
    struct Slot {
        unsafe index: u8, //~ missing-safety-doc
    }
}
