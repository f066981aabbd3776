pub mod ring;
mod stream;

pub use stream::Stream;
