//@ path: rust/kernel/ring.rs

/// Kicks a ring.
#[macro_export]
macro_rules! ring_kick {
    ($ring:expr, $flags:expr) => {{
        let flags = $flags;
        // SAFETY: A `Ring` has a pointer to a live ring.
        unsafe { $crate::bindings::ring_kick($ring.as_raw(), flags) } //~ warning macro-metavars-in-unsafe
    }};
    (@all $ring:expr) => {
        // SAFETY: A `Ring` has a pointer to a live ring.
        unsafe { $crate::bindings::ring_kick_all($ring) } //~ macro-metavars-in-unsafe
    };
    (all $ring:expr) => {
        $crate::ring_kick!(@all $ring)
    };
}

/// Several of them, by tokens of any kind.
#[macro_export]
macro_rules! ring_each {
    ($($ring:expr_2021),* ; $($more:tt)*) => {
        $(
            // SAFETY: A `Ring` has a pointer to a live ring.
            unsafe { $crate::bindings::ring_kick($ring, 0) }; //~ macro-metavars-in-unsafe
        )*
        // SAFETY: There is always a log.
        unsafe { //~ macro-metavars-in-unsafe
            $crate::bindings::ring_log(core::ptr::addr_of!($($more)*).cast(), stringify!($($ring),*))
        }
    };
}

/// The inner one of two blocks, and a function of the macro.
#[cfg_attr(all(), macro_export)]
macro_rules! ring_number {
    ($block:block, $name:ident, $of:expr) => {
        // SAFETY: There is always a ring.
        unsafe {
            let first = $crate::bindings::ring_first();
            // SAFETY: It has a number.
            unsafe { $crate::bindings::ring_number(first, $block) } //~ macro-metavars-in-unsafe
        }
        fn $name() -> u32 {
            // SAFETY: There is always a ring.
            unsafe { $crate::bindings::ring_of($of) } //~ macro-metavars-in-unsafe
        }
    };
}

/// Attributes in the macro count, those on it do not: it is expanded elsewhere.
#[allow(clippy::macro_metavars_in_unsafe)] //~ allow-over-expect
#[macro_export]
macro_rules! ring_allowed {
    ($ring:expr) => {
        // SAFETY: A `Ring` has a pointer to a live ring.
        #[allow(clippy::macro_metavars_in_unsafe)]
        unsafe { $crate::bindings::ring_kick($ring, 0) } //~ suppressed macro-metavars-in-unsafe
    };
    ($ring:expr, $flags:expr) => {
        // SAFETY: A `Ring` has a pointer to a live ring.
        unsafe { $crate::bindings::ring_kick($ring, $flags) } //~ macro-metavars-in-unsafe
    };
}
