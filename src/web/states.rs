//! One State, as an officer follows it: where its reply is, what was asked and said, and the acts of the Secretariat.
//!
//! | file | what |
//! |---|---|
//! | [`reading`] | the reply, read: each reading is logged |
//! | [`questions`] | questions on named answers |

pub mod questions;
pub mod reading;

use std::sync::Arc;

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};

use super::input::{Button, Posted};
use super::life::{Posting, act, last_day, may, question_state, said, stage};
use super::pages::life::{QuestionLine, StatePage};
use super::pages::{answer, go_to};
use super::problem::Problem;
use super::respond::open::moment;
use super::visit::Visit;
use crate::access::{
    Allow, CheckReplies, ExtendReply, ReadReplies, ReopenReply, SeeProgress, ValidateReply,
    WholeRound,
};
use crate::form::Form;
use crate::form::name::Code;
use crate::form::text::TextArguments;
use crate::reply::life::Step;
use crate::store::StoreError;
use crate::store::reply::life::{Press, Story};

/// The respondent that an address names.
///
/// # Errors
/// [`Problem::NotFound`] for what is no code; whether it is asked in the round, the store says.
fn respondent(request: &HttpRequest) -> Result<Code, Problem> {
    let code = request.match_info().get("respondent").unwrap_or_default();
    Code::parse(code).map_err(|_no_code| Problem::NotFound)
}

/// Begin of the addresses of a State.
fn address(visit: &Visit, respondent: &Code) -> String {
    visit.to(&format!("/states/{respondent}"))
}

/// A State with its questionnaire.
struct Followed {
    form: Arc<Form>,
    respondent: Code,
    name: String,
    story: Story,
}

impl Followed {
    async fn of(visit: &Visit, respondent: &Code) -> Result<Self, Problem> {
        let allow = may::<SeeProgress>(visit).ok_or(Problem::Forbidden)?;
        let (state, language) = (visit.state.clone(), visit.language);
        let respondent = respondent.clone();
        web::block(move || {
            let WholeRound { round } = allow.scope();
            let story = state.store.story_of(&allow, &respondent)?;
            let round = state.store.round(round)?.ok_or(Problem::NotFound)?;
            let form = state.forms.of(&round, &state.store)?;
            let arguments = TextArguments::named();
            let texts = form.texts(language, &arguments);
            let name = texts.choice(&form.respondents, &respondent).into_owned();
            Ok(Self {
                form,
                respondent,
                name,
                story,
            })
        })
        .await?
    }
}

/// `GET /{lang}/states/{respondent}`.
pub async fn show(
    _allow: Allow<SeeProgress>,
    visit: Visit,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let followed = Followed::of(&visit, &respondent(&request)?).await?;
    answer(StatusCode::OK, &page(&visit, &followed))
}

fn page(visit: &Visit, followed: &Followed) -> StatePage {
    let story = &followed.story;
    let life = story.life;
    let words = visit.words;
    let request = story.latest(Step::AskToCorrect).filter(|_| life.requested);
    let version = |version: i64| {
        let args = [("version", version.into())];
        words.with("life-version-number", &args).into_owned()
    };
    StatePage {
        page: visit
            .page(followed.name.clone())
            .with_back(visit.to("/progress"), words.text("progress-title")),
        address: address(visit, &followed.respondent),
        seen: story.seen(),
        stage: stage(visit, story),
        last_day: last_day(visit, story),
        standing: story.standing.map(version).unwrap_or_default(),
        changed: story
            .changed
            .map(|at| moment(visit, at))
            .unwrap_or_default(),
        read: story.standing.is_some() && may::<ReadReplies>(visit).is_some(),
        compare: story.before_standing().is_some(),
        take: life.allows(Step::Take),
        validate: life.allows(Step::Validate),
        open_questions: story
            .clarifications
            .iter()
            .any(|asked| asked.closed.is_none()),
        unanswered: life.allows(Step::CloseUnanswered) && story.is_over(visit.state.clock.now()),
        reopen: life.allows(Step::Reopen),
        request: request.map(|taken| said(visit, taken)),
        questions: question_lines(visit, followed),
        taken: story
            .taken
            .iter()
            .rev()
            .map(|taken| said(visit, taken))
            .collect(),
        sent: "",
        wordless: false,
        dayless: false,
        words: String::new(),
        day: String::new(),
    }
}

fn question_lines(visit: &Visit, followed: &Followed) -> Vec<QuestionLine> {
    let arguments = TextArguments::named();
    let texts = followed.form.texts(visit.language, &arguments);
    let asked = followed.story.clarifications.iter();
    asked
        .map(|asked| QuestionLine {
            id: asked.id,
            about: followed
                .form
                .question(asked.question.as_str())
                .map(|question| format!("{} {}", question.number, texts.question(question)))
                .unwrap_or_default(),
            address: if followed.story.standing.is_some() {
                let begin = address(visit, &followed.respondent);
                format!("{begin}/reply#{}", asked.question)
            } else {
                String::new()
            },
            words: asked.words.clone(),
            state: question_state(visit, asked),
            close: asked.answered.is_some() && asked.closed.is_none(),
        })
        .collect()
}

