//! From the replies to the figures and to the data package, and back by other code: `recompute.py` counts every cell of every figure anew,
//! from the package and the declarations alone.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use chrono::NaiveDate;
use para11::chart::build::{Edition, Standing};
use para11::chart::catalog::{Catalog, shipped};
use para11::chart::count::Source;
use para11::chart::draw::Size;
use para11::chart::export::Format;
use para11::config::database::DatabaseUrl;
use para11::disclosure::rows::{Variant, release};
use para11::dump::{self, Package};
use para11::form::catalog::sample_plan;
use para11::form::text::TextArguments;
use para11::text::{Language, interface};

use crate::support::sample::{SampleRound, planned, round};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A Python with `pandas` and `scipy`.
pub(super) fn python() -> Option<OsString> {
    let python = std::env::var_os("PARA11_TEST_PYTHON");
    if python.is_none() {
        eprintln!(
            "skipped: PARA11_TEST_PYTHON names no Python with pandas and SciPy; tests/run sets it"
        );
    }
    python
}

fn para11(data: &Path, arguments: &[&str]) {
    let done = Command::new(env!("CARGO_BIN_EXE_para11"))
        .arg("--data")
        .arg(data)
        .args(arguments)
        .env_remove("DATABASE_URL")
        .output()
        .unwrap();
    let error = String::from_utf8_lossy(&done.stderr);
    assert!(done.status.success(), "{arguments:?}: {error}");
}

/// What the script says of a package and figures.
struct Said {
    text: String,
    agree: usize,
    within: usize,
    wrong: Vec<String>,
}

fn compare(python: &OsString, files: &[&Path]) -> Said {
    let done = Command::new(python)
        .arg(root().join("tests/recompute.py"))
        .args(files)
        .output()
        .unwrap();
    let text = String::from_utf8(done.stdout).unwrap();
    let error = String::from_utf8_lossy(&done.stderr);
    let lines: Vec<&str> = text.lines().collect();
    let sum = lines.iter().position(|line| line.contains(" figures: "));
    let sum = sum.unwrap_or_else(|| panic!("{text}{error}"));
    let number = |after: &str| -> usize {
        let (before, _) = lines[sum].split_once(after).unwrap();
        before.rsplit(' ').next().unwrap().parse().unwrap()
    };
    let differ = number(" differ");
    let wrong = lines[sum + 1..].iter().filter(|line| !line.is_empty());
    let wrong: Vec<_> = wrong.map(|line| (*line).to_owned()).collect();
    assert_eq!(wrong.len(), differ, "{text}");
    assert_eq!(done.status.success(), wrong.is_empty(), "{text}{error}");
    Said {
        agree: number(" cells agree"),
        within: number(" within what"),
        wrong,
        text,
    }
}

/// Makes the base of the first row of a table greater by one; none where there is no such number.
fn alter(csv: &Path) -> Option<()> {
    let text = fs::read_to_string(csv).unwrap();
    let mut lines: Vec<String> = text.split("\r\n").map(ToOwned::to_owned).collect();
    let (before, base) = lines[1].rsplit_once(',')?;
    let base: u32 = base.parse().ok()?;
    lines[1] = format!("{before},{}", base + 1);
    fs::write(csv, lines.join("\r\n")).unwrap();
    Some(())
}

