fn id(ring: *const Ring) -> u32 {
    let = ;
    unsafe { (*ring).id }
}

fn head(ring: *const Ring) -> u32 {
    unsafe { (*ring).head }
}
