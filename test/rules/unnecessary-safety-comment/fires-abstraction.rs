//@ path: rust/kernel/ring.rs

fn id(dev: &Device) -> u32 {
    // SAFETY: `dev` is valid.
    let id = dev.id(); //~ warning unnecessary-safety-comment
    id
}
