//! A bus with vendors.

pub struct Vendor(u16);

macro_rules! define_vendors {
    ($($variant:ident = $binding:expr,)+) => {
        impl Vendor {
            $(pub const $variant: Self = Self($binding as u16);)+
        }
    };
}

define_vendors! {
    ACME = bindings::BUS_VENDOR_ID_ACME,
    //~ BUS_VENDOR_ID_ACME: bypasses kernel::bus::Vendor
    NADIR = bindings::BUS_VENDOR_ID_NADIR,
    //~ BUS_VENDOR_ID_NADIR: bypasses kernel::bus::Vendor
}

pub mod flags {
    pub const SHARED: usize = bindings::BUSF_SHARED as usize;
    //~ BUSF_SHARED: bypasses kernel::bus::flags::SHARED
}

#[repr(u32)]
pub enum Speed {
    Low = bindings::bus_speed_BUS_SPEED_LOW,
    //~ bus_speed_BUS_SPEED_LOW: bypasses kernel::bus::Speed
}

/// A flag that is only passed on says less than the constant that has its value.
pub fn share() {
    // SAFETY: Always allowed.
    unsafe { bindings::bus_request(bindings::BUSF_SHARED) }
    //~ bus_request: bypasses kernel::bus::share
}
