//! Registers.

pub struct Mmio<T>(T);

pub struct MmioBackend;

impl<T> IoBase for Mmio<T> {
    type Backend = MmioBackend;
}

macro_rules! impl_io {
    ($backend:ident, $ty:ty, $read_fn:ident, $write_fn:ident) => {
        impl IoCapable<$ty> for $backend {
            fn io_read(view: Mmio<$ty>) -> $ty {
                // SAFETY: The view is valid.
                unsafe { bindings::$read_fn(view.ptr()) }
            }

            fn io_write(view: Mmio<$ty>, value: $ty) {
                // SAFETY: The view is valid.
                unsafe { bindings::$write_fn(value, view.ptr()) }
            }
        }
    };
}

impl_io!(MmioBackend, u8, readb, writeb);
//~ readb: bypasses kernel::io::Mmio
//~ writeb: bypasses kernel::io::Mmio

/// The same name as C has: that is the wrapper, whatever trait does the work.
pub fn wmb() {
    <Write as Barrier>::run()
}

impl Barrier for Write {
    fn run() {
        // SAFETY: Always allowed.
        unsafe { bindings::wmb() }
        //~ wmb: bypasses kernel::io::wmb
    }
}
