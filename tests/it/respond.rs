//! The journey of the one who replies, over real HTTP.

mod canary;
mod conflict;
mod filler;
mod hands;
mod journey;
mod last;
mod look;
mod mistakes;

pub(crate) use journey::fill_in;

use std::sync::LazyLock;

use para11::form::{FieldKind, Form, catalog, file};
use para11::reply::Facts;
use para11::reply::raw::RawAnswers;
use para11::reply::sample::{self, Plan};
use para11::round::{Period, Respondent};

use super::support::store::{at, code, see};
use super::support::web::TestServer;

/// The default questionnaire.
pub(crate) static FORM: LazyLock<Form> = LazyLock::new(read);

/// Reads it once more.
fn read() -> Form {
    file::load(&catalog::shipped().remove("para11").unwrap()).unwrap()
}

/// What the test server knows when it checks a reply of Austria.
fn facts() -> Facts {
    let today = at(0).date_naive();
    Facts {
        period: Period::five_years_before(today),
        today,
        respondent: code("AUT"),
    }
}

/// An invented reply that answers nearly everything, so that nearly every page and question occurs.
pub(crate) fn wanted(seed: u64) -> RawAnswers {
    let plan = Plan {
        core_only: 0,
        blank: 0,
        ..Plan::default()
    };
    let list = FORM.list(FORM.respondents.as_str()).unwrap();
    let respondent = Respondent {
        code: code("AUT"),
        facts: list.find("AUT").unwrap().facts.clone(),
    };
    let mut answers = sample::reply(&FORM, &facts(), &respondent, &plan, seed).unwrap();
    answers.retain(|_, answer| !answer.is_blank());
    for (key, answer) in &mut answers {
        let question = FORM.question(key.question.as_str()).unwrap();
        for (name, values) in &mut answer.values {
            let kind = &question.field(name.as_str()).unwrap().kind;
            if let FieldKind::Multiple { choices, .. } = kind {
                // Boxes are sent in the order of the page, which is that of the list.
                let list = &FORM.list(choices.list.as_str()).unwrap().choices;
                values.sort_by_key(|value| list.iter().position(|c| c.code.as_str() == value));
            }
        }
    }
    answers
}

/// What is stored for Austria, without answers that are blank.
pub(crate) fn stored(server: &TestServer) -> RawAnswers {
    let reply = server.store.reply(&see("AUT")).unwrap();
    let answers = reply.answers.into_iter();
    answers
        .filter(|answer| !answer.raw.is_blank())
        .map(|answer| (answer.key, answer.raw))
        .collect()
}

/// The page on which a question stands.
pub(crate) fn page_of(question: &str) -> String {
    for section in &FORM.sections {
        for page in FORM.pages(section) {
            let mut questions = page.questions().iter();
            if questions.any(|other| other.name.as_str() == question) {
                return format!("/en/reply/{}/{}", section.name, page.slug);
            }
        }
    }
    panic!("no page has {question}");
}
