//@ with: untidy-safety-comment
//@ without: new-unsafe weak-safety-comment placeholder-safety-comment repeated-safety-comment

fn kick(ring: *mut u32) {
    // SAFETY: The ring comes from `ring_new`, which gives live ones.
    unsafe { ring.write(1) };

    // SAFETY: `ring` comes from `ring_new`, which gives live ones (and no
    // others).
    unsafe { ring.write(2) };

    // SAFETY:
    // - The ring comes from `ring_new`.
    // - Nobody else has it ("exclusive.")
    unsafe { ring.write(3) };

    // SAFETY: 4 is a valid number, see https://docs.kernel.org/rust/
    unsafe { ring.write(4) };

    // SAFETY: 指针有效，并且没有其他人使用它。
    unsafe { ring.write(6) };

    // SAFETY: ...
    unsafe { ring.write(5) };
}
