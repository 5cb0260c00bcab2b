//! Chance from a seed, in whole numbers only, so that every machine throws alike.

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use sha2::{Digest, Sha256};

/// A seeded source of chance.
pub(super) struct Dice(ChaCha8Rng);

impl Dice {
    /// The dice of a seed for one use.
    pub(super) fn new(seed: u64, words: &[&str]) -> Self {
        let mut digest = Sha256::new();
        digest.update(seed.to_le_bytes());
        for word in words {
            digest.update(word.as_bytes());
            digest.update([0]);
        }
        Self(ChaCha8Rng::from_seed(digest.finalize().into()))
    }

    /// A number from 0 to below `end`; 0 if there is none.
    pub(super) fn below(&mut self, end: u64) -> u64 {
        let wide = u128::from(self.0.next_u64()) * u128::from(end);
        u64::try_from(wide >> 64).unwrap_or(0)
    }

    /// A number of both bounds or between them.
    pub(super) fn between(&mut self, low: i64, high: i64) -> i64 {
        let span = u64::try_from(i128::from(high) - i128::from(low)).unwrap_or(0);
        low.saturating_add_unsigned(self.below(span.saturating_add(1)))
    }

    /// True in so many of a hundred cases.
    pub(super) fn chance(&mut self, per_cent: u64) -> bool {
        self.below(100) < per_cent
    }

    /// A place, each by its weight; `None` if all weigh nothing.
    pub(super) fn weigh(&mut self, weights: &[u64]) -> Option<usize> {
        let total = weights
            .iter()
            .fold(0_u64, |sum, weight| sum.saturating_add(*weight));
        if total == 0 {
            return None;
        }
        let mut left = self.below(total);
        weights
            .iter()
            .position(|weight| match left.checked_sub(*weight) {
                Some(rest) => {
                    left = rest;
                    false
                }
                None => true,
            })
    }
}

/// A number that hangs on a seed and words only: the same for all who share them.
pub(super) fn mix<'a>(seed: u64, words: impl IntoIterator<Item = &'a str>) -> u64 {
    // FNV-1a, then the finish of SplitMix64, since FNV leaves the low bits of short words alike.
    let mut hash = 0xcbf2_9ce4_8422_2325 ^ seed;
    for word in words {
        for byte in word.bytes().chain([0xff]) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    hash = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    hash = (hash ^ (hash >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    hash ^ (hash >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_throws_alike_and_another_does_not() {
        let throw = |seed, word| {
            let mut dice = Dice::new(seed, &[word]);
            [0; 8].map(|_| dice.below(1_000))
        };
        assert_eq!(throw(1, "a"), throw(1, "a"));
        assert_ne!(throw(1, "a"), throw(2, "a"));
        assert_ne!(throw(1, "a"), throw(1, "b"));
    }

    #[test]
    fn weights_are_kept() {
        let mut dice = Dice::new(7, &[]);
        let mut counts = [0_u32; 3];
        for _ in 0..10_000 {
            counts[dice.weigh(&[1, 0, 3]).unwrap()] += 1;
        }
        assert_eq!(counts[1], 0);
        assert!((2_300..2_700).contains(&counts[0]), "{counts:?}");
        assert_eq!(dice.weigh(&[0, 0]), None);
        assert_eq!(dice.between(-3, -3), -3);
        assert!(
            (0..1_000).all(|_| (i64::MIN..=i64::MAX).contains(&dice.between(i64::MIN, i64::MAX)))
        );
    }
}