/// The page once more, with what is missing of a form that was sent.
async fn again(
    visit: &Visit,
    who: &Code,
    sent: &'static str,
    posting: Posting,
    (wordless, dayless): (bool, bool),
) -> Result<HttpResponse, Problem> {
    let followed = Followed::of(visit, who).await?;
    let mut page = page(visit, &followed);
    page.page.has_errors = true;
    page.sent = sent;
    (page.wordless, page.dayless) = (wordless, dayless);
    (page.words, page.day) = (posting.words, posting.day);
    answer(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

/// `POST /{lang}/states/{respondent}/take`: into checking.
pub async fn take(
    allow: Allow<CheckReplies>,
    visit: Visit,
    request: HttpRequest,
    Posted(posting): Posted<Posting>,
) -> Result<HttpResponse, Problem> {
    let who = respondent(&request)?;
    let back = address(&visit, &who);
    act(&visit, move |store, _keys, now| {
        store.take_into_checking(&allow, &who, posting.press(), now)
    })
    .await?;
    Ok(go_to(&back))
}

/// `POST /{lang}/states/{respondent}/validate`.
pub async fn validate(
    allow: Allow<ValidateReply>,
    visit: Visit,
    request: HttpRequest,
    Posted(posting): Posted<Posting>,
) -> Result<HttpResponse, Problem> {
    let who = respondent(&request)?;
    let state = visit.state.clone();
    let (code, press) = (who.clone(), posting.press());
    let done = web::block(move || {
        let now = state.clock.now();
        state.store.validate(&allow, &code, press, &state.keys, now)
    })
    .await?;
    match done {
        Ok(()) => Ok(go_to(&address(&visit, &who))),
        Err(StoreError::OpenQuestions) => {
            again(&visit, &who, "validate", posting, (false, false)).await
        }
        Err(error) => Err(error.into()),
    }
}

/// `POST /{lang}/states/{respondent}/reopen`: for correction until a day, with words for the State.
pub async fn reopen(
    allow: Allow<ReopenReply>,
    visit: Visit,
    request: HttpRequest,
    Posted(posting): Posted<Posting>,
) -> Result<HttpResponse, Problem> {
    let who = respondent(&request)?;
    let (said, day) = (posting.said(), posting.day(&visit));
    let (Ok(press), Some(day)) = (&said, day) else {
        let missing = (said.is_err(), day.is_none());
        return again(&visit, &who, "reopen", posting, missing).await;
    };
    let press = Press {
        due: Some(day),
        ..press.clone()
    };
    let back = address(&visit, &who);
    act(&visit, move |store, keys, now| {
        store.reopen(&allow, &who, press, keys, now)
    })
    .await?;
    Ok(go_to(&back))
}

/// `POST /{lang}/states/{respondent}/decline`: does not open it, with words for the State.
pub async fn decline(
    allow: Allow<ReopenReply>,
    visit: Visit,
    request: HttpRequest,
    Posted(posting): Posted<Posting>,
) -> Result<HttpResponse, Problem> {
    let who = respondent(&request)?;
    let Ok(press) = posting.said() else {
        return again(&visit, &who, "decline", posting, (true, false)).await;
    };
    let back = address(&visit, &who);
    act(&visit, move |store, _keys, now| {
        store.decline(&allow, &who, press, now)
    })
    .await?;
    Ok(go_to(&back))
}

/// `POST /{lang}/states/{respondent}/extend`: gives the State more time.
pub async fn extend(
    allow: Allow<ExtendReply>,
    visit: Visit,
    request: HttpRequest,
    Posted(posting): Posted<Posting>,
) -> Result<HttpResponse, Problem> {
    let who = respondent(&request)?;
    let Some(day) = posting.day(&visit) else {
        return again(&visit, &who, "extend", posting, (false, true)).await;
    };
    let back = address(&visit, &who);
    act(&visit, move |store, _keys, now| {
        store.extend(&allow, &who, day, now)
    })
    .await?;
    Ok(go_to(&back))
}

/// `POST /{lang}/states/{respondent}/questions/unanswered`: closes what the State let pass.
pub async fn close_unanswered(
    allow: Allow<CheckReplies>,
    visit: Visit,
    request: HttpRequest,
    Posted(posting): Posted<Posting>,
) -> Result<HttpResponse, Problem> {
    let who = respondent(&request)?;
    let back = address(&visit, &who);
    act(&visit, move |store, _keys, now| {
        store.close_unanswered(&allow, &who, posting.press(), now)
    })
    .await?;
    Ok(go_to(&back))
}

/// `POST /{lang}/states/{respondent}/questions/{question}/close`.
pub async fn close_question(
    allow: Allow<CheckReplies>,
    visit: Visit,
    request: HttpRequest,
    Posted(Button): Posted<Button>,
) -> Result<HttpResponse, Problem> {
    let who = respondent(&request)?;
    let id: i64 = request
        .match_info()
        .get("question")
        .and_then(|id| id.parse().ok())
        .ok_or(Problem::NotFound)?;
    let back = format!("{}#questions", address(&visit, &who));
    act(&visit, move |store, _keys, now| {
        store.close_question(&allow, &who, id, now)
    })
    .await?;
    Ok(go_to(&back))
}
