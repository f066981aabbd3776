//! Errors.

pub mod code {
    macro_rules! declare_err {
        ($err:tt, $doc:expr) => {
            #[doc = $doc]
            pub const $err: super::Error = super::Error::from_errno(-(bindings::$err as i32));
        };
    }

    declare_err!(ESTALE, "The handle is stale.");
    //~ ESTALE: bypasses kernel::error::code::ESTALE
    declare_err!(ENORING, "No such ring.");
    //~ ENORING: bypasses kernel::error::code::ENORING
}

/// Sizes, from a list that goes through a second arm.
macro_rules! define_sizes {
    ($($type:ty),*) => {
        define_sizes!(@consts SZ_RING, SZ_PAGE);
    };
    (@consts $($name:ident),*) => {
        $(pub const $name: usize = bindings::$name as usize;)*
    };
}

define_sizes!(u32, u64);
//~ SZ_RING: bypasses kernel::error::SZ_RING
//~ SZ_PAGE: bypasses kernel::error::SZ_PAGE
//~ u32: none
