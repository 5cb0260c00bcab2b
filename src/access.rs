//! Who may do what.
//!
//! One table ([`Action::may`]) says which role may do what on which condition. A handler is registered only with an action, and takes an
//! [`Allow`] that cannot be made without asking the table. A store function that shows or changes something takes the `Allow` and reads
//! the bounds (whose reply, which round) from its scope, never from the request.

use std::marker::PhantomData;

use crate::form::name::Code;

/// What a signed-in person is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Answers for a State.
    FocalPoint,
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
    pub const ALL: [Self; 5] = [
        Self::FocalPoint,
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
    /// The round they work in.
    pub round: Code,
}

/// Something that can be done. The doc of each says which row of the permission matrix it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Action {
    /// See the own reply, draft or submitted, and its receipt.
    SeeReply,
    /// Change answers of the own draft.
    EditAnswers,
    /// Submit the own reply.
    SubmitReply,
    /// See who replied and when; no answers.
    SeeProgress,
    /// See internal tables and charts, and download them.
    SeeFigures,
    /// Take a dump of rows.
    DumpRows,
    /// Make and change accounts.
    ManageAccounts,
    /// Make, open and close rounds, publish forms.
    ManageRounds,
    /// End the own session.
    SignOut,
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

/// The reply of one respondent in one round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnReply {
    /// The round.
    pub round: Code,
    /// The respondent.
    pub respondent: Code,
}

/// All of a round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WholeRound {
    /// The round.
    pub round: Code,
}

macro_rules! act {
    ($($action:ident: $scope:ty = $by:expr;)+) => {
        $(
            #[doc = concat!("[`Action::", stringify!($action), "`] as a type.")]
            #[derive(Clone, Copy, Debug)]
            pub enum $action {}
            impl Act for $action {
                const ACTION: Action = Action::$action;
                type Scope = $scope;
                fn scope(person: &Person) -> Option<$scope> {
                    let by: fn(&Person) -> Option<$scope> = $by;
                    by(person)
                }
            }
        )+
        impl Action {
            /// All actions.
            pub const ALL: &'static [Self] = &[$(Self::$action),+];
        }
    };
}

fn own_reply(person: &Person) -> Option<OwnReply> {
    Some(OwnReply {
        round: person.round.clone(),
        respondent: person.respondent.clone()?,
    })
}

fn whole_round(person: &Person) -> Option<WholeRound> {
    Some(WholeRound {
        round: person.round.clone(),
    })
}

act! {
    SeeReply: OwnReply = own_reply;
    EditAnswers: OwnReply = own_reply;
    SubmitReply: OwnReply = own_reply;
    SeeProgress: WholeRound = whole_round;
    SeeFigures: WholeRound = whole_round;
    DumpRows: WholeRound = whole_round;
    ManageAccounts: () = |_| Some(());
    ManageRounds: () = |_| Some(());
    SignOut: () = |_| Some(());
}

impl Action {
    /// The permission table (`docs/permissions.md` prints it): which roles may do it.
    #[must_use]
    pub const fn may(self) -> &'static [Role] {
        match self {
            Self::SeeReply | Self::EditAnswers | Self::SubmitReply => &[Role::FocalPoint],
            Self::SeeProgress => &[Role::Manager],
            Self::SeeFigures => &[Role::Manager, Role::Analyst, Role::Drafter],
            Self::DumpRows => &[Role::Manager, Role::Analyst],
            Self::ManageAccounts => &[Role::Administrator],
            Self::ManageRounds => &[Role::Manager],
            Self::SignOut => &Role::ALL,
        }
    }
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
