//@ path: rust/kernel/ring.rs

fn getter(ring: *mut Ring, device: &Device, name: &CStr, from: Vector) {
    // SAFETY: `ring` is live.
    unsafe { bindings::ring_name(ring, name) }; //-
    unsafe { bindings::ring_name(ring, name.as_char_ptr()) }; //+
    //~^ info stale-safety-comment
    // SAFETY: `ring` is live.
    unsafe { bindings::ring_vector(ring, from) }; //-
    unsafe { bindings::ring_vector(ring, from.number()) }; //+
    //~^ info stale-safety-comment
    // SAFETY: The name has no NUL.
    unsafe { core::str::from_utf8_unchecked(name) }; //-
    unsafe { core::str::from_utf8_unchecked(name.to_bytes()) }; //+
    //~^ info stale-safety-comment
}

fn respelled(name: *const c_char) {
    // SAFETY: `name` ends with a NUL.
    unsafe { CStr::from_char_ptr(name) }; //-
    unsafe { CStr::from_ptr(name) }; //+
    //~^ info stale-safety-comment
}

fn type_macro(ring: *mut Ring) {
    // SAFETY: `ring` is live.
    unsafe { Ring::<Plain>::start(ring) }; //-
    unsafe { Ring::<kind!(Plain)>::start(ring) }; //+
    //~^ info stale-safety-comment
}

fn newtype(ring: *mut Ring, owner: Owner) {
    // SAFETY: `ring` is live.
    unsafe { bindings::ring_register(ring, owner.0) }; //-
    unsafe { bindings::ring_register(ring, owner.as_ptr()) }; //+
    //~^ info stale-safety-comment
}

fn condition(ring: *mut Ring) -> bool {
    // SAFETY: `ring` is live.
    unsafe { (*ring).next.is_null() } //-
    unsafe { (*ring).next } //+
    //~^ info stale-safety-comment
}

fn initialised(ring: *mut Ring) {
    // SAFETY: `ring` is live.
    unsafe { bindings::ring_lock(ring, 0) }; //-
    unsafe { bindings::ring_lock(ring, new_mutex!(0)) }; //+
    //~^ info stale-safety-comment
}
