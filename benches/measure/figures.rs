//! Figures of a sample round. The heat matrix is written as a table for `benches/peers/figures.py`.

use std::fs;
use std::hint::black_box;

use anyhow::Context;
use para11::chart::build::{Edition, Standing};
use para11::chart::catalog::{Catalog, shipped};
use para11::chart::draw::{Size, svg};
use para11::chart::figure::{Figure, Plot};
use para11::chart::raster::Drawing;
use para11::dataset::Dataset;
use para11::reply::sample::repliers;
use para11::reply::submission::Submission;
use para11::text::{Language, interface};

use crate::spent::{Report, Spent};
use crate::world::{SEED, World, today};
use crate::{OURS, folder};

/// Replies of the round.
const REPLIES: usize = 84;

pub(crate) fn measure(report: &mut Report<'_>) -> anyhow::Result<()> {
    let world = World::of(193)?;
    let replied = repliers(&world.respondents, &world.plan, REPLIES, SEED);
    let replies: Vec<Submission> = replied
        .into_iter()
        .map(|respondent| world.submission(respondent))
        .collect::<anyhow::Result<_>>()?;
    let dataset = Dataset::build(&world.form, &world.round, &world.respondents, &replies)?;
    let edition = Edition {
        round: dataset.round(),
        form: &world.form,
        language: Language::English,
        texts: interface(Language::English),
        as_of: today()?,
        standing: Standing::Released,
    };
    let catalog = Catalog::load(&shipped(), &world.form, interface(Language::English))
        .map_err(|errors| anyhow::anyhow!("the charts have {} mistakes", errors.len()))?;
    let figures = || {
        let charts = catalog.charts().iter();
        charts
            .map(|chart| chart.figure(&dataset, &edition))
            .collect::<Result<Vec<Figure>, _>>()
    };
    let all = figures()?;
    let spent = Spent::by(|| {
        black_box(figures()?);
        Ok(())
    })?;
    report.time(&format!("numbers of {} figures", all.len()), OURS, spent)?;
    let spent = Spent::by(|| {
        for figure in figures()? {
            let drawing = Drawing::read(svg(&figure, Size::Page, &figure.id)?)?;
            black_box((drawing.png()?, drawing.pdf(&figure)?));
        }
        Ok(())
    })?;
    let work = format!("numbers, SVG, PNG and PDF of {} figures", all.len());
    report.time(&work, OURS, spent)?;
    heat(report, &all)
}

/// The largest heat matrix in each format.
fn heat(report: &mut Report<'_>, figures: &[Figure]) -> anyhow::Result<()> {
    let cells = |figure: &&Figure| match &figure.plot {
        Plot::Heat { grid, .. } => grid.rows().len() * grid.series().len(),
        Plot::Bars { .. }
        | Plot::Stacked { .. }
        | Plot::Diverging { .. }
        | Plot::Response { .. }
        | Plot::Dot { .. }
        | Plot::Dumbbell { .. }
        | Plot::Combinations { .. }
        | Plot::Bubble { .. }
        | Plot::Triangle { .. } => 0,
    };
    let figure = figures.iter().max_by_key(cells).context("no figure")?;
    let Plot::Heat { grid, .. } = &figure.plot else {
        anyhow::bail!("no heat matrix among the figures");
    };
    let mut table = String::new();
    for row in grid.rows() {
        table.push_str(&row.label);
        for (_, cell) in row.pairs(grid) {
            let count = cell
                .count()
                .map_or_else(String::new, |count| count.to_string());
            table.push_str(&format!("\t{count}"));
        }
        table.push('\n');
    }
    let labels: Vec<&str> = grid
        .series()
        .iter()
        .map(|series| series.label.as_str())
        .collect();
    let head = format!("{}\t{}\n", figure.title, labels.join("\t"));
    fs::write(folder().join("heat.tsv"), head + &table)?;

    let drawn = svg(figure, Size::Page, "heat")?;
    let spent = Spent::by(|| {
        black_box(svg(figure, Size::Page, "heat")?);
        Ok(())
    })?;
    report.time("heat matrix to SVG", OURS, spent)?;
    let spent = Spent::by(|| {
        black_box(Drawing::read(svg(figure, Size::Page, "heat")?)?.png()?);
        Ok(())
    })?;
    report.time("heat matrix to PNG, 300 dots an inch", OURS, spent)?;
    let spent = Spent::by(|| {
        black_box(Drawing::read(svg(figure, Size::Page, "heat")?)?.pdf(figure)?);
        Ok(())
    })?;
    report.time("heat matrix to PDF", OURS, spent)?;
    report.size("heat matrix as SVG", drawn.len())?;
    let drawing = Drawing::read(drawn)?;
    report.size("heat matrix as PNG", drawing.png()?.len())?;
    report.size("heat matrix as PDF", drawing.pdf(figure)?.len())
}
