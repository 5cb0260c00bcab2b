//! The pages of a section: shown, and saved.

use std::borrow::Cow;

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};

use super::answers::Reader;
use super::last::Press;
use super::notes::{self, Notes};
use super::open::{OpenReply, may, may_see, moment};
use super::question::Maker;
use super::record::{self, PageTalk, Typed};
use super::save::{Choice, Outcome, Sent, Told, is_on, mark_stays};
use super::steps::{self, Place, Step};
use crate::access::{Action, Allow, EditAnswers, SeeReply};
use crate::form::name::Code;
use crate::form::text::FormTexts;
use crate::form::{Level, Rows};
use crate::reply::Given;
use crate::reply::finding::Finding;
use crate::reply::raw::Posted as FromPairs;
use crate::store::RequestKey;
use crate::store::reply::parked::Parked;
use crate::text::Catalogue;
use crate::web::input::{Pairs, Posted};
use crate::web::life::status;
use crate::web::pages::respond::{
    Conflict, Mend, Question, ReadPage, RowLink, RowList, SectionPage,
};
use crate::web::pages::{Page, answer, go_to, json};
use crate::web::park::{self, Lost};
use crate::web::problem::Problem;
use crate::web::visit::Visit;

/// Name of the buttons that send a page; its value says where to go then.
const GO: &str = "go";
/// Most names told back that are not of the questionnaire, and most characters of one.
const MOST_UNKNOWN: usize = 10;
const LONGEST_UNKNOWN: usize = 80;

/// `GET /{lang}/reply/{section}`: leads to its first page.
pub async fn enter(
    _allow: Allow<SeeReply>,
    visit: Visit,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let open = OpenReply::of(&visit).await?;
    let section = open.form.section(part(&request, "section"));
    let section = section.ok_or(Problem::NotFound)?;
    let mut questions = section.questions.iter();
    if !questions.any(|question| open.draft.shows(&question.name)) {
        return Err(Problem::NotFound);
    }
    let steps = steps::of_section(&open.form, section, &open.draft);
    Ok(go_to(&match steps.first() {
        Some(step) => visit.to(&step.address()),
        None => visit.to("/reply"),
    }))
}

/// `GET /{lang}/reply/{section}/{page}` and `…/{row}`.
pub async fn show(
    _allow: Allow<SeeReply>,
    visit: Visit,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let open = OpenReply::of(&visit).await?;
    let place = place_of(&request);
    let step = place.find(&open)?;
    let mut questions = step.questions().iter();
    let changes = questions.any(|question| open.may_change(&question.name));
    if !changes || !may(&visit, Action::EditAnswers) {
        return answer(StatusCode::OK, &to_read(&open, &visit, &step));
    }
    let talk = PageTalk::read(&visit, Vec::new()).await?;
    answer(
        StatusCode::OK,
        &to_fill_in(&open, &visit, &step, None, &talk),
    )
}

