//! What several subjects need: a server on a free port, a client with cookies, databases to test on.

pub(crate) mod browser;
pub(crate) mod ledger;
pub(crate) mod sample;
pub(crate) mod store;
pub(crate) mod web;
