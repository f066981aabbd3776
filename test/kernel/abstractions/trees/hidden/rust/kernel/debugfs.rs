//! Files for debugging.

mod entry;

pub struct Dir(entry::Entry);
