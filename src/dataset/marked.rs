//! Sets that know how far they may be used.

use super::set::Set;

/// Those of whom something may be counted, and of these, those of whom it may be said with their name.
///
/// No value of an answer marked `secretariat_only` gets in. What rests on two answers is known by name only if both are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Marked {
    usable: Set,
    open: Set,
}

impl Marked {
    /// Of the usable, those in `open` may be named. Only a dataset makes these, from answers and their marks.
    #[must_use]
    pub(super) fn new(usable: Set, open: &Set) -> Self {
        let open = usable.and(open);
        Self { usable, open }
    }

    /// These, and of none of them it may be said with their name.
    #[must_use]
    pub fn guarded(usable: Set) -> Self {
        Self::new(usable, &Set::default())
    }

    /// These, and of all of them it may be said with their name: for what is no answer.
    #[must_use]
    pub fn known(all: Set) -> Self {
        Self {
            open: all.clone(),
            usable: all,
        }
    }

    /// For tests of what is built on it.
    #[cfg(test)]
    pub(crate) fn of(usable: Set, open: &Set) -> Self {
        Self::new(usable, open)
    }

    /// All who may be counted.
    #[must_use]
    pub const fn usable(&self) -> &Set {
        &self.usable
    }

    /// How many may be counted.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.usable.count()
    }

    /// How many may be counted but not named: what the disclosure rules protect.
    #[must_use]
    pub fn protected(&self) -> u64 {
        self.usable.count() - self.open.count()
    }

    /// Those who may be counted but not named.
    #[must_use]
    pub fn closed(&self) -> Set {
        self.usable.and_not(&self.open)
    }

    /// The same respondents at other places: `places` gives for each new place the old one.
    #[must_use]
    pub(super) fn moved(&self, places: &[Option<usize>]) -> Self {
        Self {
            usable: self.usable.moved(places),
            open: self.open.moved(places),
        }
    }

    /// How many of these may be counted but not named.
    #[must_use]
    pub fn protected_in(&self, set: &Set) -> u64 {
        self.usable.count_both(set) - self.open.count_both(set)
    }

    /// Both hold.
    #[must_use]
    pub fn and(&self, other: &Self) -> Self {
        Self {
            usable: self.usable.and(&other.usable),
            open: self.open.and(&other.open),
        }
    }

    /// Those of it in a set that everybody knows.
    #[must_use]
    pub fn within(&self, set: &Set) -> Self {
        Self {
            usable: self.usable.and(set),
            open: self.open.and(set),
        }
    }

    /// One of both holds: known by name if one is.
    #[must_use]
    pub fn or(mut self, other: &Self) -> Self {
        self.usable.add(&other.usable);
        self.open.add(&other.open);
        self
    }

    /// Holds, and the other does not.
    ///
    /// `self` must be all of whom it could hold: that it does not hold is known by name for those known by name there.
    #[must_use]
    pub fn without(&self, other: &Self) -> Self {
        Self {
            usable: self.usable.and_not(&other.usable),
            open: self.open.and_not(&other.usable),
        }
    }
}
