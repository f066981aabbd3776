#[allow(clippy::undocumented_unsafe_blocks, reason = "tables")]
fn id(ring: *mut Ring) -> u32 {
    unsafe { (*ring).id }
}

#[expect(clippy::missing_safety_doc)]
pub unsafe fn free(ring: *mut Ring) {}
