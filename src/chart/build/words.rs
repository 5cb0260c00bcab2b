//! The words of a figure, in the language of its readers.

mod sentence;

use std::borrow::Cow;

use super::{Edition, Standing};
use crate::chart::catalog::{Chart, Statistic, Title};
use crate::chart::figure::{
    self, Cell, Direction, Figure, FigureError, Grid, Role, SMALLEST_PERCENTAGE_BASE, Stamp,
    StampKind,
};
use crate::chart::numbers::{Head, Label, Line, Named, Numbers};
use crate::form::Core;
use crate::form::name::{Code, QuestionName};
use crate::form::text::{FormTexts, TextArguments};
use crate::text::{self, Arg, Catalogue, Language};

/// Up to so many figures are numbered in roman numerals (Editorial Manual of the United Nations).
const MOST_ROMAN: usize = 20;

/// The texts of interface and questionnaire in one language.
pub(super) struct Words<'a> {
    language: Language,
    standing: Standing,
    texts: &'a Catalogue,
    form: &'a crate::form::Form,
    arguments: TextArguments,
}

/// A number as an argument of a message.
fn number(n: u64) -> Arg<'static> {
    Arg::from(n)
}

impl<'a> Words<'a> {
    pub(super) fn new(edition: &Edition<'a>) -> Self {
        Self {
            language: edition.language,
            standing: edition.standing,
            texts: edition.texts,
            form: edition.form,
            arguments: edition.round.text_arguments(""),
        }
    }

