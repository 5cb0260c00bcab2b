//! Pages of a reply's life: review, receipts, requests, progress of a Mission, and those of the Secretariat on one State.

use askama::Template;

use super::Page;
use super::account::ReaderLine;
use super::respond::{Answers, Line};

/// A step in words.
#[derive(Clone, Debug, Default)]
pub struct Said {
    /// What was done.
    pub what: String,
    /// Who did it.
    pub who: String,
    /// When.
    pub at: String,
    /// What was said with it; may be empty.
    pub words: String,
    /// The day it sets; may be empty.
    pub due: String,
}

/// What can be done with the own reply at the moment, and what was typed for it.
#[derive(Clone, Debug, Default)]
pub struct Panel {
    /// Where it is; empty while it is worked on.
    pub status: String,
    /// The last word of the other side.
    pub last: Option<Said>,
    /// Steps that the page has seen.
    pub seen: i64,
    /// Revision that the page shows.
    pub revision: i64,
    /// Whether it may be sent to review.
    pub send: bool,
    /// Whether it may be taken back.
    pub take_back: bool,
    /// Whether it may be submitted.
    pub submit: bool,
    /// Whether it may be cleared.
    pub clear: bool,
    /// Whether it may be returned.
    pub put_back: bool,
    /// Whether there are receipts.
    pub receipts: bool,
    /// Whether the confirmation is missing.
    pub unconfirmed: bool,
    /// Whether the words are missing, or too many.
    pub wordless: bool,
    /// What was typed.
    pub words: String,
}

/// A receipt on a page.
#[derive(Debug)]
pub struct ReceiptLine {
    /// What it is for.
    pub what: String,
    /// Of which version.
    pub version: i64,
    /// When.
    pub at: String,
    /// Where its file is.
    pub address: String,
}

/// To withdraw the reply or ask to correct it.
#[derive(Debug, Template)]
#[template(path = "life/change.html")]
pub struct ChangePage {
    /// What surrounds it.
    pub page: Page,
    /// Steps that the page has seen.
    pub seen: i64,
    /// Whether correction may be asked for.
    pub correct: bool,
    /// Whether it may be withdrawn.
    pub withdraw: bool,
    /// A request that waits.
    pub waits: Option<Said>,
    /// Which form was sent and is not complete: `correct`, `withdraw` or none.
    pub sent: &'static str,
    /// Whether the words are missing, or too many.
    pub wordless: bool,
    /// Whether the confirmation is missing.
    pub unconfirmed: bool,
    /// What was typed.
    pub words: String,
}

/// The difference of two versions.
#[derive(Debug, Template)]
#[template(path = "life/changes.html")]
pub struct ChangesPage {
    /// What surrounds it.
    pub page: Page,
    /// Which versions.
    pub versions: String,
    /// How many answers differ.
    pub count: String,
    /// Each of them.
    pub changes: Vec<Change>,
}

/// An answer that differs.
#[derive(Debug)]
pub struct Change {
    /// Id of its place.
    pub id: String,
    /// Number and words of the question, with the row.
    pub title: String,
    /// What it was.
    pub was: Vec<Line>,
    /// What it is.
    pub is: Vec<Line>,
}

/// How far the own State is: no answer and no question.
#[derive(Debug, Template)]
#[template(path = "life/own_progress.html")]
pub struct OwnProgressPage {
    /// What surrounds it.
    pub page: Page,
    /// Name of the State.
    pub respondent: String,
    /// Where its reply is.
    pub stage: String,
    /// How many sections are ready.
    pub ready: String,
    /// Last day.
    pub last_day: String,
    /// Day of the last change; may be empty.
    pub changed: String,
    /// The steps, first to last, without what was said.
    pub taken: Vec<Said>,
    /// Receipts: for what and when.
    pub receipts: Vec<(String, String)>,
}

/// The acts that were logged.
#[derive(Debug, Template)]
#[template(path = "life/log.html")]
pub struct LogPage {
    /// What surrounds it.
    pub page: Page,
    /// Whether it is of the whole round.
    pub of_round: bool,
    /// The acts, the latest first.
    pub acts: Vec<ActLine>,
    /// Where earlier ones are; empty if there are none.
    pub earlier: String,
}

/// An act on a page.
#[derive(Debug)]
pub struct ActLine {
    /// When.
    pub at: String,
    /// Who.
    pub who: String,
    /// Whose reply.
    pub respondent: String,
    /// What was done.
    pub action: String,
    /// To what.
    pub object: String,
}

/// Who can see what of the own reply.
#[derive(Debug, Template)]
#[template(path = "life/who_reads.html")]
pub struct WhoReadsPage {
    /// What surrounds it.
    pub page: Page,
    /// Each mark and who sees what has it.
    pub marks: Vec<(String, String)>,
    /// Who may read answers for the Secretariat only now.
    pub readers: Vec<ReaderLine>,
    /// How often such answers were opened, in words.
    pub opened: String,
    /// When last; may be empty.
    pub last: String,
}

