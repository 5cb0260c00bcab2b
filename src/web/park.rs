//! What was posted when the session had ended, or when it wanted a fresh proof of who is there: kept for its person, shown after that, saved
//! with one press. Nothing typed is lost.
//!
//! The cookie names the session, ended or not, and the form carries its token: together they say whose text it is, and let nobody in. Where
//! they say nothing the text is shown to be copied. The script keeps its own copy and is answered as before.

use actix_web::dev::Payload;
use actix_web::http::{Method, StatusCode, Uri, header};
use actix_web::{Error, FromRequest, HttpMessage, HttpRequest, HttpResponse, web};

use super::guard::Access;
use super::headers::is_for_a_program;
use super::input::{self, Button, Pairs, Posted, TOKEN_FIELD};
use super::pages::parked::{LostPage, ParkedLine, ParkedPage, ParkedTextPage, Text};
use super::pages::{answer, go_to};
use super::problem::Problem;
use super::respond::open::moment;
use super::respond::{section, steps};
use super::sign_in::Wanted;
use super::visit::Visit;
use super::{session, sign_in};
use crate::access::{Action, Allow, OwnAccess, permit};
use crate::store::reply::parked::{Parked, Parking};

/// Name of the word in an address that says which kept post a form saves.
const PARKED: &str = "parked";

/// What a person has to do before a post of theirs is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum First {
    /// Sign in: the session has ended.
    SignIn,
    /// Prove once more who they are.
    Confirm,
}

/// Names under which pages post what nobody typed: what they had shown, what was ticked, which button was pressed.
const NOT_TYPED: [&str; 13] = [
    TOKEN_FIELD,
    "checked",
    "confirmed",
    "deed",
    "give",
    "go",
    "question",
    "ready",
    "revision",
    "role",
    "row",
    "seen",
    "session",
];

/// What has to come before a post that was refused, if it is one with which people write.
#[must_use]
pub fn takes(access: Access, request: &HttpRequest, refused: &Error) -> Option<First> {
    let is_writing = match access {
        Access::Only(action) => matches!(
            action,
            Action::EditAnswers
                | Action::Discuss
                | Action::Delegate
                | Action::InviteColleagues
                | Action::ClearReply
                | Action::WithdrawReply
                | Action::CheckReplies
                | Action::ReopenReply
                | Action::ExtendReply
                | Action::ManageRespondents
                | Action::ManageAccounts
        ),
        Access::Open => false,
    };
    let is_form = request.method() == Method::POST
        && request.content_type() == "application/x-www-form-urlencoded"
        && !is_for_a_program(request.headers());
    match refused.as_error() {
        Some(Problem::SignIn { .. }) if is_writing && is_form => Some(First::SignIn),
        Some(Problem::Confirm { .. }) if is_writing && is_form => Some(First::Confirm),
        _ => None,
    }
}

/// Keeps such a post and sends to what comes first; where it cannot be kept, shows it. One in which nothing was typed is refused.
///
/// # Errors
/// If no page of ours posted it, nothing was typed, or it cannot be written down.
pub async fn keep(
    request: &HttpRequest,
    payload: Payload,
    first: First,
    refused: Error,
) -> Result<HttpResponse, Error> {
    let state = input::state(request)?;
    let language = state
        .offered
        .of_path(request.path())
        .ok_or(Problem::NotFound)?;
    let (token, pairs) = input::unsigned(request, payload).await?;
    if texts(pairs.iter()).is_empty() {
        return Err(refused);
    }
    let visit = Visit::of(request, state.clone(), language, None);
    let parking = match session::token(request, &state) {
        None => Parking::Unknown,
        Some(session) => {
            let (state, path) = (state.clone(), request.path().to_owned());
            let pairs = owned(&pairs);
            let park = move || {
                let now = state.clock.now();
                let keys = &state.keys;
                state.store.park(keys, &session, &token, &path, &pairs, now)
            };
            web::block(park)
                .await
                .map_err(Problem::from)?
                .map_err(Problem::from)?
        }
    };
    let back = visit.to("/parked");
    let answer = match (parking, first) {
        (Parking::Kept, First::SignIn) => sign_in::redirect(&state, language, Some(&back)),
        (Parking::Kept, First::Confirm) => {
            sign_in::redirect_to_confirm(&state, language, Some(&back), Wanted::Kept)
        }
        (Parking::Unknown, First::SignIn) => lost(&visit, &pairs, Lost::SignedOut),
        (Parking::Unknown, First::Confirm) => Err(Problem::Forged),
        (Parking::Full, First::SignIn) => lost(&visit, &pairs, Lost::Full),
        (Parking::Full, First::Confirm) => lost(&visit, &pairs, Lost::Unconfirmed),
    };
    Ok(answer?)
}

