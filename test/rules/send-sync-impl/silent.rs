//@ path: drivers/ring/ring.rs

impl !Send for Ring {}

// SAFETY: The head is the first field.
unsafe impl Sender for Ring {}

// SAFETY: The ring is pinned.
unsafe impl Slots<Send> for Ring {}

fn start<T: Send + Sync>(ring: T) {}
