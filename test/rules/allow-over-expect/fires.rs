#![allow(unused_imports)] //~ info allow-over-expect

#[allow(dead_code)] //~ info allow-over-expect
fn spare() {}

#[cfg(CONFIG_RING_DEBUG)]
#[allow(unused)] //~ allow-over-expect
fn debug() {}

impl Ring {
    #[allow(clippy::too_many_arguments, reason = "as C has it")] //~ allow-over-expect
    fn new() {}
}
