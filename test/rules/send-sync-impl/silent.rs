//@ path: drivers/ring/ring.rs

impl !Send for Ring {}

// SAFETY: The head is the first field.
unsafe impl Sender for Ring {}

// SAFETY: The ring is pinned.
unsafe impl Slots<Send> for Ring {}

fn start<T: Send + Sync>(ring: T) {}

// SAFETY: The slots are pinned.
unsafe impl Slots<core::marker::Send> for Ring {}

// unsafe impl Send for Ring {}
const TEXT: &str = "unsafe impl Send for Ring {}";

// SAFETY: The hook is called once.
unsafe impl Hook for KBox<dyn Fn() + Send> {}
