//! The data package: deterministic, sound in itself, and without anything a State did not release.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use para11::disclosure::rows::{Variant, release};
use para11::dump::{Package, Source};
use para11::form::name::QuestionName;
use para11::form::text::TextArguments;
use para11::form::{Mark, Rows};
use para11::reply::submission::Submission;
use para11::reply::{AnswerKey, Value};
use para11::text::{Language, interface};
use sha2::{Digest, Sha256};

use crate::support::sample::{SampleRound, read_csv, round};

fn package(sample: &SampleRound, variant: Variant) -> Package {
    let released = release(
        &sample.form,
        &sample.round,
        &sample.respondents,
        &sample.submissions,
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
    .unwrap()
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
    let sums = std::str::from_utf8(one.files()["SHA256SUMS"]).unwrap();
    let sums: BTreeMap<&str, &str> = sums
        .lines()
        .map(|l| l.split_once("  ").unwrap())
        .map(|(h, f)| (f, h))
        .collect();
    for (path, bytes) in one
        .files()
        .iter()
        .filter(|(path, _)| **path != "SHA256SUMS")
    {
        assert_eq!(sums[path], hex::encode(Sha256::digest(bytes)), "{path}");
    }
    assert_eq!(sums.len(), one.files().len() - 1);
}

#[test]
fn every_table_is_described_and_keyed() {
    let sample = round(20, 7);
    let package = package(&sample, Variant::Full);
    let description: serde_json::Value =
        serde_json::from_slice(package.files()["datapackage.json"]).unwrap();
    let resources = description["resources"].as_array().unwrap();
    assert!(resources.len() > 20);
    for resource in resources {
        let path = resource["path"].as_str().unwrap();
        let mut reader = csv::Reader::from_reader(package.files()[path]);
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
        // No part of a key is missing (`primaryKey` of the Table Schema), also where it is the empty text.
        for field in fields {
            let is_key = key.contains(&field["name"].as_str().unwrap());
            let missing = field["missingValues"].as_array().unwrap();
            assert_eq!(missing.is_empty(), is_key, "{path}: {}", field["name"]);
        }
        let rows = read_csv(package.files()[path]);
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
    assert_eq!(read_csv(package.files()["replies.csv"]).len(), 193);
}

#[test]
fn every_answer_comes_back_as_it_was_sealed() {
    let sample = round(20, 7);
    let package = package(&sample, Variant::Full);
    let rows = read_csv(package.files()["answers_long.csv"]);
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
            if is_added(&sample, &item.key) {
                // Numbered anew where one before it is withheld; see below.
                continue;
            }
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

/// Whether it is a row that a respondent added.
fn is_added(sample: &SampleRound, key: &AnswerKey) -> bool {
    let question = sample.form.question(key.question.as_str()).unwrap();
    key.row.is_some() && matches!(question.rows, Rows::Free { .. })
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
        let rows = read_csv(package.files()["answers_long.csv"]);
        let index = index(&rows);
        let mut withheld = 0;
        for reply in &sample.submissions {
            for item in reply
                .items()
                .iter()
                .filter(|item| hidden.contains(&item.mark) || item.internal)
                .filter(|item| !is_added(&sample, &item.key))
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

/// What is said where a form asks for consent.
fn said<'a>(reply: &'a Submission, question: &QuestionName) -> &'a str {
    let mut items = reply.items().iter();
    let item = items.find(|item| item.key.question == *question && item.key.row.is_none());
    match item.and_then(|item| item.values.values().next()) {
        Some(Value::Choice(code)) => code.as_str(),
        _ => "",
    }
}

#[test]
fn the_public_package_names_only_those_who_allow_it() {
    let sample = round(193, 3);
    let package = package(&sample, Variant::Public);
    let naming = sample.form.naming_question.clone().unwrap();
    let publishing = sample.form.publishing_question.clone().unwrap();
    let mut allowed = BTreeSet::new();
    let mut refused = BTreeSet::new();
    for reply in &sample.submissions {
        let (named, published) = (said(reply, &naming), said(reply, &publishing));
        if named == "yes" && !["", "no"].contains(&published) {
            allowed.insert(reply.head().respondent.as_str());
        } else {
            refused.insert((named, published));
        }
    }
    // Not named, named but not published, not asked by the short reply.
    for way in [("no", "attributable_only"), ("yes", "no"), ("yes", "")] {
        assert!(
            refused.contains(&way),
            "the sample has no one who says {way:?}"
        );
    }
    let rows = read_csv(package.files()["replies.csv"]);
    let shown: BTreeSet<&str> = rows.iter().map(|row| row["respondent"].as_str()).collect();
    assert_eq!(shown, allowed);
    assert!(!shown.is_empty());
}

#[test]
fn the_public_package_tells_nothing_of_a_state_that_is_for_counts_only() {
    let sample = round(60, 3);
    let package = package(&sample, Variant::Public);
    let rows = read_csv(package.files()["answers_long.csv"]);
    let mut removed = 0;
    for row in &rows {
        // No State is named as one that did not disclose, or was not asked.
        assert!(
            !["not_disclosed", "hidden"].contains(&row["status"].as_str()),
            "{row:?}"
        );
        let question = sample.form.question(&row["question"]).unwrap();
        if question.widest_mark != Mark::Attributable {
            assert_eq!(row["status"], "confidential", "{row:?}");
            removed += 1;
        }
    }
    assert!(removed > 100, "only {removed} answers were removed");
    for never in [
        "cas_counts",
        "cas_str",
        "cas_assets",
        "pat_cbrn",
        "ta_matrix",
        "ins_help",
    ] {
        let question = sample.form.question(never).unwrap();
        assert_eq!(question.widest_mark, Mark::NotAttributable, "{never}");
    }
}

#[test]
fn rows_that_a_respondent_added_are_counted_only_if_they_are_shown() {
    let sample = round(60, 3);
    let lists = sample
        .form
        .questions()
        .filter(|question| !question.internal);
    let lists: Vec<_> = lists
        .filter(|question| matches!(question.rows, Rows::Free { .. }))
        .collect();
    for (variant, narrowest) in [
        (Variant::Full, Mark::NotAttributable),
        (Variant::Public, Mark::Attributable),
    ] {
        let package = package(&sample, variant);
        let (mut shown, mut withheld) = (0, 0);
        for question in &lists {
            let file = format!("{}.csv", question.name);
            let rows = read_csv(package.files()[file.as_str()]);
            for reply in &sample.submissions {
                let items = reply.items().iter();
                let added = items
                    .filter(|item| item.key.question == question.name && item.key.row.is_some());
                let (open, closed): (Vec<_>, Vec<_>) =
                    added.partition(|item| item.mark <= narrowest);
                withheld += closed.len();
                let respondent = reply.head().respondent.as_str();
                let here = rows.iter().filter(|row| row["respondent"] == respondent);
                let here: Vec<_> = here.map(|row| row["row"].clone()).collect();
                if !here.is_empty() || variant == Variant::Full {
                    // Numbered without a gap: one would tell of a row between.
                    let expected: Vec<_> = (1..=open.len()).map(|row| row.to_string()).collect();
                    assert_eq!(here, expected, "{file}, {respondent}");
                }
                shown += here.len();
            }
        }
        assert!(
            shown > 5 && withheld > 5,
            "{variant:?}: {shown} shown, {withheld} withheld"
        );
    }
}
