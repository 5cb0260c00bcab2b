//! What pages of both sides say of a reply's life, and how its acts are posted.

use actix_web::web;
use chrono::NaiveDate;
use validator::{Validate, ValidationErrors};

use super::input::{Fields, Pairs};
use super::pages::life::Said;
use super::problem::Problem;
use super::progress::{self, stage_name};
use super::respond::open::moment;
use super::visit::Visit;
use crate::access::{Act, Allow, permit};
use crate::reply::life::{Stage, Step};
use crate::store::reply::clarifications::Clarification;
use crate::store::reply::life::{Press, Story, Taken};
use crate::store::{Store, StoreError};
use crate::text;
use crate::text::hidden::debug_hiding;

/// Most characters of what is said with an act.
pub const MOST_WORDS: u64 = 4_000;

/// An act as a page posts it.
#[derive(Clone, Default)]
pub struct Posting {
    /// Steps of the reply that the page had seen.
    pub seen: i64,
    /// Revision that the page showed; 0 if it showed none.
    pub revision: i64,
    /// Whether the box was ticked that confirms it.
    pub confirmed: bool,
    /// What was said, without blanks around it.
    pub words: String,
    /// The day that was typed.
    pub day: String,
}

debug_hiding!(Posting, [seen, revision, confirmed, day], [words]);

impl Fields for Posting {
    fn read(pairs: Pairs) -> Result<Self, Problem> {
        let number = |name| {
            let number = pairs.first(name).and_then(|number| number.parse().ok());
            number.ok_or(Problem::Unreadable)
        };
        let text = |name| pairs.first(name).unwrap_or_default().trim().to_owned();
        Ok(Self {
            seen: number("seen")?,
            revision: if pairs.first("revision").is_some() {
                number("revision")?
            } else {
                0
            },
            confirmed: pairs.first("confirmed") == Some("yes"),
            words: text("words"),
            day: text("day"),
        })
    }
}

/// Words that must be there.
#[derive(Validate)]
struct Needed<'a> {
    #[validate(length(min = 1, max = MOST_WORDS, message = "life-words-needed"))]
    words: &'a str,
}

impl Posting {
    /// The act without words.
    #[must_use]
    pub fn press(&self) -> Press {
        Press {
            seen: self.seen,
            ..Press::default()
        }
    }

    /// The act with its words.
    ///
    /// # Errors
    /// If none were said, or too many.
    pub fn said(&self) -> Result<Press, ValidationErrors> {
        Needed { words: &self.words }.validate()?;
        Ok(Press {
            seen: self.seen,
            words: self.words.clone(),
            due: None,
        })
    }

    /// The day, if one was typed that is not over.
    #[must_use]
    pub fn day(&self, visit: &Visit) -> Option<NaiveDate> {
        let day = NaiveDate::parse_from_str(&self.day, "%Y-%m-%d").ok()?;
        let now = visit.state.clock.now();
        (!crate::round::is_over(day, now)).then_some(day)
    }
}

/// Leave of the person signed in to do something, if they have it.
#[must_use]
pub fn may<A: Act>(visit: &Visit) -> Option<Allow<A>> {
    permit(visit.session.as_deref()?.person())
}

/// Does something in the store, off the threads that serve.
///
/// # Errors
/// What the store refuses, as a problem.
pub async fn act(
    visit: &Visit,
    work: impl FnOnce(
        &Store,
        &std::sync::Arc<crate::keys::Keys>,
        chrono::DateTime<chrono::Utc>,
    ) -> Result<(), StoreError>
    + Send
    + 'static,
) -> Result<(), Problem> {
    let state = visit.state.clone();
    Ok(web::block(move || work(&state.store, &state.keys, state.clock.now())).await??)
}

/// Where a reply is, in the words of the board.
#[must_use]
pub fn stage(visit: &Visit, story: &Story) -> String {
    stage_name(
        visit,
        progress::Stage::of(story.life, story.changed.is_some()),
    )
}

/// The name of a step that was taken.
#[must_use]
pub fn step(visit: &Visit, step: Step) -> String {
    let code = step.code().replace('_', "-");
    visit.words.attribute("life-step", &code).into_owned()
}

/// A step in words: what, who, when, and what was said.
#[must_use]
pub fn said(visit: &Visit, taken: &Taken) -> Said {
    let nobody = visit.words.text("respond-operator");
    Said {
        what: step(visit, taken.step),
        who: taken
            .by
            .as_ref()
            .map_or_else(|| nobody.into_owned(), |by| by.name.clone()),
        at: moment(visit, taken.at),
        words: taken.words.clone(),
        due: taken
            .due
            .map(|day| text::date(visit.language, day))
            .unwrap_or_default(),
    }
}

/// Where the reply is and what that means, for the State; empty while it is simply worked on.
#[must_use]
pub fn status(visit: &Visit, story: &Story) -> String {
    let now = visit.state.clock.now();
    let over = story.is_over(now);
    if story.life.stage == Stage::Work && !story.has_begun(now) {
        let day = text::date(visit.language, story.first_day);
        let args = [("day", (&day).into())];
        return visit.words.with("life-not-begun", &args).into_owned();
    }
    let day = text::date(visit.language, story.last_day);
    let key = match (story.life.stage, over) {
        (Stage::Work, false) => return String::new(),
        (Stage::Work, true) => {
            let args = [("day", (&day).into())];
            return visit.words.with("life-over", &args).into_owned();
        }
        (Stage::Received, _) if story.life.requested => "requested",
        (Stage::Checking, _) if story.life.requested => "requested",
        (stage, _) => stage.code(),
    };
    let said = visit.words.attribute("life-status", key).into_owned();
    if story.draft_differs() {
        let differs = visit.words.text("life-draft-differs");
        return format!("{said} {differs}");
    }
    said
}

/// The last day in words, and that it is over if it is.
#[must_use]
pub fn last_day(visit: &Visit, story: &Story) -> String {
    let day = text::date(visit.language, story.last_day);
    if !story.is_over(visit.state.clock.now()) {
        return day;
    }
    let args = [("day", (&day).into())];
    visit.words.with("life-day-over", &args).into_owned()
}

/// How far a question of the Secretariat is.
#[must_use]
pub fn question_state(visit: &Visit, asked: &Clarification) -> String {
    let args = |version: i64| [("version", version.into())];
    let words = visit.words;
    match (asked.closed, asked.answered) {
        (Some(_), None) => words.text("life-question-unanswered").into_owned(),
        (Some(_), Some(_)) => words.text("life-question-closed").into_owned(),
        (None, Some(version)) => words
            .with("life-question-answered", &args(version))
            .into_owned(),
        (None, None) => words.text("life-question-waits").into_owned(),
    }
}

/// The last word of the other side that still matters: a note of return, why it was opened again or not.
#[must_use]
pub fn last_word(visit: &Visit, story: &Story) -> Option<Said> {
    let last = story.taken.last()?;
    match last.step {
        Step::Return | Step::Reopen | Step::Decline | Step::AskToCorrect | Step::Withdraw => {
            Some(said(visit, last))
        }
        Step::SendToReview
        | Step::TakeBack
        | Step::Clear
        | Step::Submit
        | Step::Take
        | Step::Ask
        | Step::CloseUnanswered
        | Step::Validate => None,
    }
}
