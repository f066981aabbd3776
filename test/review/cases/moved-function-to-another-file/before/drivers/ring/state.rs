//! What is known of rings.

use crate::Ring;
