//! Devices of no other class.

pub struct Registration(Opaque<bindings::miscdevice>);
//~ miscdevice: bypasses kernel::miscdevice::Registration

impl Drop for Registration {
    fn drop(&mut self) {
        // SAFETY: By the type invariant.
        unsafe { bindings::misc_deregister(self.0.get()) }
        //~ misc_deregister: bypasses kernel::miscdevice::Registration
    }
}

struct Table;

impl Table {
    const OPS: bindings::ring_file_operations = bindings::ring_file_operations {
        //~ ring_file_operations: touched kernel::miscdevice
        ioctl: Some(bindings::ring_ptr_ioctl),
        //~ ring_ptr_ioctl: touched kernel::miscdevice
    };
}