/// `POST /{lang}/reply/{section}/{page}` and `…/{row}`: saves what was typed, whatever it is, then says what is to be mended on this page
/// or leads on.
pub async fn keep(
    edit: Allow<EditAnswers>,
    visit: Visit,
    request: HttpRequest,
    Posted(pairs): Posted<Pairs>,
) -> Result<HttpResponse, Problem> {
    let see = may_see(&visit)?;
    let is_autosave = request.headers().contains_key("x-autosave");
    let go = pairs.first(GO).unwrap_or_default().to_owned();
    let remarks = if is_autosave {
        // A remark is written when its button is pressed, not while it is typed.
        Vec::new()
    } else {
        Typed::read(&pairs, row_of(&request)?.as_ref())
    };
    let choices = pairs.iter().filter_map(|(name, value)| {
        let key = name.strip_prefix(Choice::NAME)?;
        Some((key.to_owned(), Choice::parse(value)?))
    });
    let place = place_of(&request);
    let sent = Sent {
        place: place.clone(),
        choices: choices.collect(),
        key: request_key(&request)?,
        loosen: visit.may(),
        attach: visit.may(),
        press: Press::parse(&go),
        pairs: pairs
            .iter()
            .filter(|(name, _)| is_of_an_answer(name))
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect(),
    };
    let (state, language) = (visit.state.clone(), visit.language);
    let outcome = web::block(move || Outcome::save(&state, &edit, &see, sent, language)).await?;
    // A text that is kept is shown as such.
    if let Err(Problem::Conflict) = outcome
        && !is_autosave
        && park::named(&request).is_none()
    {
        return park::lost(&visit, &pairs, Lost::Locked);
    }
    let outcome = outcome?;
    let step = place.find(&outcome.open)?;
    if is_autosave {
        if !outcome.needs_a_look() && Typed::read(&pairs, row_of(&request)?.as_ref()).is_empty() {
            park::let_go(&request).await?;
        }
        let told = Told::of(&outcome, &step, &visit);
        return Ok(json(StatusCode::OK, &told));
    }
    let talk = PageTalk::write(&visit, remarks).await?;
    let open = &outcome.open;
    let mut findings = open.draft.findings().iter();
    let to_mend =
        findings.any(|found| is_on(&step, found) && found.blocks() && !found.is_missing());
    let stays = ["add.", "remark.", "documents."]
        .iter()
        .any(|stay| go.starts_with(stay))
        || Press::parse(&go).is_some();
    let goes_on = go != "tasks" && !stays;
    if outcome.needs_a_look() || talk.is_to_mend() || (goes_on && to_mend) {
        let mut page = to_fill_in(open, &visit, &step, Some(&outcome), &talk);
        if let Some(kept) = park::named(&request) {
            page.show_kept(kept, &visit);
        }
        return answer(StatusCode::UNPROCESSABLE_ENTITY, &page);
    }
    let address = match go.split_once('.') {
        _ if go == "tasks" => "/reply".to_owned(),
        Some(("add" | "remark", question)) if open.form.question(question).is_some() => {
            format!("{}#{question}", step.address())
        }
        Some(("documents", key)) => format!("/documents/{}", key.replace('.', "/")),
        _ => match Press::parse(&go)
            .as_ref()
            .and_then(|press| press.place(open))
        {
            Some(place) => format!("{}#{place}", step.address()),
            None => after(open, &step),
        },
    };
    Ok(go_to(&visit.to(&address)))
}

/// The page of a section with what was typed on it when the session had ended; `None` if it was typed on no such page of theirs.
///
/// It stands on the revisions that were seen then, so that saving it compares it with what others wrote since.
///
/// # Errors
/// If the store cannot be asked.
pub async fn shown_again(visit: &Visit, kept: &Parked) -> Result<Option<HttpResponse>, Problem> {
    let edit: Option<Allow<EditAnswers>> = visit.may();
    let (Some(place), Some(_edit)) = (Place::parse(&kept.path), edit) else {
        return Ok(None);
    };
    let mut open = OpenReply::of(visit).await?;
    let facts = open.draft.facts();
    let answers = kept.pairs.iter().filter(|(name, _)| is_of_an_answer(name));
    let posted = FromPairs::from_pairs(&open.form, facts, answers.cloned());
    let typed = posted.answers.into_iter().filter_map(|(key, raw)| {
        let seen = *posted.seen.get(&key)?;
        open.draft.shows(&key.question).then_some((key, raw, seen))
    });
    let typed = typed.collect();
    if !open.is_draft() {
        return Ok(None);
    }
    open.overlay(typed);
    let Ok(step) = place.find(&open) else {
        return Ok(None);
    };
    let remarks = Typed::read(&Pairs::kept(kept.pairs.clone()), step.row.as_ref());
    let talk = PageTalk::read(visit, remarks).await?;
    let mut page = to_fill_in(&open, visit, &step, None, &talk);
    page.show_kept(kept.id, visit);
    answer(StatusCode::OK, &page).map(Some)
}

/// The key that the script gives its requests.
fn request_key(request: &HttpRequest) -> Result<Option<RequestKey>, Problem> {
    let Some(key) = request.headers().get("idempotency-key") else {
        return Ok(None);
    };
    let key = key
        .to_str()
        .ok()
        .and_then(|key| RequestKey::parse(key).ok());
    key.map(Some).ok_or(Problem::Unreadable)
}

/// Whether a name that a page of a section posts is that of a part of an answer.
fn is_of_an_answer(name: &str) -> bool {
    name != GO
        && !name.starts_with(record::AFTER)
        && !name.starts_with(Choice::NAME)
        && !name.starts_with(record::NAME)
}

/// The row of the address, if it is that of a row.
fn row_of(request: &HttpRequest) -> Result<Option<Code>, Problem> {
    let row = request.match_info().get("row").map(Code::parse);
    row.transpose().map_err(|_no_code| Problem::NotFound)
}

pub(super) fn part<'r>(request: &'r HttpRequest, name: &str) -> &'r str {
    request.match_info().get(name).unwrap_or_default()
}

