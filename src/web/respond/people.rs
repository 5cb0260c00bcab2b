//! `GET /{lang}/reply/people`: who works on the reply, with which questions, and how far each section is.

use std::collections::BTreeSet;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};

use super::open::{Change, OpenReply, may, moment};
use super::ready::{PartState, said_of};
use super::steps;
use crate::access::{Action, Allow, Parts, Role, SeeDelegation};
use crate::form::Section;
use crate::form::name::QuestionName;
use crate::store::reply::delegation::{Colleague, Said};
use crate::web::home::role_words;
use crate::web::pages::answer;
use crate::web::pages::people::{Hand, PeoplePage, PersonLine, SectionCard, ToGive};
use crate::web::problem::Problem;
use crate::web::visit::Visit;

/// What the page is made of.
struct Overview<'a> {
    open: &'a OpenReply,
    visit: &'a Visit,
    people: &'a [Colleague],
    said: &'a [Said],
    /// Whether the person may give and take back.
    may_give: bool,
}

/// Shows it.
pub async fn show(allow: Allow<SeeDelegation>, visit: Visit) -> Result<HttpResponse, Problem> {
    let open = OpenReply::of(&visit).await?;
    let see = super::open::may_see(&visit)?;
    let state = visit.state.clone();
    let asked = web::block(move || {
        let people = state.store.colleagues(&allow)?;
        Ok::<_, Problem>((people, state.store.said(&see)?))
    });
    let (people, said) = asked.await??;
    let overview = Overview {
        open: &open,
        visit: &visit,
        people: &people,
        said: &said,
        may_give: may(&visit, Action::Delegate),
    };
    let mut page = visit
        .page(visit.words.text("people-title"))
        .with_back(visit.to("/reply"), visit.words.text("respond-all-sections"));
    page.notice = open
        .texts(visit.language)
        .notice()
        .unwrap_or_default()
        .into_owned();
    let page = PeoplePage {
        page,
        may_give: overview.may_give,
        sections: open
            .form
            .sections
            .iter()
            .map(|section| overview.card(section))
            .collect(),
        people: people.iter().map(|one| overview.line(one)).collect(),
    };
    answer(StatusCode::OK, &page)
}

impl Overview<'_> {
    fn card(&self, section: &Section) -> SectionCard {
        let (open, visit) = (self.open, self.visit);
        let texts = open.texts(visit.language);
        let progress = open.draft.progress(section);
        let args = [
            ("answered", progress.answered.into()),
            ("asked", progress.asked.into()),
            ("missing", progress.core_missing.into()),
            ("blocking", progress.blocking.into()),
        ];
        let mut hands = Vec::new();
        let mut others = Vec::new();
        for person in self.people {
            let Parts::Questions(given) = &person.parts else {
                continue;
            };
            let given: BTreeSet<_> = of_section(section)
                .filter(|name| given.contains(*name))
                .collect();
            let give = visit.to(&format!("/reply/people/{}/{}", section.name, person.id));
            if given.is_empty() {
                others.push(ToGive {
                    address: give,
                    name: in_words(person, visit),
                });
            } else {
                hands.push(self.hand(section, person, &given, give));
            }
        }
        let first = steps::of_section(&open.form, section, &open.draft);
        SectionCard {
            number: section.number,
            title: texts.section(section).into_owned(),
            address: first
                .first()
                .map(|step| visit.to(&step.address()))
                .unwrap_or_default(),
            count: visit.words.with("people-count", &args).into_owned(),
            changed: self.changed(of_section(section)),
            called: self.called(section),
            hands,
            others: if self.may_give && of_section(section).any(|name| open.may_change(name)) {
                others
            } else {
                Vec::new()
            },
        }
    }

    fn hand(
        &self,
        section: &Section,
        person: &Colleague,
        given: &BTreeSet<&QuestionName>,
        address: String,
    ) -> Hand {
        let words = self.visit.words;
        let said = said_of(self.said, section.name.as_str(), person.id);
        let state = PartState::of(self.open, said, given.iter().copied());
        let (state, colour) = state.words(words);
        let numbers: Vec<_> = section
            .questions
            .iter()
            .filter(|question| given.contains(&question.name))
            .map(|question| question.number.as_str())
            .collect();
        let questions = if numbers.len() == section.questions.len() {
            words.text("people-whole-section").into_owned()
        } else {
            let numbers = numbers.join(&words.text("respond-and-list"));
            let args = [("numbers", (&numbers).into())];
            words.with("people-questions", &args).into_owned()
        };
        Hand {
            name: in_words(person, self.visit),
            questions,
            state,
            colour,
            note: said.map(|said| said.note.clone()).unwrap_or_default(),
            changed: self.changed(given.iter().copied()),
            address: if self.may_give {
                address
            } else {
                String::new()
            },
        }
    }

    /// Who changed an answer to some questions last, and when.
    fn changed<'q>(&'q self, questions: impl Iterator<Item = &'q QuestionName>) -> String {
        let changes = questions.flat_map(|question| self.open.changes_of(question));
        let Some(Change { by, at, .. }) = changes.max_by_key(|change| change.revision) else {
            return String::new();
        };
        let words = self.visit.words;
        let nobody = words.text("respond-operator");
        let who = by.as_ref().map_or(&*nobody, |author| &author.name);
        let at = moment(self.visit, *at);
        let args = [("who", who.into()), ("at", (&at).into())];
        words.with("people-changed", &args).into_owned()
    }

    /// That somebody who sees the whole section called it ready, and that it still is.
    fn called(&self, section: &Section) -> String {
        let whole = self.people.iter().filter(|one| one.parts == Parts::Whole);
        let said = whole.filter_map(|one| said_of(self.said, section.name.as_str(), one.id));
        let mut said = said;
        let ready = said.rfind(|said| {
            let state = PartState::of(self.open, Some(said), of_section(section));
            state == PartState::Ready
        });
        ready.map_or_else(String::new, |said| {
            let at = moment(self.visit, said.at);
            let args = [("who", (&said.person.name).into()), ("at", (&at).into())];
            self.visit.words.with("people-called", &args).into_owned()
        })
    }

    fn line(&self, person: &Colleague) -> PersonLine {
        let words = self.visit.words;
        let count = match &person.parts {
            Parts::Whole => words.text(match person.role {
                Role::Mission => "people-sees-progress",
                _ => "people-sees-all",
            }),
            Parts::Questions(given) => words.with("people-given", &[("count", given.len().into())]),
        };
        PersonLine {
            name: person.name.clone(),
            authority: person.authority.clone(),
            address: person.email_address.clone().unwrap_or_default(),
            role: role_words(person.role, words),
            count: count.into_owned(),
        }
    }
}

/// The questions of a section.
pub(super) fn of_section(section: &Section) -> impl Iterator<Item = &QuestionName> {
    section.questions.iter().map(|question| &question.name)
}

/// A person with their authority, if it is known.
pub(super) fn in_words(person: &Colleague, visit: &Visit) -> String {
    if person.authority.is_empty() {
        return person.name.clone();
    }
    let args = [
        ("name", (&person.name).into()),
        ("authority", (&person.authority).into()),
    ];
    visit.words.with("people-of", &args).into_owned()
}
