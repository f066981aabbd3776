pub mod debugfs;
pub mod fs;
pub mod miscdevice;
pub mod print;
