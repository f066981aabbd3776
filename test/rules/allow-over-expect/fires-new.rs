//@ path: rust/kernel/ring.rs

#[allow(dead_code)]
fn spare() {}

#[allow(non_snake_case)] //+
//~^ info allow-over-expect
fn Kick() {}