#[test]
fn every_figure_counted_anew_from_the_package_agrees_in_every_cell() {
    let Some(python) = python() else {
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let zip = folder.path().join("full.zip");
    let figures = folder.path().join("figures");
    let opens = [
        "--opens",
        "2026-01-15",
        "--closes",
        "2026-09-30",
        "--sample",
    ];
    para11(
        &data,
        &[
            &["round", "create", "trial", "--form", "para11"],
            opens.as_slice(),
        ]
        .concat(),
    );
    para11(
        &data,
        &["sample", "replies", "--count", "84", "--seed", "1"],
    );
    para11(
        &data,
        &["dump", "--variant", "full", "--out", zip.to_str().unwrap()],
    );
    let out = figures.to_str().unwrap();
    para11(&data, &["chart", "draw", "--format", "csv", "--out", out]);
    let charts = root().join("charts");
    let DatabaseUrl::Sqlite(database) = DatabaseUrl::in_folder(&data) else {
        panic!("a folder holds a file");
    };
    let said = compare(&python, &[&zip, &charts, &figures, &database]);
    println!("{}", said.text);
    assert!(said.agree > 3000, "{}", said.text);
    assert!(said.wrong.is_empty(), "{}", said.text);

    // The control: one number of one table is another one, and the script names it and no other.
    let tables = fs::read_dir(&figures).unwrap();
    let tables: BTreeMap<String, PathBuf> = tables
        .map(|entry| entry.unwrap().path())
        .map(|path| {
            let name = path.file_name().unwrap().to_str().unwrap();
            (name.split('-').nth(2).unwrap().to_owned(), path)
        })
        .collect();
    alter(&tables["T17_review"]).unwrap();
    let said = compare(&python, &[&zip, &charts, &figures, &database]);
    let about = |line: &String| line.starts_with("T17_review hr_review.base: ");
    assert!(said.wrong.iter().any(about), "{}", said.text);
    let only = |line: &String| line.starts_with("T17_review ");
    assert!(said.wrong.iter().all(only), "{}", said.text);

    // And one number of every other table, too.
    let mut altered = 0;
    for (id, path) in &tables {
        altered += usize::from(id != "T17_review" && alter(path).is_some());
    }
    let said = compare(&python, &[&zip, &charts, &figures, &database]);
    let named: BTreeSet<_> = said
        .wrong
        .iter()
        .map(|line| line.split(' ').next())
        .collect();
    assert!(altered > 35, "{altered}");
    assert_eq!(named.len(), altered + 1, "{}", said.text);
}

/// Writes the package of a round.
fn package(sample: &SampleRound, to: &Path) {
    let released = release(
        &sample.form,
        &sample.round,
        &sample.respondents,
        &sample.submissions,
        Variant::Full,
    );
    let arguments = TextArguments::default();
    let package = Package::build(&dump::Source {
        form: &sample.form,
        texts: &sample.form.texts(Language::English, &arguments),
        words: interface(Language::English),
        form_files: &sample.folder,
        round: &released,
        cut: NaiveDate::from_ymd_opt(2027, 3, 31).unwrap(),
    });
    fs::write(to, package.unwrap().zip().unwrap()).unwrap();
}

/// Another round before it, so that changes are counted, and no answer for the Secretariat only but those whose question says so, so that the
/// package tells all.
#[test]
fn figures_of_change_counted_anew_from_two_packages_agree_in_every_cell() {
    let Some(python) = python() else {
        return;
    };
    let marks = "secretariat_only = 35";
    let plan = sample_plan("para11").unwrap();
    assert!(plan.contains(marks));
    let now = planned(110, 3, &plan.replace(marks, "secretariat_only = 0"));
    let before = round(100, 2);
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    let (charts, figures) = (path("charts"), path("figures"));
    fs::create_dir(&charts).unwrap();
    fs::create_dir(&figures).unwrap();
    package(&now, &path("now.zip"));
    package(&before, &path("before.zip"));
    // More room than T11_money has combinations, so that all of them stand and are compared.
    let (few, all) = ("top = 12", "top = 99");
    let files: BTreeMap<String, String> = shipped()
        .into_iter()
        .map(|(name, text)| (name, text.replace(few, all)))
        .collect();
    for (name, text) in &files {
        fs::write(charts.join(name), text).unwrap();
    }
    let (counted, then) = (now.dataset(), before.dataset());
    let source = Source {
        dataset: &counted,
        form: &now.form,
        before: Some((&then, &before.form)),
    };
    let texts = interface(Language::English);
    let edition = Edition {
        round: &now.round,
        form: &now.form,
        language: Language::English,
        texts,
        as_of: NaiveDate::from_ymd_opt(2027, 3, 31).unwrap(),
        standing: Standing::Internal,
    };
    let catalog = Catalog::load(&files, &now.form, texts).unwrap();
    for chart in catalog.charts() {
        let numbers = chart.numbers(&source).unwrap();
        let figure = chart.figure_of(numbers, &edition).unwrap();
        let name = figure.file_name("now", Format::Csv, Size::Page);
        fs::write(figures.join(name), figure.csv()).unwrap();
    }
    let said = compare(
        &python,
        &[&path("now.zip"), &charts, &figures, &path("before.zip")],
    );
    println!("{}", said.text);
    assert!(said.agree > 3000, "{}", said.text);
    assert_eq!(said.within, 0, "{}", said.text);
    assert!(said.wrong.is_empty(), "{}", said.text);
}
