//! Pages about who works on a reply: the overview, what somebody was given, an invitation, the record of a question.

use askama::Template;

use super::Page;
use super::respond::Line;

/// Who works on the reply, with which questions, and how far each section is.
#[derive(Debug, Template)]
#[template(path = "people/people.html")]
pub struct PeoplePage {
    /// What surrounds it.
    pub page: Page,
    /// Whether the person may give and take back.
    pub may_give: bool,
    /// The sections in order.
    pub sections: Vec<SectionCard>,
    /// The people of the State.
    pub people: Vec<PersonLine>,
}

/// A section with those who have questions of it.
#[derive(Debug)]
pub struct SectionCard {
    /// Its number.
    pub number: usize,
    /// Its title.
    pub title: String,
    /// Address of its first page; empty if none of it is asked.
    pub address: String,
    /// How much is answered, missing and in the way.
    pub count: String,
    /// Who changed it last, and when; may be empty.
    pub changed: String,
    /// Who called all of it ready, and when; may be empty.
    pub called: String,
    /// Those who have questions of it.
    pub hands: Vec<Hand>,
    /// Contributors who have none of it.
    pub others: Vec<ToGive>,
}

/// Somebody's part of a section.
#[derive(Debug)]
pub struct Hand {
    /// Name and authority.
    pub name: String,
    /// Which questions, in words.
    pub questions: String,
    /// The state in words.
    pub state: String,
    /// Name of its colour.
    pub colour: &'static str,
    /// The note with which it was returned; may be empty.
    pub note: String,
    /// Who changed it last, and when; may be empty.
    pub changed: String,
    /// Where it can be changed; empty if it cannot.
    pub address: String,
}

/// A contributor to whom questions of a section can be given.
#[derive(Debug)]
pub struct ToGive {
    /// Where.
    pub address: String,
    /// Name and authority.
    pub name: String,
}

/// A person of the State.
#[derive(Debug)]
pub struct PersonLine {
    /// Name.
    pub name: String,
    /// Authority; may be empty.
    pub authority: String,
    /// Address of mail; may be empty.
    pub address: String,
    /// Role in words.
    pub role: String,
    /// What they see of the reply, in words.
    pub count: String,
}

/// Which questions of a section somebody has.
#[derive(Debug, Template)]
#[template(path = "people/give.html")]
pub struct GivePage {
    /// What surrounds it.
    pub page: Page,
    /// Where its forms post to.
    pub action: String,
    /// The questions of the section that they have, or can be given now.
    pub questions: Vec<GivenQuestion>,
    /// Whether the whole section can be given now.
    pub gives_all: bool,
    /// Whether they have any.
    pub has_some: bool,
    /// Whether the section can be returned to them now.
    pub may_return: bool,
    /// The note with which it is, or was, returned.
    pub note: String,
    /// Whether the note has to be mended.
    pub wrong: bool,
}

/// A question that can be given.
#[derive(Debug)]
pub struct GivenQuestion {
    /// Its name.
    pub name: String,
    /// Its number.
    pub number: String,
    /// Its words.
    pub words: String,
    /// Whether they have it.
    pub given: bool,
}

/// Who wrote what of an answer and when, and what is said about it inside the State.
#[derive(Debug, Template)]
#[template(path = "people/record.html")]
pub struct RecordPage {
    /// What surrounds it.
    pub page: Page,
    /// Number of the question.
    pub number: String,
    /// The question.
    pub question: String,
    /// The changes, the latest first.
    pub changes: Vec<Changed>,
    /// What is said, if the person takes part in that.
    pub talk: Option<Talk>,
}

/// A change of an answer.
#[derive(Debug)]
pub struct Changed {
    /// Who made it.
    pub who: String,
    /// When.
    pub at: String,
    /// Of which row; empty for the question as a whole.
    pub row: String,
    /// What is different.
    pub lines: Vec<Difference>,
}

/// A line of an answer that is different.
#[derive(Debug)]
pub struct Difference {
    /// What it is of; may be empty.
    pub label: String,
    /// Its words: what stayed, what went, what came.
    pub runs: Vec<Run>,
}

/// Words that stayed, went or came together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Run {
    /// They stayed.
    Same(String),
    /// They went.
    Gone(String),
    /// They came.
    New(String),
}

/// What is said about a question inside the State.
#[derive(Debug)]
pub struct Talk {
    /// Name of the question, or of the row.
    pub key: String,
    /// Where a remark is posted.
    pub action: String,
    /// How many there are, in words.
    pub count: String,
    /// Each of them, the first first.
    pub remarks: Vec<Remark>,
    /// Number of the last of them.
    pub after: i64,
    /// Rows that a remark can be on: their codes and names; empty if there are none.
    pub rows: Vec<(String, String)>,
    /// What was written and not taken.
    pub typed: String,
    /// Whether that has to be mended.
    pub wrong: bool,
}

/// Something that was said.
#[derive(Debug)]
pub struct Remark {
    /// By whom.
    pub who: String,
    /// When.
    pub at: String,
    /// Of which row; may be empty.
    pub row: String,
    /// What.
    pub line: Line,
}

/// Somebody is to be invited.
#[derive(Debug, Template)]
#[template(path = "people/invite.html")]
pub struct InvitePage {
    /// What surrounds it.
    pub page: Page,
    /// Name that was typed.
    pub name: String,
    /// Address that was typed.
    pub email: String,
    /// Authority that was typed.
    pub authority: String,
    /// Code of the role that was chosen.
    pub role: String,
    /// What has to be mended: name of the field, and what is said.
    pub wrong: Vec<(&'static str, String)>,
}

impl InvitePage {
    /// What has to be mended of a field; empty if nothing.
    #[must_use]
    pub fn wrong_of(&self, field: &str) -> &str {
        let mut wrong = self.wrong.iter();
        let wrong = wrong.find(|(name, _)| *name == field);
        wrong.map_or("", |(_, words)| words)
    }
}

/// Somebody was invited.
#[derive(Debug, Template)]
#[template(path = "people/invited.html")]
pub struct InvitedPage {
    /// What surrounds it.
    pub page: Page,
    /// What happens next.
    pub said: String,
    /// The link to hand over; empty where a letter brings it.
    pub link: String,
}
