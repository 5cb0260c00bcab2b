//! Settings, read once at start.

pub mod database;
