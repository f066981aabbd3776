//@ path: drivers/ring/main.rs
//@ without: allow-over-expect

#[allow(warnings)] //~ error suppressed-safety-lint
mod registers {
    fn read(base: *const u32) -> u32 {
        unsafe { *base } //~ suppressed undocumented-unsafe
    }
}
