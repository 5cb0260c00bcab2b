//! Who was given which questions of a reply, and how far their sections are.
//!
//! A delegation is a row for each question. It is read with the session at every request, so that taking it back works at once.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;
use serde::Serialize;

use super::life::Writable;
use super::replies::{find, lock};
use crate::access::{
    Actor, Allow, Delegate, InviteColleagues, MarkReady, OwnReply, Parts, Person, Role,
    SeeDelegation, SeeReply,
};
use crate::form::Section;
use crate::form::name::{Code, QuestionName, SectionName};
use crate::store::account::people::{Author, account};
use crate::store::connection::DbConnection;
use crate::store::log::Act;
use crate::store::schema::{delegations, people, replies, section_states};
use crate::store::{Store, StoreError, stored};
use crate::text::hidden::debug_hiding;

/// A section and the names of its questions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SectionNames {
    /// The section.
    pub section: SectionName,
    /// All its questions.
    pub questions: BTreeSet<QuestionName>,
}

impl From<&Section> for SectionNames {
    fn from(section: &Section) -> Self {
        let questions = section.questions.iter();
        Self {
            section: section.name.clone(),
            questions: questions.map(|question| question.name.clone()).collect(),
        }
    }
}

/// Somebody of the own State who has an account in this round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Colleague {
    /// Number of the account.
    pub id: i64,
    /// Name to show.
    pub name: String,
    /// Address for links, if there is one.
    pub email_address: Option<String>,
    /// The authority for which they answer, as the focal point wrote it; may be empty.
    pub authority: String,
    /// What they are.
    pub role: Role,
    /// Which questions they have: of a contributor, those given to them.
    pub parts: Parts,
}

/// What can be said of somebody's part of a section.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Saying {
    /// It is ready.
    Ready,
    /// It was returned to them.
    Returned,
}

impl Saying {
    const fn code(self) -> &'static str {
        match self {
            Self::Ready => "ready",
            Self::Returned => "returned",
        }
    }
}

/// What was last said of somebody's part of a section.
#[derive(Clone, PartialEq, Eq)]
pub struct Said {
    /// The section.
    pub section: String,
    /// Whose part.
    pub person: Author,
    /// What.
    pub saying: Saying,
    /// Revision of the reply at which it was said.
    pub revision: i64,
    /// What the one who returned it wrote; empty otherwise.
    pub note: String,
    /// When.
    pub at: DateTime<Utc>,
}

debug_hiding!(Said, [section, person, saying, revision, at], [note]);

/// A person with the questions given to them.
pub(in crate::store) fn in_parts(
    conn: &mut DbConnection,
    mut person: Person,
) -> Result<Person, StoreError> {
    if person.role != Role::Contributor {
        return Ok(person);
    }
    let respondent = person.respondent.as_ref().map(Code::as_str);
    let names: Vec<String> = delegations::table
        .inner_join(replies::table)
        .filter(delegations::person.eq(person.id))
        .filter(replies::round.eq(person.round.as_str()))
        .filter(replies::respondent.nullable().eq(respondent))
        .select(delegations::question)
        .load(conn)?;
    let names = names.iter().map(|name| question(name));
    person.parts = Parts::Questions(names.collect::<Result<_, _>>()?);
    Ok(person)
}

fn question(name: &str) -> Result<QuestionName, StoreError> {
    QuestionName::parse(name).map_err(|cause| StoreError::damaged("delegation", cause))
}

/// Refuses an account that is not a contributor to this reply.
fn is_contributor(
    conn: &mut DbConnection,
    scope: &OwnReply,
    person: i64,
) -> Result<(), StoreError> {
    let there: i64 = people::table
        .find(person)
        .filter(people::round.eq(scope.round.as_str()))
        .filter(people::respondent.eq(scope.respondent.as_str()))
        .filter(people::role.eq(Role::Contributor.code()))
        .filter(people::suspended.is_null())
        .count()
        .get_result(conn)?;
    if there == 1 {
        Ok(())
    } else {
        Err(StoreError::NotGiven)
    }
}

/// The row of somebody's part of a section.
struct Part<'a> {
    reply: i64,
    section: &'a SectionName,
    person: i64,
}

impl Part<'_> {
    /// Forgets what was said of it.
    fn unsay(&self, conn: &mut DbConnection) -> Result<(), StoreError> {
        let row = section_states::table.find((self.reply, self.section.as_str(), self.person));
        diesel::delete(row).execute(conn)?;
        Ok(())
    }

    fn say(
        &self,
        conn: &mut DbConnection,
        saying: Saying,
        (revision, note, at): (i64, &str, NaiveDateTime),
    ) -> Result<(), StoreError> {
        self.unsay(conn)?;
        diesel::insert_into(section_states::table)
            .values((
                section_states::reply.eq(self.reply),
                section_states::section.eq(self.section.as_str()),
                section_states::person.eq(self.person),
                section_states::state.eq(saying.code()),
                section_states::revision.eq(revision),
                section_states::note.eq(note),
                section_states::at.eq(at),
            ))
            .execute(conn)?;
        Ok(())
    }
}

