//@ path: drivers/ring/ring.rs

// #[no_mangle] in a comment
extern "C" fn ring_open(no_mangle: u32) -> u32 {
    export(no_mangle)
}

type Open = extern "C" fn(u32) -> u32;

#[cfg(test)]
mod tests {
    extern "C" {
        fn ring_for_tests();
    }

    #[no_mangle]
    pub extern "C" fn ring_test_hook() {}
}

#[kunit_tests(ring)]
mod more_tests {
    #[no_mangle]
    pub extern "C" fn ring_second_hook() {}
}

#[::kernel::macros::kunit_tests(ring_again)]
mod again {
    unsafe extern "C" {
        fn ring_for_more_tests();
    }
}

#[cfg(test)]
#[no_mangle]
pub extern "C" fn ring_third_hook() {}

#[export_name = "ring_hook"]
#[cfg(all(test, CONFIG_RING))]
pub extern "C" fn ring_fourth_hook() {}

#[cfg(CONFIG_RING_KUNIT_TEST)]
extern "C" {
    fn ring_under_kunit();
}

#[cfg_attr(test, no_mangle)]
pub extern "C" fn ring_fifth_hook() {}

#[doc = "no_mangle"]
#[deny(no_mangle_generic_items, export)]
fn ring_close(hook: unsafe extern "C" fn(u32)) {}

macro_rules! entry {
    (#[no_mangle] extern "C" { $($body:tt)* }) => {};
}
