//! Pages of the one who replies: the list of sections, the pages of a section, the check, the submission and its receipt.
//!
//! The structs say what is shown, word by word; `web::respond` makes them. A template stands beside for each page, and for each part of
//! a question: `respond/question.html` the question, `respond/control.html` what a person fills in, one branch a kind.

mod question;

use askama::Template;

pub use question::{
    Aside, Body, Choice, Conflict, Control, Documents, Field, Head, Last, Line, Note, Place,
    Question, Row,
};

use super::Page;
use super::life::{Panel, QuestionLine, ReceiptLine, Said};

/// The list of sections.
#[derive(Debug, Template)]
#[template(path = "respond/tasks.html")]
pub struct TasksPage {
    /// What surrounds it.
    pub page: Page,
    /// What stands at the head of the questionnaire.
    pub intro: String,
    /// The decision it serves.
    pub serves: String,
    /// Until when; empty once it is submitted.
    pub deadline: String,
    /// Where it is in its life; empty while it is worked on.
    pub status: String,
    /// The last word of the other side.
    pub last: Option<Said>,
    /// Whether answers may change.
    pub open: bool,
    /// Whether there are receipts.
    pub receipts: bool,
    /// Whether it can be withdrawn or its correction asked for.
    pub change: bool,
    /// Whether its acts in the log can be seen.
    pub log: bool,
    /// What the Secretariat asks.
    pub questions: Vec<QuestionLine>,
    /// How many sections are ready.
    pub ready: String,
    /// The sections in order.
    pub sections: Vec<Task>,
    /// Whether the person may see who works on the reply.
    pub sees_people: bool,
    /// Whether the person may submit it.
    pub may_submit: bool,
}

/// A section on the list.
#[derive(Debug)]
pub struct Task {
    /// Its number.
    pub number: usize,
    /// Its title.
    pub title: String,
    /// Address of its first page; empty if none of it is asked.
    pub address: String,
    /// Who usually answers it.
    pub answered_by: String,
    /// How much is answered.
    pub count: String,
    /// Its state in words.
    pub state: String,
    /// Name of the colour of the state; empty for plain words.
    pub colour: &'static str,
    /// What was said of one's own part of it, and can be said.
    pub said: Option<OwnState>,
}

impl Task {
    /// The state to show in a colour: what somebody said of it goes before what its answers say.
    #[must_use]
    pub fn tag(&self) -> Option<(&str, &str)> {
        let said = self.said.as_ref().and_then(|said| said.tag.as_ref());
        let said = said.map(|(state, colour)| (state.as_str(), *colour));
        said.or_else(|| (!self.colour.is_empty()).then_some((&*self.state, self.colour)))
    }
}