impl Store {
    /// Gives a contributor exactly these questions of a section: those they had beside are taken back, at once. What was said of their
    /// part of it is forgotten if it changes. Gives whether it did. Only what may be written now can be given; taken back, since it is
    /// also the right to read, a question can be at any time.
    ///
    /// # Errors
    /// [`StoreError::NotGiven`] if the account is no contributor to this reply, or a question is not of the section; those of a save for
    /// what may not be written now.
    pub fn give(
        &self,
        allow: &Allow<Delegate>,
        person: i64,
        section: SectionNames,
        given: BTreeSet<QuestionName>,
        at: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        #[derive(Serialize)]
        struct Body {
            section: SectionName,
            given: Vec<QuestionName>,
            taken_back: Vec<QuestionName>,
        }
        if !given.is_subset(&section.questions) {
            return Err(StoreError::NotGiven);
        }
        let scope = allow.scope().clone();
        let giver = account(allow.who());
        let at = stored(at);
        self.write(move |conn| {
            let reply = lock(conn, &scope)?;
            is_contributor(conn, &scope, person)?;
            let had: Vec<String> = delegations::table
                .filter(delegations::person.eq(person))
                .filter(delegations::reply.eq(reply.id))
                .select(delegations::question)
                .load(conn)?;
            let had = had.iter().map(|name| question(name));
            let had: BTreeSet<_> = had.collect::<Result<_, _>>()?;
            let had: BTreeSet<_> = had.intersection(&section.questions).cloned().collect();
            let body = Body {
                given: given.difference(&had).cloned().collect(),
                taken_back: had.difference(&given).cloned().collect(),
                section: section.section,
            };
            if body.given.is_empty() && body.taken_back.is_empty() {
                return Ok(false);
            }
            if !body.given.is_empty() {
                let writable = Writable::now(conn, &scope, &reply, at)?;
                let mut given = body.given.iter();
                given.try_for_each(|name| writable.check(name))?;
            }
            let taken_back = body.taken_back.iter().map(QuestionName::as_str);
            diesel::delete(
                delegations::table
                    .filter(delegations::person.eq(person))
                    .filter(delegations::reply.eq(reply.id))
                    .filter(delegations::question.eq_any(taken_back)),
            )
            .execute(conn)?;
            for name in &body.given {
                diesel::insert_into(delegations::table)
                    .values((
                        delegations::person.eq(person),
                        delegations::reply.eq(reply.id),
                        delegations::question.eq(name.as_str()),
                        delegations::at.eq(at),
                    ))
                    .execute(conn)?;
            }
            let part = Part {
                reply: reply.id,
                section: &body.section,
                person,
            };
            part.unsay(conn)?;
            let act = Act {
                person: giver,
                reply: Some(&scope),
                action: "questions_given",
                object: format!("account {person}"),
                at,
            };
            act.log(conn, &body)?;
            Ok(true)
        })
    }

    /// Writes down for which authority a contributor to the own reply answers.
    ///
    /// # Errors
    /// [`StoreError::NotGiven`] if the account is no contributor to this reply.
    pub fn set_authority(
        &self,
        allow: &Allow<InviteColleagues>,
        person: i64,
        authority: String,
    ) -> Result<(), StoreError> {
        let scope = allow.scope().clone();
        self.write(move |conn| {
            is_contributor(conn, &scope, person)?;
            diesel::update(people::table.find(person))
                .set(people::authority.eq(authority))
                .execute(conn)?;
            Ok(())
        })
    }

    /// Says that a section, or one's part of it, is ready; or takes that back.
    ///
    /// # Errors
    /// [`StoreError::NotGiven`] if nothing of the section is within the own parts; those of a save if nothing of it may be written now.
    pub fn call_ready(
        &self,
        allow: &Allow<MarkReady>,
        section: SectionNames,
        ready: Ready,
        at: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let scope = allow.scope().clone();
        let SectionNames { section, questions } = section;
        let own = questions
            .into_iter()
            .filter(|name| scope.parts.contains(name));
        let own: BTreeSet<_> = own.collect();
        let Some(person) = account(allow.who()).filter(|_| !own.is_empty()) else {
            return Err(StoreError::NotGiven);
        };
        let at = stored(at);
        self.write(move |conn| {
            let reply = lock(conn, &scope)?;
            let writable = Writable::now(conn, &scope, &reply, at)?;
            writable.check_some(section.as_str(), own.iter())?;
            let part = Part {
                reply: reply.id,
                section: &section,
                person,
            };
            let action = match ready {
                Ready::Yes => {
                    part.say(conn, Saying::Ready, (reply.revision, "", at))?;
                    "section_ready"
                }
                Ready::NoLonger => {
                    part.unsay(conn)?;
                    "section_not_ready"
                }
            };
            let act = Act {
                person: Some(person),
                reply: Some(&scope),
                action,
                object: format!("section {section}"),
                at,
            };
            act.log(conn, &BTreeMap::from([("revision", reply.revision)]))
        })
    }

