//! From a chart and its numbers to a figure: the words, in the language of its readers.

mod plot;
mod words;

use chrono::NaiveDate;
use thiserror::Error;

use super::catalog::Chart;
use super::count::{CountError, Source};
use super::figure::{Figure, FigureError, Grid, Plot, Triangle};
use super::file::PlotKind;
use super::numbers::Numbers;
use crate::dataset::Dataset;
use crate::form::Form;
use crate::round::Round;
use crate::text::{Catalogue, Language};
use words::Words;

/// For which readers a figure is made.
#[derive(Clone, Copy, Debug)]
pub struct Edition<'a> {
    /// The round.
    pub round: &'a Round,
    /// Its questionnaire.
    pub form: &'a Form,
    /// The language of the words.
    pub language: Language,
    /// The texts of the interface in it.
    pub texts: &'a Catalogue,
    /// The day of the replies, for the source line.
    pub as_of: NaiveDate,
    /// Where its figures stand.
    pub standing: Standing,
}

/// Where figures stand between counting and leaving.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Each table passed the rules by itself: for use inside.
    Internal,
    /// Proposed for release: the joint audit looked at all tables together; not to leave yet.
    Proposed,
    /// Released.
    Released,
}

impl Standing {
    /// Of a release.
    #[must_use]
    pub const fn of_release(has_left: bool) -> Self {
        if has_left {
            Self::Released
        } else {
            Self::Proposed
        }
    }

    /// Whether figures are stamped as not released.
    #[must_use]
    pub fn is_internal(self) -> bool {
        self != Self::Released
    }
}

/// Why a chart does not become a figure: a fault of the program that put chart, replies and questionnaire together.
#[derive(Debug, Error)]
pub enum BuildError {
    /// It cannot be counted.
    #[error(transparent)]
    Count(#[from] CountError),
    /// Counts that contradict each other.
    #[error("the counts of a figure: {0}")]
    Figure(#[from] FigureError),
}

impl Chart {
    /// The figure of these replies.
    ///
    /// # Errors
    /// [`BuildError`] where the dataset was built with another questionnaire.
    pub fn figure(&self, dataset: &Dataset, edition: &Edition<'_>) -> Result<Figure, BuildError> {
        self.figure_beside(dataset, None, edition)
    }

    /// As [`Self::figure`], with the replies of the round before, and their questionnaire, to be set beside them.
    ///
    /// # Errors
    /// As [`Self::figure`].
    pub fn figure_beside(
        &self,
        dataset: &Dataset,
        before: Option<(&Dataset, &Form)>,
        edition: &Edition<'_>,
    ) -> Result<Figure, BuildError> {
        let source = Source {
            dataset,
            form: edition.form,
            before,
        };
        Ok(self.figure_of(self.numbers(&source)?, edition)?)
    }

    /// The figure of these numbers of the chart.
    ///
    /// # Errors
    /// [`FigureError`] where they contradict each other.
    pub fn figure_of(
        &self,
        mut numbers: Numbers,
        edition: &Edition<'_>,
    ) -> Result<Figure, FigureError> {
        let left_out = numbers.arrange(self);
        Words::new(edition).figure(self, edition, numbers, left_out)
    }

    fn plot(&self, grid: Grid, words: &Words<'_>) -> Result<Plot, FigureError> {
        let scale = self.scale;
        Ok(match self.plot {
            PlotKind::Bars => Plot::Bars { grid },
            PlotKind::Stacked => Plot::Stacked { grid, scale },
            PlotKind::Diverging => Plot::Diverging { grid },
            PlotKind::Heat => Plot::Heat { grid, scale },
            PlotKind::Response => Plot::Response { grid },
            PlotKind::Dot => Plot::Dot { grid, scale },
            PlotKind::Dumbbell => Plot::Dumbbell {
                grid: plot::rounds(&grid, words)?,
                scale,
            },
            PlotKind::Combinations => Plot::Combinations {
                sets: plot::combinations(&grid, words)?,
            },
            PlotKind::Bubble => Plot::Bubble {
                grid: plot::points(&grid)?,
                scale,
            },
            PlotKind::Triangle => Plot::Triangle {
                grid: Triangle::new(grid)?,
                scale,
            },
        })
    }
}
