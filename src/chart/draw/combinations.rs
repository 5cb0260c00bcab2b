//! Which choices were made together: a bar a combination, and under it a dot in the line of each of its choices.

use plotters::style::RGBColor;

use super::canvas::{Anchor, Canvas};
use super::palette::{BLUE, Fill, GREY, INK, RULE, SKY};
use super::rows::heads;
use super::scale::Scale;
use super::segments::UNKNOWN;
use super::{Result, key, units};
use crate::chart::figure::{Cell, Combination, Combinations, Grid, Role};

/// Every other line of choices.
const BAND: RGBColor = RGBColor(0xF1, 0xF1, 0xF1);
/// How wide the place of a combination may be.
const WIDEST: i32 = 300;
/// The bar of a withheld count, whose length nobody learns.
const HIDDEN: i32 = 90;
/// Between the parts of the plot across.
const GAP: i32 = 70;

/// Places across the page.
struct Across {
    /// Where labels end.
    label: i32,
    /// The bars of the single choices: where they begin, and the scale.
    sets: (i32, Scale),
    /// Where bases end, if rows differ in them.
    base: Option<i32>,
    /// Where combinations begin.
    left: i32,
    /// The width of a combination's place.
    step: i32,
    /// How many combinations stand side by side.
    a_block: usize,
}

/// Draws the plot. Combinations that do not fit side by side follow below, over the same choices.
pub(super) fn draw(canvas: &mut Canvas<'_>, sets: &Combinations) -> Result {
    let counts = sets.combinations().iter().map(|c| c.count);
    let others = sets.rest().iter().map(|r| r.count).collect::<Vec<_>>();
    let all = counts.chain(others).collect::<Vec<_>>();
    key::draw(canvas, None, &signs(canvas, sets.sets(), &all))?;
    let of = canvas.body();
    // No word is broken that leaves room for the rest.
    let share = |of_hundred: i32| canvas.width() * of_hundred / 100;
    let least = share(if canvas.size.narrow() { 26 } else { 30 });
    let rows = sets.sets().rows().iter();
    let words = rows.map(|row| canvas.ruler.widest_word(&row.label, of));
    let limit = words.max().unwrap_or(0).clamp(least, share(40));
    let wrap = |label: &String| canvas.ruler.wrap(label, of, limit);
    let labels: Vec<_> = sets.sets().rows().iter().map(|r| wrap(&r.label)).collect();
    let across = Across::new(canvas, sets, &labels);
    let blocks: Vec<&[Combination]> = if sets.combinations().is_empty() {
        vec![&[]]
    } else {
        sets.combinations().chunks(across.a_block).collect()
    };
    for (n, block) in blocks.into_iter().enumerate() {
        if n > 0 {
            canvas.y += GAP * 2;
        }
        bars(canvas, sets, &across, block)?;
        lines(canvas, sets.sets(), &labels, &across, block)?;
    }
    if let Some(rest) = sets.rest() {
        let of = canvas.small();
        let beside = canvas.width() - across.left;
        let left = if canvas.ruler.width(&rest.sentence, of) > beside {
            0
        } else {
            across.left
        };
        let lines = canvas.ruler.wrap(&rest.sentence, of, canvas.width() - left);
        canvas.y = canvas.lines((left, canvas.y + 40), Anchor::Start, (of, INK), &lines)?;
    }
    canvas.y += 20;
    Ok(())
}

/// Entries for the signs that are printed.
fn signs(canvas: &Canvas<'_>, grid: &Grid, counts: &[Cell]) -> Vec<key::Entry> {
    let words = &canvas.figure.words;
    let mut entries = key::of_signs(canvas, grid, true);
    for (cell, mark, word) in [
        (
            Cell::Withheld,
            key::Mark::Fill(Fill::Crossed),
            &words.withheld,
        ),
        (
            Cell::Count(0),
            key::Mark::Sign(super::canvas::NIL),
            &words.nil,
        ),
        (
            Cell::NotApplicable,
            key::Mark::Sign(super::canvas::NOT_APPLICABLE),
            &words.not_applicable,
        ),
    ] {
        let entry = (mark, word.clone());
        if counts.contains(&cell) && !entries.contains(&entry) {
            entries.push(entry);
        }
    }
    entries
}

