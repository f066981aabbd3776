//! Streams; lib.rs names them.

pub struct Stream(UnsafeCell<bindings::stream>);
//~ stream: bypasses kernel::Stream
