//! The journey of the one who replies: list of sections, pages, check, submission, receipt.
//!
//! | file | what |
//! |---|---|
//! | [`open`] | a reply with its questionnaire, checked, as every page needs it |
//! | [`kept`] | checked replies, kept until an answer changes |
//! | [`tasks`] | the list of sections |
//! | [`section`] | the pages of a section: shown and saved |
//! | [`people`], [`give`], [`invite`] | who works on the reply, with which questions |
//! | [`ready`] | the state of a section, or of somebody's part of it |
//! | [`record`], `compare` | who wrote what and when, and what is said about it inside the State |
//! | [`save`] | what a save came to, for a page and for the script |
//! | `both` | two rows of a roster that two people added at once |
//! | [`documents`], [`uploads`] | the documents of an answer: seen, added, removed; sent by pieces |
//! | [`copy`] | questionnaire and reply as PDF and Word |
//! | [`review`] | the whole reply on one page, sent to review, cleared, returned |
//! | [`submit`], [`receipts`] | submission, receipts |
//! | [`change`] | withdrawal, requests to correct, what differs between versions |
//! | `mends` | what the check lists, with the way to each place |
//! | `steps` | the order of the pages |
//! | `question`, `field`, `aside`, `notes` | from a question to what its page shows |
//! | `answers` | the reply, to be read |
//!
//! Handlers ask the store inside [`actix_web::web::block`] and answer with a page of `web::pages::respond`.

mod answers;
mod aside;
mod both;
pub mod change;
mod compare;
pub mod copy;
pub mod documents;
mod field;
pub mod give;
pub mod invite;
pub mod kept;
mod last;
mod mends;
mod notes;
pub mod open;
pub mod people;
mod question;
pub mod readers;
pub mod ready;
pub mod receipts;
pub mod record;
pub mod review;
pub mod save;
pub mod section;
pub mod steps;
pub mod submit;
pub mod tasks;
pub mod uploads;

pub(in crate::web) use aside::{mark_words, reason_words};
