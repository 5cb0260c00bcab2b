//! Sets of respondents as bits.

/// A set of rows of a dataset: one bit a row, 64 to a word. Bits past the last row are never set.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Set {
    words: Vec<u64>,
}

/// Words side by side that are worked on at once, for which common processors have registers.
type Lanes = [u64; 4];

/// Words that [`Set::count_both`] adds up before it counts bits.
const BLOCK: usize = 16 * size_of::<Lanes>() / size_of::<u64>();

impl Set {
    /// The set of those rows, in order, for which it is true.
    pub fn pack(rows: impl IntoIterator<Item = bool>) -> Self {
        let mut rows = rows.into_iter();
        let mut words = Vec::with_capacity(rows.size_hint().0.div_ceil(64));
        loop {
            let (mut word, mut taken) = (0_u64, 0_u32);
            for row in rows.by_ref().take(64) {
                word |= u64::from(row) << taken;
                taken += 1;
            }
            if taken > 0 {
                words.push(word);
            }
            if taken < 64 {
                return Self { words };
            }
        }
    }

    /// Whether the row is in it.
    #[must_use]
    pub fn contains(&self, row: usize) -> bool {
        self.words
            .get(row / 64)
            .is_some_and(|word| word >> (row % 64) & 1 == 1)
    }

    /// Puts a row in or takes it out.
    pub fn put(&mut self, row: usize, is_in: bool) {
        let (word, bit) = (row / 64, 1 << (row % 64));
        if is_in && self.words.len() <= word {
            self.words.resize(word + 1, 0);
        }
        if let Some(word) = self.words.get_mut(word) {
            if is_in {
                *word |= bit;
            } else {
                *word &= !bit;
            }
        }
    }

    /// How many rows are in it.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.count_both(self)
    }

    /// How many rows are in both.
    ///
    /// Sixteen words at a time are added up bit by bit in carry-save adders (and four such sums side by side), so that bits are counted
    /// once for sixteen words: without a machine instruction for it, counting bits is the dear part.
    #[must_use]
    pub fn count_both(&self, other: &Self) -> u64 {
        let (a, a_rest) = self.words.as_chunks::<BLOCK>();
        let (b, b_rest) = other.words.as_chunks::<BLOCK>();
        let mut sum = Sum::default();
        for (a, b) in a.iter().zip(b) {
            sum.add(a, b);
        }
        let whole = a.len().min(b.len()) * BLOCK;
        let rest = match a.len().cmp(&b.len()) {
            std::cmp::Ordering::Equal => count_pairs(a_rest, b_rest),
            // Sets of different length: what one has more of is in no other.
            std::cmp::Ordering::Less | std::cmp::Ordering::Greater => count_pairs(
                self.words.get(whole..).unwrap_or_default(),
                other.words.get(whole..).unwrap_or_default(),
            ),
        };
        sum.total() + rest
    }

    /// Those in both.
    #[must_use]
    pub fn and(&self, other: &Self) -> Self {
        let words = self.words.iter().zip(&other.words).map(|(a, b)| a & b);
        Self {
            words: words.collect(),
        }
    }

    /// Those in it and not in the other.
    #[must_use]
    pub fn and_not(&self, other: &Self) -> Self {
        let others = other.words.iter().copied().chain(std::iter::repeat(0));
        let words = self.words.iter().zip(others).map(|(a, b)| a & !b);
        Self {
            words: words.collect(),
        }
    }

    /// The same rows at other places: `places` gives for each new place the old one.
    #[must_use]
    pub fn moved(&self, places: &[Option<usize>]) -> Self {
        Self::pack(
            places
                .iter()
                .map(|old| old.is_some_and(|old| self.contains(old))),
        )
    }

    /// Adds those of the other.
    pub fn add(&mut self, other: &Self) {
        if self.words.len() < other.words.len() {
            self.words.resize(other.words.len(), 0);
        }
        for (a, b) in self.words.iter_mut().zip(&other.words) {
            *a |= b;
        }
    }
}

