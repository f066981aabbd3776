/// A ring.
pub struct Ring;