/// The page that an address names.
fn place_of(request: &HttpRequest) -> Place {
    Place {
        section: part(request, "section").to_owned(),
        page: part(request, "page").to_owned(),
        row: request.match_info().get("row").map(str::to_owned),
    }
}

/// Where the journey goes on, without the language.
fn after(open: &OpenReply, step: &Step<'_>) -> String {
    let next = steps::next(&open.form, &open.draft, step);
    next.map_or_else(|| "/reply/check".to_owned(), |next| next.address())
}

/// What surrounds a page of a section.
fn surround(open: &OpenReply, visit: &Visit, step: &Step<'_>) -> Page {
    let texts = open.texts(visit.language);
    let section = texts.section(step.section);
    let title = match (&step.row, step.questions().first()) {
        (Some(row), Some(question)) => texts.row(question, row),
        _ => section,
    };
    let mut page = visit
        .page(title)
        .with_back(visit.to("/reply"), visit.words.text("respond-all-sections"));
    page.notice = texts.notice().unwrap_or_default().into_owned();
    page
}

/// `Section 4 of 10`; on the page of a row with the title of the section, which is not that of the page.
fn place(open: &OpenReply, visit: &Visit, step: &Step<'_>) -> String {
    let args = [
        ("number", step.section.number.into()),
        ("all", open.form.sections.len().into()),
    ];
    let place = visit.words.with("respond-section-place", &args);
    if step.row.is_none() {
        return place.into_owned();
    }
    let title = open.texts(visit.language).section(step.section);
    let args = [("label", (&*place).into()), ("words", (&*title).into())];
    visit.words.with("respond-labelled", &args).into_owned()
}

fn to_fill_in(
    open: &OpenReply,
    visit: &Visit,
    step: &Step<'_>,
    outcome: Option<&Outcome>,
    talk: &PageTalk,
) -> SectionPage {
    let texts = open.texts(visit.language);
    let words = visit.words;
    let notes = match outcome {
        Some(outcome) => outcome.notes(visit, step),
        None => Notes::collect(&open.draft, &texts, words, |found| is_on(step, found)),
    };
    let maker = Maker {
        open,
        draft: &open.draft,
        texts,
        words,
        page: step.questions(),
        by_row: step.has_row_pages(),
        notes: &notes,
        conflicts: outcome.map_or(&[], |outcome| outcome.saved.conflicts.as_slice()),
        kept: outcome.map_or(&[], |outcome| outcome.saved.kept.as_slice()),
    };
    let questions = step.questions().iter();
    let row = step.row.as_ref();
    let questions = questions
        .filter(|question| open.may_change(&question.name))
        .map(|question| Question {
            talk: talk.of(open, visit, question, row),
            ..maker.question(question, row)
        })
        .collect();
    let mut summary = outcome.map_or_else(Vec::new, |outcome| summary(outcome, visit, step));
    summary.extend(talk.mends(words));
    let mut page = surround(open, visit, step);
    page.has_errors = !summary.is_empty();
    let head = |text: Option<Cow<'_, str>>| {
        let text = text.filter(|_| step.is_first());
        text.unwrap_or_default().into_owned()
    };
    SectionPage {
        page,
        place: place(open, visit, step),
        intro: head(texts.section_intro(step.section)),
        answered_by: head(texts.answered_by(step.section)),
        address: visit.to(&step.address()),
        discard: String::new(),
        copy: copy(open, visit, step),
        saved: open.changed.map(|at| moment(visit, at)).unwrap_or_default(),
        summary,
        next: visit.to(&after(open, step)),
        rows: row_list(open, visit, step),
        questions,
        nobody: Conflict::default(),
    }
}

impl SectionPage {
    /// Says that it shows what was kept, and posts to where that is let go of.
    fn show_kept(&mut self, id: i64, visit: &Visit) {
        self.address = park::saving(&self.address, id);
        self.discard = park::discarding(visit, id);
    }
}

/// Under which the browser keeps what was not saved yet: the person, the reply and the page.
fn copy(open: &OpenReply, visit: &Visit, step: &Step<'_>) -> String {
    let person = visit.session.as_deref().map(|session| session.person().id);
    let respondent = &open.draft.facts().respondent;
    format!(
        "{}/{}/{respondent}{}",
        person.unwrap_or_default(),
        open.round.code,
        step.address()
    )
}

