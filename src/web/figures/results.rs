//! What figures are made from: the submitted replies of a round as a dataset, built once for each set of submissions.

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock};

use chrono::NaiveDate;
use thiserror::Error;

use crate::access::{Allow, WholeRound};
use crate::chart::book::Book;
use crate::chart::build::{BuildError, Edition, Standing};
use crate::chart::catalog::{self, Catalog, Chart, ChartFileError};
use crate::chart::figure::Figure;
use crate::cut::{self, CutError};
use crate::dataset::{Columns, Dataset, DatasetError};
use crate::form::Form;
use crate::form::name::Code;
use crate::reply::course::Course;
use crate::round::Round;
use crate::store::Store;
use crate::store::reply::submissions::{ReadsSubmissions, Receipt};
use crate::text::{self, Language};

/// The latest submissions of a round, ready for figures.
#[derive(Debug)]
pub struct Results {
    /// The questionnaire they answer.
    pub form: Arc<Form>,
    /// Their answers.
    pub dataset: Dataset,
    /// The round before, where it had replies.
    before: Option<Before>,
    /// The charts of the questionnaire that have something to count in this round.
    pub charts: Catalog,
    /// The day of the latest of them; while there is none, the first day of the round.
    pub as_of: NaiveDate,
    /// What they were built from: their receipts, and those of the round before.
    position: [Position; 2],
    /// And how they came about: a clarification can be asked for without a new receipt.
    courses: BTreeMap<Code, Course>,
}

/// The replies of the round before.
#[derive(Debug)]
struct Before {
    form: Form,
    dataset: Dataset,
}

/// The receipts of the latest submissions: equal exactly where the submissions are, whichever process asks.
type Position = BTreeMap<Code, Receipt>;

/// Why there are no results.
#[derive(Debug, Error)]
pub enum ResultsError {
    /// The replies cannot be read.
    #[error(transparent)]
    Cut(#[from] CutError),
    /// The replies do not belong together.
    #[error(transparent)]
    Dataset(#[from] DatasetError),
    /// The charts do not fit the questionnaire of the round.
    #[error(
        "the charts do not fit the questionnaire of the round: {}; use the program that the round was made with, or adapt the charts",
        first(.0)
    )]
    Charts(Vec<ChartFileError>),
}

fn first(errors: &[ChartFileError]) -> String {
    let first = errors.first().map(ToString::to_string);
    first.unwrap_or_default()
}

impl Results {
    /// The round.
    #[must_use]
    pub fn round(&self) -> &Round {
        self.dataset.round()
    }

    /// Builds them. Blocks: call it inside [`actix_web::web::block`].
    ///
    /// # Errors
    /// [`ResultsError`].
    pub fn build<A: ReadsSubmissions>(
        store: &Store,
        form: Arc<Form>,
        round: &Round,
        allow: &Allow<A>,
    ) -> Result<Self, ResultsError> {
        let (dataset, position) = gathered(store, &form, round, allow)?;
        let courses = store.courses(allow, round).map_err(CutError::from)?;
        let dataset = dataset.with_courses(&courses);
        let mut earlier = Position::new();
        let before = match store.round_before(round).map_err(CutError::from)? {
            Some(then) => {
                let (_, form) = cut::questionnaire(store, &then)?;
                let (dataset, position) = gathered(store, &form, &then, allow)?;
                earlier = position;
                (!earlier.is_empty()).then_some(Before { form, dataset })
            }
            None => None,
        };
        let charts = Catalog::load(
            &catalog::shipped(),
            &form,
            text::interface(Language::English),
        )
        .map_err(ResultsError::Charts)?
        .for_round(before.is_some());
        let latest = position.values().map(|receipt| receipt.at).max();
        Ok(Self {
            dataset,
            before,
            as_of: latest.map_or(round.opens, |at| at.date_naive()),
            charts,
            form,
            position: [position, earlier],
            courses,
        })
    }

    /// Whether there was a round before it, with replies.
    #[must_use]
    pub const fn has_before(&self) -> bool {
        self.before.is_some()
    }

    /// A figure of them, marked as internal: they are not released.
    ///
    /// # Errors
    /// [`BuildError`], a fault of the program.
    pub fn figure(&self, chart: &Chart, language: Language) -> Result<Figure, BuildError> {
        let before = self.before.as_ref();
        let before = before.map(|then| (&then.dataset, &then.form));
        chart.figure_beside(&self.dataset, before, &self.edition(language))
    }

    /// All figures of them, in their order.
    ///
    /// # Errors
    /// As [`Results::figure`].
    pub fn figures(&self, language: Language) -> Result<Vec<Figure>, BuildError> {
        let charts = self.charts.charts().iter();
        charts.map(|chart| self.figure(chart, language)).collect()
    }

    /// These figures as a book.
    #[must_use]
    pub fn book<'a>(&'a self, figures: &'a [Figure], language: Language) -> Book<'a> {
        let asked = self.dataset.respondents().len();
        Book {
            edition: self.edition(language),
            figures,
            replied: self.dataset.replied().count(),
            asked: u64::try_from(asked).unwrap_or(u64::MAX),
        }
    }

    fn edition(&self, language: Language) -> Edition<'_> {
        Edition {
            round: self.round(),
            form: &self.form,
            language,
            texts: text::interface(language),
            as_of: self.as_of,
            standing: Standing::Internal,
        }
    }
}

/// The replies of a round, the own or the one before it, and what they were read from.
fn gathered<A: ReadsSubmissions>(
    store: &Store,
    form: &Form,
    round: &Round,
    allow: &Allow<A>,
) -> Result<(Dataset, Position), ResultsError> {
    let respondents = store.respondents(&round.code).map_err(CutError::from)?;
    let mut position = Position::new();
    let mut columns = Columns::new(form, round, &respondents);
    cut::each_reply(store, form, round, allow, |respondent, reply| {
        if let Some((receipt, submission)) = reply {
            columns.add(form, submission.head(), submission.items())?;
            position.insert(respondent.code, receipt);
        }
        Ok::<(), ResultsError>(())
    })?;
    Ok((columns.finish(), position))
}

/// Results by round, kept until a submission changes them. Each process keeps its own, by what the store says, so several agree.
#[derive(Debug, Default)]
pub struct Kept(RwLock<BTreeMap<Code, Arc<Results>>>);

impl Kept {
    /// The results of a round as they are now. Blocks: call it inside [`actix_web::web::block`].
    ///
    /// # Errors
    /// [`ResultsError`].
    pub fn of<A>(
        &self,
        store: &Store,
        form: Arc<Form>,
        round: &Round,
        allow: &Allow<A>,
    ) -> Result<Arc<Results>, ResultsError>
    where
        A: ReadsSubmissions<Scope = WholeRound>,
    {
        let earlier = match store.round_before(round).map_err(CutError::from)? {
            Some(then) => store.receipts(allow, &then.code),
            None => Ok(Position::new()),
        };
        let now = store.receipts(allow, &round.code).map_err(CutError::from)?;
        let position = [now, earlier.map_err(CutError::from)?];
        let kept = self.0.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(results) = kept.get(&round.code)
            && results.position == position
            && results.courses == store.courses(allow, round).map_err(CutError::from)?
            && results.round() == round
        {
            return Ok(Arc::clone(results));
        }
        drop(kept);
        let results = Arc::new(Results::build(store, form, round, allow)?);
        let mut kept = self.0.write().unwrap_or_else(PoisonError::into_inner);
        kept.insert(round.code.clone(), Arc::clone(&results));
        Ok(results)
    }
}
