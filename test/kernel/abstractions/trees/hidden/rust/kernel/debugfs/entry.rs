//! What `Dir` is made of; drivers cannot name it.

pub(crate) struct Entry(*mut bindings::dentry);
//~ dentry: touched kernel::debugfs

impl Entry {
    pub(crate) fn dir() -> Self {
        // SAFETY: No parent is needed.
        Self(unsafe { bindings::debugfs_create_dir() })
        //~ debugfs_create_dir: bypasses kernel::debugfs
    }
}

const READ: bindings::file_operations = bindings::file_operations {
    //~ file_operations: touched kernel::debugfs
    llseek: Some(bindings::seq_lseek),
    //~ seq_lseek: touched kernel::debugfs
};
