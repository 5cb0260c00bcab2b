//! The one integration binary: a file a subject.

mod architecture;
mod charts;
mod store;
mod support;
