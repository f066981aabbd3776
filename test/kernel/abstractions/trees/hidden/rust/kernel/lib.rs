pub mod debugfs;
pub mod miscdevice;
pub mod print;
