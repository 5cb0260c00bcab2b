//! Who asks, and what a reply has gone through.

use para11::access::Role;
use para11::reply::life::{BEGIN, Life, Step};

/// Who asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Who {
    /// Nobody is signed in.
    Anonymous,
    /// A person of this role; of a contributor, one to whom every question was given.
    One(Role),
    /// A contributor to whom nothing was given.
    Idle,
}

impl Who {
    /// All of them.
    pub(super) fn all() -> impl Iterator<Item = Self> {
        let roles = Role::ALL.into_iter().map(Self::One);
        [Self::Anonymous, Self::Idle].into_iter().chain(roles)
    }

    /// Their role.
    pub(super) fn role(self) -> Option<Role> {
        match self {
            Self::Anonymous => None,
            Self::One(role) => Some(role),
            Self::Idle => Some(Role::Contributor),
        }
    }
}

/// What a reply has gone through.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Situation {
    Draft,
    Review,
    Cleared,
    Received,
    Requested,
    Checking,
    Clarified,
    Answered,
    Validated,
    Reopened,
    Withdrawn,
}

impl Situation {
    pub(super) const ALL: [Self; 11] = [
        Self::Draft,
        Self::Review,
        Self::Cleared,
        Self::Received,
        Self::Requested,
        Self::Checking,
        Self::Clarified,
        Self::Answered,
        Self::Validated,
        Self::Reopened,
        Self::Withdrawn,
    ];

    /// The steps that lead to it.
    pub(super) fn path(self) -> Vec<Step> {
        const SENT: [Step; 3] = [Step::SendToReview, Step::Clear, Step::Submit];
        let then = |more: &[Step]| [&SENT[..], more].concat();
        match self {
            Self::Draft => vec![],
            Self::Review => SENT[..1].to_vec(),
            Self::Cleared => SENT[..2].to_vec(),
            Self::Received => SENT.to_vec(),
            Self::Requested => then(&[Step::AskToCorrect]),
            Self::Checking => then(&[Step::Take]),
            Self::Clarified => then(&[Step::Take, Step::Ask]),
            Self::Answered => then(&[&[Step::Take, Step::Ask][..], &SENT].concat()),
            Self::Validated => then(&[Step::Take, Step::Validate]),
            Self::Reopened => then(&[Step::Reopen]),
            Self::Withdrawn => then(&[Step::Withdraw]),
        }
    }
}

/// Where a reply of this situation is in its life.
pub(super) fn life(situation: Situation) -> Life {
    let steps = situation.path().into_iter();
    steps.fold(BEGIN, |life, step| {
        life.after(step).unwrap_or_else(|error| panic!("{error}"))
    })
}
