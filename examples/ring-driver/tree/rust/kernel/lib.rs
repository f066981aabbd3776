// SPDX-License-Identifier: MIT

//! A sketch of a kernel tree, so that the example has an abstraction and a driver.

pub mod ring;
