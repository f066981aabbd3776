//! Files, which others have to do with as well.

pub struct Node(Opaque<bindings::inode>);
//~ inode: bypasses kernel::fs::Node
