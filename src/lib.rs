//! para11: questionnaires to Governments, their replies, and the analysis a report needs.
//!
//! The modules in reading order; each imports only those above it (`tests/it/architecture.rs` checks it):
//!
//! | module | what lives there |
//! |---|---|
//! | [`config`], [`text`] | settings read once at start; words, numbers and dates in a language |
//! | `fonts` | the embedded fonts |
//! | [`keys`], [`merkle`], [`proof`] | what seals and signs; the tree over the log; receipts and checkpoints, which anyone checks |
//! | [`form`] | a questionnaire known to be sound: file, names, expressions, texts, versions |
//! | [`oidc`] | the identity provider that people may sign in with |
//! | [`round`], [`reply`], [`access`] | one putting of a form to respondents; answers to it; who may do what |
//! | [`dataset`], [`store`] | typed columns over many replies; the only door to the database |
//! | [`disclosure`], [`cut`] | the one gate through which figures leave; the replies that figures are made from |
//! | [`chart`], [`document`], [`dump`] | figures; questionnaires and replies as PDF and Word; the data package |
//! | [`mail`] | sends the letters that wait in the store |
//! | [`release`] | figures that leave together: frozen, audited with all that left before, rebuilt |
//! | `web`, `cli` | pages and routes; commands |

pub mod access;
pub mod chart;
pub mod cli;
pub mod config;
pub mod cut;
pub mod dataset;
pub mod disclosure;
pub mod document;
pub mod dump;
mod fonts;
pub mod form;
pub mod keys;
pub mod mail;
pub mod merkle;
pub mod oidc;
pub mod proof;
pub mod release;
pub mod reply;
pub mod round;
pub mod store;
pub mod text;
pub mod web;
