//! Giving questions of a section to a contributor, taking them back, returning a section.

use std::collections::BTreeSet;

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use validator::ValidationErrors;

use super::open::OpenReply;
use super::people::{in_words, of_section};
use super::ready::said_of;
use super::section::part;
use crate::access::{Allow, Delegate, Parts, SeeDelegation, SeeReply, permit};
use crate::form::Section;
use crate::form::name::QuestionName;
use crate::store::reply::delegation::{Colleague, Said, SectionNames};
use crate::text::hidden::debug_hiding;
use crate::web::input::{Fields, Pairs, Posted};
use crate::web::pages::people::{GivePage, GivenQuestion};
use crate::web::pages::{answer, go_to};
use crate::web::problem::Problem;
use crate::web::visit::Visit;

/// Most characters of a note to somebody to whom a section is returned.
const LONGEST_NOTE: u64 = 1_000;

/// Which questions somebody is to have.
#[derive(Debug)]
pub struct Wish {
    /// The names that are ticked.
    questions: Vec<String>,
    all: Button,
}

/// Which button was pressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Button {
    /// What is ticked.
    Ticked,
    /// The whole section.
    All,
    /// Nothing of it.
    Nothing,
}

impl Fields for Wish {
    fn read(pairs: Pairs) -> Result<Self, Problem> {
        let ticked = pairs.iter().filter(|(name, _)| *name == "question");
        Ok(Self {
            questions: ticked.map(|(_, value)| value.to_owned()).collect(),
            all: match pairs.first("give") {
                Some("all") => Button::All,
                Some("nothing") => Button::Nothing,
                Some(_) | None => Button::Ticked,
            },
        })
    }
}

/// Why a section is returned.
#[derive(validator::Validate)]
pub struct Return {
    #[validate(length(min = 1, max = LONGEST_NOTE))]
    note: String,
}

debug_hiding!(Return, [], [note]);

impl Fields for Return {
    fn read(pairs: Pairs) -> Result<Self, Problem> {
        let note = pairs.first("note").unwrap_or_default();
        Ok(Self {
            note: note.trim().to_owned(),
        })
    }
}

/// The person and the section that an address names.
struct Place {
    open: OpenReply,
    person: Colleague,
    said: Vec<Said>,
}

impl Place {
    /// Looks both up within the own reply.
    async fn find(visit: &Visit, request: &HttpRequest) -> Result<Self, Problem> {
        let number: i64 = part(request, "person")
            .parse()
            .map_err(|_no_number| Problem::NotFound)?;
        let session = visit.session.as_deref().ok_or(Problem::NotFound)?;
        let see: Allow<SeeReply> = permit(session.person()).ok_or(Problem::NotFound)?;
        let people: Allow<SeeDelegation> = permit(session.person()).ok_or(Problem::NotFound)?;
        let (state, language) = (visit.state.clone(), visit.language);
        let asked = web::block(move || {
            let open = OpenReply::open(&state, &see, language)?;
            let said = state.store.said(&see)?;
            let people = state.store.colleagues(&people)?;
            let mut people = people.into_iter();
            let person = people.find(|one| one.id == number && one.parts != Parts::Whole);
            let person = person.ok_or(Problem::NotFound)?;
            Ok::<_, Problem>(Self { open, person, said })
        });
        asked.await?
    }

    fn section(&self, request: &HttpRequest) -> Result<&Section, Problem> {
        let section = self.open.form.section(part(request, "section"));
        section.ok_or(Problem::NotFound)
    }

    fn page(&self, visit: &Visit, section: &Section, wrong: Option<&str>) -> GivePage {
        let texts = self.open.texts(visit.language);
        let words = visit.words;
        let name = in_words(&self.person, visit);
        let title = texts.section(section);
        let args = [("name", (&name).into()), ("section", (&*title).into())];
        let has = |name: &QuestionName| self.person.parts.contains(name);
        let may_change = |name: &QuestionName| self.open.may_change(name);
        let questions = section.questions.iter();
        let questions =
            questions.filter(|question| has(&question.name) || may_change(&question.name));
        let questions = questions.map(|question| GivenQuestion {
            name: question.name.to_string(),
            number: question.number.clone(),
            words: texts.question(question).into_owned(),
            given: has(&question.name),
        });
        let mut page = visit
            .page(words.with("people-give-title", &args))
            .with_back(visit.to("/reply/people"), words.text("people-back"));
        page.notice = texts.notice().unwrap_or_default().into_owned();
        page.has_errors = wrong.is_some();
        let said = said_of(&self.said, section.name.as_str(), self.person.id);
        GivePage {
            page,
            action: visit.to(&format!(
                "/reply/people/{}/{}",
                section.name, self.person.id
            )),
            questions: questions.collect(),
            gives_all: of_section(section).all(may_change),
            has_some: of_section(section).any(has),
            may_return: of_section(section).any(has) && of_section(section).any(may_change),
            note: wrong.map_or_else(
                || said.map(|said| said.note.clone()).unwrap_or_default(),
                str::to_owned,
            ),
            wrong: wrong.is_some(),
        }
    }
}

/// `GET /{lang}/reply/people/{section}/{person}`: which questions of a section somebody has.
pub async fn ask(
    _allow: Allow<Delegate>,
    visit: Visit,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let place = Place::find(&visit, &request).await?;
    let page = place.page(&visit, place.section(&request)?, None);
    answer(StatusCode::OK, &page)
}

/// `POST /{lang}/reply/people/{section}/{person}`: gives exactly these; what they had beside is taken back.
pub async fn give(
    allow: Allow<Delegate>,
    visit: Visit,
    request: HttpRequest,
    Posted(wish): Posted<Wish>,
) -> Result<HttpResponse, Problem> {
    let place = Place::find(&visit, &request).await?;
    let section = SectionNames::from(place.section(&request)?);
    let given: BTreeSet<QuestionName> = match wish.all {
        Button::All => section.questions.clone(),
        Button::Nothing => BTreeSet::new(),
        Button::Ticked => {
            let names = wish.questions.iter();
            let names = names.map(|name| QuestionName::parse(name));
            names
                .collect::<Result<_, _>>()
                .map_err(|_no_name| Problem::Unreadable)?
        }
    };
    let (state, person) = (visit.state.clone(), place.person.id);
    let at = state.clock.now();
    web::block(move || state.store.give(&allow, person, section, given, at)).await??;
    Ok(go_to(&visit.to("/reply/people")))
}

/// `POST /{lang}/reply/people/{section}/{person}/return`: returns their part of the section, with a note.
pub async fn give_back(
    allow: Allow<Delegate>,
    visit: Visit,
    request: HttpRequest,
    Posted(wish): Posted<Return>,
) -> Result<HttpResponse, Problem> {
    let place = Place::find(&visit, &request).await?;
    let section = place.section(&request)?;
    if !of_section(section).any(|name| place.person.parts.contains(name)) {
        return Err(Problem::NotFound);
    }
    let checked: Result<(), ValidationErrors> = validator::Validate::validate(&wish);
    if checked.is_err() {
        let page = place.page(&visit, section, Some(&wish.note));
        return answer(StatusCode::UNPROCESSABLE_ENTITY, &page);
    }
    let (state, person) = (visit.state.clone(), place.person.id);
    let section = SectionNames::from(section);
    let at = state.clock.now();
    let done = web::block(move || {
        let store = &state.store;
        store.return_section(&allow, person, section, wish.note, at)
    });
    done.await??;
    Ok(go_to(&visit.to("/reply/people")))
}
