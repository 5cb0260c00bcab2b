//! Pages of the one who replies: the list of sections, the pages of a section, the check, the submission and its receipt.
//!
//! The structs say what is shown, word by word; `web::respond` makes them. A template stands beside for each page, and for each part of
//! a question: `respond/question.html` the question, `respond/control.html` what a person fills in, one branch a kind.

use askama::Template;

use super::Page;

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
    /// Until when, or when it was submitted.
    pub deadline: String,
    /// Whether it was submitted.
    pub submitted: bool,
    /// How many sections are ready.
    pub ready: String,
    /// The sections in order.
    pub sections: Vec<Task>,
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

/// A question.
#[derive(Debug)]
pub struct Question {
    /// Its name, which is also its id.
    pub id: String,
    /// Its number.
    pub number: String,
    /// Its words.
    pub words: String,
    /// A hint.
    pub hint: String,
    /// When it is to be answered, if that depends.
    pub rule: String,
    /// Whether the short reply needs it.
    pub core: bool,
    /// Whether it is not asked at present.
    pub off: bool,
    /// What is filled in.
    pub body: Body,
    /// What goes with all of it.
    pub aside: Aside,
    /// What is said about it.
    pub note: Note,
    /// What somebody else wrote meanwhile.
    pub conflict: Conflict,
    /// Revision of what goes with all of it; `None` if nothing of it can be posted.
    pub revision: Option<i64>,
}

impl Question {
    /// Whether something goes with each row of a grid.
    #[must_use]
    pub fn rows_have_more(&self) -> bool {
        match &self.body {
            Body::Grid { rows, .. } => rows.iter().any(|row| row.aside.is_there()),
            Body::Whole | Body::One(_) | Body::Group(_) | Body::Stack { .. } => false,
        }
    }
}

/// What is filled in of a question.
#[derive(Debug)]
pub enum Body {
    /// Nothing: the rows have pages of their own, and only what holds for all of them stands here.
    Whole,
    /// One field, labelled by the question.
    One(Field),
    /// Several fields.
    Group(Vec<Field>),
    /// Rows in which every field stands in a column.
    Grid {
        /// Heads of the columns.
        heads: Vec<Head>,
        /// The rows.
        rows: Vec<Row>,
    },
    /// Rows below each other, each with all its fields.
    Stack {
        /// The rows.
        rows: Vec<Row>,
        /// Whether rows can be added and removed.
        free: bool,
        /// Whether one more can be added.
        more: bool,
    },
}

/// Head of a column.
#[derive(Debug)]
pub struct Head {
    /// Its words.
    pub words: String,
    /// A hint.
    pub hint: String,
}

/// A row.
#[derive(Debug)]
pub struct Row {
    /// Name of its answer, which is also its id.
    pub id: String,
    /// Its label.
    pub label: String,
    /// A definition of it.
    pub hint: String,
    /// Revision that is shown.
    pub revision: i64,
    /// Whether the short reply needs it.
    pub core: bool,
    /// Whether it is not asked at present.
    pub off: bool,
    /// Whether it is there already, so that it can be removed.
    pub kept: bool,
    /// Its fields.
    pub fields: Vec<Field>,
    /// What goes with it.
    pub aside: Aside,
    /// What is said about it.
    pub note: Note,
    /// What somebody else wrote meanwhile.
    pub conflict: Conflict,
}

/// A field.
#[derive(Debug)]
pub struct Field {
    /// Name in what is posted, which is also the id of its first control.
    pub name: String,
    /// Its label.
    pub label: String,
    /// A hint.
    pub hint: String,
    /// Unit of a number.
    pub unit: String,
    /// Ids of what describes it.
    pub described_by: String,
    /// What is said about it; without an id where that is said at the answer.
    pub note: Note,
    /// Whether it has to be mended.
    pub invalid: bool,
    /// What a person fills in.
    pub control: Control,
}

impl Field {
    /// Whether it has several controls, which need a common legend.
    #[must_use]
    pub const fn is_set(&self) -> bool {
        match self.control {
            Control::Radios(_)
            | Control::Boxes { .. }
            | Control::Ranked(_)
            | Control::Range { .. } => true,
            Control::Select(_)
            | Control::Line { .. }
            | Control::Area { .. }
            | Control::Tick { .. }
            | Control::Fixed(_)
            | Control::Document => false,
        }
    }
}

