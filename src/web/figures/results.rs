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
use crate::round::Round;
use crate::store::Store;
use crate::store::submissions::{ReadsSubmissions, Receipt};
use crate::text::{self, Language};

/// The latest submissions of a round, ready for figures.
#[derive(Debug)]
pub struct Results {
    /// The questionnaire they answer.
    pub form: Arc<Form>,
    /// Their answers.
    pub dataset: Dataset,
    /// The charts of the questionnaire that have something to count in this round.
    pub charts: Catalog,
    /// The day of the latest of them; while there is none, the first day of the round.
    pub as_of: NaiveDate,
    /// What they were built from.
    position: Position,
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
        let charts = Catalog::load(
            &catalog::shipped(),
            &form,
            text::interface(Language::English),
        )
        .map_err(ResultsError::Charts)?
        // The replies of an earlier round are not read here, so nothing can be set beside them.
        .for_round(false);
        let respondents = store.respondents(&round.code).map_err(CutError::from)?;
        let mut position = Position::new();
        let mut columns = Columns::new(&form, round, &respondents);
        cut::each_reply(store, &form, round, allow, |respondent, reply| {
            if let Some((receipt, submission)) = reply {
                columns.add(&form, submission.head(), submission.items())?;
                position.insert(respondent.code, receipt);
            }
            Ok::<(), ResultsError>(())
        })?;
        let latest = position.values().map(|receipt| receipt.at).max();
        Ok(Self {
            dataset: columns.finish()?,
            as_of: latest.map_or(round.opens, |at| at.date_naive()),
            charts,
            form,
            position,
        })
    }

    /// A figure of them, marked as internal: they are not released.
    ///
    /// # Errors
    /// [`BuildError`], a fault of the program.
    pub fn figure(&self, chart: &Chart, language: Language) -> Result<Figure, BuildError> {
        chart.figure(&self.dataset, &self.edition(language))
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
        let position = store.receipts(allow).map_err(CutError::from)?;
        let kept = self.0.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(results) = kept.get(&round.code)
            && results.position == position
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
