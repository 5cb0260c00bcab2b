//! The order of names in a language.

use std::cmp::Ordering;

use icu_collator::options::CollatorOptions;
use icu_collator::{Collator, CollatorBorrowed};

use super::Language;

/// The order of names in a language.
pub struct Collation {
    /// `None` where the language has no rules of its own: then the order of code points.
    collator: Option<CollatorBorrowed<'static>>,
}

impl Collation {
    /// The order of a language, by its CLDR rules.
    #[must_use]
    pub fn of(language: Language) -> Self {
        let collator =
            Collator::try_new(language.collation().into(), CollatorOptions::default()).ok();
        Self { collator }
    }

    /// Which of two names comes first. Names that the language holds equal are put in the order of their code points, so that the
    /// order is always the same.
    #[must_use]
    pub fn compare(&self, one: &str, other: &str) -> Ordering {
        self.collator
            .as_ref()
            .map_or(Ordering::Equal, |collator| collator.compare(one, other))
            .then_with(|| one.cmp(other))
    }
}

/// Sorts by name in the order of a language: `Côte d'Ivoire`, `Cuba`, `Égypte`, `Équateur` in French.
pub fn sort_by_name<T>(language: Language, items: &mut [T], name: impl Fn(&T) -> &str) {
    let collation = Collation::of(language);
    items.sort_by(|one, other| collation.compare(name(one), name(other)));
}
