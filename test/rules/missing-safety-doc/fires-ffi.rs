//@ path: rust/bindings/lib.rs

pub unsafe fn read(regs: *const u32) {} //~ error missing-safety-doc
