#[allow(warnings)]
mod registers {
    pub unsafe fn read(base: *const u32) -> u32 {
        unsafe { *base }
    }
}

fn probe(base: *const u32) -> u32 {
    unsafe { registers::read(base) }
}