impl Across {
    fn new(canvas: &Canvas<'_>, sets: &Combinations, labels: &[Vec<String>]) -> Self {
        let (of, grid) = (canvas.body(), sets.sets());
        let widths = labels.iter().flatten().map(|l| canvas.ruler.width(l, of));
        let label = widths.max().unwrap_or(0);
        let begin = label + GAP * 2 / 3;
        let numbers = |cells: &[Cell]| {
            let widths = cells
                .iter()
                .map(|c| canvas.ruler.width(&canvas.cell(*c), of));
            widths.max().unwrap_or(0)
        };
        let totals: Vec<_> = grid
            .rows()
            .iter()
            .filter_map(|r| r.cells.first().copied())
            .collect();
        let bases: Vec<_> = grid.rows().iter().map(|r| r.base).collect();
        let long = if canvas.size.narrow() { 130 } else { 520 };
        let most = totals.iter().filter_map(|c| c.count()).max().unwrap_or(0);
        let series = grid.series().first().map_or("", |one| &one.label);
        let word = canvas.ruler.widest_word(series, heads(canvas));
        let end = begin + (long + 22 + numbers(&totals)).max(word);
        let differ = bases.iter().any(|b| Some(b) != bases.first());
        let head = canvas.ruler.width(&canvas.figure.words.base, heads(canvas));
        let base = differ.then(|| end + GAP / 2 + numbers(&bases).max(head));
        let left = base.unwrap_or(end) + GAP / 2;
        let count = sets.combinations().len().max(1);
        let room = (canvas.width() - left).max(1);
        let counts: Vec<_> = sets.combinations().iter().map(|c| c.count).collect();
        let least = numbers(&counts).max(76) + 12;
        let most_fit = usize::try_from(room / least).unwrap_or(1).max(1);
        let a_block = count.div_ceil(count.div_ceil(most_fit));
        Self {
            label,
            sets: (begin, Scale::new(most, (begin, begin + long))),
            base,
            left,
            step: (room / units(a_block)).min(WIDEST),
            a_block,
        }
    }

    const fn middle(&self, place: i32) -> i32 {
        self.left + self.step * place + self.step / 2
    }
}

/// The bars of combinations, each under its number, what they count, and at their foot the heads of the other bars.
fn bars(
    canvas: &mut Canvas<'_>,
    sets: &Combinations,
    across: &Across,
    block: &[Combination],
) -> Result {
    let (of, bold) = (canvas.body(), heads(canvas));
    let high = if canvas.size.narrow() { 520 } else { 700 };
    let all = sets.combinations().iter().filter_map(|c| c.count.count());
    let most = all.max().unwrap_or(0).max(1);
    let scale = Scale::new(most, (0, high));
    let length = |c: &Combination| match c.count {
        Cell::Count(n) => scale.at(n),
        Cell::Withheld => HIDDEN,
        Cell::NotApplicable => 0,
    };
    let longest = block.iter().map(length).max().unwrap_or(0);
    let label = canvas.ruler.wrap(sets.label(), bold, across.left - GAP / 2);
    let series = sets.sets().series().first().map_or("", |s| &s.label);
    let series = canvas
        .ruler
        .wrap(series, bold, across.left - across.sets.0 - GAP / 2);
    let over = canvas.height(&label, bold) + canvas.height(&series, bold) + 50;
    let foot = canvas.y + (longest + canvas.leading(of)).max(over);
    for (place, combination) in block.iter().enumerate() {
        let (middle, half) = (across.middle(units(place)), across.step * 31 / 100);
        let tall = length(combination);
        let bounds = (middle - half, foot - tall, middle + half, foot);
        let fill = match combination.count {
            Cell::Withheld => Fill::Crossed,
            Cell::Count(_) | Cell::NotApplicable => Fill::Plain(BLUE),
        };
        if tall > 0 {
            canvas.area(bounds, fill)?;
        }
        let y = foot - tall - canvas.leading(of) / 2 - 4;
        let text = canvas.cell(combination.count);
        canvas.text((middle, y), Anchor::Middle, (of, INK), &text)?;
    }
    canvas.lines((0, canvas.y), Anchor::Start, (bold, GREY), &label)?;
    let right = across.left + across.step * units(block.len());
    canvas.line((across.left, foot), (right, foot), INK, 8)?;
    let y = foot - canvas.height(&series, bold) - 10;
    canvas.lines((across.sets.0, y), Anchor::Start, (bold, GREY), &series)?;
    if let Some(x) = across.base {
        let y = foot - canvas.leading(bold) / 2 - 10;
        canvas.text((x, y), Anchor::End, (bold, GREY), &canvas.figure.words.base)?;
    }
    canvas.y = foot + 30;
    Ok(())
}

