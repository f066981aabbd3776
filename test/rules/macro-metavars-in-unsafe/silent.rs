//@ path: rust/kernel/ring.rs

/// What callers write runs in front of the block.
#[macro_export]
macro_rules! ring_kick {
    ($ring:expr, $flags:expr) => {
        match ($ring, $flags) {
            // SAFETY: A `Ring` has a pointer to a live ring.
            (ring, flags) => unsafe { $crate::bindings::ring_kick(ring.as_raw(), flags) },
        }
    };
}

/// What callers write runs outside as well.
#[macro_export]
macro_rules! ring_twice {
    ($ring:expr) => {{
        if false {
            let _ = $ring;
        }
        // SAFETY: A `Ring` has a pointer to a live ring.
        unsafe { $crate::bindings::ring_kick($ring, 0) }
    }};
}

/// Names, types, fields and literals are no code that runs.
#[macro_export]
macro_rules! ring_field {
    ($ring:expr, $type:ty, $field:ident, $index:tt, $name:literal) => {{
        let ring: *const $type = $ring;
        const OFFSET: usize = core::mem::offset_of!($type, $field);
        // SAFETY: `ring` is a live one.
        unsafe {
            let $field = &raw const (*ring).$field;
            let index: $crate::Index<$index> = (*ring).$index;
            const MOST: usize = $index;
            let room = [0u8; $index];
            $crate::bindings::ring_name($field, $name, OFFSET, core::stringify!($ring))
        }
    }};
}

/// Drops what it is given.
macro_rules! nothing {
    ($($any:tt)*) => { 0 };
}

/// Gives it to a macro that drops it, and to items of its own.
#[macro_export]
macro_rules! ring_items {
    ($most:expr) => {
        // SAFETY: There is always a ring.
        unsafe {
            const MOST: u32 = $most;
            fn most() -> u32 {
                $most
            }
            $crate::bindings::ring_kick(nothing!($most), MOST)
        }
    };
    (@own $ring:expr) => {
        // SAFETY: A `Ring` has a pointer to a live ring.
        unsafe { $crate::bindings::ring_kick($ring, 0) }
    };
    (own $ring:expr) => {{
        let ring = $ring;
        $crate::ring_items!(@own ring)
    }};
}

/// For this crate alone.
macro_rules! ring_private {
    ($ring:expr) => {
        // SAFETY: A `Ring` has a pointer to a live ring.
        unsafe { bindings::ring_kick($ring, 0) }
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! ring_hidden {
    ($ring:expr) => {
        // SAFETY: A `Ring` has a pointer to a live ring.
        unsafe { $crate::bindings::ring_kick($ring, 0) }
    };
}

fn kick(ring: &Ring) {
    ring_private!(ring.as_raw());
}
