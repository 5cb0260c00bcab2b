//! Accounts: the people of States and staff.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;

use super::invitations::Invite;
use crate::access::{Actor, Allow, ManageAccounts, ManageRespondents, Parts, Person, Role};
use crate::form::name::Code;
use crate::store::connection::DbConnection;
use crate::store::letters::{Trouble, troubles};
use crate::store::schema::{credentials, people, respondents, rounds};
use crate::store::{Store, StoreError, stored};

/// A person to be given an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewPerson {
    /// Name to show.
    pub name: String,
    /// Address for links; `None` if links are handed over another way.
    pub email_address: Option<String>,
    /// Role.
    pub role: Role,
    /// For a role of a State: whose reply.
    pub respondent: Option<Code>,
    /// The round they work in.
    pub round: Code,
}

/// An account as the one who runs accounts sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// The person.
    pub person: Person,
    /// Address for links.
    pub email_address: Option<String>,
    /// When it was made.
    pub created: DateTime<Utc>,
    /// Whether the person has chosen a passphrase and set an authenticator up.
    pub enrolled: bool,
    /// Since when it may not sign in.
    pub suspended: Option<DateTime<Utc>>,
    /// Why the last letter to it did not go out, if it did not.
    pub trouble: Option<Trouble>,
}

/// Who changed something, as those who may see the reply see it.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Author {
    /// Number of the account.
    pub id: i64,
    /// Name to show.
    pub name: String,
}

/// A row of `people` from which a [`Person`] is made.
#[derive(Queryable, Selectable)]
#[diesel(table_name = people)]
pub(in crate::store) struct PersonRow {
    id: i64,
    name: String,
    role: String,
    respondent: Option<String>,
    round: String,
}

impl PersonRow {
    pub(in crate::store) fn person(self) -> Result<Person, StoreError> {
        let what = format!("account {}", self.id);
        let code =
            |text: &str| Code::parse(text).map_err(|cause| StoreError::damaged(&what, cause));
        let role = Role::find(&self.role).ok_or_else(|| {
            StoreError::damaged(&what, format!("no role is called {}", self.role))
        })?;
        Ok(Person {
            id: self.id,
            role,
            parts: parts(role),
            respondent: self.respondent.as_deref().map(code).transpose()?,
            round: code(&self.round)?,
            name: self.name,
        })
    }
}

/// Before it is known what was given to a contributor, it is nothing.
const fn parts(role: Role) -> Parts {
    match role {
        Role::Contributor => Parts::Questions(BTreeSet::new()),
        Role::FocalPoint
        | Role::ClearingOfficial
        | Role::Mission
        | Role::Manager
        | Role::Analyst
        | Role::Drafter
        | Role::Administrator => Parts::Whole,
    }
}

/// Number of the account that acts; `None` for the operator.
pub(in crate::store) fn account(actor: &Actor) -> Option<i64> {
    match actor {
        Actor::Person(person) => Some(person.id),
        Actor::Operator => None,
    }
}

impl Store {
    /// Makes an account.
    ///
    /// # Errors
    /// [`StoreError::RoleAndRespondent`]; [`StoreError::NoRound`] and [`StoreError::NoReply`] if the round or the respondent is not there.
    pub fn add_person(
        &self,
        _allow: &Allow<ManageAccounts>,
        new: NewPerson,
        at: DateTime<Utc>,
    ) -> Result<Person, StoreError> {
        self.write(move |conn| insert_person(conn, new, stored(at)))
    }

    /// All accounts, in the order they were made.
    pub fn people(&self, _allow: &Allow<ManageAccounts>) -> Result<Vec<Account>, StoreError> {
        self.read(accounts)
    }

    /// The accounts of a round that the Secretariat gives to States, in the order they were made.
    pub fn respondents_people(
        &self,
        allow: &Allow<ManageRespondents>,
    ) -> Result<Vec<Account>, StoreError> {
        let mut found = self.read(accounts)?;
        found.retain(|account| ManageRespondents::covers(allow.scope(), &account.person));
        Ok(found)
    }
}

fn accounts(conn: &mut DbConnection) -> Result<Vec<Account>, StoreError> {
    type Row = (
        PersonRow,
        Option<String>,
        NaiveDateTime,
        Option<NaiveDateTime>,
        Option<NaiveDateTime>,
    );
    let rows: Vec<Row> = people::table
        .left_join(credentials::table)
        .order(people::id)
        .select((
            PersonRow::as_select(),
            people::email_address,
            people::created,
            people::suspended,
            credentials::enrolled.nullable(),
        ))
        .load(conn)?;
    let troubles = troubles(conn)?;
    let account = |(person, email_address, created, suspended, enrolled): Row| {
        let person = person.person()?;
        Ok(Account {
            trouble: troubles.get(&person.id).copied(),
            person,
            email_address,
            created: created.and_utc(),
            enrolled: enrolled.is_some(),
            suspended: suspended.map(|at| at.and_utc()),
        })
    };
    rows.into_iter().map(account).collect()
}

/// Makes an account after looking whether its round and its State are there.
pub(in crate::store) fn insert_person(
    conn: &mut DbConnection,
    new: NewPerson,
    at: NaiveDateTime,
) -> Result<Person, StoreError> {
    if new.role.is_of_a_state() != new.respondent.is_some() {
        return Err(StoreError::RoleAndRespondent);
    }
    let round: i64 = rounds::table
        .filter(rounds::code.eq(new.round.as_str()))
        .count()
        .get_result(conn)?;
    if round == 0 {
        return Err(StoreError::NoRound(new.round.to_string()));
    }
    if let Some(code) = &new.respondent {
        let asked = respondents::table.find((new.round.as_str(), code.as_str()));
        let asked: i64 = asked.count().get_result(conn)?;
        if asked == 0 {
            return Err(StoreError::NoReply {
                round: new.round.to_string(),
                respondent: code.to_string(),
            });
        }
    }
    let id = diesel::insert_into(people::table)
        .values((
            people::name.eq(&new.name),
            people::email_address.eq(&new.email_address),
            people::role.eq(new.role.code()),
            people::respondent.eq(new.respondent.as_ref().map(Code::as_str)),
            people::round.eq(new.round.as_str()),
            people::created.eq(at),
        ))
        .returning(people::id)
        .get_result(conn)?;
    Ok(Person {
        id,
        name: new.name,
        parts: parts(new.role),
        role: new.role,
        respondent: new.respondent,
        round: new.round,
    })
}
