//! Rows through the gate: which answers of which respondents may stand in a file.
//!
//! No variant holds an answer marked `secretariat_only`, nor an internal one. The public variant holds only answers that may be attributed,
//! of respondents that may be named and let their reply be published: a row that may be counted but not named can be found out from what
//! stands beside it, so counts of such answers leave only as gated tables. Rows that a respondent adds are as many as it has answers: of
//! those that are withheld not even the number is told.

use std::collections::{BTreeMap, BTreeSet};

use crate::form::name::{Code, QuestionName};
use crate::form::{Form, Mark, Rows};
use crate::reply::last::LastState;
use crate::reply::submission::{State, Submission, SubmittedItem, may_be_published};
use crate::reply::{AnswerKey, Value};
use crate::round::{Respondent, Round};

/// For whom rows are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Variant {
    /// The Secretariat's analysts: named rows.
    Full,
    /// Everyone.
    Public,
}

/// What a file says of an answer (`ans_status`, with the codes of the data package).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// There is a value.
    Answered,
    /// Not asked, by the rules of the form.
    Hidden,
    /// Does not apply to the State.
    NotApplicable,
    /// No information.
    NotAvailable,
    /// The State prefers not to give it.
    NotDisclosed,
    /// Removed from this file by its mark or by the gate.
    Confidential,
    /// Promised for later.
    ToFollow,
    /// Asked and left empty.
    NoAnswer,
    /// The reply was not returned.
    NotReturned,
}

impl Status {
    /// All statuses but `answered`, in the order of their numbers.
    pub const MISSING: [Self; 8] = [
        Self::Hidden,
        Self::NotApplicable,
        Self::NotAvailable,
        Self::NotDisclosed,
        Self::Confidential,
        Self::ToFollow,
        Self::NoAnswer,
        Self::NotReturned,
    ];

    /// Its code in the column `status`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Answered => "answered",
            Self::Hidden => "hidden",
            Self::NotApplicable => "not_applicable",
            Self::NotAvailable => "not_available",
            Self::NotDisclosed => "not_disclosed",
            Self::Confidential => "confidential",
            Self::ToFollow => "to_follow",
            Self::NoAnswer => "no_answer",
            Self::NotReturned => "not_returned",
        }
    }

    /// The number that stands instead of a value; none where there is a value. Numbers are those of the data package for SPSS and CSV; −7
    /// is kept for an answer under query.
    #[must_use]
    pub const fn number(self) -> Option<i8> {
        match self {
            Self::Answered => None,
            Self::Hidden => Some(-1),
            Self::NotApplicable => Some(-2),
            Self::NotAvailable => Some(-3),
            Self::NotDisclosed => Some(-4),
            Self::Confidential => Some(-5),
            Self::ToFollow => Some(-6),
            Self::NoAnswer => Some(-8),
            Self::NotReturned => Some(-9),
        }
    }
}

/// An answer as it may stand in a file.
#[derive(Clone, Debug, PartialEq)]
pub struct ReleasedItem {
    item: SubmittedItem,
    status: Status,
}

impl ReleasedItem {
    /// Which answer.
    #[must_use]
    pub const fn key(&self) -> &AnswerKey {
        &self.item.key
    }

    /// What there is.
    #[must_use]
    pub const fn status(&self) -> Status {
        self.status
    }

    /// The value of a field; none unless answered.
    #[must_use]
    pub fn value(&self, field: &str) -> Option<&Value> {
        self.item.values.get(field)
    }

    /// Its mark; none where the answer was removed, since a mark tells something of it.
    #[must_use]
    pub fn mark(&self) -> Option<Mark> {
        (self.status != Status::Confidential).then_some(self.item.mark)
    }

    /// Its comment.
    #[must_use]
    pub fn comment(&self) -> &str {
        &self.item.comment
    }

    /// Its source.
    #[must_use]
    pub fn source(&self) -> &str {
        &self.item.source
    }