/// A line for each choice: label, its own bar, and a large dot under each combination that it is part of.
fn lines(
    canvas: &mut Canvas<'_>,
    grid: &Grid,
    labels: &[Vec<String>],
    across: &Across,
    block: &[Combination],
) -> Result {
    let of = canvas.body();
    let radius = (across.step * 34 / 100).min(44);
    let mut middles = Vec::new();
    for (n, (row, lines)) in grid.rows().iter().zip(labels).enumerate() {
        let tall = canvas.height(lines, of);
        let high = (tall + 44).max(radius * 2 + 50);
        let middle = canvas.y + high / 2;
        middles.push(middle);
        let right = canvas.width();
        if n % 2 == 0 {
            canvas.area((0, canvas.y, right, canvas.y + high), Fill::Plain(BAND))?;
        }
        let look = (of, if row.role == Role::Answer { INK } else { GREY });
        canvas.lines((across.label, middle - tall / 2), Anchor::End, look, lines)?;
        total(canvas, across, row.cells.first().copied(), middle)?;
        if let Some(x) = across.base {
            canvas.text((x, middle), Anchor::End, look, &canvas.cell(row.base))?;
        }
        canvas.y += high;
    }
    for (place, combination) in block.iter().enumerate() {
        let x = across.middle(units(place));
        let within = |n: &usize| combination.members.contains(n);
        for (_, y) in middles.iter().enumerate().filter(|(n, _)| !within(n)) {
            canvas.disc((x, *y), radius / 2, RULE)?;
        }
        let own: Vec<_> = combination
            .members
            .iter()
            .filter_map(|m| middles.get(*m))
            .collect();
        if let (Some(first), Some(last)) = (own.first(), own.last())
            && first != last
        {
            canvas.line((x, **first), (x, **last), INK, 18)?;
        }
        for y in own {
            canvas.disc((x, *y), radius, INK)?;
        }
    }
    Ok(())
}

/// How many made a choice at all.
fn total(canvas: &Canvas<'_>, across: &Across, cell: Option<Cell>, y: i32) -> Result {
    let (left, scale) = (across.sets.0, &across.sets.1);
    let cell = cell.unwrap_or(Cell::NotApplicable);
    let (end, fill) = match cell {
        Cell::Count(n) => (scale.at(n), Fill::Plain(SKY)),
        Cell::Withheld => (left + UNKNOWN, Fill::Crossed),
        Cell::NotApplicable => (left, Fill::Plain(SKY)),
    };
    if end > left {
        canvas.area((left, y - 38, end, y + 38), fill)?;
    }
    let text = canvas.cell(cell);
    canvas.text((end + 22, y), Anchor::Start, (canvas.body(), INK), &text)
}
