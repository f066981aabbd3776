pub mod ring;
pub mod spool;
mod stream;

pub use stream::Stream;
