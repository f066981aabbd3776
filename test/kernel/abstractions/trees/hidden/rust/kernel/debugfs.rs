//! Files for debugging.

mod entry;

pub struct Dir(entry::Entry);

/// Has more to do with it than its abstraction, and is none.
pub struct Opened(Opaque<bindings::inode>);

impl Opened {
    pub unsafe fn from_raw(inode: *mut bindings::inode) -> *const bindings::inode {
        inode as *const bindings::inode
    }
}
