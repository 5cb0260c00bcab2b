//! Questions to a State on answers that were ticked while reading: one question an answer, all with one last day.

use std::collections::BTreeSet;

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse};
use chrono::NaiveDate;

use super::{Followed, address, reading, respondent};
use crate::access::{Allow, CheckReplies, ReadReplies};
use crate::form::name::QuestionName;
use crate::form::text::TextArguments;
use crate::form::{Form, Rows};
use crate::store::reply::clarifications::NewClarification;
use crate::store::reply::life::Press;
use crate::text::hidden::debug_hiding;
use crate::web::input::{Fields, Pairs, Posted};
use crate::web::life::{MOST_WORDS, Posting, act, may};
use crate::web::pages::life::{AskPage, Asking};
use crate::web::pages::{answer, go_to};
use crate::web::problem::Problem;
use crate::web::visit::Visit;

/// Most questions at once.
const MOST: usize = 100;

/// What was written to a State.
pub struct Written {
    posting: Posting,
    /// Names of questions, and what is asked about each.
    questions: Vec<(String, String)>,
}

debug_hiding!(Written, [posting], [questions]);

impl Fields for Written {
    fn read(pairs: Pairs) -> Result<Self, Problem> {
        let names: BTreeSet<&str> = pairs
            .iter()
            .filter(|(name, _)| *name == "question")
            .map(|(_, value)| value)
            .collect();
        if names.is_empty() || names.len() > MOST {
            return Err(Problem::Unreadable);
        }
        let words = |name: &str| {
            pairs
                .first(&format!("words.{name}"))
                .unwrap_or_default()
                .trim()
        };
        let questions = names
            .iter()
            .map(|name| ((*name).to_owned(), words(name).to_owned()));
        Ok(Self {
            questions: questions.collect(),
            posting: Posting::read(pairs.clone())?,
        })
    }
}

/// `GET /{lang}/states/{respondent}/questions`: to write to the State about what was ticked.
pub async fn write(
    _allow: Allow<CheckReplies>,
    visit: Visit,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let followed = Followed::of(&visit, &respondent(&request)?).await?;
    let ticked = Pairs::decode(request.query_string().as_bytes())?;
    let mut names: Vec<(String, String)> = ticked
        .iter()
        .filter(|(name, _)| *name == "question")
        .map(|(_, value)| (value.to_owned(), String::new()))
        .collect();
    names.dedup();
    if names.is_empty() {
        let read = may::<ReadReplies>(&visit).ok_or(Problem::Forbidden)?;
        let mut page = reading::page(&read, &visit, &followed).await?;
        page.page.has_errors = true;
        page.unticked = true;
        return answer(StatusCode::UNPROCESSABLE_ENTITY, &page);
    }
    names.truncate(MOST);
    let page = page(&visit, &followed, names, String::new())?;
    answer(StatusCode::OK, &page)
}

fn page(
    visit: &Visit,
    followed: &Followed,
    questions: Vec<(String, String)>,
    day: String,
) -> Result<AskPage, Problem> {
    let arguments = TextArguments::named();
    let texts = followed.form.texts(visit.language, &arguments);
    let mut asking = Vec::with_capacity(questions.len());
    for (name, words) in questions {
        let question = followed.form.question(&name).ok_or(Problem::NotFound)?;
        asking.push(Asking {
            about: format!("{} {}", question.number, texts.question(question)),
            name,
            words,
            wordless: false,
        });
    }
    let back = format!("{}/reply", address(visit, &followed.respondent));
    Ok(AskPage {
        page: visit
            .page(visit.words.text("life-ask-title"))
            .with_back(back, followed.name.clone()),
        address: address(visit, &followed.respondent),
        seen: followed.story.seen(),
        questions: asking,
        day,
        dayless: false,
    })
}

/// `POST /{lang}/states/{respondent}/questions`: asks them.
pub async fn ask(
    allow: Allow<CheckReplies>,
    visit: Visit,
    request: HttpRequest,
    Posted(written): Posted<Written>,
) -> Result<HttpResponse, Problem> {
    let followed = Followed::of(&visit, &respondent(&request)?).await?;
    let Written { posting, questions } = written;
    let day: Option<NaiveDate> = posting.day(&visit);
    let mut page = page(&visit, &followed, questions, posting.day.clone())?;
    for asking in &mut page.questions {
        let length = asking.words.chars().count();
        asking.wordless =
            length == 0 || u64::try_from(length).is_ok_and(|length| length > MOST_WORDS);
    }
    page.dayless = day.is_none();
    if page.dayless || page.questions.iter().any(|asking| asking.wordless) {
        page.page.has_errors = true;
        page.seen = posting.seen;
        return answer(StatusCode::UNPROCESSABLE_ENTITY, &page);
    }
    let mut asked = Vec::with_capacity(page.questions.len());
    for asking in page.questions {
        let question = QuestionName::parse(&asking.name).map_err(|_no_name| Problem::NotFound)?;
        asked.push(NewClarification {
            opens: brought_up_by(&followed.form, &question),
            question,
            words: asking.words,
        });
    }
    let press = Press {
        due: day,
        ..posting.press()
    };
    let who = followed.respondent.clone();
    act(&visit, move |store, _keys, now| {
        store.ask(&allow, &who, asked, press, now)
    })
    .await?;
    Ok(go_to(&address(&visit, &followed.respondent)))
}

/// A question, and all that its answer can bring up: otherwise a changed answer could ask for another that is not open.
fn brought_up_by(form: &Form, question: &QuestionName) -> BTreeSet<QuestionName> {
    let mut found = BTreeSet::from([question.clone()]);
    loop {
        let more: Vec<_> = form
            .questions()
            .filter(|other| !found.contains(&other.name))
            .filter(|other| {
                let only = match &other.rows {
                    Rows::List { only, .. } => only.as_ref(),
                    Rows::One | Rows::Years | Rows::Free { .. } => None,
                };
                let mut rules = other.relevant.iter().chain(only);
                rules.any(|rule| {
                    let mut looked_at = rule.questions().iter();
                    looked_at.any(|reference| found.contains(&reference.question))
                })
            })
            .map(|other| other.name.clone())
            .collect();
        if more.is_empty() {
            return found;
        }
        found.extend(more);
    }
}
