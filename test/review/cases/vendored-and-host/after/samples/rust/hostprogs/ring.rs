pub unsafe fn id(ring: *const Ring) -> u32 {
    unsafe { (*ring).id }
}
