fn id(dev: &Device) -> u32 {
    // SAFETY: `dev` is valid.
    let id = dev.id(); //~ warning unnecessary-safety-comment
    // SAFETY: Nothing to see.
    id + 1 //~ unnecessary-safety-comment
}

// SAFETY: A `Ring` may be sent.
impl Clone for Ring {} //~ unnecessary-safety-comment

// SAFETY: Constant.
const SLOTS: usize = 16; //~ unnecessary-safety-comment

// SAFETY: `regs` is mapped.
unsafe fn read(regs: *const u32) {} //~ unnecessary-safety-comment, missing-safety-doc

// SAFETY: Empty.
struct Slot; //~ unnecessary-safety-comment

// SAFETY: The symbol is unique.
#[inline]
fn wake() {} //~ unnecessary-safety-comment

fn swap(mut left: u8, mut right: u8) {
    // SAFETY: Both are at hand.
    (left, right) = (right, left); //~ unnecessary-safety-comment
    use_both(left, right);
}

fn name(ring: &Ring) -> String {
    // SAFETY: A macro of the standard library is known.
    let name = format!("{}", ring.name); //~ unnecessary-safety-comment
    name
}