/// What has to be mended before the journey goes on: what somebody else changed, what was not saved, what was found.
fn summary(outcome: &Outcome, visit: &Visit, step: &Step<'_>) -> Vec<Mend> {
    let texts = outcome.open.texts(visit.language);
    let words = visit.words;
    let conflicts = outcome.saved.conflicts.iter().map(|conflict| Mend {
        address: format!("#{}-conflict", conflict.key),
        words: words.text("respond-conflict-summary").into_owned(),
        is_warning: false,
    });
    let kept = outcome.saved.kept.iter().map(|kept| Mend {
        address: format!("#{}", kept.key),
        words: mark_stays(kept.mark, visit),
        is_warning: true,
    });
    let confirm = !outcome.saved.kept.is_empty() && may(visit, Action::LoosenMark);
    let confirm = confirm.then(|| Mend {
        address: visit.to("/account/confirm"),
        words: words.text("respond-mark-confirm").into_owned(),
        is_warning: true,
    });
    let unknown = outcome.unknown.iter().take(MOST_UNKNOWN).map(|name| {
        let name: String = name.chars().take(LONGEST_UNKNOWN).collect();
        let args = [("name", (&name).into())];
        Mend {
            address: String::new(),
            words: words.with("respond-unknown", &args).into_owned(),
            is_warning: false,
        }
    });
    let findings = outcome.open.draft.findings().iter();
    let findings = findings
        .filter(|found| is_on(step, found) && found.blocks() && !found.is_missing())
        .map(|found| mend(found, &texts, words, ""));
    conflicts
        .chain(kept)
        .chain(confirm)
        .chain(unknown)
        .chain(findings)
        .collect()
}

/// A finding with the way to its place on a page.
pub(super) fn mend(found: &Finding, texts: &FormTexts<'_>, words: &Catalogue, page: &str) -> Mend {
    let place = notes::whereabouts(found, texts, words);
    let message = notes::message(found, texts);
    let args = [("label", (&place).into()), ("words", (&*message).into())];
    Mend {
        address: format!("{page}#{}", notes::target(found, texts)),
        words: words.with("respond-labelled", &args).into_owned(),
        is_warning: found.level == Level::Warn,
    }
}

/// The rows of a page that shows them one by one.
fn row_list(open: &OpenReply, visit: &Visit, step: &Step<'_>) -> Option<RowList> {
    let first = *step.questions().first().filter(|_| step.has_row_pages())?;
    let texts = open.texts(visit.language);
    let steps = steps::of_section(&open.form, step.section, &open.draft);
    let rows: Vec<_> = steps
        .into_iter()
        .filter(|row| row.page.slug == step.page.slug && row.row.is_some())
        .collect();
    let current = rows.iter().position(|row| row.row == step.row);
    let number = current.map_or(0, |at| at + 1);
    let args = [("number", number.into()), ("all", rows.len().into())];
    let place = if current.is_some() {
        "respond-row-place"
    } else {
        "respond-rows-follow"
    };
    let link = |row: &Step<'_>| {
        let code = row.row.as_ref()?;
        let (answered, asked) = answered(open, row, code);
        let args = [("answered", answered.into()), ("asked", asked.into())];
        Some(RowLink {
            address: visit.to(&row.address()),
            label: texts.row(first, code).into_owned(),
            count: visit
                .words
                .with("respond-section-count", &args)
                .into_owned(),
            current: row.row == step.row,
        })
    };
    Some(RowList {
        title: match &first.rows {
            Rows::List { list, .. } => texts.list(list).into_owned(),
            _ => texts.short(first).into_owned(),
        },
        place: visit.words.with(place, &args).into_owned(),
        open: current.is_none(),
        rows: rows.iter().filter_map(link).collect(),
    })
}

/// Of the questions asked for a row, those with a value or a status.
fn answered(open: &OpenReply, step: &Step<'_>, row: &Code) -> (usize, usize) {
    let questions = step.questions().iter();
    let asked: Vec<_> = questions
        .filter(|question| open.draft.rows(&question.name).contains(row))
        .collect();
    let given = asked.iter().filter(|question| {
        let answer = open.draft.answer(&question.name, Some(row));
        answer.is_some_and(|answer| answer.given != Given::Blank)
    });
    (given.count(), asked.len())
}

fn to_read(open: &OpenReply, visit: &Visit, step: &Step<'_>) -> ReadPage {
    let reader = Reader {
        draft: &open.draft,
        last: &open.last,
        texts: open.texts(visit.language),
        words: visit.words,
        change: None,
    };
    ReadPage {
        page: surround(open, visit, step),
        place: place(open, visit, step),
        submitted: status(visit, &open.story),
        receipts: open.story.version > 0,
        answers: reader.section(step.section, step.questions(), step.row.as_ref()),
        rows: row_list(open, visit, step),
        next: visit.to(&after(open, step)),
    }
}
