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
pub mod opened;
mod scene;
mod search;

/// Does parts of a work at the same time, a thread each, and gives what came of them in their order. A panic of a part is one of the whole.
fn at_once<I: Send, T: Send>(
    parts: impl Iterator<Item = I>,
    work: impl Fn(I) -> T + Sync,
) -> Vec<T> {
    std::thread::scope(|threads| {
        let work = &work;
        let running: Vec<_> = parts
            .map(|part| threads.spawn(move || work(part)))
            .collect();
        let ended = running.into_iter().map(|one| {
            one.join()
                .unwrap_or_else(|cause| std::panic::resume_unwind(cause))
        });
        ended.collect()
    })
}
