//@ path: drivers/ring/main.rs
//@ without: suppressed-safety-lint allow-over-expect

#[allow(warnings)]
mod registers {
    pub unsafe fn read(base: *const u32) -> u32 { //~ suppressed missing-safety-doc
        unsafe { *base } //~ suppressed undocumented-unsafe
    }
}
