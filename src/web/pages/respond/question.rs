//! A question as its page shows it, down to the last control. `respond/question.html` and the templates it includes print it.

use crate::web::pages::people::Talk;

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
    /// What the Secretariat asks about the answer and has no reply to.
    pub asks: Vec<String>,
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
    /// What is said about it inside the State, if the person takes part in that.
    pub talk: Option<Talk>,
    /// What was answered last time.
    pub last: Option<Last>,
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
    /// What was answered last time.
    pub last: Option<Last>,
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
            | Control::Document(_) => false,
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
    /// Documents: their page, and those that are there.
    Document(Documents),
}

/// The documents of an answer.
#[derive(Clone, Debug)]
pub struct Documents {
    /// What the button that leads to their page says to the server.
    pub go: String,
    /// Their names.
    pub names: Vec<String>,
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
    /// Documents, if they can go with it.
    pub documents: Option<Documents>,
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
        self.has_notes() || !self.statuses.is_empty() || self.documents.is_some()
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

/// What somebody else wrote meanwhile, to choose from.
#[derive(Debug, Default)]
pub struct Conflict {
    /// Name of the answer.
    pub key: String,
    /// Who wrote it; empty if nobody did.
    pub who: String,
    /// When.
    pub at: String,
    /// Its revision.
    pub revision: i64,
    /// Whether both can stand.
    pub both: bool,
    /// One's own answer.
    pub mine: Vec<Line>,
    /// Theirs.
    pub theirs: Vec<Line>,
}

/// What was answered last time, to be confirmed or withdrawn.
#[derive(Debug)]
pub struct Last {
    /// Name of the answer.
    pub key: String,
    /// What it answers, for who does not see where it stands.
    pub label: String,
    /// Where it comes from; empty if there is nothing for this answer itself.
    pub origin: String,
    /// What was answered.
    pub lines: Vec<Line>,
    /// What became of it, in words; empty where it is not asked.
    pub state: String,
    /// Name of the colour of the state.
    pub colour: &'static str,
    /// The question takes other answers now.
    pub cannot: bool,
    /// It can be said that it is still true.
    pub can_confirm: bool,
    /// It can be said that it no longer holds.
    pub can_withdraw: bool,
    /// It was said that it no longer holds.
    pub is_withdrawn: bool,
    /// What was answered in rows that there are no more.
    pub lost: Vec<Line>,
    /// All rows that nobody has looked at can be confirmed at once.
    pub all_rows: bool,
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
