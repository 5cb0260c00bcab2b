//! A release from the store with what its figures need.

use std::sync::Arc;

use super::frozen::{Frozen, FrozenError};
use super::gather::ReleaseError;
use crate::access::{Allow, SeeReleased};
use crate::chart::build::Standing;
use crate::chart::figure::Figure;
use crate::cut::CutError;
use crate::form::Form;
use crate::round::Round;
use crate::store::Store;
use crate::store::releases::Listed;
use crate::text::Language;

/// A release with what its figures need.
#[derive(Debug)]
pub struct Opened {
    /// Its name, its digest and who did what.
    pub listed: Listed,
    /// What was frozen.
    pub frozen: Frozen,
    /// The round, with the version of the questionnaire that was frozen.
    pub round: Round,
    form: Arc<Form>,
}

impl Opened {
    /// Finds a release of a round by its number, a proposal only where those are seen; `read` gives the questionnaire of a round.
    ///
    /// # Errors
    /// [`ReleaseError`] if it cannot be read.
    pub fn find(
        store: &Store,
        allow: &Allow<SeeReleased>,
        id: i64,
        with_proposals: bool,
        read: impl FnOnce(&Round) -> Result<Arc<Form>, CutError>,
    ) -> Result<Option<Self>, ReleaseError> {
        let listed = store.releases(allow, with_proposals)?;
        let Some(listed) = listed.into_iter().find(|one| one.id == id) else {
            return Ok(None);
        };
        let Some(bytes) = store.release_content(allow, id)? else {
            return Ok(None);
        };
        let frozen = Frozen::read(&bytes)?;
        let code = &allow.scope().round;
        let round = store.round(code)?;
        let round = Round {
            form_version: frozen.replies.form_version.clone(),
            ..round.ok_or_else(|| CutError::NoRound(code.clone()))?
        };
        Ok(Some(Self {
            form: read(&round)?,
            listed,
            frozen,
            round,
        }))
    }

    /// Its figures in order; one only where it is named.
    ///
    /// # Errors
    /// [`FrozenError`] if this program does not take what was frozen.
    pub fn figures(
        &self,
        language: Language,
        only: Option<&str>,
    ) -> Result<Vec<Figure>, FrozenError> {
        let charts = self.frozen.catalog(&self.form)?;
        let texts = self.frozen.words(language);
        let standing = Standing::of_release(self.listed.approved.is_some());
        let (form, round) = (&self.form, &self.round);
        let charts = charts.charts().iter();
        let charts = charts.filter(|chart| only.is_none_or(|key| chart.id() == key));
        let mut figures = Vec::new();
        for chart in charts {
            let figure = self
                .frozen
                .figure(chart, form, round, language, &texts, standing)?;
            figures.extend(figure);
        }
        Ok(figures)
    }
}
