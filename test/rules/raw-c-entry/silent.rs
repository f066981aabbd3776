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
