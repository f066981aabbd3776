//! A ring and its tail.

struct Ring {
    tail: *const u32,
}
