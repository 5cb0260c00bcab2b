//! The languages: the six of the United Nations, and two made for tests.

use icu_locale_core::{Locale, locale};
use unic_langid::{LanguageIdentifier, langid};

/// A language of interface and questionnaires.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Language {
    /// Arabic.
    Arabic,
    /// Chinese.
    Chinese,
    /// English, the source of all others.
    English,
    /// French.
    French,
    /// Russian.
    Russian,
    /// Spanish.
    Spanish,
    /// For tests: English with accents, longer, in brackets.
    Accented,
    /// For tests: the same in a page that runs from right to left.
    Mirrored,
}

/// Where a line begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// From left to right.
    LeftToRight,
    /// From right to left.
    RightToLeft,
}

impl Direction {
    /// The value of the HTML attribute `dir`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::LeftToRight => "ltr",
            Self::RightToLeft => "rtl",
        }
    }
}

impl Language {
    /// The official languages of the United Nations, in the order the Organization lists them.
    pub const ALL: [Self; 6] = [
        Self::Arabic,
        Self::Chinese,
        Self::English,
        Self::French,
        Self::Russian,
        Self::Spanish,
    ];

    /// The pseudo-locales.
    pub const PSEUDO: [Self; 2] = [Self::Accented, Self::Mirrored];

    /// Every language and pseudo-locale.
    pub fn every() -> impl Iterator<Item = Self> {
        Self::ALL.into_iter().chain(Self::PSEUDO)
    }

    /// The language with this code.
    #[must_use]
    pub fn find(code: &str) -> Option<Self> {
        Self::every().find(|language| language.code() == code)
    }

    /// Its code (BCP 47), as in the path of a page and the name of a folder.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Arabic => "ar",
            Self::Chinese => "zh",
            Self::English => "en",
            Self::French => "fr",
            Self::Russian => "ru",
            Self::Spanish => "es",
            Self::Accented => "en-XA",
            Self::Mirrored => "ar-XB",
        }
    }

    /// The value of the HTML attribute `lang`: Chinese names its script, as screen readers and fonts ask for it.
    #[must_use]
    pub const fn html_code(self) -> &'static str {
        match self {
            Self::Chinese => "zh-Hans",
            other => other.code(),
        }
    }

    /// Where a line begins.
    #[must_use]
    pub const fn direction(self) -> Direction {
        match self {
            Self::Arabic | Self::Mirrored => Direction::RightToLeft,
            Self::Chinese
            | Self::English
            | Self::French
            | Self::Russian
            | Self::Spanish
            | Self::Accented => Direction::LeftToRight,
        }
    }

    /// Its name in itself.
    #[must_use]
    pub const fn own_name(self) -> &'static str {
        match self {
            Self::Arabic => "العربية",
            Self::Chinese => "中文",
            Self::English => "English",
            Self::French => "Français",
            Self::Russian => "Русский",
            Self::Spanish => "Español",
            Self::Accented => "⟦Éñĝļîšĥ⟧",
            Self::Mirrored => "⟦Éñĝļîšĥ, right to left⟧",
        }
    }

    /// Whether it is made for tests.
    #[must_use]
    pub const fn is_pseudo(self) -> bool {
        matches!(self, Self::Accented | Self::Mirrored)
    }

    /// The language whose files it is read from: English for a pseudo-locale, else itself.
    #[must_use]
    pub const fn source(self) -> Self {
        if self.is_pseudo() {
            Self::English
        } else {
            self
        }
    }

    /// The same for the plural rules of messages.
    pub(crate) const fn plural_rules(self) -> LanguageIdentifier {
        match self.source() {
            Self::Arabic => langid!("ar"),
            Self::Chinese => langid!("zh"),
            Self::French => langid!("fr"),
            Self::Russian => langid!("ru"),
            Self::Spanish => langid!("es"),
            Self::English | Self::Accented | Self::Mirrored => langid!("en"),
        }
    }

    /// The same for the order of names.
    pub(crate) const fn collation(self) -> Locale {
        match self.source() {
            Self::Arabic => locale!("ar"),
            Self::Chinese => locale!("zh"),
            Self::French => locale!("fr"),
            Self::Russian => locale!("ru"),
            Self::Spanish => locale!("es"),
            Self::English | Self::Accented | Self::Mirrored => locale!("en"),
        }
    }
}
