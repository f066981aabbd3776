//! Two wrappers of one type: the one of the type's own name is its abstraction, however much the other does.

pub struct LocalSpool(Opaque<bindings::spool>);

impl LocalSpool {
    pub unsafe fn from_raw(ptr: *mut bindings::spool) -> Self {
        Self::new(ptr as *const bindings::spool)
    }

    pub fn as_raw(&self) -> *mut bindings::spool {
        self.0.get()
    }
}

pub struct Spool(Opaque<bindings::spool>);
//~ spool: bypasses kernel::spool::Spool
