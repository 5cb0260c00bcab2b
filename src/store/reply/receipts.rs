//! Signed receipts: of a submission, of its validation, of its reopening. The act, its place in the log and the signature are made in one
//! transaction, so that there is no receipt without its act.

use std::sync::Arc;

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;

use super::clarifications;
use super::life::{Press, of_round};
use super::replies::find;
use super::submissions::digest_of;
use crate::access::{Allow, OwnReply, Parts, ReopenReply, SeeOwnProgress, SeeReply, ValidateReply};
use crate::form::name::Code;
use crate::keys::Keys;
use crate::proof::receipt::Receipt as Text;
use crate::reply::life::Step;
use crate::round::Respondent;
use crate::store::account::people::account;
use crate::store::connection::DbConnection;
use crate::store::log::{canonical_time, sequence};
use crate::store::schema::{log_keys, receipts, respondents, submissions};
use crate::store::{Store, StoreError, stored};

/// A receipt as it was signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedReceipt {
    /// Its number.
    pub id: i64,
    /// Of which version.
    pub version: i64,
    /// What was done.
    pub act: Step,
    /// The text.
    pub text: String,
    /// The signature over its bytes.
    pub signature: Vec<u8>,
    /// The public key as a PEM file.
    pub pem: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// A receipt to be signed.
pub(in crate::store) struct Signing<'a> {
    pub(in crate::store) reply: i64,
    pub(in crate::store) scope: &'a OwnReply,
    pub(in crate::store) version: i64,
    pub(in crate::store) step: Step,
    /// The act's entry in the log.
    pub(in crate::store) entry: i64,
    pub(in crate::store) sha256: &'a str,
    pub(in crate::store) at: NaiveDateTime,
}

impl Signing<'_> {
    pub(in crate::store) fn sign(
        self,
        conn: &mut DbConnection,
        keys: &Keys,
    ) -> Result<(), StoreError> {
        let place = sequence::place(conn, keys, self.entry, self.at)?;
        let facts: String = respondents::table
            .find((self.scope.round.as_str(), self.scope.respondent.as_str()))
            .select(respondents::facts)
            .first(conn)?;
        let asked: Respondent =
            crate::store::rounds::respondent(self.scope.respondent.as_str(), &facts)?;
        let name = asked.facts.get("name_en").cloned().unwrap_or_default();
        let text = Text {
            act: self.step.code().to_owned(),
            round: self.scope.round.to_string(),
            respondent: self.scope.respondent.to_string(),
            // A line is a line whatever a list of respondents holds.
            name: name.split_whitespace().collect::<Vec<_>>().join(" "),
            version: u64::try_from(self.version)
                .map_err(|cause| StoreError::damaged("version", cause))?,
            at: canonical_time(self.at),
            sha256: self.sha256.to_owned(),
            entry: place.entry,
            body: place.body,
            salt: hex::encode(place.salt),
            index: place.index,
            size: place.checkpoint.size,
            root: place.checkpoint.root,
            proof: place.proof,
            key: keys.fingerprint(),
        };
        let text = text.text();
        let signature = keys.sign(text.as_bytes());
        diesel::insert_into(receipts::table)
            .values((
                receipts::reply.eq(self.reply),
                receipts::version.eq(self.version),
                receipts::act.eq(self.step.code()),
                receipts::text.eq(text),
                receipts::signature.eq(signature.as_slice()),
                receipts::fingerprint.eq(keys.fingerprint()),
                receipts::at.eq(self.at),
            ))
            .execute(conn)?;
        Ok(())
    }
}

type Row = (i64, i64, String, String, Vec<u8>, String, NaiveDateTime);

fn read((id, version, act, text, signature, pem, at): Row) -> Result<SignedReceipt, StoreError> {
    Ok(SignedReceipt {
        id,
        version,
        act: Step::find(&act)
            .ok_or_else(|| StoreError::damaged(format!("receipt {id}"), "it is of no known act"))?,
        text,
        signature,
        pem,
        at: at.and_utc(),
    })
}

fn of(conn: &mut DbConnection, reply: i64) -> Result<Vec<SignedReceipt>, StoreError> {
    let rows: Vec<Row> = receipts::table
        .inner_join(log_keys::table.on(log_keys::fingerprint.eq(receipts::fingerprint)))
        .filter(receipts::reply.eq(reply))
        .order(receipts::id)
        .select((
            receipts::id,
            receipts::version,
            receipts::act,
            receipts::text,
            receipts::signature,
            log_keys::pem,
            receipts::at,
        ))
        .load(conn)?;
    rows.into_iter().map(read).collect()
}

