//@ path: drivers/ring/bindings.rs

#[repr(C)]
pub struct __BindgenBitfieldUnit<Storage> {
    storage: Storage,
}

#[repr(C)]
pub struct __IncompleteArrayField<T>(PhantomData<T>, [T; 0]);

impl<T> __IncompleteArrayField<T> {
    pub unsafe fn as_slice(&self, len: usize) -> &[T] {
        unsafe { core::slice::from_raw_parts(self.as_ptr(), len) }
    }
}
