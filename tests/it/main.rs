//! The one integration binary: a file a subject.

mod architecture;
mod dump;
mod charts;
mod store;
mod support;
