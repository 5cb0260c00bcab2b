//! The one integration binary: a file a subject.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::print_stderr,
    reason = "a test fails by panicking, also in the functions that its tests share"
)]

mod accounts;
mod architecture;
mod attack;
mod browser;
mod charts;
mod cli;
mod documents;
mod dump;
mod figures;
mod files;
mod instances;
mod kill;
mod kill_http;
mod life;
mod migrations;
mod park;
#[cfg(feature = "postgres")]
mod postgres_stops;
#[cfg(target_os = "linux")]
mod power;
mod proof;
mod questionnaire;
mod recompute;
mod release;
mod respond;
mod retries;
mod rights;
mod security;
mod store;
mod support;
mod web;
