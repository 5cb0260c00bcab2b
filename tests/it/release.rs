//! Releases: the joint audit, what is frozen, the ledger.

mod attacked;
mod brute;
mod sample;
