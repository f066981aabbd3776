//@ path: rust/kernel/ring.rs

fn head(first: *mut Node) -> NonNull<Node> {
    // SAFETY: By the safety requirements of this function, the list is not empty.
    //~^ warning unfounded-safety-comment
    unsafe { NonNull::new_unchecked(first) }
}
