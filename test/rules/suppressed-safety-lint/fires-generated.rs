//@ path: drivers/ring/bindings.rs
//@ without: allow-over-expect

#![allow(clippy::missing_safety_doc)] //~ info suppressed-safety-lint

#[repr(C)]
pub struct __IncompleteArrayField<T>(PhantomData<T>, [T; 0]);

impl<T> __IncompleteArrayField<T> {
    pub unsafe fn as_ptr(&self) -> *const T {
        self as *const _ as *const T
    }
}
