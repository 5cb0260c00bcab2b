//! The one integration binary: a file a subject.

mod architecture;
mod store;
mod support;
