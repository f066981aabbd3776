//! Without `feature(unsafe_fields)` there is no other place for it.

struct Ring {
    /// # Safety
    ///
    /// Is below `slots`.
    head: usize,
}
