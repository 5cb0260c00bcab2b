//! The one integration binary: a file a subject.

mod architecture;
mod charts;
mod dump;
mod store;
mod support;
