//! What of a reply may be written now: one rule for answers, documents, and who has which questions.

use std::collections::BTreeSet;

use chrono::NaiveDateTime;

use super::{in_time, life};
use crate::access::OwnReply;
use crate::form::name::QuestionName;
use crate::reply::life::{Opened, Stage};
use crate::store::StoreError;
use crate::store::connection::DbConnection;
use crate::store::reply::clarifications::opened;
use crate::store::reply::replies::ReplyRow;

/// The parts of a reply that may be written, as long as its lock is held.
pub(in crate::store) struct Writable {
    /// The questions that the Secretariat asked about; `None` is all questions.
    opened: Option<BTreeSet<QuestionName>>,
}

impl Writable {
    /// Those of a reply at a moment.
    ///
    /// # Errors
    /// [`StoreError::Held`] and [`StoreError::NotDraft`] by its stage, [`StoreError::NotBegun`] and [`StoreError::Closed`] by the day.
    pub(in crate::store) fn now(
        conn: &mut DbConnection,
        scope: &OwnReply,
        reply: &ReplyRow,
        at: NaiveDateTime,
    ) -> Result<Self, StoreError> {
        let life = life(reply)?;
        match life.stage {
            Stage::Work => {}
            Stage::Review | Stage::Cleared => return Err(StoreError::Held(life.stage)),
            Stage::Received | Stage::Checking | Stage::Validated => {
                return Err(StoreError::NotDraft);
            }
        }
        in_time(conn, scope, reply, at)?;
        Ok(Self {
            opened: match life.opened {
                Opened::Whole => None,
                Opened::Questions => Some(opened(conn, reply.id)?),
            },
        })
    }

    /// Whether what belongs to a question may be written.
    pub(in crate::store) fn holds(&self, question: &QuestionName) -> bool {
        let opened = self.opened.as_ref();
        opened.is_none_or(|opened| opened.contains(question))
    }

    /// Refuses what belongs to a question that the Secretariat did not ask about.
    pub(in crate::store) fn check(&self, question: &QuestionName) -> Result<(), StoreError> {
        if self.holds(question) {
            Ok(())
        } else {
            Err(StoreError::NotAsked(question.to_string()))
        }
    }

    /// Refuses a section of whose questions none may be written.
    pub(in crate::store) fn check_some<'q>(
        &self,
        section: &str,
        mut questions: impl Iterator<Item = &'q QuestionName>,
    ) -> Result<(), StoreError> {
        if questions.any(|question| self.holds(question)) {
            Ok(())
        } else {
            Err(StoreError::NotAsked(section.to_owned()))
        }
    }
}
