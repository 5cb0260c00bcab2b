//! The data package: deterministic, sound in itself, and without anything a State did not release.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use para11::disclosure::rows::{Variant, release};
use para11::dump::{Package, Source};
use para11::form::Mark;
use para11::form::text::TextArguments;
use para11::reply::Value;
use para11::text::{Language, interface};
use sha2::{Digest, Sha256};

use crate::support::sample::{SampleRound, read_csv, round};

fn package(sample: &SampleRound, variant: Variant) -> Package {
    let naming = sample.form.naming_question.as_ref();
    let released = release(
        &sample.round,
        &sample.respondents,
        &sample.submissions,
        naming,
        variant,
    );
    let arguments = TextArguments::default();
    let texts = sample.form.texts(Language::English, &arguments);
    Package::build(&Source {
        form: &sample.form,
        texts: &texts,
        words: interface(Language::English),
        form_files: &sample.folder,
        round: &released,
        cut: NaiveDate::from_ymd_opt(2026, 11, 24).unwrap(),
    })
}

type Place<'a> = (&'a str, &'a str, &'a str);

/// Rows of `answers_long.csv` by respondent, question and row.
fn index(rows: &[BTreeMap<String, String>]) -> BTreeMap<Place<'_>, Vec<&BTreeMap<String, String>>> {
    let mut index: BTreeMap<Place<'_>, Vec<_>> = BTreeMap::new();
    for row in rows {
        index
            .entry((&row["respondent"], &row["question"], &row["row"]))
            .or_default()
            .push(row);
    }
    index
}

#[test]
fn a_package_is_the_same_bytes_each_time_and_its_sums_are_right() {
    let sample = round(20, 7);
    let (one, two) = (
        package(&sample, Variant::Full),
        package(&sample, Variant::Full),
    );
    assert_eq!(one.zip().unwrap(), two.zip().unwrap());
    let sums = std::str::from_utf8(&one.files()["SHA256SUMS"]).unwrap();
    let sums: BTreeMap<&str, &str> = sums
        .lines()
        .map(|l| l.split_once("  ").unwrap())
        .map(|(h, f)| (f, h))
        .collect();
    for (path, bytes) in one.files().iter().filter(|(path, _)| *path != "SHA256SUMS") {
        assert_eq!(
            sums[path.as_str()],
            hex::encode(Sha256::digest(bytes)),
            "{path}"
        );
    }
    assert_eq!(sums.len(), one.files().len() - 1);
}

#[test]
fn every_table_is_described_and_keyed() {
    let sample = round(20, 7);
    let package = package(&sample, Variant::Full);
    let description: serde_json::Value =
        serde_json::from_slice(&package.files()["datapackage.json"]).unwrap();
    let resources = description["resources"].as_array().unwrap();
    assert!(resources.len() > 20);
    for resource in resources {
        let path = resource["path"].as_str().unwrap();
        let mut reader = csv::Reader::from_reader(package.files()[path].as_slice());
        let head: Vec<String> = reader
            .headers()
            .unwrap()
            .iter()
            .map(str::to_owned)
            .collect();
        let fields = resource["schema"]["fields"].as_array().unwrap();
        let names: Vec<&str> = fields
            .iter()
            .map(|field| field["name"].as_str().unwrap())
            .collect();
        assert_eq!(head, names, "{path}");
        assert!(
            head.iter().all(|name| !name.is_empty()),
            "{path} has a column without a name"
        );
        assert_eq!(
            head.iter().collect::<BTreeSet<_>>().len(),
            head.len(),
            "{path} has a column twice"
        );
        let key: Vec<&str> = resource["schema"]["primaryKey"]
            .as_array()
            .unwrap()
            .iter()
            .map(|k| k.as_str().unwrap())
            .collect();
        let rows = read_csv(&package.files()[path]);
        let keys: BTreeSet<Vec<&str>> = rows
            .iter()
            .map(|row| key.iter().map(|k| row[*k].as_str()).collect())
            .collect();
        assert_eq!(
            keys.len(),
            rows.len(),
            "{path}: {key:?} does not name a row"
        );
    }
    assert_eq!(read_csv(&package.files()["replies.csv"]).len(), 193);
}

