//! Releases: figures of a round that may leave, together, for good.
//!
//! A release is a named cut of validated replies with everything that its figures are made from, frozen and hashed, so that anything made
//! from it can be made again byte for byte. Before it is proposed, all its numbers and all that left before are looked at together
//! ([`audit`]): what one table withholds must not follow from the others.

mod answers;
pub mod audit;
mod claims;
mod cover;
pub mod frozen;
pub mod gather;
mod scene;
mod search;