fn owned(pairs: &Pairs) -> Vec<(String, String)> {
    let pairs = pairs.iter().filter(|(name, _)| *name != TOKEN_FIELD);
    pairs
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect()
}

/// Why a text cannot be kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lost {
    /// Nobody knows whose it is.
    SignedOut,
    /// So many are kept already.
    Full,
    /// So many are kept already, and a proof of who is there is wanted first.
    Unconfirmed,
    /// The reply was locked meanwhile.
    Locked,
}

/// Shows what cannot be kept, so that it can be copied.
///
/// # Errors
/// If the template fails, which is a defect.
pub fn lost(visit: &Visit, pairs: &Pairs, why: Lost) -> Result<HttpResponse, Problem> {
    let (key, status) = match why {
        Lost::SignedOut => ("lost-signed-out", StatusCode::UNAUTHORIZED),
        Lost::Full => ("lost-full", StatusCode::UNAUTHORIZED),
        Lost::Unconfirmed => ("lost-unconfirmed", StatusCode::FORBIDDEN),
        Lost::Locked => ("lost-locked", StatusCode::CONFLICT),
    };
    let page = LostPage {
        page: visit.page(visit.words.text("lost-title")),
        why: visit.words.text(key).into_owned(),
        sign_in: matches!(why, Lost::SignedOut | Lost::Full),
        texts: texts(pairs.iter()),
    };
    answer(status, &page)
}

/// What somebody typed, without what only the page put there.
fn texts<'a>(pairs: impl Iterator<Item = (&'a str, &'a str)>) -> Vec<Text> {
    let typed = pairs.filter(|(name, value)| {
        !value.trim().is_empty() && !name.ends_with(".revision") && !NOT_TYPED.contains(name)
    });
    typed
        .enumerate()
        .map(|(at, (_, value))| Text {
            number: at + 1,
            words: value.to_owned(),
            lines: value.lines().count().clamp(2, 20),
        })
        .collect()
}

/// What is kept for the person signed in.
async fn own(allow: Allow<OwnAccess>, visit: &Visit) -> Result<Vec<Parked>, Problem> {
    let state = visit.state.clone();
    let read = move || state.store.parked(&allow, &state.keys, state.clock.now());
    Ok(web::block(read).await??)
}

/// Whether something is kept for the person of a visit.
///
/// # Errors
/// If the store cannot be asked.
pub async fn waits(visit: &Visit) -> Result<bool, Problem> {
    let session = visit.session.as_deref();
    match session.and_then(|session| permit(session.person())) {
        Some(allow) => Ok(!own(allow, visit).await?.is_empty()),
        None => Ok(false),
    }
}

/// So many characters of a kept text are shown in the list.
const BEGINNING: usize = 80;

/// How a text begins.
fn beginning(words: &str) -> String {
    let mut begin: String = words.chars().take(BEGINNING).collect();
    if begin.len() < words.len() {
        begin.push('…');
    }
    begin
}

/// `GET /{lang}/parked`: what is kept; the only one at once, nothing leads to the start page.
pub async fn list(allow: Allow<OwnAccess>, visit: Visit) -> Result<HttpResponse, Problem> {
    let kept = own(allow, &visit).await?;
    match kept.as_slice() {
        [] => Ok(go_to(&visit.to(""))),
        [one] => Ok(go_to(&visit.to(&format!("/parked/{}", one.id)))),
        several => {
            let titles = steps::titles(&visit, several).await?;
            let line = |(kept, title): (&Parked, String)| ParkedLine {
                title,
                address: visit.to(&format!("/parked/{}", kept.id)),
                discard: discarding(&visit, kept.id),
                sent: sent(&visit, kept),
                begin: texts(pairs(kept))
                    .first()
                    .map(|text| beginning(&text.words))
                    .unwrap_or_default(),
            };
            let page = ParkedPage {
                page: visit
                    .page(visit.words.text("parked-title"))
                    .with_back(visit.to(""), visit.words.text("home-title")),
                kept: several.iter().zip(titles).map(line).collect(),
            };
            answer(StatusCode::OK, &page)
        }
    }
}

fn sent(visit: &Visit, kept: &Parked) -> String {
    let at = moment(visit, kept.at);
    let args = [("moment", (&at).into())];
    visit.words.with("parked-sent", &args).into_owned()
}

fn pairs(kept: &Parked) -> impl Iterator<Item = (&str, &str)> {
    let pairs = kept.pairs.iter();
    pairs.map(|(name, value)| (name.as_str(), value.as_str()))
}

/// `GET /{lang}/parked/{number}`: the page it was typed on, with what was typed; any other text with a button that sends it again.
pub async fn show(
    allow: Allow<OwnAccess>,
    visit: Visit,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let id = number(&request)?;
    let kept = own(allow, &visit).await?;
    let kept = kept.into_iter().find(|kept| kept.id == id);
    let kept = kept.ok_or(Problem::NotFound)?;
    if let Some(page) = section::shown_again(&visit, &kept).await? {
        return Ok(page);
    }
    answer(StatusCode::OK, &text_page(&visit, kept, None))
}

