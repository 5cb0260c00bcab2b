//! Who may do what.
//!
//! One table ([`action`]) says which role may do what on which condition. A handler is registered only with an action, and takes an
//! [`Allow`] that cannot be made without asking the table. A store function that shows or changes something takes the `Allow` and reads
//! the bounds (whose reply, which round) from its scope, never from the request.

pub mod action;

use std::collections::BTreeSet;
use std::marker::PhantomData;

pub use action::*;

use crate::form::name::{Code, QuestionName};

/// What a signed-in person is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Leads the reply of a State.
    FocalPoint,
    /// Answers the questions that the focal point gave them.
    Contributor,
    /// Clears the reply of a State: a second, named person.
    ClearingOfficial,
    /// Follows the progress of its State; reads nothing.
    Mission,
    /// Follows 193 States at the Secretariat.
    Manager,
    /// Analyses replies.
    Analyst,
    /// Drafts the report.
    Drafter,
    /// Runs the machine and the accounts; sees no answers.
    Administrator,
}

impl Role {
    /// All roles.
    pub const ALL: [Self; 8] = [
        Self::FocalPoint,
        Self::Contributor,
        Self::ClearingOfficial,
        Self::Mission,
        Self::Manager,
        Self::Analyst,
        Self::Drafter,
        Self::Administrator,
    ];

    /// Its code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::FocalPoint => "focal_point",
            Self::Contributor => "contributor",
            Self::ClearingOfficial => "clearing_official",
            Self::Mission => "mission",
            Self::Manager => "manager",
            Self::Analyst => "analyst",
            Self::Drafter => "drafter",
            Self::Administrator => "administrator",
        }
    }

    /// The role with this code.
    #[must_use]
    pub fn find(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.code() == code)
    }

    /// Whether it is a role of a State, which has a respondent; the others are the Secretariat's.
    #[must_use]
    pub const fn is_of_a_state(self) -> bool {
        match self {
            Self::FocalPoint | Self::Contributor | Self::ClearingOfficial | Self::Mission => true,
            Self::Manager | Self::Analyst | Self::Drafter | Self::Administrator => false,
        }
    }
}

/// Which questions of the own reply are within somebody's bounds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Parts {
    /// All.
    Whole,
    /// These; none if nothing was given to them.
    Questions(BTreeSet<QuestionName>),
}

impl Parts {
    /// Whether a question is among them.
    #[must_use]
    pub fn contains(&self, question: &QuestionName) -> bool {
        match self {
            Self::Whole => true,
            Self::Questions(questions) => questions.contains(question),
        }
    }
}

/// A signed-in person, as the store knows them at this request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Number of the account.
    pub id: i64,
    /// Name to show.
    pub name: String,
    /// Role.
    pub role: Role,
    /// For a role of a State: whose reply. `None` for staff.
    pub respondent: Option<Code>,
    /// For a role of a State: which questions; a contributor has those given to them.
    pub parts: Parts,
    /// The round they work in.
    pub round: Code,
}

/// An action as a type, so that a permission for one cannot stand for another.
pub trait Act {
    /// The action.
    const ACTION: Action;
    /// The bounds within which it may be done.
    type Scope: Clone + std::fmt::Debug;
    /// The bounds for a person.
    fn scope(person: &Person) -> Option<Self::Scope>;
}

/// The reply of one respondent in one round, or parts of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnReply {
    /// The round.
    pub round: Code,
    /// The respondent.
    pub respondent: Code,
    /// Which questions of it.
    pub parts: Parts,
}

impl OwnReply {
    /// All of a reply.
    #[must_use]
    pub const fn whole(round: Code, respondent: Code) -> Self {
        Self {
            round,
            respondent,
            parts: Parts::Whole,
        }
    }
}

/// All of a round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WholeRound {
    /// The round.
    pub round: Code,
}

/// One's own account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OwnAccount {
    /// Its number.
    pub person: i64,
}

/// Leave to do `A`, for a person, within its scope. Made by [`permit`] or [`operator`] only.
#[derive(Clone, Debug)]
pub struct Allow<A: Act> {
    who: Actor,
    scope: A::Scope,
    action: PhantomData<A>,
}

/// Who acts: what history and log record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Actor {
    /// A signed-in person.
    Person(Person),
    /// A person with a shell on the machine.
    Operator,
}

impl<A: Act> Allow<A> {
    /// Who acts.
    #[must_use]
    pub const fn who(&self) -> &Actor {
        &self.who
    }

    /// Within which bounds.
    #[must_use]
    pub const fn scope(&self) -> &A::Scope {
        &self.scope
    }
}

/// Leave for a person, if the table gives it.
#[must_use]
pub fn permit<A: Act>(person: &Person) -> Option<Allow<A>> {
    if !A::ACTION.may().contains(&person.role) {
        return None;
    }
    Some(Allow {
        who: Actor::Person(person.clone()),
        scope: A::scope(person)?,
        action: PhantomData,
    })
}

/// Leave for a person with a shell on the machine, who names the bounds; only `cli` calls it.
#[must_use]
pub const fn operator<A: Act>(scope: A::Scope) -> Allow<A> {
    Allow {
        who: Actor::Operator,
        scope,
        action: PhantomData,
    }
}
