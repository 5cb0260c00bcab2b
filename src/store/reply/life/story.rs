//! Where a reply is in its life and how it came there, as each of those sees it whom it concerns.

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use diesel::prelude::*;

use super::{OfOneReply, first_day, last_day, life, of_round};
use crate::access::{Allow, OwnReply, Parts, SeeOwnProgress, SeeReply};
use crate::form::behind::Behind;
use crate::form::name::Code;
use crate::reply::life::{Hand, Life, Stage, Step};
use crate::reply::raw::RawAnswers;
use crate::round::{has_begun, is_over};
use crate::store::account::people::Author;
use crate::store::connection::DbConnection;
use crate::store::reply::clarifications::{self, Clarification};
use crate::store::reply::replies::{ReplyRow, answers_of, find};
use crate::store::schema::{people, replies, reply_steps};
use crate::store::{Store, StoreError};
use crate::text::hidden::debug_hiding;

/// A step that was taken.
#[derive(Clone, PartialEq, Eq)]
pub struct Taken {
    /// Which of the reply's steps, from 1.
    pub number: i64,
    /// What it was.
    pub step: Step,
    /// Who took it; `None` is the operator.
    pub by: Option<Author>,
    /// When.
    pub at: DateTime<Utc>,
    /// Revision of the reply then.
    pub revision: i64,
    /// Times it was submitted, with this.
    pub version: i64,
    /// What was said with it; empty if nothing.
    pub words: String,
    /// Last day for what it opened.
    pub due: Option<NaiveDate>,
}

debug_hiding!(
    Taken,
    [number, step, by, at, revision, version, due],
    [words]
);

/// Where a reply is in its life, and how it came there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Story {
    /// Where it is.
    pub life: Life,
    /// Revision of its answers.
    pub revision: i64,
    /// Times it was submitted.
    pub version: i64,
    /// The version that counts in the analysis.
    pub standing: Option<i64>,
    /// Last change of any kind.
    pub changed: Option<DateTime<Utc>>,
    /// First day on which answers may change.
    pub first_day: NaiveDate,
    /// Last day on which answers may change and the reply be submitted.
    pub last_day: NaiveDate,
    /// Its steps, first to last.
    pub taken: Vec<Taken>,
    /// Questions of the Secretariat, first to last.
    pub clarifications: Vec<Clarification>,
}

impl Story {
    /// How many steps were taken: what a [`super::Press`] sends back.
    #[must_use]
    pub fn seen(&self) -> i64 {
        self.taken.last().map_or(0, |last| last.number)
    }

    /// The latest step of a kind.
    #[must_use]
    pub fn latest(&self, step: Step) -> Option<&Taken> {
        self.taken.iter().rev().find(|taken| taken.step == step)
    }

    /// The version before the one that stands, if there is one that was not withdrawn.
    #[must_use]
    pub fn before_standing(&self) -> Option<i64> {
        let before = self.standing? - 1;
        let withdrawn = self
            .taken
            .iter()
            .any(|taken| taken.step == Step::Withdraw && taken.version >= before);
        (before > 0 && !withdrawn).then_some(before)
    }

    /// Whether answers changed after they were submitted last: then the draft is not what was submitted.
    #[must_use]
    pub fn draft_differs(&self) -> bool {
        self.latest(Step::Submit)
            .is_some_and(|last| last.revision != self.revision)
    }

    /// Whether the first day has begun.
    #[must_use]
    pub fn has_begun(&self, now: DateTime<Utc>) -> bool {
        has_begun(self.first_day, now)
    }

    /// Whether the last day is over.
    #[must_use]
    pub fn is_over(&self, now: DateTime<Utc>) -> bool {
        is_over(self.last_day, now)
    }

    /// Whether answers may change now.
    #[must_use]
    pub fn is_open(&self, now: DateTime<Utc>) -> bool {
        self.life.stage == Stage::Work && self.has_begun(now) && !self.is_over(now)
    }
}

type StepRow = (
    i64,
    String,
    Option<i64>,
    Option<String>,
    NaiveDateTime,
    i64,
    i64,
    String,
    Option<NaiveDate>,
);