/// What a person fills in.
#[derive(Debug)]
pub enum Control {
    /// One of few.
    Radios(Vec<Choice>),
    /// One of many.
    Select(Vec<Choice>),
    /// Several.
    Boxes {
        /// Any of these.
        choices: Vec<Choice>,
        /// Or one of these alone.
        exclusive: Vec<Choice>,
    },
    /// The first, the second and so on.
    Ranked(Vec<Place>),
    /// One line.
    Line {
        /// What stands there.
        value: String,
        /// What a telephone's keyboard should offer; empty for letters.
        mode: &'static str,
        /// Class that says how wide it is; empty for the whole width.
        width: &'static str,
    },
    /// Several lines.
    Area {
        /// What stands there.
        value: String,
        /// How many characters it may have, in words.
        most: String,
    },
    /// A first and a last day.
    Range {
        /// First.
        first: String,
        /// Last.
        last: String,
    },
    /// A box.
    Tick {
        /// Whether it is ticked.
        checked: bool,
    },
    /// Set by the system.
    Fixed(String),
    /// A document.
    Document,
}

/// A place of a ranking.
#[derive(Debug)]
pub struct Place {
    /// Id of its control.
    pub id: String,
    /// First, second, …
    pub label: String,
    /// What may stand there.
    pub choices: Vec<Choice>,
}

/// A choice.
#[derive(Debug)]
pub struct Choice {
    /// Id of its control.
    pub id: String,
    /// Its code.
    pub value: String,
    /// Its label.
    pub label: String,
    /// Its definition.
    pub hint: String,
    /// Whether it is chosen.
    pub checked: bool,
}

/// What goes with an answer.
#[derive(Debug, Default)]
pub struct Aside {
    /// Stem of the names.
    pub key: String,
    /// Why there is no value; empty if no status is taken.
    pub statuses: Vec<Choice>,
    /// Label of the statuses.
    pub status_words: String,
    /// The mark; empty if no mark is taken.
    pub marks: Vec<Choice>,
    /// A comment, if one is taken.
    pub comment: Option<String>,
    /// A source, if one is taken.
    pub source: Option<String>,
    /// Words of the button that shows it, which name what can be said there.
    pub words: String,
    /// Whether something was said there.
    pub filled: bool,
    /// Whether it is open because something there has to be mended.
    pub open: bool,
}

impl Aside {
    /// Whether there is anything beside the status.
    #[must_use]
    pub const fn has_notes(&self) -> bool {
        self.comment.is_some() || self.source.is_some() || !self.marks.is_empty()
    }

    /// Whether there is anything.
    #[must_use]
    pub const fn is_there(&self) -> bool {
        self.has_notes() || !self.statuses.is_empty()
    }
}

/// What is said about something: a place that the script fills too.
#[derive(Clone, Debug, Default)]
pub struct Note {
    /// Id; empty if nothing can be said here.
    pub id: String,
    /// What is said; may be empty.
    pub words: String,
    /// Whether it only needs to be looked at again.
    pub is_warning: bool,
}

impl Note {
    /// Whether something has to be mended.
    #[must_use]
    pub const fn is_error(&self) -> bool {
        !self.words.is_empty() && !self.is_warning
    }

    /// Its class.
    #[must_use]
    pub const fn class(&self) -> &'static str {
        if self.is_warning {
            "p11-warning"
        } else {
            "p11-error"
        }
    }
}

/// What somebody else wrote meanwhile.
#[derive(Debug, Default)]
pub struct Conflict {
    /// Name of the answer.
    pub key: String,
    /// Who, and that it stands against one's own; empty if nobody did.
    pub who: String,
    /// What they wrote.
    pub lines: Vec<Line>,
}

/// A line of an answer, printed.
#[derive(Clone, Debug, Default)]
pub struct Line {
    /// What it is of; may be empty.
    pub label: String,
    /// The words of a person or of the questionnaire.
    pub words: String,
    /// Whether it stands beside the answer: a comment, a source, a mark.
    pub quiet: bool,
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
}

/// A page of a section of a submitted reply.
#[derive(Debug, Template)]
#[template(path = "respond/read.html")]
pub struct ReadPage {
    /// What surrounds it.
    pub page: Page,
    /// Which section of how many.
    pub place: String,
    /// That it was submitted.
    pub submitted: String,
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
    /// That it was submitted; empty while it is a draft.
    pub submitted: String,
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
    /// How much of the reply is answered.
    pub count: String,
    /// For whom.
    pub respondent: String,
    /// Revision of the reply that is submitted.
    pub revision: i64,
}

/// Proof that the reply was received.
#[derive(Debug, Template)]
#[template(path = "respond/receipt.html")]
pub struct ReceiptPage {
    /// What surrounds it.
    pub page: Page,
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
}
