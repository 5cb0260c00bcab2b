//! Releases: the joint audit, what is frozen, the ledger.

mod attacked;
mod brute;
mod sample;

/// Numbers that look like chance and are the same each time: Knuth's linear congruential generator, its upper half.
struct Chance(u64);

impl Chance {
    /// A number from nought, below another.
    fn below(&mut self, below: usize) -> usize {
        let Self(state) = self;
        *state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        usize::try_from(*state >> 33).unwrap() % below
    }
}
