//! Clocks.
//!
//! C header: [`include/linux/clk.h`](srctree/include/linux/clk.h)

/// A module for one configuration, whose items are known without it.
mod common {
    use crate::device::Device;

    pub struct Clk(*mut bindings::clk);
    //~ clk: bypasses kernel::clk::Clk

    impl Clk {
        pub fn get(dev: &Device) -> Self {
            // SAFETY: The device is bound.
            Self(unsafe { bindings::clk_get(dev.as_raw()) })
            //~ clk_get: bypasses kernel::clk::Clk
        }

        pub fn rate(&self) -> usize {
            self.rate_of_parent()
        }

        /// Only a helper: `rate` reaches drivers.
        fn rate_of_parent(&self) -> usize {
            // SAFETY: By the type invariant.
            unsafe { crate::bindings::clk_get_rate(self.0) }
            //~ clk_get_rate: bypasses kernel::clk::Clk
        }

        /// # Safety
        ///
        /// The clock has to be off.
        pub unsafe fn set_parent(&self, parent: &Clk) {
            // SAFETY: The caller promises it.
            unsafe { bindings::clk_set_parent(self.0, parent.0) }
            //~ clk_set_parent: bypasses kernel::clk::Clk
        }
    }

    impl Drop for Clk {
        fn drop(&mut self) {
            // SAFETY: By the type invariant.
            unsafe { bindings::clk_put(self.0) }
            //~ clk_put: bypasses kernel::clk::Clk
        }
    }
}

pub use common::*;

#[cfg(test)]
mod tests {
    fn only_tested() {
        // SAFETY: A test.
        unsafe { bindings::clk_is_match() }
        //~ clk_is_match: none
    }
}
//~ clk_bulk_get: none