fn taken(row: StepRow) -> Result<Taken, StoreError> {
    let (number, step, person, name, at, revision, version, words, due) = row;
    Ok(Taken {
        number,
        step: Step::find(&step).ok_or_else(|| {
            StoreError::damaged("step of a reply", format!("none is called {step}"))
        })?,
        by: person.zip(name).map(|(id, name)| Author { id, name }),
        at: at.and_utc(),
        revision,
        version,
        words,
        due,
    })
}

/// How a reply came where it is.
fn story(conn: &mut DbConnection, scope: &OwnReply, reply: &ReplyRow) -> Result<Story, StoreError> {
    let rows: Vec<StepRow> = reply_steps::table
        .left_join(people::table)
        .filter(reply_steps::reply.eq(reply.id))
        .order(reply_steps::number)
        .select((
            reply_steps::number,
            reply_steps::step,
            reply_steps::person,
            people::name.nullable(),
            reply_steps::at,
            reply_steps::revision,
            reply_steps::version,
            reply_steps::words,
            reply_steps::due,
        ))
        .load(conn)?;
    let changed: Option<NaiveDateTime> = replies::table
        .find(reply.id)
        .select(replies::changed)
        .first(conn)?;
    Ok(Story {
        life: life(reply)?,
        revision: reply.revision,
        version: reply.version,
        standing: reply.standing,
        changed: changed.map(|at| at.and_utc()),
        first_day: first_day(conn, scope)?,
        last_day: last_day(conn, scope, reply)?,
        taken: rows.into_iter().map(taken).collect::<Result<_, _>>()?,
        clarifications: clarifications::of(conn, reply.id)?,
    })
}

impl Store {
    /// Where the own reply is in its life. Whoever has only parts of it sees the steps without their words, and the Secretariat's questions
    /// on these parts.
    pub fn story(&self, allow: &Allow<SeeReply>) -> Result<Story, StoreError> {
        let scope = allow.scope();
        let mut story = self.read(|conn| {
            let reply = find(conn, scope)?;
            story(conn, scope, &reply)
        })?;
        if scope.parts != Parts::Whole {
            for taken in &mut story.taken {
                taken.words.clear();
            }
            let parts = &scope.parts;
            story
                .clarifications
                .retain(|asked| parts.contains(&asked.question));
        }
        Ok(story)
    }

    /// Where the own reply is in its life, for who reads nothing: no words, no questions.
    pub fn own_progress(&self, allow: &Allow<SeeOwnProgress>) -> Result<Story, StoreError> {
        let scope = allow.scope();
        let mut story = self.read(|conn| {
            let reply = find(conn, scope)?;
            story(conn, scope, &reply)
        })?;
        for taken in &mut story.taken {
            taken.words.clear();
        }
        story.clarifications.clear();
        Ok(story)
    }

    /// The answers of the own reply, to be counted and dropped: none may reach a page of who has only this leave.
    pub fn answers_to_count(
        &self,
        allow: &Allow<SeeOwnProgress>,
    ) -> Result<RawAnswers, StoreError> {
        self.read(|conn| {
            let reply = find(conn, allow.scope())?;
            let answers = answers_of(conn, reply.id, &Parts::Whole, &Behind::default())?;
            Ok(answers
                .into_iter()
                .map(|answer| (answer.key, answer.raw))
                .collect())
        })
    }

    /// Where a reply of the round is in its life. What the official who clears it said to the own State stays there.
    ///
    /// # Errors
    /// [`StoreError::NoReply`] if that respondent is not asked in this round.
    pub fn story_of<A: OfOneReply>(
        &self,
        allow: &Allow<A>,
        respondent: &Code,
    ) -> Result<Story, StoreError> {
        let scope = of_round(allow, respondent);
        let mut story = self.read(|conn| {
            let reply = find(conn, &scope)?;
            story(conn, &scope, &reply)
        })?;
        let inside = |taken: &&mut Taken| taken.step.rule().by == Hand::ClearingOfficial;
        for taken in story.taken.iter_mut().filter(inside) {
            taken.words.clear();
        }
        Ok(story)
    }
}
