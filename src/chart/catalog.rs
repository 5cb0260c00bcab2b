//! The charts of a questionnaire, known to fit it.

use std::collections::{BTreeMap, BTreeSet};

use include_dir::{Dir, include_dir};

use super::check;
use super::figure::{Role, Scale};
pub use super::file::ChartFileError;
use super::file::{Findings, PlotKind};
use super::numbers::Label;
use crate::disclosure::Relation;
use crate::form::Form;
use crate::form::name::{Code, FieldName, ListName, QuestionName};
use crate::reply::course::Measure;
use crate::text::Catalogue;

/// The folder `charts/` as it was when the program was built.
static CHARTS: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/charts");

/// The files of the charts that come with the program: text by name.
#[must_use]
pub fn shipped() -> BTreeMap<String, String> {
    let files = CHARTS
        .files()
        .filter(|file| file.path().extension().is_some_and(|ext| ext == "toml"));
    files
        .filter_map(|file| {
            Some((
                file.path().display().to_string(),
                file.contents_utf8()?.to_owned(),
            ))
        })
        .collect()
}

/// Every mistake in files of charts, by file and line, where each must belong to one of these questionnaires. `texts` are the English texts
/// of the interface.
#[must_use]
pub fn check(
    files: &BTreeMap<String, String>,
    forms: &[&Form],
    texts: &Catalogue,
) -> Vec<ChartFileError> {
    // A file that cannot be read is told by each questionnaire: once is enough.
    let mut errors = BTreeSet::new();
    for (name, text) in files {
        let mut findings = Findings {
            file: name,
            text,
            errors: Vec::new(),
        };
        if let Some(file) = findings.read() {
            let form = file.form.get_ref();
            if !forms.iter().any(|one| one.name.as_str() == form) {
                let names: Vec<_> = forms.iter().map(|one| one.name.as_str()).collect();
                findings.add(
                    file.form.span().start,
                    format!("there is no questionnaire `{form}`"),
                    format!("write one of: {}", names.join(", ")),
                );
            }
        }
        errors.extend(findings.errors);
    }
    for form in forms {
        errors.extend(
            Catalog::load(files, form, texts)
                .err()
                .into_iter()
                .flatten(),
        );
    }
    errors.into_iter().collect()
}

/// All charts of a questionnaire, in the order of their numbers.
#[derive(Debug)]
pub struct Catalog {
    charts: Vec<Chart>,
}

/// A chart that fits its questionnaire: what it names exists there, and its texts exist in the interface.
#[derive(Debug)]
pub struct Chart {
    pub(super) id: String,
    pub(super) output: String,
    /// Its number among the figures of the round, from 1.
    pub(super) place: usize,
    /// How many figures the round has.
    pub(super) of: usize,
    pub(super) plot: PlotKind,
    pub(super) scale: Scale,
    pub(super) statistic: Statistic,
    pub(super) order: Vec<usize>,
    pub(super) last: Vec<String>,
    pub(super) top: Option<usize>,
    pub(super) notes: Vec<String>,
    pub(super) mark_core: bool,
    pub(super) only: Option<Only>,
    pub(super) title: Title,
}

/// Where the title of a chart comes from.
#[derive(Debug)]
pub(super) enum Title {
    /// The chart's own texts.
    Own,
    /// A question.
    Question(QuestionName),
    /// Two questions.
    Crossed(QuestionName, QuestionName),
}

/// What a chart counts.
#[derive(Debug)]
pub(super) enum Statistic {
    Replies {
        fact: String,
    },
    Answers {
        asked: Asked,
        series: Vec<Series>,
        /// A respondent counts in the first of the series that its answer names.
        precedence: bool,
    },
    Choices {
        asked: Asked,
        columns: Columns,
    },
    /// Which choices are named together.
    Combinations {
        asked: Asked,
        field: FieldName,
        list: ListName,
        /// Most combinations that are shown apart.
        most: usize,
    },
    /// Rows of a question against each other.
    Together {
        asked: Asked,
        condition: Condition,
    },
    /// Answers of every state, by section.
    Statuses,
    /// How replies came about.
    Course(Measure),
    /// Quartiles of numbers.
    Quartiles {
        asked: Asked,
        field: FieldName,
    },
    /// Respondents of the round before and of this one, by whether they named some choices then and now.
    Changes {
        asked: Asked,
        field: FieldName,
        choices: Vec<Code>,
    },
}

/// Whose answers to what.
#[derive(Debug)]
pub(super) struct Asked {
    pub(super) question: QuestionName,
    /// It speaks only of those of whom one of these holds.
    pub(super) given: Vec<Condition>,
    /// Without a condition: whether being asked tells an answer, so that it is protected.
    pub(super) guarded: bool,
    pub(super) lines: Lines,
}

/// What the rows of a chart are.
#[derive(Debug)]
pub(super) enum Lines {
    /// The rows of the question; one where it has none.
    Rows,
    /// The choices of the question, in any of its rows.
    Choices,
    /// Groups of respondents, by a fact.
    Groups(String),
    /// Those of whom something holds, a row each.
    Split(Vec<(String, Label, Condition)>),
}

/// The one series of choices whose rows are the choices.
pub(super) const TURNED: &str = "states";

/// The columns of choices.
#[derive(Debug)]
pub(super) enum Columns {
    Series(Vec<Series>, Vec<Relation>),
    Across {
        condition: Condition,
        top: Option<usize>,
    },
}

/// A series.
#[derive(Debug)]
pub(super) struct Series {
    pub(super) code: String,
    pub(super) role: Role,
    pub(super) label: Label,
    pub(super) test: Test,
}