impl Store {
    /// All receipts of the own reply, first to last.
    pub fn signed_receipts(
        &self,
        allow: &Allow<SeeReply>,
    ) -> Result<Vec<SignedReceipt>, StoreError> {
        self.read(|conn| {
            let reply = find(conn, allow.scope())?;
            of(conn, reply.id)
        })
    }

    /// When receipts of the own reply were given, and for what: no text, for who follows the progress alone.
    pub fn receipt_dates(
        &self,
        allow: &Allow<SeeOwnProgress>,
    ) -> Result<Vec<(Step, DateTime<Utc>)>, StoreError> {
        let all = self.read(|conn| {
            let reply = find(conn, allow.scope())?;
            of(conn, reply.id)
        })?;
        Ok(all.into_iter().map(|one| (one.act, one.at)).collect())
    }

    /// A receipt of the own reply with the document it is of; `None` if there is none of this number.
    ///
    /// # Errors
    /// [`StoreError::NotGiven`] to whom not all of the reply is given; [`StoreError::Damaged`] if the document no longer has its digest.
    pub fn signed_receipt(
        &self,
        allow: &Allow<SeeReply>,
        id: i64,
    ) -> Result<Option<(SignedReceipt, Vec<u8>)>, StoreError> {
        if allow.scope().parts != Parts::Whole {
            return Err(StoreError::NotGiven);
        }
        self.read(|conn| {
            let reply = find(conn, allow.scope())?;
            let Some(receipt) = of(conn, reply.id)?.into_iter().find(|one| one.id == id) else {
                return Ok(None);
            };
            let (bytes, sha256): (Vec<u8>, String) = submissions::table
                .filter(submissions::reply.eq(reply.id))
                .filter(submissions::version.eq(receipt.version))
                .select((submissions::bytes, submissions::sha256))
                .first(conn)?;
            if crate::store::sha256(&bytes) != sha256 {
                let what = format!("version {} of a reply", receipt.version);
                return Err(StoreError::damaged(
                    what,
                    "its bytes do not have their digest",
                ));
            }
            Ok(Some((receipt, bytes)))
        })
    }

    /// Validates a reply for analysis, with a receipt.
    ///
    /// # Errors
    /// [`StoreError::OpenQuestions`]; [`StoreError::NotNow`], [`StoreError::MovedOn`].
    pub fn validate(
        &self,
        allow: &Allow<ValidateReply>,
        respondent: &Code,
        press: Press,
        keys: &Arc<Keys>,
        at: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let scope = OwnReply::whole(allow.scope().round.clone(), respondent.clone());
        let who = (scope.clone(), account(allow.who()));
        self.with_receipt(who, Step::Validate, press, keys, at, |conn, reply| {
            clarifications::all_closed(conn, reply)
        })
    }

    /// Opens a submitted reply for correction until the day of `press`, with a receipt; the version before counts until the next.
    ///
    /// # Errors
    /// [`StoreError::NotNow`], [`StoreError::MovedOn`].
    pub fn reopen(
        &self,
        allow: &Allow<ReopenReply>,
        respondent: &Code,
        press: Press,
        keys: &Arc<Keys>,
        at: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let who = (of_round(allow, respondent), account(allow.who()));
        self.with_receipt(who, Step::Reopen, press, keys, at, |_, _| Ok(()))
    }

    /// Takes a step on a submitted reply and signs a receipt of it.
    fn with_receipt(
        &self,
        (scope, person): (OwnReply, Option<i64>),
        step: Step,
        press: Press,
        keys: &Arc<Keys>,
        at: DateTime<Utc>,
        ready: impl FnOnce(&mut DbConnection, i64) -> Result<(), StoreError> + Send + 'static,
    ) -> Result<(), StoreError> {
        let keys = Arc::clone(keys);
        let (own, time) = (scope.clone(), stored(at));
        self.take_step(
            (scope, person),
            step,
            press,
            at,
            move |conn, reply, entry| {
                ready(conn, reply.id)?;
                let sha256 = digest_of(conn, reply.id, reply.version)?;
                let signing = Signing {
                    reply: reply.id,
                    scope: &own,
                    version: reply.version,
                    step,
                    entry,
                    sha256: &sha256,
                    at: time,
                };
                signing.sign(conn, &keys)
            },
        )
    }

    /// Declines to open a reply for correction.
    pub fn decline(
        &self,
        allow: &Allow<ReopenReply>,
        respondent: &Code,
        press: Press,
        at: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let who = (of_round(allow, respondent), account(allow.who()));
        self.take_step(who, Step::Decline, press, at, |_, _, _| Ok(()))
    }
}
