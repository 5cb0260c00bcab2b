//! A whole reply and many: check, seal, read back, columns, data package.

use std::fs;
use std::hint::black_box;

use anyhow::Context;
use para11::dataset::Dataset;
use para11::disclosure::rows::{ReleasedRound, Variant, release};
use para11::dump::{Package, Source};
use para11::form::text::TextArguments;
use para11::reply::Draft;
use para11::reply::encoding::{Sealed, decode, encode};
use para11::reply::raw::RawAnswers;
use para11::reply::submission::Submission;
use para11::round::Respondent;
use para11::text::{Language, interface};

use crate::spent::{Report, Spent};
use crate::world::{World, today};
use crate::{OURS, folder};

/// So many replies, and ten times as many: what is linear costs ten times as much.
const MANY: [usize; 2] = [1_000, 10_000];

pub(crate) fn measure(report: &mut Report<'_>) -> anyhow::Result<()> {
    one(report)?;
    MANY.into_iter().try_for_each(|count| many(report, count))
}

/// Every State's reply in turn, so that the figure is that of a mean reply.
fn one(report: &mut Report<'_>) -> anyhow::Result<()> {
    let world = World::of(193)?;
    let typed = |respondent: &Respondent| Ok((respondent.clone(), world.typed(respondent)?));
    let typed: Vec<(Respondent, RawAnswers)> = world
        .respondents
        .iter()
        .map(typed)
        .collect::<anyhow::Result<_>>()?;
    let spent = each(&typed, |(respondent, raw)| {
        let facts = world.facts(respondent)?;
        black_box(Draft::check(&world.form, &facts, raw.clone()));
        Ok(())
    })?;
    report.time("check of a whole reply", OURS, spent)?;

    let draft = |(respondent, raw): &(Respondent, RawAnswers)| {
        let facts = world.facts(respondent)?;
        Ok(Draft::check(&world.form, &facts, raw.clone()))
    };
    let drafts: Vec<Draft> = typed.iter().map(draft).collect::<anyhow::Result<_>>()?;
    let seal = |draft: &Draft| -> anyhow::Result<Sealed> {
        let submission = Submission::complete(&world.form, &world.round, draft)?;
        Ok(encode(&submission)?)
    };
    let spent = each(&drafts, |draft| {
        seal(draft).map(|sealed| drop(black_box(sealed)))
    })?;
    report.time("completing and sealing a reply", OURS, spent)?;

    let sealed: Vec<Sealed> = drafts.iter().map(seal).collect::<anyhow::Result<_>>()?;
    let spent = each(&sealed, |sealed| {
        black_box(decode(&world.form, sealed)?);
        Ok(())
    })?;
    report.time("reading a sealed reply", OURS, spent)?;
    let bytes: usize = sealed.iter().map(|sealed| sealed.bytes.len()).sum();
    report.size("a sealed reply, mean", bytes / sealed.len().max(1))
}

/// Does work on each thing in turn; the cost of one.
fn each<T>(things: &[T], work: impl Fn(&T) -> anyhow::Result<()>) -> anyhow::Result<Spent> {
    let whole = Spent::by(|| things.iter().try_for_each(&work))?;
    let count = u32::try_from(things.len())?;
    Ok(Spent {
        cpu: whole.cpu / count,
        wall: whole.wall / count,
    })
}

fn many(report: &mut Report<'_>, count: usize) -> anyhow::Result<()> {
    let world = World::of(count)?;
    let mut sealed = Vec::with_capacity(count);
    for respondent in &world.respondents {
        sealed.push(encode(&world.submission(respondent)?)?);
    }
    let path = folder().join("sealed");
    let bytes: Vec<u8> = sealed
        .iter()
        .flat_map(|s| s.bytes.iter().copied())
        .collect();
    fs::write(&path, &bytes)?;
    let spent = Spent::by(|| {
        black_box(fs::read(&path)?);
        Ok(())
    })?;
    let load = format!("reading {count} sealed replies");
    report.time(&load, "reading their bytes from a file", spent)?;
    drop(bytes);

    let mut submissions = Vec::with_capacity(count);
    let spent = Spent::batch(1, || {
        for sealed in &sealed {
            submissions.push(decode(&world.form, sealed)?);
        }
        Ok(())
    })?;
    report.time(&load, OURS, spent)?;
    drop(sealed);

    let spent = Spent::by(|| {
        let dataset = Dataset::build(&world.form, &world.round, &world.respondents, &submissions);
        black_box(dataset?);
        Ok(())
    })?;
    report.time(&format!("columns of {count} replies"), OURS, spent)?;

    let gate = || {
        release(
            &world.form,
            &world.round,
            &world.respondents,
            &submissions,
            Variant::Full,
        )
    };
    let spent = Spent::by(|| {
        black_box(gate());
        Ok(())
    })?;
    report.time(&format!("{count} replies through the gate"), OURS, spent)?;
    dump(report, &world, &gate())?;
    report.size(&format!("most memory, {count} replies"), peak()?)
}

fn dump(report: &mut Report<'_>, world: &World, round: &ReleasedRound) -> anyhow::Result<()> {
    let arguments = TextArguments::default();
    let texts = world.form.texts(Language::English, &arguments);
    let source = Source {
        form: &world.form,
        texts: &texts,
        words: interface(Language::English),
        form_files: &world.folder,
        round,
        cut: today()?,
    };
    let count = world.respondents.len();
    let spent = Spent::by(|| {
        black_box(Package::build(&source)?);
        Ok(())
    })?;
    let work = format!("data package of {count} replies");
    report.time(&work, OURS, spent)?;

    let package = Package::build(&source)?;
    let path = folder().join("package");
    let spent = Spent::by(|| {
        fs::create_dir_all(&path)?;
        for (number, bytes) in package.files().values().enumerate() {
            fs::write(path.join(number.to_string()), bytes)?;
        }
        Ok(fs::remove_dir_all(&path)?)
    })?;
    report.time(&work, "writing its bytes to files", spent)?;
    let spent = Spent::by(|| {
        black_box(package.zip()?);
        Ok(())
    })?;
    report.time(&format!("zip of {count} replies"), OURS, spent)?;
    let bytes = package.files().values().map(|bytes| bytes.len()).sum();
    report.size(&format!("data package of {count} replies"), bytes)
}

/// The most memory this process ever held.
fn peak() -> anyhow::Result<usize> {
    let status = fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kib = line.and_then(|line| line.split_whitespace().next());
    Ok(kib
        .context("no VmHWM in /proc/self/status")?
        .parse::<usize>()?
        * 1024)
}
