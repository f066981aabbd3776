//@ without: send-sync-impl raw-c-entry weak-safety-comment

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

// SAFETY: The declarations are those of ring.h.
unsafe extern "C" {
    fn ring_wake(ring: *mut Ring);
}

/// The table of the ring.
// SAFETY: Nothing else is in this section.
#[unsafe(link_section = ".ring.table")]
static SLOTS: u8 = 16;

fn halves(ring: &mut Ring) {
    let (left, right);
    // SAFETY: A ring is never empty.
    (left, right) = unsafe { ring.split_unchecked(1) };
    fill(left, right);
}

fn peek(ring: &Ring) -> u8 {
    // SAFETY: The macro of another file reads the ring, which is live.
    let head = crate::peek!(ring);
    head
}
