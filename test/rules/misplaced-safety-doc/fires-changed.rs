/// A ring.
///
/// # Safety //~ info misplaced-safety-doc
///
/// `ptr` is never null. //-
/// `ptr` may be null. //+
struct Ring(*mut u8);

/// # Safety
///
/// As it was.
struct Slot(*mut u8);
