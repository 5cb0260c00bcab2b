//! Replies: answers as they are typed, by whom, through review to what is sealed, and what follows.
//!
//! | file | what |
//! |---|---|
//! | [`replies`], [`save`], `statement` | drafts: answers, their history, saving with three-way comparison |
//! | [`earlier`] | what was answered in earlier rounds, or is known to the Secretariat |
//! | [`marks`] | marks in a save |
//! | [`delegation`] | who was given which questions, and how far their sections are |
//! | [`remarks`] | what the people of a State say to each other about their answers |
//! | [`files`] | the content of documents, sealed on disk |
//! | [`parked`] | what was posted after its session had ended |
//! | [`submissions`], [`receipts`] | sealed replies; signed receipts |
//! | [`life`], [`clarifications`] | the steps of a reply between State and Secretariat; questions on named answers |
//! | [`readers`] | submitted replies, read by the Secretariat |
//! | [`progress`], [`courses`] | who is how far; how replies came about |
//! | [`samples`] | invented replies for a round that is marked as a sample |

pub mod clarifications;
pub mod courses;
pub mod delegation;
pub mod earlier;
pub mod files;
pub mod life;
pub mod marks;
pub mod parked;
pub mod progress;
pub mod readers;
pub mod receipts;
pub mod remarks;
pub mod replies;
pub mod samples;
pub mod save;
pub(super) mod statement;
pub mod submissions;
