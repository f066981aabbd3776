//@ path: drivers/ring/ring.rs

extern "C" { //~ warning raw-c-entry
    fn ring_kick(ring: *mut Ring);
}

unsafe extern "C" { //~ warning raw-c-entry
    safe fn ring_count() -> u32;
}

#[no_mangle] //~ info raw-c-entry
static RING_LAYOUT: u32 = 1;

/// Kicks.
#[unsafe(no_mangle)] //~ info raw-c-entry
pub extern "C" fn ring_kicked() {}

#[export_name = "ring_stop"] //~ info raw-c-entry
pub extern "C" fn stop() {}

#[cfg_attr(CONFIG_RING, no_mangle)] //~ info raw-c-entry
pub extern "C" fn ring_start() {}

#[export] //~ info raw-c-entry
pub extern "C" fn ring_resume() {}

#[macros::export] //~ info raw-c-entry
pub extern "C" fn ring_suspend() {}

#[cfg(not(test))]
#[unsafe(export_name = "ring_reset")] //~ info raw-c-entry
pub extern "C" fn reset() {}

macro_rules! entry {
    ($name:ident) => {
        extern "C" { //~ warning raw-c-entry
            fn $name();
        }

        #[no_mangle] //~ info raw-c-entry
        static RING_ENTRY: unsafe extern "C" fn() = $name;
    };
}