    /// What became of the answer of last time; only for analysts: that an answer is the same tells an earlier one, of which the State may
    /// have said something else.
    #[must_use]
    pub fn last_time(&self) -> Option<LastState> {
        let is_here = self.status != Status::Confidential;
        self.item.last_time.filter(|_| is_here)
    }

    fn pass(item: &SubmittedItem, variant: Variant) -> Self {
        let withheld = match variant {
            Variant::Full => item.mark == Mark::SecretariatOnly,
            // That a question was not asked tells the answer it follows from, whatever that answer's own mark. And no State is named as
            // one that did not disclose.
            Variant::Public => {
                item.mark != Mark::Attributable
                    || matches!(item.state, State::Hidden | State::NotDisclosed)
            }
        };
        if withheld {
            let mut item = item.clone();
            item.values.clear();
            item.last_time = None;
            item.comment.clear();
            item.source.clear();
            return Self {
                item,
                status: Status::Confidential,
            };
        }
        let status = match item.state {
            State::Answered => Status::Answered,
            State::NotAvailable => Status::NotAvailable,
            State::NotApplicable => Status::NotApplicable,
            State::NotDisclosed => Status::NotDisclosed,
            State::ToFollow => Status::ToFollow,
            State::NoAnswer => Status::NoAnswer,
            State::Hidden => Status::Hidden,
        };
        let mut item = item.clone();
        if variant == Variant::Public {
            item.last_time = None;
        }
        Self { item, status }
    }
}

/// The reply of one respondent as it may stand in a file.
#[derive(Clone, Debug)]
pub struct ReleasedReply {
    respondent: Respondent,
    items: Option<Vec<ReleasedItem>>,
}

impl ReleasedReply {
    /// Whose.
    #[must_use]
    pub const fn respondent(&self) -> &Respondent {
        &self.respondent
    }

    /// Whether there is a reply.
    #[must_use]
    pub const fn returned(&self) -> bool {
        self.items.is_some()
    }

    /// Its answers in form order; none where no reply was returned.
    pub fn items(&self) -> impl Iterator<Item = &ReleasedItem> {
        self.items.iter().flatten()
    }

    /// Its answers by question and row.
    #[must_use]
    pub fn index(&self) -> BTreeMap<&AnswerKey, &ReleasedItem> {
        self.items().map(|item| (item.key(), item)).collect()
    }
}

/// Replies of a round as they may stand in files. There is no other way to make one than [`release`] and [`Gate`].
#[derive(Clone, Debug)]
pub struct ReleasedRound {
    round: Round,
    variant: Variant,
    replies: Vec<ReleasedReply>,
    facts: Vec<String>,
    counts: Counts,
}

/// What went in and what came out, for the manifest.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Respondents asked.
    pub asked: usize,
    /// Replies in.
    pub replied: usize,
    /// Replies left out because their respondent is not to be named, or did not let its reply be published.
    pub unnamed: usize,
    /// Answers removed by their mark or by the gate.
    pub withheld: usize,
}

impl ReleasedRound {
    /// The round.
    #[must_use]
    pub const fn round(&self) -> &Round {
        &self.round
    }

    /// For whom.
    #[must_use]
    pub const fn variant(&self) -> Variant {
        self.variant
    }

    /// A reply a respondent, in the order of the respondents' codes. The full variant has all who were asked, the public one only those who
    /// replied and may be named: who did not reply is not said.
    #[must_use]
    pub fn replies(&self) -> &[ReleasedReply] {
        &self.replies
    }

    /// Names of the facts of all who were asked, whether their rows are here or not.
    #[must_use]
    pub fn facts(&self) -> &[String] {
        &self.facts
    }

    /// What went in and what came out.
    #[must_use]
    pub const fn counts(&self) -> Counts {
        self.counts
    }
}

