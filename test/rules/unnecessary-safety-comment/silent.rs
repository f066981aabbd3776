//@ without: send-sync-impl

fn id(dev: &Device) -> u32 {
    // SAFETY: `dev` is valid.
    let id = unsafe { dev.raw_id() };
    // SAFETY: `dev` is valid.
    unsafe {
        // SAFETY: spoken of inside.
        let slot = dev.slot();
        slot.id()
    };
    // SAFETY: The macro expands to unsafe code.
    ring_poll!(dev); //~? unnecessary-safety-comment: what the macro makes of it cannot be told
    vec![
        // SAFETY: Among tokens.
        id,
    ];
    // The safety of this is clear.
    id
}

// SAFETY: `Ring` is a transparent wrapper.
unsafe impl Send for Ring {}

// SAFETY: The table is never written to.
const FIRST: u32 = unsafe { TABLE.first() };
