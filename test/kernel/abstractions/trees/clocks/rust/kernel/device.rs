//! Devices, which also take and give back their clock.

use crate::types::Opaque;

/// The base of drivers.
pub struct Device(Opaque<bindings::device>);
//~ device: bypasses kernel::device::Device

impl Device {
    pub(crate) fn as_raw(&self) -> *mut bindings::device {
        self.0.get()
    }

    /// Takes the clock by itself; a driver that does so needs `Clk` all the same.
    pub fn clock_on(&self) {
        // SAFETY: The device is bound.
        unsafe { bindings::clk_get(self.as_raw()) };
        unsafe { bindings::pm_runtime_get_sync(self.as_raw()) };
        //~ pm_runtime_get_sync: bypasses kernel::device::Device
    }
}

// SAFETY: The count is the device's own.
unsafe impl AlwaysRefCounted for Device {
    fn inc_ref(&self) {
        // SAFETY: By the type invariant.
        unsafe { bindings::get_device(self.as_raw()) };
        //~ get_device: bypasses kernel::device::Device
    }
}

/// Called by C: what it is handed is no wrapper of it.
unsafe extern "C" fn release(dev: *mut bindings::device, link: *mut bindings::device_link) {}
//~ device_link: touched kernel::device
