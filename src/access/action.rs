//! The one table of what may be done, by whom, within which bounds (`docs/permissions.md` prints it).

use super::{Act, OwnAccount, OwnReply, Person, Role, WholeRound};

/// What must be true of the reply that an action changes, beside the role and the bounds of who does it. To read, nothing more must.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum When {
    /// Nothing.
    Always,
    /// What is written may be written now: the reply is in work, within its days, and in a clarification it was asked about.
    Writable,
    /// The step can be taken from where the reply is (`reply::life`).
    Step,
    /// The same, within the days of the reply.
    StepInTime,
    /// A version of the reply counts; this one also to read.
    Standing,
}

macro_rules! actions {
    ($(
        $(#[doc = $doc:literal])+
        $action:ident: $scope:ty = $by:path, [$($role:ident),+ $(,)?] $(, $confirmed:ident)? $(while $when:ident)?;
    )+) => {
        /// Something that can be done. The doc of each says which row of the permission matrix it is.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Action {
            $($(#[doc = $doc])+ $action,)+
        }

        $(
            #[doc = concat!("[`Action::", stringify!($action), "`] as a type.")]
            #[derive(Clone, Copy, Debug)]
            pub enum $action {}
            impl Act for $action {
                const ACTION: Action = Action::$action;
                type Scope = $scope;
                fn scope(person: &Person) -> Option<$scope> {
                    $by(person)
                }
            }
        )+

        impl Action {
            /// All actions.
            pub const ALL: &'static [Self] = &[$(Self::$action),+];

            /// Which roles may do it.
            #[must_use]
            pub const fn may(self) -> &'static [Role] {
                match self {
                    $(Self::$action => &[$(Role::$role),+],)+
                }
            }

            /// Whether it wants proof, minutes old at most, that the person at the keyboard is the one who signed in.
            #[must_use]
            pub const fn needs_confirmation(self) -> bool {
                match self {
                    $(Self::$action => actions!(@confirmed $($confirmed)?),)+
                }
            }

            /// What must be true of the reply that it changes.
            #[must_use]
            pub const fn when(self) -> When {
                match self {
                    $(Self::$action => actions!(@when $($when)?),)+
                }
            }

            /// Within which bounds: the name of its scope.
            #[must_use]
            pub const fn bounds(self) -> &'static str {
                match self {
                    $(Self::$action => stringify!($scope),)+
                }
            }
        }
    };
    (@confirmed confirmed) => { true };
    (@confirmed) => { false };
    (@when $when:ident) => { When::$when };
    (@when) => { When::Always };
}

