//! Queues.

use crate::bindings;