#[test]
fn every_answer_comes_back_as_it_was_sealed() {
    let sample = round(20, 7);
    let package = package(&sample, Variant::Full);
    let rows = read_csv(&package.files()["answers_long.csv"]);
    let index = index(&rows);
    let mut compared = 0;
    for reply in &sample.submissions {
        for item in reply.items().iter().filter(|item| !item.internal) {
            let row = item
                .key
                .row
                .as_ref()
                .map(ToString::to_string)
                .unwrap_or_default();
            let place = (
                reply.head().respondent.as_str(),
                item.key.question.as_str(),
                row.as_str(),
            );
            let written = index
                .get(&place)
                .unwrap_or_else(|| panic!("{} is missing", item.key))[0];
            if item.mark == Mark::SecretariatOnly {
                assert_eq!(written["status"], "confidential");
                continue;
            }
            assert_eq!(written["status"], item.state.code());
            assert_eq!(written["mark"], item.mark.code());
            if let Some(Value::Choice(code)) = item.values.get("value") {
                assert_eq!(written["value"], code.as_str());
                compared += 1;
            }
        }
    }
    assert!(compared > 500, "only {compared} values were compared");
}

/// Plants a word in every text of an answer that may not be seen, and looks for it in every file.
#[test]
fn nothing_withheld_is_in_any_file() {
    let sample = round(40, 11);
    for (variant, hidden) in [
        (Variant::Full, vec![Mark::SecretariatOnly]),
        (
            Variant::Public,
            vec![Mark::SecretariatOnly, Mark::NotAttributable],
        ),
    ] {
        let package = package(&sample, variant);
        let rows = read_csv(&package.files()["answers_long.csv"]);
        let index = index(&rows);
        let mut withheld = 0;
        for reply in &sample.submissions {
            for item in reply
                .items()
                .iter()
                .filter(|item| hidden.contains(&item.mark) || item.internal)
            {
                let row = item
                    .key
                    .row
                    .as_ref()
                    .map(ToString::to_string)
                    .unwrap_or_default();
                let place = (
                    reply.head().respondent.as_str(),
                    item.key.question.as_str(),
                    row.as_str(),
                );
                assert!(index.get(&place).into_iter().flatten().all(|r| {
                    r["status"] == "confidential"
                        && ["value", "mark", "comment", "source"]
                            .iter()
                            .all(|c| r[*c].is_empty())
                }));
                withheld += 1;
            }
        }
        assert!(
            withheld > 100,
            "only {withheld} answers were to be withheld"
        );
        let internal: Vec<&str> = sample
            .form
            .questions()
            .filter(|q| q.internal)
            .map(|q| q.name.as_str())
            .collect();
        assert!(!internal.is_empty());
        for (path, bytes) in package
            .files()
            .iter()
            .filter(|(path, _)| path.ends_with(".csv"))
        {
            let text = std::str::from_utf8(bytes).unwrap();
            for name in &internal {
                assert!(
                    !text.contains(name),
                    "{path} speaks of the internal question {name}"
                );
            }
        }
    }
}

#[test]
fn the_public_package_names_only_those_who_allow_it() {
    let sample = round(60, 3);
    let package = package(&sample, Variant::Public);
    let naming = sample.form.naming_question.clone().unwrap();
    let allowed: BTreeSet<&str> = sample
        .submissions
        .iter()
        .filter(|reply| {
            reply.items().iter().any(|item| {
                item.key.question == naming
                    && item
                        .values
                        .values()
                        .any(|v| matches!(v, Value::Choice(code) if code.as_str() == "yes"))
            })
        })
        .map(|reply| reply.head().respondent.as_str())
        .collect();
    assert!(
        allowed.len() < sample.submissions.len(),
        "the sample has no one who is not to be named"
    );
    let rows = read_csv(&package.files()["replies.csv"]);
    let shown: BTreeSet<&str> = rows.iter().map(|row| row["respondent"].as_str()).collect();
    assert_eq!(shown, allowed);
}
