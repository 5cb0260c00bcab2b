//! What links are for.

use crate::store::letters::LetterKind;

/// What a link is for. A link of one purpose is no use for another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// To sign in, in a round whose replies are invented.
    SignIn,
    /// To enrol for the first time.
    Invitation,
    /// To choose a new passphrase; the second factor is asked for as well.
    Passphrase,
    /// To enrol anew, after two officers agreed.
    Enrolment,
}

impl Purpose {
    /// All purposes.
    pub const ALL: [Self; 4] = [
        Self::SignIn,
        Self::Invitation,
        Self::Passphrase,
        Self::Enrolment,
    ];

    pub(super) const fn code(self) -> &'static str {
        match self {
            Self::SignIn => "sign_in",
            Self::Invitation => "invitation",
            Self::Passphrase => "passphrase",
            Self::Enrolment => "enrolment",
        }
    }

    /// The letter that brings such a link.
    #[must_use]
    pub const fn letter(self) -> Option<LetterKind> {
        match self {
            Self::SignIn => None,
            Self::Invitation => Some(LetterKind::Invitation),
            Self::Passphrase => Some(LetterKind::Passphrase),
            Self::Enrolment => Some(LetterKind::Enrolment),
        }
    }
}
