//@ path: rust/kernel/ring.rs

use crate::bindings::*; //~ info glob-bindings-import
use crate::{bindings::*, error::Error}; //~ glob-bindings-import

mod inner {
    pub(crate) use kernel::bindings::*; //~ glob-bindings-import
}
