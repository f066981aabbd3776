//@ path: drivers/ring/ring.rs
//@ without: new-unsafe

#[no_mangle]
pub extern "C" fn ring_start() {}

#[export] //-
#[no_mangle] //+
//~^ info raw-c-entry
pub extern "C" fn ring_stop() {}

mod glue { //+
    extern "C" { //+
        //~^ warning raw-c-entry
        fn ring_kick(ring: *mut Ring); //+
    } //+
} //+