/// Who is in a series.
#[derive(Debug)]
pub(super) enum Test {
    /// Who named one of these in a field.
    Named(FieldName, Vec<Code>),
    /// Who named one of these in another question; the row at hand, where there are none.
    Elsewhere(QuestionName, FieldName, Vec<Code>),
    /// Who is in one series and not in another, by their places.
    Without { of: usize, without: usize },
}

/// A condition on an answer.
#[derive(Debug)]
pub(super) struct Condition {
    pub(super) question: QuestionName,
    pub(super) field: FieldName,
    pub(super) choices: Vec<Code>,
    pub(super) place: Place,
}

/// In which row a condition must hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// The question has no rows.
    Whole,
    /// In the row at hand: both questions have the same rows.
    Same,
    /// In any row.
    Any,
}

/// Respondents with a fact.
#[derive(Debug)]
pub(super) struct Only {
    pub(super) fact: String,
    pub(super) value: Code,
}

impl Catalog {
    /// Reads the charts of a questionnaire from files by name; those of other questionnaires are passed over. `texts` are the English
    /// texts of the interface.
    ///
    /// # Errors
    /// Every mistake in the files, by file and line.
    pub fn load(
        files: &BTreeMap<String, String>,
        form: &Form,
        texts: &Catalogue,
    ) -> Result<Self, Vec<ChartFileError>> {
        let mut charts: Vec<Chart> = Vec::new();
        let mut errors = Vec::new();
        let mut ids = BTreeSet::new();
        for (name, text) in files {
            let mut findings = Findings {
                file: name,
                text,
                errors: Vec::new(),
            };
            if let Some(file) = findings.read()
                && file.form.get_ref() == form.name.as_str()
            {
                charts.extend(check::charts(file, form, texts, &mut ids, &mut findings));
            }
            errors.append(&mut findings.errors);
        }
        if !errors.is_empty() {
            errors.sort();
            return Err(errors);
        }
        // T4 before T15; figures of one output as they stand in its file.
        charts.sort_by_key(|chart| number_of(&chart.output));
        Ok(Self::numbered(charts))
    }

    /// Those that have something to count in a round that has another before it, or none; numbered without gaps.
    #[must_use]
    pub fn for_round(mut self, has_before: bool) -> Self {
        self.charts.retain(|chart| chart.applies(has_before));
        Self::numbered(self.charts)
    }

    fn numbered(mut charts: Vec<Chart>) -> Self {
        let of = charts.len();
        for (place, chart) in charts.iter_mut().enumerate() {
            (chart.place, chart.of) = (place + 1, of);
        }
        Self { charts }
    }

    /// The charts, in the order of their numbers.
    #[must_use]
    pub fn charts(&self) -> &[Chart] {
        &self.charts
    }

    /// The chart with this identifier.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<&Chart> {
        self.charts.iter().find(|chart| chart.id == id)
    }
}

/// `T4` is 4.
pub(super) fn number_of(output: &str) -> Option<u32> {
    output.strip_prefix('T')?.parse().ok()
}

impl Chart {
    /// Its identifier, for instance `T5_levels`: a name of a file and part of an address.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The output of the analysis plan that it belongs to, for instance `T5`.
    #[must_use]
    pub fn output(&self) -> &str {
        &self.output
    }

    /// The key of its title in the interface's texts.
    #[must_use]
    pub fn key(&self) -> String {
        key(&self.id)
    }

    /// Whether percentages stand in it or in its table: not where cells are shaded by their counts, nor where replies are counted.
    pub(super) const fn gives_percentages(&self) -> bool {
        match self.plot {
            PlotKind::Bars | PlotKind::Stacked | PlotKind::Diverging => true,
            PlotKind::Heat
            | PlotKind::Dot
            | PlotKind::Dumbbell
            | PlotKind::Bubble
            | PlotKind::Triangle => matches!(self.scale, Scale::Share),
            PlotKind::Response | PlotKind::Combinations => false,
        }
    }

    /// The most rows it shows; combinations were chosen when they were counted.
    pub(super) const fn top_rows(&self) -> Option<usize> {
        match &self.statistic {
            Statistic::Combinations { .. } => None,
            _ => self.top,
        }
    }

    /// The most columns it shows, where they are the rows of another question.
    pub(super) const fn top_columns(&self) -> Option<usize> {
        match &self.statistic {
            Statistic::Choices {
                columns: Columns::Across { top, .. },
                ..
            } => *top,
            _ => None,
        }
    }

    /// The question it draws on; none where it counts replies, how they came about, or answers of all questions.
    #[must_use]
    pub fn question(&self) -> Option<&QuestionName> {
        self.asked().map(|asked| &asked.question)
    }

    pub(super) const fn asked(&self) -> Option<&Asked> {
        match &self.statistic {
            Statistic::Replies { .. } | Statistic::Statuses | Statistic::Course(_) => None,
            Statistic::Answers { asked, .. }
            | Statistic::Choices { asked, .. }
            | Statistic::Combinations { asked, .. }
            | Statistic::Together { asked, .. }
            | Statistic::Quartiles { asked, .. }
            | Statistic::Changes { asked, .. } => Some(asked),
        }
    }

    /// Whether there is something to count in a round that has another before it, or none.
    #[must_use]
    pub const fn applies(&self, has_before: bool) -> bool {
        has_before || !matches!(self.statistic, Statistic::Changes { .. })
    }
}

/// The key of a chart's texts.
pub(super) fn key(id: &str) -> String {
    format!("chart-{id}")
}
