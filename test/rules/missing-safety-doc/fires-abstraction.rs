//@ path: rust/kernel/ring.rs

pub unsafe fn read(regs: *const u32) {} //~ error missing-safety-doc

/// A ring in an example is information:
///
/// ```
/// unsafe fn poke() {} //~ info missing-safety-doc
/// ```
fn poke() {}
