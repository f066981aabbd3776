//! A driver for rings.
