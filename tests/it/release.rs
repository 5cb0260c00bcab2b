//! Releases: the joint audit, what is frozen, the ledger.

mod brute;
mod sample;
