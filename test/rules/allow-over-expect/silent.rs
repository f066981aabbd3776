#[expect(dead_code)]
fn spare() {}

#[cfg_attr(not(CONFIG_RING), allow(dead_code))]
fn only_with_ring() {}

#[deny(unused)]
fn strict() {}

macro_rules! spare {
    ($name:ident) => {
        #[allow(dead_code)]
        fn $name() {}
    };
}