    /// Returns somebody's part of a section to them, with a note that says why.
    ///
    /// # Errors
    /// [`StoreError::NotGiven`] if the account is no contributor to this reply; those of a save if nothing of it may be written now.
    pub fn return_section(
        &self,
        allow: &Allow<Delegate>,
        person: i64,
        section: SectionNames,
        note: String,
        at: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let scope = allow.scope().clone();
        let giver = account(allow.who());
        let at = stored(at);
        self.write(move |conn| {
            let reply = lock(conn, &scope)?;
            is_contributor(conn, &scope, person)?;
            let SectionNames { section, questions } = section;
            let writable = Writable::now(conn, &scope, &reply, at)?;
            writable.check_some(section.as_str(), questions.iter())?;
            let part = Part {
                reply: reply.id,
                section: &section,
                person,
            };
            part.say(conn, Saying::Returned, (reply.revision, &note, at))?;
            let act = Act {
                person: giver,
                reply: Some(&scope),
                action: "section_returned",
                object: format!("section {section}"),
                at,
            };
            act.log(conn, &BTreeMap::from([("account", person)]))
        })
    }

    /// What was last said of the parts of sections: of all, to those who see the whole reply; to a contributor of their own.
    pub fn said(&self, allow: &Allow<SeeReply>) -> Result<Vec<Said>, StoreError> {
        type Row = (String, i64, String, String, i64, String, NaiveDateTime);
        let rows: Vec<Row> = self.read(|conn| {
            let reply = find(conn, allow.scope())?;
            Ok(section_states::table
                .inner_join(people::table)
                .filter(section_states::reply.eq(reply.id))
                .order((section_states::at, section_states::person))
                .select((
                    section_states::section,
                    people::id,
                    people::name,
                    section_states::state,
                    section_states::revision,
                    section_states::note,
                    section_states::at,
                ))
                .load(conn)?)
        })?;
        let is_shown = |person: i64| match (&allow.scope().parts, allow.who()) {
            (Parts::Whole, _) => true,
            (Parts::Questions(_), Actor::Person(own)) => own.id == person,
            (Parts::Questions(_), Actor::Operator) => false,
        };
        let said = |(section, id, name, state, revision, note, at): Row| Said {
            section,
            person: Author { id, name },
            saying: if state == Saying::Ready.code() {
                Saying::Ready
            } else {
                Saying::Returned
            },
            revision,
            note,
            at: at.and_utc(),
        };
        let rows = rows.into_iter().filter(|row| is_shown(row.1));
        Ok(rows.map(said).collect())
    }

    /// The people of the own State in this round who may sign in, in the order their accounts were made.
    pub fn colleagues(&self, allow: &Allow<SeeDelegation>) -> Result<Vec<Colleague>, StoreError> {
        type Row = (i64, String, Option<String>, Option<String>, String);
        let scope = allow.scope();
        let (rows, given): (Vec<Row>, Vec<(i64, String)>) = self.read(|conn| {
            let reply = find(conn, scope)?;
            let rows = people::table
                .filter(people::round.eq(scope.round.as_str()))
                .filter(people::respondent.eq(scope.respondent.as_str()))
                .filter(people::suspended.is_null())
                .order(people::id)
                .select((
                    people::id,
                    people::name,
                    people::email_address,
                    people::authority,
                    people::role,
                ))
                .load(conn)?;
            let given = delegations::table
                .filter(delegations::reply.eq(reply.id))
                .select((delegations::person, delegations::question))
                .load(conn)?;
            Ok((rows, given))
        })?;
        let mut parts: BTreeMap<i64, BTreeSet<QuestionName>> = BTreeMap::new();
        for (person, name) in given {
            parts.entry(person).or_default().insert(question(&name)?);
        }
        let colleague = |(id, name, email_address, authority, role): Row| {
            let role = Role::find(&role).ok_or_else(|| {
                StoreError::damaged(format!("account {id}"), format!("no role is called {role}"))
            })?;
            Ok(Colleague {
                id,
                name,
                email_address,
                authority: authority.unwrap_or_default(),
                role,
                parts: match role {
                    Role::Contributor => Parts::Questions(parts.remove(&id).unwrap_or_default()),
                    Role::FocalPoint
                    | Role::ClearingOfficial
                    | Role::Mission
                    | Role::Manager
                    | Role::Analyst
                    | Role::Drafter
                    | Role::Administrator => Parts::Whole,
                },
            })
        };
        rows.into_iter().map(colleague).collect()
    }
}

/// Whether a section is called ready.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ready {
    /// It is.
    Yes,
    /// It is not any more.
    NoLonger,
}
