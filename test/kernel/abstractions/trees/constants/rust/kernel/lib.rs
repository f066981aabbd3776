pub mod bus;
pub mod error;
pub mod io;