fn count_pairs(a: &[u64], b: &[u64]) -> u64 {
    a.iter()
        .zip(b)
        .map(|(a, b)| u64::from((a & b).count_ones()))
        .sum()
}

/// Bits counted so far: a bit in `ones` stands for one, in `eights` for eight; sixteens are counted at once.
#[derive(Default)]
struct Sum {
    ones: Lanes,
    twos: Lanes,
    fours: Lanes,
    eights: Lanes,
    sixteens: u64,
}

/// Both, lane by lane.
fn each(mut a: Lanes, b: Lanes, of: impl Fn(u64, u64) -> u64) -> Lanes {
    for (a, b) in a.iter_mut().zip(b) {
        *a = of(*a, b);
    }
    a
}

fn and(a: Lanes, b: Lanes) -> Lanes {
    each(a, b, |a, b| a & b)
}

/// Adds three bits in each place: the carry and the sum.
fn adder(a: Lanes, b: Lanes, c: Lanes) -> (Lanes, Lanes) {
    let half = each(a, b, |a, b| a ^ b);
    let carry = each(and(a, b), and(half, c), |both, one| both | one);
    (carry, each(half, c, |half, c| half ^ c))
}

fn bits(words: Lanes) -> u64 {
    words.iter().map(|word| u64::from(word.count_ones())).sum()
}

impl Sum {
    fn add(&mut self, a: &[u64; BLOCK], b: &[u64; BLOCK]) {
        let mut eights = [Lanes::default(); 2];
        let ((a, _), (b, _)) = (a.as_chunks(), b.as_chunks());
        let ((a, _), (b, _)) = (a.as_chunks::<8>(), b.as_chunks::<8>());
        for ((a, b), eight) in a.iter().zip(b).zip(&mut eights) {
            let [a0, a1, a2, a3, a4, a5, a6, a7] = *a;
            let [b0, b1, b2, b3, b4, b5, b6, b7] = *b;
            let (t0, ones) = adder(self.ones, and(a0, b0), and(a1, b1));
            let (t1, ones) = adder(ones, and(a2, b2), and(a3, b3));
            let (f0, twos) = adder(self.twos, t0, t1);
            let (t0, ones) = adder(ones, and(a4, b4), and(a5, b5));
            let (t1, ones) = adder(ones, and(a6, b6), and(a7, b7));
            let (f1, twos) = adder(twos, t0, t1);
            (*eight, self.fours) = adder(self.fours, f0, f1);
            self.ones = ones;
            self.twos = twos;
        }
        let [first, second] = eights;
        let (sixteens, eights) = adder(self.eights, first, second);
        self.eights = eights;
        self.sixteens += bits(sixteens);
    }

    fn total(&self) -> u64 {
        16 * self.sixteens
            + 8 * bits(self.eights)
            + 4 * bits(self.fours)
            + 2 * bits(self.twos)
            + bits(self.ones)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn sets_do_what_lists_of_bits_do(
            a in proptest::collection::vec(any::<bool>(), 0..9000),
            b in proptest::collection::vec(any::<bool>(), 0..9000),
        ) {
            let (x, y) = (Set::pack(a.iter().copied()), Set::pack(b.iter().copied()));
            let at = |list: &[bool], row: usize| list.get(row).copied().unwrap_or(false);
            let rows = 0..a.len().max(b.len());
            let count = |keep: &dyn Fn(bool, bool) -> bool| {
                rows.clone().map(|row| u64::from(keep(at(&a, row), at(&b, row)))).sum::<u64>()
            };
            prop_assert_eq!(x.count(), count(&|a, _| a));
            prop_assert_eq!(x.count_both(&y), count(&|a, b| a && b));
            prop_assert_eq!(x.and(&y).count(), count(&|a, b| a && b));
            prop_assert_eq!(x.and_not(&y).count(), count(&|a, b| a && !b));
            let mut both = x.clone();
            both.add(&y);
            prop_assert_eq!(both.count(), count(&|a, b| a || b));
            for row in rows.clone() {
                prop_assert_eq!(x.contains(row), at(&a, row));
            }
        }
    }
}
