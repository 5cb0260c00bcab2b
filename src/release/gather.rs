//! From the store to a release, and back: proposed, made again.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use thiserror::Error;

use super::audit::{Audited, Earlier, Replies, Search, audit};
use super::frozen::{Frozen, FrozenError, FrozenReplies, FrozenReply, words_now};
use crate::access::{Allow, ApproveRelease, ProposeRelease, SeeReleased};
use crate::chart::catalog::{Catalog, shipped};
use crate::chart::count::CountError;
use crate::cut::{CutError, questionnaire};
use crate::dataset::{Dataset, DatasetError};
use crate::disclosure::RULE;
use crate::form::Form;
use crate::form::name::Code;
use crate::reply::course::Course;
use crate::reply::encoding::{Sealed, decode};
use crate::reply::submission::Submission;
use crate::round::Round;
use crate::store::releases::{Approval, ReadsReleases};
use crate::store::{Store, StoreError};

/// Why no release is made.
#[derive(Debug, Error)]
pub enum ReleaseError {
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A reply or a questionnaire cannot be read.
    #[error(transparent)]
    Cut(#[from] CutError),
    /// The replies do not belong together.
    #[error(transparent)]
    Dataset(#[from] DatasetError),
    /// What is kept cannot be used.
    #[error(transparent)]
    Frozen(#[from] FrozenError),
    /// Charts and replies do not belong together.
    #[error(transparent)]
    Count(#[from] CountError),
    /// It cannot be written.
    #[error("the release cannot be written: {0}")]
    Write(#[from] serde_json::Error),
    /// There is nothing to release.
    #[error("no reply of round {0} is validated; validate replies first")]
    Nothing(Code),
    /// A reply that it speaks of is not there.
    #[error(
        "version {version} of the reply of {respondent} is not what was frozen; restore it from a backup"
    )]
    Reply {
        /// Whose.
        respondent: Code,
        /// Which version.
        version: i64,
    },
}

/// Replies of a round as they are read.
struct Loaded {
    form: Form,
    dataset: Dataset,
    submissions: Vec<Option<Submission>>,
}

impl Loaded {
    fn of<A: ReadsReleases>(
        store: &Store,
        allow: &Allow<A>,
        frozen: &FrozenReplies,
    ) -> Result<Self, ReleaseError> {
        let code = &frozen.round;
        let round = store.round(code)?;
        let round = Round {
            form_version: frozen.form_version.clone(),
            ..round.ok_or_else(|| CutError::NoRound(code.clone()))?
        };
        let (_, form) = questionnaire(store, &round)?;
        let mut by_respondent: BTreeMap<&Code, Submission> = BTreeMap::new();
        let mut courses = BTreeMap::new();
        for reply in &frozen.replies {
            let FrozenReply {
                respondent,
                version,
                sha256,
                course,
            } = reply;
            courses.extend(course.map(|course| (respondent.clone(), course)));
            let gone = || ReleaseError::Reply {
                respondent: respondent.clone(),
                version: *version,
            };
            let stored = store.released_reply(allow, code, respondent, *version)?;
            let stored = stored.filter(|one| one.receipt.sha256 == *sha256);
            let sealed = Sealed {
                bytes: stored.ok_or_else(gone)?.bytes,
                sha256: sha256.clone(),
            };
            let submission = decode(&form, &sealed).map_err(|source| CutError::Sealed {
                respondent: respondent.clone(),
                source,
            })?;
            by_respondent.insert(respondent, submission);
        }
        let replies: Vec<Submission> = by_respondent.values().cloned().collect();
        let dataset = Dataset::build(&form, &round, &frozen.respondents, &replies)?;
        let dataset = dataset.with_courses(&courses);
        let asked = frozen.respondents.iter();
        Ok(Self {
            submissions: asked
                .map(|respondent| by_respondent.remove(&respondent.code))
                .collect(),
            form,
            dataset,
        })
    }

    fn replies<'a>(
        &'a self,
        before: Option<&'a Self>,
        charts: &'a Catalog,
        as_of: NaiveDate,
    ) -> Replies<'a> {
        Replies {
            form: &self.form,
            charts,
            dataset: &self.dataset,
            before: before.map(|before| (&before.dataset, &before.form)),
            submissions: &self.submissions,
            as_of,
        }
    }
}

/// What is there to be frozen.
fn freeze(
    store: &Store,
    allow: &Allow<ProposeRelease>,
    round: &Round,
    countable: BTreeMap<Code, i64>,
    mut courses: BTreeMap<Code, Course>,
) -> Result<(FrozenReplies, Option<NaiveDate>), ReleaseError> {
    let mut replies = Vec::new();
    let mut latest = None;
    for (respondent, version) in countable {
        let found = store.released_reply(allow, &round.code, &respondent, version)?;
        let found = found.ok_or_else(|| ReleaseError::Reply {
            respondent: respondent.clone(),
            version,
        })?;
        latest = latest.max(Some(found.receipt.at.date_naive()));
        replies.push(FrozenReply {
            course: courses.remove(&respondent),
            respondent,
            version,
            sha256: found.receipt.sha256,
        });
    }
    let frozen = FrozenReplies {
        round: round.code.clone(),
        form_version: round.form_version.clone(),
        respondents: store.respondents(&round.code)?,
        replies,
    };
    Ok((frozen, latest))
}

/// Freezes the validated replies of the round, audits their figures together with all that left before, and keeps them as a proposal; its
/// number and what is kept. It may take minutes.
///
/// # Errors
/// [`ReleaseError`]; nothing is kept then.
pub fn propose(
    store: &Store,
    allow: &Allow<ProposeRelease>,
    name: String,
    search: Search,
    at: DateTime<Utc>,
) -> Result<(i64, Frozen), ReleaseError> {
    let code = &allow.scope().round;
    let round = store.round(code)?;
    let round = round.ok_or_else(|| CutError::NoRound(code.clone()))?;
    // Read before the audit: what leaves meanwhile overtakes it.
    let left: Vec<_> = store.releases(allow, false)?;
    let after = left.iter().map(|one| one.id).max();
    let countable = store.countable(allow, code)?;
    if countable.is_empty() {
        return Err(ReleaseError::Nothing(code.clone()));
    }
    let (replies, latest) = freeze(
        store,
        allow,
        &round,
        countable,
        store.courses(allow, &round)?,
    )?;
    let as_of = latest.unwrap_or(round.opens);
    let before = match store.round_before(&round)? {
        Some(then) => {
            let countable = store.countable(allow, &then.code)?;
            let (frozen, _) = freeze(store, allow, &then, countable, BTreeMap::new())?;
            Some(frozen).filter(|one| !one.replies.is_empty())
        }
        None => None,
    };
    let mut frozen = Frozen {
        replies,
        before,
        as_of,
        rule: RULE.to_owned(),
        program: env!("CARGO_PKG_VERSION").to_owned(),
        charts: shipped(),
        texts: words_now(),
        withheld: BTreeMap::new(),
        report: super::audit::Report::default(),
        tables: BTreeMap::new(),
    };
    let mut earlier = Vec::new();
    for one in &left {
        if let Some(content) = store.release_content(allow, one.id)? {
            earlier.push(Frozen::read(&content)?);
        }
    }
    let audited = audited(store, allow, &frozen, &earlier, search)?;
    frozen.withheld = audited.withheld;
    frozen.report = audited.report;
    frozen.tables = audited.tables;
    let id = store.propose_release(allow, name, frozen.to_bytes()?, after, at)?;
    Ok((id, frozen))
}

/// Lets a proposal leave, if it still may.
///
/// # Errors
/// [`ReleaseError`] if it cannot be read or the store cannot be asked.
pub fn approve(
    store: &Store,
    allow: &Allow<ApproveRelease>,
    id: i64,
    at: DateTime<Utc>,
) -> Result<Option<Approval>, ReleaseError> {
    let Some(content) = store.release_content(allow, id)? else {
        return Ok(None);
    };
    let frozen = Frozen::read(&content)?;
    let versions = |one: &FrozenReplies| {
        let replies = one.replies.iter();
        let versions = replies.map(|reply| (reply.respondent.clone(), reply.version));
        (one.round.clone(), versions.collect())
    };
    let made_of = [Some(&frozen.replies), frozen.before.as_ref()];
    let made_of = made_of.into_iter().flatten().map(versions).collect();
    Ok(store.approve_release(allow, id, made_of, at)?)
}

fn audited(
    store: &Store,
    allow: &Allow<ProposeRelease>,
    frozen: &Frozen,
    earlier: &[Frozen],
    search: Search,
) -> Result<Audited, ReleaseError> {
    let mut loaded = Vec::new();
    for one in std::iter::once(frozen).chain(earlier) {
        let replies = Loaded::of(store, allow, &one.replies)?;
        let before = one.before.as_ref();
        let before = before.map(|then| Loaded::of(store, allow, then));
        let charts = one.catalog(&replies.form)?;
        loaded.push((one, replies, before.transpose()?, charts));
    }
    let mut all = loaded.iter().map(|(one, replies, before, charts)| {
        let replies = replies.replies(before.as_ref(), charts, one.as_of);
        (replies, *one)
    });
    let Some((replies, _)) = all.next() else {
        return Err(ReleaseError::Nothing(frozen.replies.round.clone()));
    };
    let earlier: Vec<Earlier<'_>> = all
        .map(|(replies, frozen)| Earlier {
            replies,
            withheld: &frozen.withheld,
            tables: &frozen.tables,
        })
        .collect();
    Ok(audit(replies, &earlier, search)?)
}

/// Counts a release again from the replies it names; the numbers that are other ones now, by chart: none if all is as it was.
///
/// # Errors
/// [`ReleaseError`] if a reply is not what it was, or the program does not take what was frozen.
pub fn recounted(
    store: &Store,
    allow: &Allow<SeeReleased>,
    frozen: &Frozen,
) -> Result<Vec<String>, ReleaseError> {
    let replies = Loaded::of(store, allow, &frozen.replies)?;
    let before = frozen.before.as_ref();
    let before = before
        .map(|then| Loaded::of(store, allow, then))
        .transpose()?;
    let charts = frozen.catalog(&replies.form)?;
    let source = replies
        .replies(before.as_ref(), &charts, frozen.as_of)
        .source();
    let mut other = Vec::new();
    for chart in charts.charts() {
        let Some(kept) = frozen.tables.get(chart.id()) else {
            continue;
        };
        let mut counted = chart.numbers(&source)?;
        counted.withhold(frozen.withheld.get(chart.id()).into_iter().flatten());
        if counted != *kept {
            other.push(chart.id().to_owned());
        }
    }
    Ok(other)
}
