//@ path: drivers/ring/ring.rs

static mut RINGS: usize = 0;
static CALLS: usize = 0; //-
static mut CALLS: usize = 0; //+
//~^ warning static-mut
