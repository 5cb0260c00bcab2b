//! Accounts: who people are, how they come and go, how they prove who they are.
//!
//! | file | what |
//! |---|---|
//! | [`people`], [`invitations`], `succession` | accounts; who gives and ends them, and who follows whom |
//! | [`enrolment`], [`re_enrolment`], [`own_account`] | from a letter to an account; what people change of their own |
//! | [`sessions`], [`token`] | links that work once, and sessions |
//! | [`credentials`], `attempts` | passphrases and second factors; who fails waits |
//! | [`identities`] | accounts linked to an identity provider |

pub(super) mod attempts;
pub mod credentials;
pub mod enrolment;
pub mod identities;
pub mod invitations;
pub mod own_account;
pub mod people;
pub mod re_enrolment;
pub mod sessions;
pub(super) mod succession;
pub mod token;