/// The page of a kept text, with what stood in its way when it was sent again.
fn text_page(visit: &Visit, kept: Parked, problem: Option<&Problem>) -> ParkedTextPage {
    let title = problem.map_or("parked-title", |_| "lost-title");
    let why = problem.map(|problem| visit.words.text(&format!("problem-{}", problem.name())));
    ParkedTextPage {
        page: visit.page(visit.words.text(title)),
        why: why.unwrap_or_default().into_owned(),
        sent: sent(visit, &kept),
        address: saving(&kept.path, kept.id),
        discard: discarding(visit, kept.id),
        texts: texts(pairs(&kept)),
        pairs: kept.pairs,
    }
}

/// The page that answers a kept text which was sent again and cannot be taken: it says why, and shows the text to be copied or discarded.
///
/// A page of a problem would leave its person without the text, and the list with one that says nothing of what happened.
///
/// # Errors
/// If the store cannot be asked.
pub async fn not_taken(
    request: &HttpRequest,
    refused: Option<&Error>,
) -> Result<Option<HttpResponse>, Problem> {
    let problem = match refused.and_then(Error::as_error) {
        Some(problem @ (Problem::Conflict | Problem::Forbidden | Problem::NotFound)) => problem,
        _ => return Ok(None),
    };
    let Some(id) = of_query(request.query_string()) else {
        return Ok(None);
    };
    if request.method() != Method::POST || is_for_a_program(request.headers()) {
        return Ok(None);
    }
    let visit = Visit::extract(request).await?;
    let Some(allow) = visit.may() else {
        return Ok(None);
    };
    let kept = own(allow, &visit).await?;
    let kept = kept.into_iter().find(|kept| kept.id == id);
    kept.map(|kept| answer(problem.status(), &text_page(&visit, kept, Some(problem))))
        .transpose()
}

/// `POST /{lang}/parked/{number}/discard`.
pub async fn discard(
    allow: Allow<OwnAccess>,
    visit: Visit,
    request: HttpRequest,
    Posted(Button): Posted<Button>,
) -> Result<HttpResponse, Problem> {
    let id = number(&request)?;
    let state = visit.state.clone();
    if !web::block(move || state.store.unpark(&allow, id)).await?? {
        return Err(Problem::NotFound);
    }
    Ok(go_to(&visit.to("/parked")))
}

fn number(request: &HttpRequest) -> Result<i64, Problem> {
    let number = request.match_info().get("number");
    number
        .and_then(|number| number.parse().ok())
        .ok_or(Problem::NotFound)
}

/// Where a form posts that saves a kept post.
#[must_use]
pub fn saving(path: &str, id: i64) -> String {
    format!("{path}?{PARKED}={id}")
}

/// Where one is discarded.
#[must_use]
pub fn discarding(visit: &Visit, id: i64) -> String {
    visit.to(&format!("/parked/{id}/discard"))
}

/// The kept post that a request saves, by its address.
#[must_use]
pub fn named(request: &HttpRequest) -> Option<i64> {
    of_query(request.query_string()).or_else(|| mended(request))
}

fn of_query(query: &str) -> Option<i64> {
    let (name, id) = query.split_once('=')?;
    id.parse().ok().filter(|_| name == PARKED)
}

/// The kept post that was sent again, found faulty and mended on the page that said so: its form posts to the same path, without the word.
fn mended(request: &HttpRequest) -> Option<i64> {
    let referrer = request.headers().get(header::REFERER)?;
    let page: Uri = referrer.to_str().ok()?.parse().ok()?;
    let is_same = request.method() == Method::POST && page.path() == request.path();
    page.query().filter(|_| is_same).and_then(of_query)
}

/// Lets go of a kept post once a page says that it was saved. What the script saves need not be all of it: its handler knows.
///
/// # Errors
/// If the store cannot be asked.
pub async fn saved(request: &HttpRequest, status: StatusCode) -> Result<(), Problem> {
    let is_done = request.method() == Method::POST
        && (status.is_success() || status.is_redirection())
        && !is_for_a_program(request.headers());
    if is_done {
        let_go(request).await?;
    }
    Ok(())
}

/// Lets go of the kept post that a request names, if it names one and it is the person's own.
///
/// # Errors
/// If the store cannot be asked.
pub async fn let_go(request: &HttpRequest) -> Result<(), Problem> {
    let session = session::known(request);
    let allow = session.and_then(|session| permit::<OwnAccess>(session.person()));
    if let (Some(id), Some(allow)) = (named(request), allow) {
        let state = input::state(request)?;
        web::block(move || state.store.unpark(&allow, id)).await??;
    }
    Ok(())
}
