//! Whether what a figure counts, how it is drawn and the keys it has go together.

use super::Checker;
use crate::chart::file::{Count, FigureFile, PlotKind, RowKind};

/// The drawings for what is counted, and what to write instead of another.
const fn plots(count: Count) -> (&'static [PlotKind], &'static str) {
    use PlotKind::{
        Bars, Bubble, Combinations, Diverging, Dot, Dumbbell, Heat, Response, Stacked, Triangle,
    };
    match count {
        Count::Answers => (
            &[Stacked, Diverging],
            "draw answers as `stacked` or `diverging`: they add up",
        ),
        Count::Choices => (
            &[Bars, Heat, Dot, Bubble],
            "draw choices as `bars`, `heat`, `dot` or `bubble`: they do not add up",
        ),
        Count::Replies => (&[Response], "draw replies as `response`"),
        Count::Combinations => (&[Combinations], "draw combinations as `combinations`"),
        Count::Together => (&[Triangle], "draw what is named together as `triangle`"),
        Count::Statuses => (&[Stacked], "draw statuses as `stacked`"),
        Count::Quartiles | Count::Course => (&[Dot], "draw quartiles as `dot`"),
        Count::Changes => (
            &[Stacked, Dumbbell],
            "draw changes as `stacked` or `dumbbell`",
        ),
    }
}

impl Checker<'_, '_> {
    /// Notes what does not.
    pub(super) fn fits(&mut self, file: &FigureFile) {
        let (plot, count) = (*file.plot.get_ref(), *file.count.get_ref());
        let (fit, remedy) = plots(count);
        if !fit.contains(&plot) {
            self.add(
                &file.plot,
                "this kind of drawing does not fit what is counted",
                remedy,
            );
        }
        let scaled = [
            PlotKind::Stacked,
            PlotKind::Heat,
            PlotKind::Dot,
            PlotKind::Dumbbell,
            PlotKind::Bubble,
        ];
        if file.scale.is_some() && !scaled.contains(&plot) {
            self.add(
                &file.plot,
                "`scale` says nothing here",
                "keep it for `stacked`, `heat`, `dot`, `dumbbell` and `bubble`",
            );
        }
        if plot == PlotKind::Bubble && file.series.len() != 3 {
            self.add(
                &file.plot,
                "bubbles need three series",
                "give those of the two axes, then that of the size",
            );
        }
        for key in misplaced(file) {
            self.add(
                &file.count,
                format!("`{key}` says nothing here"),
                "leave it out, or count something else",
            );
        }
        let needs_series = count == Count::Answers && file.across.is_none();
        if needs_series && file.series.is_empty() {
            self.add(
                &file.count,
                "answers need series",
                "add a table `[[figure.series]]` for each answer",
            );
        }
    }
}

/// Keys that say nothing of what is counted.
fn misplaced(file: &FigureFile) -> Vec<&'static str> {
    use Count::{Answers, Changes, Choices, Combinations, Course, Replies, Statuses, Together};
    let count = *file.count.get_ref();
    let but = |not: &[Count]| !not.contains(&count);
    let groups = count == Replies || file.rows == RowKind::Groups;
    let keys = [
        (
            "question",
            file.question.is_some(),
            but(&[Replies, Statuses, Course]),
        ),
        (
            "field",
            file.field.is_some(),
            but(&[Replies, Statuses, Course]),
        ),
        (
            "given",
            !file.given.is_empty(),
            but(&[Replies, Statuses, Course, Changes]),
        ),
        (
            "series",
            !file.series.is_empty(),
            matches!(count, Answers | Choices),
        ),
        (
            "only",
            file.only.is_some(),
            but(&[Replies, Statuses, Course, Changes]),
        ),
        (
            "order",
            !file.order.is_empty(),
            matches!(count, Answers | Choices | Changes),
        ),
        (
            "top",
            file.top.is_some(),
            matches!(count, Answers | Choices | Changes | Combinations),
        ),
        (
            "mark_core",
            file.mark_core,
            matches!(count, Answers | Choices | Changes | Together),
        ),
        ("groups", file.groups.is_some(), groups),
        ("across", file.across.is_some(), count == Choices),
        (
            "rows",
            file.rows != RowKind::Rows,
            count == Choices || (count == Answers && file.rows != RowKind::Choices),
        ),
        ("row", !file.row.is_empty(), file.rows == RowKind::Split),
        ("precedence", file.precedence, count == Answers),
        ("measure", file.measure.is_some(), count == Course),
        (
            "choices",
            !file.choices.is_empty(),
            matches!(count, Together | Changes),
        ),
    ];
    let wrong = keys
        .into_iter()
        .filter(|(_, is_there, fits)| *is_there && !fits);
    wrong.map(|(key, ..)| key).collect()
}