    fn questionnaire(&self) -> FormTexts<'_> {
        self.form.texts(self.language, &self.arguments)
    }

    /// A text of the interface.
    pub(super) fn interface(&self, key: &str) -> String {
        self.texts.text(key).into_owned()
    }

    pub(super) fn with(&self, key: &str, args: &[(&str, Arg<'_>)]) -> String {
        self.texts.with(key, args).into_owned()
    }

    /// A text of the chart's own; none where it has none.
    fn own(&self, chart: &Chart, attribute: &str) -> Option<Cow<'_, str>> {
        self.texts.find(&chart.key(), Some(attribute), &[])
    }

    /// The name of a group of respondents.
    fn group(&self, fact: &str, code: &str) -> String {
        let label = self
            .texts
            .find(&format!("chart-fact-{fact}"), Some(code), &[]);
        label.map_or_else(|| code.to_owned(), Cow::into_owned)
    }

    /// The words of a row or series; the code where the questionnaire has no such question.
    fn label(&self, chart: &Chart, label: &Label) -> String {
        let texts = self.questionnaire();
        match label {
            Label::Choice(list, code) => texts.choice(list, code).into_owned(),
            Label::Question(name) => {
                let question = self.form.question(name.as_str());
                question.map_or_else(|| name.to_string(), |one| texts.short(one).into_owned())
            }
            Label::Row(name, row) => {
                let question = self.form.question(name.as_str());
                question.map_or_else(|| row.to_string(), |one| texts.row(one, row).into_owned())
            }
            Label::Own(attribute) => self.texts.attribute(&chart.key(), attribute).into_owned(),
            Label::Interface(key) => self.interface(key),
            Label::Group(fact, code) => self.group(fact, code),
            Label::Section(name) => {
                let section = self.form.section(name.as_str());
                section.map_or_else(|| name.to_string(), |one| texts.section(one).into_owned())
            }
            Label::Together(list, codes) => {
                let choices = codes.iter().map(|code| texts.choice(list, code));
                self.list(choices.map(Cow::into_owned))
            }
        }
    }

    /// What the numbers of a chart are that does not say so itself: States, or what a field asks for.
    fn unit(&self, chart: &Chart) -> String {
        let Statistic::Quartiles { asked, field } = &chart.statistic else {
            return self.interface("chart-unit");
        };
        let texts = self.questionnaire();
        let question = self.form.question(asked.question.as_str());
        let unit = question.and_then(|one| texts.unit(one, one.field(field.as_str())?));
        match unit {
            Some(unit) => self.with("chart-unit-of-field", &[("unit", Arg::from(&*unit))]),
            None => self.interface("chart-unit-numbers"),
        }
    }

    fn series(&self, chart: &Chart, head: Head) -> figure::Series {
        figure::Series {
            label: self.label(chart, &head.label),
            code: head.code,
            role: head.role,
        }
    }

    /// A row, marked where the chart marks those of the short reply.
    fn row(&self, chart: &Chart, line: Line) -> figure::Row {
        // A chart may have shorter words for a row than the questionnaire.
        let short = match &line.label {
            Label::Row(..) => self.own(chart, &format!("row-{}", line.code)),
            _ => None,
        };
        let plain = short.map_or_else(|| self.label(chart, &line.label), Cow::into_owned);
        let is_core = match &line.label {
            Label::Row(name, row) if chart.mark_core => {
                let question = self.form.question(name.as_str());
                let core = question.map(|question| &question.core);
                matches!(core, Some(Core::Rows(rows)) if rows.contains(row))
            }
            _ => false,
        };
        figure::Row {
            label: if is_core {
                self.with("chart-core-row", &[("row", Arg::from(&plain))])
            } else {
                plain
            },
            code: line.code,
            role: line.role,
            base: line.base,
            cells: line.cells,
        }
    }

    fn title(&self, chart: &Chart) -> String {
        let texts = self.questionnaire();
        let short = |name: &QuestionName| {
            let question = self.form.question(name.as_str());
            question.map_or_else(|| name.to_string(), |one| texts.short(one).into_owned())
        };
        match &chart.title {
            Title::Own => self.interface(&chart.key()),
            Title::Question(name) => short(name),
            Title::Crossed(one, other) => {
                let (one, other) = (short(one), short(other));
                let args = [("question", Arg::from(&one)), ("other", Arg::from(&other))];
                self.with("chart-explore-crossed", &args)
            }
        }
    }

    /// The figure.
    pub(super) fn figure(
        &self,
        chart: &Chart,
        edition: &Edition<'_>,
        numbers: Numbers,
        left_out: usize,
    ) -> Result<Figure, FigureError> {
        let notes = self.notes(chart, &numbers, left_out);
        let replied = numbers.replied;
        let heads = numbers.heads.into_iter();
        let lines = numbers.lines.into_iter();
        let grid = Grid::new(
            heads.map(|head| self.series(chart, head)).collect(),
            lines.map(|line| self.row(chart, line)).collect(),
        )?;
        let title = self.title(chart);
        let unit = self
            .own(chart, "unit")
            .map_or_else(|| self.unit(chart), Cow::into_owned);
        let base = self.base(chart, replied, &grid);
        let plot = chart.plot(grid, self)?;
        let alternative = self.sentence(chart, &title, &unit, &base, &plot);
        let round = edition.round;
        let day = text::date(self.language, edition.as_of);
        let code = round.code.to_string();
        let source = self.with(
            "chart-source",
            &[("round", Arg::from(&code)), ("date", Arg::from(&day))],
        );
        let numeral = if chart.of > MOST_ROMAN {
            text::number(
                self.language,
                i64::try_from(chart.place).unwrap_or(i64::MAX),
            )
        } else {
            roman(chart.place)
        };
        Ok(Figure {
            id: chart.id.clone(),
            output: chart.output.clone(),
            number: (chart.place > 0)
                .then(|| self.with("chart-number", &[("number", Arg::from(&numeral))])),
            language: self.language.code().to_owned(),
            direction: match self.language.direction() {
                text::Direction::LeftToRight => Direction::LeftToRight,
                text::Direction::RightToLeft => Direction::RightToLeft,
            },
            title,
            unit,
            base,
            notes,
            source,
            alternative,
            stamps: self.stamps(round.sample, edition.standing.is_internal()),
            words: self.heads(chart),
            plot,
        })
    }

    fn stamps(&self, sample: bool, internal: bool) -> Vec<Stamp> {
        let stamp = |kind, key: &str| Stamp {
            kind,
            text: self.interface(key),
        };
        let sample = sample.then(|| stamp(StampKind::Sample, "chart-stamp-sample"));
        let internal = internal.then(|| stamp(StampKind::Internal, "chart-stamp-internal"));
        sample.into_iter().chain(internal).collect()
    }

    fn heads(&self, chart: &Chart) -> figure::Words {
        let head = |name: &str| self.interface(&format!("chart-head-{name}"));
        figure::Words {
            row: self.texts.attribute(&chart.key(), "row").into_owned(),
            count: head("count"),
            per_cent: head("per-cent"),
            count_and_per_cent: head("count-and-per-cent"),
            base: match chart.statistic {
                Statistic::Replies { .. } => head("members"),
                Statistic::Statuses => head("asked"),
                _ => head("base"),
            },
            rate: head("rate"),
            withheld: head("withheld"),
            nil: head("nil"),
            not_applicable: head("not-applicable"),
            change: head("change"),
            change_points: head("change-points"),
        }
    }

    /// "n = 61 of 84": how many of those who replied gave a usable answer; with several rows, from the fewest to the most.
    fn base(&self, chart: &Chart, replied: u64, grid: &Grid) -> String {
        if let Statistic::Replies { .. } = chart.statistic {
            let total = grid.rows().iter().find(|row| row.role == Role::Total);
            let members = total.and_then(|row| row.base.count()).unwrap_or(0);
            let rate = Cell::Count(replied).per_cent(Cell::Count(members));
            let args = [
                ("replied", number(replied)),
                ("members", number(members)),
                ("rate", number(rate.unwrap_or(0))),
            ];
            let key = if rate.is_some() {
                "chart-base-replies"
            } else {
                "chart-base-replies-few"
            };
            return self.with(key, &args);
        }
        let bases = || grid.rows().iter().filter_map(|row| row.base.count());
        let hidden = grid.rows().len() - bases().count();
        let hidden = i64::try_from(hidden).unwrap_or(i64::MAX);
        match (bases().min(), bases().max()) {
            (Some(least), Some(most)) if matches!(chart.statistic, Statistic::Statuses) => {
                let args = [
                    ("least", number(least)),
                    ("most", number(most)),
                    ("of", number(replied)),
                    ("hidden", Arg::Number(hidden)),
                ];
                self.with("chart-base-answers", &args)
            }
            (Some(least), Some(most)) if least == most => self.with(
                "chart-base",
                &[("n", number(most)), ("of", number(replied))],
            ),
            (Some(least), Some(most)) => {
                let args = [
                    ("least", number(least)),
                    ("most", number(most)),
                    ("of", number(replied)),
                    ("hidden", Arg::Number(hidden)),
                ];
                self.with("chart-base-range", &args)
            }
            _ => self.with("chart-base-withheld", &[("of", number(replied))]),
        }
    }

    fn notes(&self, chart: &Chart, numbers: &Numbers, left_out: usize) -> Vec<String> {
        let mut notes: Vec<String> = chart
            .notes
            .iter()
            .map(|note| self.interface(&format!("chart-note-{note}")))
            .collect();
        if chart.mark_core {
            notes.push(self.interface("chart-note-core-rows"));
        }
        if left_out > 0 {
            notes.push(self.with("chart-note-left-out", &[("count", Arg::from(left_out))]));
        }
        let small = |row: &Line| {
            row.base
                .count()
                .is_some_and(|n| n < SMALLEST_PERCENTAGE_BASE)
        };
        let merged = (numbers.merged > 0).then(|| {
            let count = Arg::from(numbers.merged);
            self.with("chart-note-groups-merged", &[("count", count)])
        });
        let shown = || {
            let rows = numbers.lines.iter();
            rows.flat_map(|row| row.cells.iter().chain([&row.base]))
        };
        let is_withheld = shown().any(|cell| *cell == Cell::Withheld);
        let withheld = is_withheld.then(|| self.interface("chart-note-withheld"));
        let Some(applied) = &numbers.applied else {
            notes.push(self.interface("chart-note-rule-replies"));
            notes.extend(withheld);
            notes.extend(merged);
            notes.extend(numbers.names.as_ref().map(|names| self.names(names)));
            return notes;
        };
        notes.extend(merged);
        if chart.gives_percentages() && numbers.lines.iter().any(small) {
            notes.push(self.with(
                "chart-note-small-base",
                &[("least", number(SMALLEST_PERCENTAGE_BASE))],
            ));
        }
        if applied.folded {
            notes.push(self.interface("chart-note-unused"));
        }
        notes.extend(withheld);
        let answers = |row: &Line| {
            let pairs = numbers.heads.iter().zip(row.cells.clone());
            let pairs = pairs.filter(|(head, _)| head.role != Role::NonResponse);
            pairs.map(|(_, cell)| cell).collect::<Vec<_>>()
        };
        let cells = || numbers.lines.iter().flat_map(answers);
        if cells().next().is_some() && cells().all(|cell| cell == Cell::Withheld) {
            notes.insert(0, self.interface("chart-note-all-withheld"));
        }
        let k = Arg::Number(i64::try_from(applied.k).unwrap_or(i64::MAX));
        let rule = match self.standing {
            Standing::Internal => "chart-note-rule",
            Standing::Proposed | Standing::Released => "chart-note-rule-joint",
        };
        notes.push(self.with(rule, &[("k", k), ("rule", Arg::from(&*applied.rule))]));
        if let Some(only) = &chart.only {
            let group = self.group(&only.fact, only.value.as_str());
            notes.insert(
                0,
                self.with("chart-note-only", &[("group", Arg::from(&group))]),
            );
        }
        notes
    }

    /// Those who replied, by name in the order of the language.
    fn names(&self, names: &Named) -> String {
        let texts = self.questionnaire();
        let name = |code: &Code| texts.choice(&self.form.respondents, code).into_owned();
        let mut list: Vec<String> = names.named.iter().map(name).collect();
        text::sort_by_name(self.language, &mut list, String::as_str);
        let list = self.list(list);
        let more = i64::try_from(names.more).unwrap_or(i64::MAX);
        let key = if more == 0 {
            "chart-note-names"
        } else {
            "chart-note-names-more"
        };
        self.with(
            key,
            &[("names", Arg::from(&list)), ("more", Arg::Number(more))],
        )
    }

    /// Things one after the other, parted as the language does.
    fn list(&self, items: impl IntoIterator<Item = String>) -> String {
        let join = |before: String, item: String| {
            self.with(
                "chart-list",
                &[("before", Arg::from(&before)), ("item", Arg::from(&item))],
            )
        };
        items.into_iter().reduce(join).unwrap_or_default()
    }
}

/// A number in roman numerals, as figures are numbered.
fn roman(number: usize) -> String {
    const SIGNS: [(usize, &str); 9] = [
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    let mut left = number;
    let mut written = String::new();
    for (value, sign) in SIGNS {
        while left >= value {
            written.push_str(sign);
            left -= value;
        }
    }
    written
}

#[cfg(test)]
mod tests {
    #[test]
    fn figures_are_numbered_in_roman_numerals() {
        let written = [1, 2, 4, 9, 14, 40, 99].map(super::roman);
        assert_eq!(written, ["I", "II", "IV", "IX", "XIV", "XL", "XCIX"]);
    }
}