/// Lets through what a variant may hold: in the public one, only replies that [`may_be_published`].
#[must_use]
pub fn release(
    form: &Form,
    round: &Round,
    respondents: &[Respondent],
    submissions: &[Submission],
    variant: Variant,
) -> ReleasedRound {
    let facts: BTreeSet<&String> = respondents.iter().flat_map(|r| r.facts.keys()).collect();
    let facts = facts.into_iter().cloned().collect();
    let mut gate = Gate::new(form, round, variant, (respondents.len(), facts));
    let mut respondents: Vec<&Respondent> = respondents.iter().collect();
    respondents.sort_by(|a, b| a.code.cmp(&b.code));
    let submissions: BTreeMap<&Code, &Submission> = submissions
        .iter()
        .map(|reply| (&reply.head().respondent, reply))
        .collect();
    let mut replies = Vec::new();
    for respondent in respondents {
        let submission = submissions.get(&respondent.code).copied();
        replies.extend(gate.pass(respondent, submission));
    }
    gate.released.replies = replies;
    gate.released
}

/// Lets replies through one by one, by the code of their respondents, so that a round need not be held as a whole.
#[derive(Debug)]
pub struct Gate<'a> {
    form: &'a Form,
    released: ReleasedRound,
}

impl<'a> Gate<'a> {
    /// Of a round of which is known how many were asked and which facts they have.
    #[must_use]
    pub fn new(
        form: &'a Form,
        round: &Round,
        variant: Variant,
        (asked, facts): (usize, Vec<String>),
    ) -> Self {
        let counts = Counts {
            asked,
            ..Counts::default()
        };
        let released = ReleasedRound {
            round: round.clone(),
            variant,
            replies: Vec::new(),
            facts,
            counts,
        };
        Self { form, released }
    }

    /// What went through so far, without the replies themselves.
    #[must_use]
    pub const fn released(&self) -> &ReleasedRound {
        &self.released
    }

    /// The reply of a respondent, or that there is none, as it may stand in files; `None` if nothing of it may.
    pub fn pass(
        &mut self,
        respondent: &Respondent,
        submission: Option<&Submission>,
    ) -> Option<ReleasedReply> {
        let (form, variant) = (self.form, self.released.variant);
        let counts = &mut self.released.counts;
        counts.replied += usize::from(submission.is_some());
        let shown = match (variant, submission) {
            (Variant::Full, _) => true,
            (Variant::Public, None) => false,
            (Variant::Public, Some(reply)) => may_be_published(form, reply.items()),
        };
        if !shown {
            counts.unnamed += usize::from(submission.is_some());
            return None;
        }
        let items = submission.map(|reply| {
            let items = reply.items().iter().filter(|item| !item.internal);
            let items = items.map(|item| ReleasedItem::pass(item, variant));
            without_withheld_rows(form, items.collect())
        });
        counts.withheld += items
            .iter()
            .flatten()
            .filter(|item| item.status == Status::Confidential)
            .count();
        Some(ReleasedReply {
            respondent: respondent.clone(),
            items,
        })
    }
}

/// Leaves out rows that a respondent added and that are withheld, and numbers the others anew, so that no gap tells of them.
fn without_withheld_rows(form: &Form, items: Vec<ReleasedItem>) -> Vec<ReleasedItem> {
    let is_added = |item: &ReleasedItem| {
        let question = form.question(item.key().question.as_str());
        let free = question.is_some_and(|question| matches!(question.rows, Rows::Free { .. }));
        free && item.key().row.is_some()
    };
    let mut rows: BTreeMap<QuestionName, u32> = BTreeMap::new();
    let mut kept = Vec::new();
    for mut item in items {
        if is_added(&item) {
            if item.status == Status::Confidential {
                continue;
            }
            let row = rows.entry(item.item.key.question.clone()).or_default();
            *row += 1;
            item.item.key.row = Code::parse(&row.to_string()).ok();
        }
        kept.push(item);
    }
    kept
}