/// The latest checkpoint of the log, for anyone.
#[derive(Debug, Template)]
#[template(path = "life/checkpoint.html")]
pub struct CheckpointPage {
    /// What surrounds it.
    pub page: Page,
    /// The signed text; empty before the first.
    pub note: String,
    /// When it was signed.
    pub at: String,
    /// The keys, the newest first.
    pub keys: Vec<KeyLine>,
}

/// A key that signs or signed.
#[derive(Clone, Debug, Default)]
pub struct KeyLine {
    /// Its fingerprint.
    pub fingerprint: String,
    /// It as a PEM file.
    pub pem: String,
    /// Since when it signs; empty before its first use.
    pub since: String,
    /// Until when it signed; empty if it still does.
    pub until: String,
}

/// To check a receipt, for anyone.
#[derive(Debug, Template)]
#[template(path = "life/check_receipt.html")]
pub struct CheckReceiptPage {
    /// What surrounds it.
    pub page: Page,
    /// What was found; none before something was sent.
    pub found: Option<Found>,
    /// The text that was sent.
    pub text: String,
    /// The signature that was sent.
    pub signature: String,
}

/// What came of the check of a receipt.
#[derive(Debug)]
pub struct Found {
    /// Whether it holds.
    pub holds: bool,
    /// In words.
    pub words: String,
    /// What the receipt says, if it holds: name and value.
    pub says: Vec<(String, String)>,
}

/// A State, as an officer follows it.
#[derive(Debug, Template)]
#[template(path = "life/state.html")]
pub struct StatePage {
    /// What surrounds it.
    pub page: Page,
    /// Begin of the addresses of this State.
    pub address: String,
    /// Steps that the page has seen.
    pub seen: i64,
    /// Where its reply is.
    pub stage: String,
    /// Last day.
    pub last_day: String,
    /// Version that counts; empty if none does.
    pub standing: String,
    /// Day of the last change; may be empty.
    pub changed: String,
    /// Whether the reply that counts may be read.
    pub read: bool,
    /// Whether there are two versions to compare.
    pub compare: bool,
    /// Whether it may be taken into checking.
    pub take: bool,
    /// Whether it may be validated.
    pub validate: bool,
    /// Whether questions have to be closed before.
    pub open_questions: bool,
    /// Whether what was asked may be closed without an answer.
    pub unanswered: bool,
    /// Whether it may be opened again.
    pub reopen: bool,
    /// A request to correct that waits.
    pub request: Option<Said>,
    /// Questions to the State.
    pub questions: Vec<QuestionLine>,
    /// The steps, the latest first.
    pub taken: Vec<Said>,
    /// Which form was sent and is not complete: `reopen`, `decline`, `extend` or none.
    pub sent: &'static str,
    /// Whether the words are missing, or too many.
    pub wordless: bool,
    /// Whether the day is missing, or over.
    pub dayless: bool,
    /// What was typed.
    pub words: String,
    /// The day that was typed.
    pub day: String,
}

/// A question to a State and how far it is.
#[derive(Clone, Debug)]
pub struct QuestionLine {
    /// Its number.
    pub id: i64,
    /// The question of the questionnaire that it is about.
    pub about: String,
    /// Where that is; empty if nowhere.
    pub address: String,
    /// What is asked.
    pub words: String,
    /// How far it is.
    pub state: String,
    /// Whether it may be closed.
    pub close: bool,
}

/// A submitted reply, as an officer reads it.
#[derive(Debug, Template)]
#[template(path = "life/read_state.html")]
pub struct ReadStatePage {
    /// What surrounds it.
    pub page: Page,
    /// Begin of the addresses of this State.
    pub address: String,
    /// Which version, submitted and cleared when and by whom.
    pub head: Vec<String>,
    /// How many answers are for named readers only and not shown; empty if none.
    pub withheld: String,
    /// Whether questions may be asked.
    pub ask: bool,
    /// Whether nothing was ticked.
    pub unticked: bool,
    /// The sections.
    pub sections: Vec<Answers>,
}

/// To write questions to a State.
#[derive(Debug, Template)]
#[template(path = "life/ask.html")]
pub struct AskPage {
    /// What surrounds it.
    pub page: Page,
    /// Begin of the addresses of this State.
    pub address: String,
    /// Steps that the page has seen.
    pub seen: i64,
    /// The answers that are asked about.
    pub questions: Vec<Asking>,
    /// The day that was typed.
    pub day: String,
    /// Whether the day is missing, or over.
    pub dayless: bool,
}

/// A question that is written.
#[derive(Debug)]
pub struct Asking {
    /// Name of the question of the questionnaire.
    pub name: String,
    /// Its number and words.
    pub about: String,
    /// What was typed.
    pub words: String,
    /// Whether the words are missing, or too many.
    pub wordless: bool,
}
