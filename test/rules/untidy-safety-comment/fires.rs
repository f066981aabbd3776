//@ with: untidy-safety-comment
//@ without: new-unsafe weak-safety-comment repeated-safety-comment

fn kick(ring: *mut u32) {
    // SAFETY: the ring comes from `ring_new`, which gives live ones. //~ info untidy-safety-comment
    unsafe { ring.write(1) };

    // SAFETY: The ring comes from `ring_new`, which gives
    // live ones //~^ untidy-safety-comment
    unsafe { ring.write(2) };

    // SAFETY: nobody else has the ring, as it was made for this test //~ untidy-safety-comment
    unsafe { ring.write(3) };

    // SAFETY: `ring_new` gives live rings, see `Ring` //~ untidy-safety-comment
    unsafe { ring.write(4) };

    // SAFETY: mmap_lock is held. //~ untidy-safety-comment
    unsafe { ring.write(5) };
}