actions! {
    // Those of a State.
    /// See the own reply, draft or submitted, its history and its receipt; a contributor the questions given to them.
    SeeReply: OwnReply = own_reply, [FocalPoint, Contributor, ClearingOfficial];
    /// Change answers of the own draft; a contributor those of the questions given to them.
    EditAnswers: OwnReply = own_reply, [FocalPoint, Contributor] while Writable;
    /// Let more be shown of an answer than its mark allowed.
    LoosenMark: OwnReply = own_reply, [FocalPoint], confirmed while Writable;
    /// Write and read remarks inside the State.
    Discuss: OwnReply = own_reply, [FocalPoint, Contributor, ClearingOfficial];
    /// Attach documents to answers of the own draft, and remove them.
    AttachDocuments: OwnReply = own_reply, [FocalPoint, Contributor] while Writable;
    /// Say that a section, or one's part of it, is ready.
    MarkReady: OwnReply = own_reply, [FocalPoint, Contributor] while Writable;
    /// See who works on the own reply, with which questions.
    SeeDelegation: OwnReply = own_reply, [FocalPoint, ClearingOfficial];
    /// Give questions to contributors and return a section to them. Questions can be taken back at any time.
    Delegate: OwnReply = own_reply, [FocalPoint], confirmed while Writable;
    /// Invite people of the own State: contributors, clearing officials.
    InviteColleagues: OwnReply = own_reply, [FocalPoint], confirmed;
    /// Put the own draft before the official who clears it, and take it back from there.
    SendToReview: OwnReply = own_reply, [FocalPoint] while Step;
    /// Clear the own reply for submission, or return it.
    ClearReply: OwnReply = own_reply, [ClearingOfficial], confirmed while Step;
    /// Submit the own reply once it is cleared.
    SubmitReply: OwnReply = own_reply, [FocalPoint], confirmed while StepInTime;
    /// Withdraw the own submitted reply, or ask to correct it.
    WithdrawReply: OwnReply = own_reply, [FocalPoint], confirmed while Step;
    /// See how far the own reply is: dates and counts, no answer.
    SeeOwnProgress: OwnReply = own_reply, [FocalPoint, ClearingOfficial, Mission];
    /// See the acts on the own reply in the log: who, what, when; no answer.
    SeeOwnLog: OwnReply = own_reply, [FocalPoint];

    // Those of the Secretariat.
    /// See who replied and when; no answers.
    SeeProgress: WholeRound = whole_round, [Manager];
    /// Invite and replace focal points, clearing officials and missions.
    ManageRespondents: WholeRound = whole_round, [Manager], confirmed;
    /// Read submitted replies. Each reading is logged.
    ReadReplies: WholeRound = whole_round, [Manager] while Standing;
    /// Take a submitted reply into checking and ask about named answers.
    CheckReplies: WholeRound = whole_round, [Manager] while Step;
    /// Open a submitted reply again for correction.
    ReopenReply: WholeRound = whole_round, [Manager], confirmed while Step;
    /// Clear a checked reply for analysis.
    ValidateReply: WholeRound = whole_round, [Manager], confirmed while Step;
    /// Give one State more time.
    ExtendReply: WholeRound = whole_round, [Manager];
    /// See the acts of a round in the log: who, what, when; no answer.
    SeeLog: WholeRound = whole_round, [Manager];
    /// See internal tables and charts, and download them.
    SeeFigures: WholeRound = whole_round, [Manager, Analyst];
    /// Freeze the validated replies and propose their figures as a release.
    ProposeRelease: WholeRound = whole_round, [Manager, Analyst], confirmed;
    /// Let a release leave that somebody else proposed.
    ApproveRelease: WholeRound = whole_round, [Manager], confirmed;
    /// See the figures that were released; those who make or approve releases see proposals, too.
    SeeReleased: WholeRound = whole_round, [Manager, Analyst, Drafter];
    /// Take a dump of rows.
    DumpRows: WholeRound = whole_round, [Manager, Analyst], confirmed;
    /// Make, open and close rounds, publish forms.
    ManageRounds: () = everything, [Manager];
    /// Make and change accounts of staff, suspend anyone, end any session.
    ManageAccounts: () = everything, [Administrator], confirmed;

    // Those of everybody.
    /// See and change the own account: passphrase, second factor, sessions.
    OwnAccess: OwnAccount = own_account, [FocalPoint, Contributor, ClearingOfficial, Mission, Manager, Analyst, Drafter, Administrator];
    /// Change what one signs in with: passphrase, second factor, recovery codes.
    ChangeCredentials: OwnAccount = own_account, [FocalPoint, Contributor, ClearingOfficial, Mission, Manager, Analyst, Drafter, Administrator], confirmed;
    /// End the own session.
    SignOut: () = everything, [FocalPoint, Contributor, ClearingOfficial, Mission, Manager, Analyst, Drafter, Administrator];
}

fn own_reply(person: &Person) -> Option<OwnReply> {
    Some(OwnReply {
        round: person.round.clone(),
        respondent: person.respondent.clone()?,
        parts: person.parts.clone(),
    })
}

// The shape of all of them: what has no bounds is always within them.
#[expect(clippy::unnecessary_wraps, reason = "one shape for all scopes")]
fn whole_round(person: &Person) -> Option<WholeRound> {
    Some(WholeRound {
        round: person.round.clone(),
    })
}

#[expect(clippy::unnecessary_wraps, reason = "one shape for all scopes")]
const fn own_account(person: &Person) -> Option<OwnAccount> {
    Some(OwnAccount { person: person.id })
}

#[expect(clippy::unnecessary_wraps, reason = "one shape for all scopes")]
const fn everything(_person: &Person) -> Option<()> {
    Some(())
}