/// What was said of one's own part of a section, and can be said.
#[derive(Debug)]
pub struct OwnState {
    /// The state that was said, and its colour.
    pub tag: Option<(String, &'static str)>,
    /// The note with which it was returned; may be empty.
    pub note: String,
    /// Where it is called ready; empty if it cannot be.
    pub action: String,
    /// Whether it is ready.
    pub is_ready: bool,
    /// Which section, for a button.
    pub section: String,
}

/// A page of a section.
#[derive(Debug, Template)]
#[template(path = "respond/section.html")]
pub struct SectionPage {
    /// What surrounds it.
    pub page: Page,
    /// Which section of how many.
    pub place: String,
    /// What stands at the head of the section, on its first page.
    pub intro: String,
    /// Who usually answers it, on its first page.
    pub answered_by: String,
    /// Address of this page.
    pub address: String,
    /// Where what was typed and kept is discarded, if the page shows that; may be empty.
    pub discard: String,
    /// Under which the browser keeps what was not saved yet.
    pub copy: String,
    /// When the reply was saved last.
    pub saved: String,
    /// What has to be mended, if the page was sent.
    pub summary: Vec<Mend>,
    /// The step after this one.
    pub next: String,
    /// The rows, if each has a page.
    pub rows: Option<RowList>,
    /// The questions.
    pub questions: Vec<Question>,
    /// What the script copies when somebody else changed an answer meanwhile.
    pub nobody: Conflict,
}

/// Something to mend, with a link to its place.
#[derive(Debug)]
pub struct Mend {
    /// Address of its place; empty if it has none.
    pub address: String,
    /// What to mend.
    pub words: String,
    /// Whether it only needs to be looked at again.
    pub is_warning: bool,
}

/// The rows of a page that shows them one by one.
#[derive(Debug)]
pub struct RowList {
    /// What they are.
    pub title: String,
    /// Which one is shown, of how many.
    pub place: String,
    /// Whether the list is open.
    pub open: bool,
    /// Each of them.
    pub rows: Vec<RowLink>,
}

/// A row with a page of its own.
#[derive(Debug)]
pub struct RowLink {
    /// Its page.
    pub address: String,
    /// Its name.
    pub label: String,
    /// How much of it is answered.
    pub count: String,
    /// Whether it is the one shown.
    pub current: bool,
}

/// Part of a reply, to be read.
#[derive(Debug)]
pub struct Answers {
    /// Title of the section.
    pub title: String,
    /// Its questions.
    pub items: Vec<Item>,
}

/// A question and its answer, to be read.
#[derive(Debug)]
pub struct Item {
    /// Name of the question, which is also its id.
    pub id: String,
    /// Number of the question.
    pub number: String,
    /// The question.
    pub words: String,
    /// Where it can be changed; empty if it cannot.
    pub address: String,
    /// The answer.
    pub lines: Vec<Line>,
    /// What is said about it.
    pub notes: Vec<Note>,
    /// Its documents; empty if none can go with it.
    pub documents: Vec<(String, String)>,
}

/// A page of a section of a submitted reply.
#[derive(Debug, Template)]
#[template(path = "respond/read.html")]
pub struct ReadPage {
    /// What surrounds it.
    pub page: Page,
    /// Which section of how many.
    pub place: String,
    /// Where it is in its life.
    pub submitted: String,
    /// Whether there are receipts.
    pub receipts: bool,
    /// What was answered.
    pub answers: Answers,
    /// The rows, if each has a page.
    pub rows: Option<RowList>,
    /// The page after this one.
    pub next: String,
}

/// The whole reply on one page.
#[derive(Debug, Template)]
#[template(path = "respond/check.html")]
pub struct CheckPage {
    /// What surrounds it.
    pub page: Page,
    /// Whose reply it is, to what, in which round, and how it is to be handled.
    pub about: String,
    /// Whether it is worked on.
    pub draft: bool,
    /// What can be done with it now.
    pub panel: Panel,
    /// What stands in the way of submission.
    pub blocking: Vec<Mend>,
    /// What should be looked at again.
    pub warnings: Vec<Mend>,
    /// The sections.
    pub sections: Vec<Answers>,
}

/// The last step before submission.
#[derive(Debug, Template)]
#[template(path = "respond/submit.html")]
pub struct SubmitPage {
    /// What surrounds it.
    pub page: Page,
    /// What stands in the way of submission.
    pub blocking: Vec<Mend>,
    /// Whether the answers changed since they were checked.
    pub changed: bool,
    /// Whether the confirmation is missing.
    pub unconfirmed: bool,
    /// That the last day is over; empty if it is not.
    pub late: String,
    /// Whether the person cleared it, so that another must submit it.
    pub alone: bool,
    /// How much of the reply is answered.
    pub count: String,
    /// For whom.
    pub respondent: String,
    /// Who cleared it.
    pub cleared: Option<Said>,
    /// Revision of the reply that is submitted.
    pub revision: i64,
}

/// Proof that the reply was received.
#[derive(Debug, Template)]
#[template(path = "respond/receipt.html")]
pub struct ReceiptPage {
    /// What surrounds it.
    pub page: Page,
    /// Where the reply is in its life now; empty while it is worked on.
    pub status: String,
    /// Whether a version stands, which can be downloaded.
    pub stands: bool,
    /// For whom.
    pub respondent: String,
    /// Title of the questionnaire.
    pub questionnaire: String,
    /// The round.
    pub round: String,
    /// Number of the receipt.
    pub number: i64,
    /// Which submission of this respondent.
    pub version: i64,
    /// When.
    pub at: String,
    /// SHA-256 of the bytes.
    pub sha256: String,
    /// The signed receipts, the latest first.
    pub signed: Vec<ReceiptLine>,
    /// Fingerprint of the key that signs now.
    pub fingerprint: String,
    /// Whether the reply can be withdrawn or its correction asked for.
    pub change: bool,
}
