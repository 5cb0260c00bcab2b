//! T-SDC-2: invented releases on the real regional groups, through gate and audit, before a program that shares nothing with either.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Command;

use para11::chart::catalog::Catalog;
use para11::chart::numbers::Numbers;
use para11::dataset::Dataset;
use para11::form::Form;
use para11::form::name::{FieldName, QuestionName};
use para11::release::audit::{Replies, Search, audit};
use para11::reply::raw::{RawAnswer, RawAnswers};
use para11::reply::submission::Submission;
use para11::reply::{AnswerKey, Draft, Facts};
use para11::round::Respondent;
use serde_json::{Value, json};

use super::Chance;
use crate::charts::trial::{catalog, day, form_of, respondents, round};

const LISTS: &str = r#"
[states]
data = "data/states.csv"
code = "iso3"
label = "name_{lang}"
[yes_no]
choices = ["yes", "no"]
[answer]
choices = ["yes", "no", "unknown"]
"#;

const SECTION: &str = r#"
[[question]]
id = "named"
type = "single"
choices = "yes_no"

[[question]]
id = "q"
type = "single"
choices = "answer"
with = ["status", "mark"]
"#;

const TEXT: &str = "links = One
named = Named?
    .short = Named
q = Is it so?
    .short = So
";

const LIST_TEXT: &str = "states = States
yes_no = Yes or no
    .yes = Yes
    .no = No
answer = Answer
    .yes = Yes
    .no = No
    .unknown = Unknown
";

const CHARTS: &str = r#"
form = "trial"
output = "T3"

[[figure]]
id = "T3"
count = "answers"
plot = "stacked"
question = "q"
series = [{ code = "yes", choices = ["yes"] }, { code = "no", choices = ["no"] }, { code = "unknown", choices = ["unknown"] }]

[[figure]]
id = "T4"
count = "answers"
plot = "stacked"
question = "q"
rows = "groups"
groups = "un_group"
series = [{ code = "yes", choices = ["yes"] }, { code = "no", choices = ["no"] }, { code = "unknown", choices = ["unknown"] }]
"#;

const REPLIES: usize = 60;

struct Trial {
    form: Form,
    respondents: Vec<Respondent>,
    charts: Catalog,
    /// Replies by respondent, answer and mark: made once.
    made: BTreeMap<(usize, &'static str, &'static str), Submission>,
}

impl Trial {
    fn new() -> Self {
        let shipped = para11::form::catalog::shipped().remove("para11").unwrap();
        let members = &shipped["data/member_states.csv"];
        let mut states = "iso3,un_group,name_en\n".to_owned();
        for row in crate::support::sample::read_csv(members.as_bytes()) {
            states.push_str(&format!("{0},{1},{0}\n", row["iso3"], row["un_group"]));
        }
        let form = form_of(&states, LISTS, SECTION, (LIST_TEXT, TEXT));
        let charts = catalog(&form, CHARTS).unwrap();
        Self {
            respondents: respondents(&form),
            charts,
            form,
            made: BTreeMap::new(),
        }
    }

    fn reply(&mut self, at: usize, answer: &'static str, mark: &'static str) -> Submission {
        let (form, respondent) = (&self.form, &self.respondents[at]);
        let made = self.made.entry((at, answer, mark)).or_insert_with(|| {
            let raw = |value: &str, mark: Option<&str>| RawAnswer {
                values: BTreeMap::from([(FieldName::value(), vec![value.to_owned()])]),
                mark: mark.map(str::to_owned),
                ..RawAnswer::default()
            };
            let key = |question: &str| AnswerKey {
                question: QuestionName::parse(question).unwrap(),
                row: None,
            };
            let answers = RawAnswers::from([
                (key("named"), raw("yes", None)),
                (key("q"), raw(answer, Some(mark))),
            ]);
            let facts = Facts {
                period: round().period,
                today: day(),
                respondent: respondent.code.clone(),
            };
            let draft = Draft::check(form, &facts, answers);
            Submission::complete(form, &round(), &draft).unwrap()
        });
        made.clone()
    }
}

/// A row as the attacker reads it.
fn table(numbers: &Numbers, line: usize, groups: Option<&BTreeSet<&str>>) -> Value {
    let mut cells = serde_json::Map::new();
    let (mut base, mut unused) = (Value::Null, Value::Null);
    for (spot, cell) in numbers.spots().filter(|(spot, _)| spot.line == line) {
        let shown = cell.count().map_or(Value::Null, Value::from);
        match numbers.name_of(spot).1 {
            "" => base = shown,
            "no_usable_answer" => unused = shown,
            code @ ("yes" | "no" | "unknown") => {
                cells.insert(code.to_owned(), shown);
            }
            // Reasons told apart: nobody has one here but those for the Secretariat only.
            _ => {}
        }
    }
    let mut table = json!({ "question": "q", "several": false, "cells": cells, "base": base, "unused": unused });
    if let Some(groups) = groups {
        table["where"] = json!({ "un_group": groups });
    }
    table
}

#[test]
#[expect(
    clippy::too_many_lines,
    reason = "a release is made from its replies to its file in one go"
)]
fn a_program_that_knows_nothing_of_the_gate_pins_no_state_in_many_releases() {
    let Some(python) = crate::recompute::python() else {
        return;
    };
    let releases: usize =
        std::env::var_os("RELEASES").map_or(25, |count| count.to_string_lossy().parse().unwrap());
    let mut trial = Trial::new();
    let folder = tempfile::tempdir().unwrap();
    let mut chance = Chance(11);
    let mut next = |below| chance.below(below);
    let (mut numbers, mut by_gate, mut by_audit, mut silenced) = (0, 0, 0, 0);
    let mut paths = Vec::new();
    for release in 0..releases {
        let shares = [20 + next(50), 10 + next(40), 5 + next(25)];
        let mut who = BTreeSet::new();
        while who.len() < REPLIES {
            who.insert(next(trial.respondents.len()));
        }
        let mut submissions: Vec<Option<Submission>> = vec![None; trial.respondents.len()];
        let mut states = Vec::new();
        let mut groups: BTreeMap<String, usize> = BTreeMap::new();
        for at in who {
            let drawn = next(shares.iter().sum());
            let answer = if drawn < shares[0] {
                "yes"
            } else if drawn < shares[0] + shares[1] {
                "no"
            } else {
                "unknown"
            };
            let mark = ["attributable", "not_attributable", "secretariat_only"]
                [[0, 0, 0, 0, 0, 1, 1, 1, 1, 2][next(10)]];
            submissions[at] = Some(trial.reply(at, answer, mark));
            let respondent = &trial.respondents[at];
            let group = respondent.facts["un_group"].clone();
            *groups.entry(group.clone()).or_default() += 1;
            let own = (mark != "secretariat_only").then_some(answer);
            let known = (mark == "attributable").then(|| json!({ "q": answer }));
            states.push(json!({
                "code": respondent.code.as_str(),
                "facts": { "un_group": group },
                "known": known.unwrap_or_else(|| json!({})),
                "own": { "q": own },
            }));
        }
        let replied: Vec<Submission> = submissions.iter().flatten().cloned().collect();
        let dataset = Dataset::build(&trial.form, &round(), &trial.respondents, &replied).unwrap();
        let audited = audit(
            Replies {
                form: &trial.form,
                charts: &trial.charts,
                dataset: &dataset,
                before: None,
                submissions: &submissions,
                as_of: day(),
            },
            &[],
            Search::default(),
        )
        .unwrap();
        let report = &audited.report;
        numbers += report.numbers;
        by_gate += report.by_gate;
        by_audit += report.by_audit;
        silenced += report.silenced;
        let mut tables = vec![table(&audited.tables["T3"], 0, None)];
        let grouped = &audited.tables["T4"];
        let lines: BTreeMap<usize, String> = grouped
            .spots()
            .map(|(spot, _)| (spot.line, grouped.name_of(spot).0.to_owned()))
            .collect();
        let apart: BTreeSet<&str> = lines.values().map(String::as_str).collect();
        for (line, code) in &lines {
            let of: BTreeSet<&str> = if code == "merged" {
                let all = groups.keys().map(String::as_str);
                all.filter(|group| !apart.contains(group)).collect()
            } else {
                [code.as_str()].into()
            };
            tables.push(table(grouped, *line, Some(&of)));
        }
        let path = folder.path().join(format!("{release}.json"));
        let document = json!({ "k": 3, "states": states, "tables": tables });
        fs::write(&path, document.to_string()).unwrap();
        paths.push(path);
    }
    let attack = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/attack.py");
    let done = Command::new(python)
        .arg(attack)
        .args(&paths)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&done.stdout);
    let exposed: Vec<&str> = said
        .lines()
        .filter(|line| line.starts_with("    "))
        .collect();
    println!(
        "{releases} releases, {numbers} numbers: {by_gate} withheld by the gate, {by_audit} by the audit; {silenced} facts silenced; {} exposed",
        exposed.len()
    );
    assert!(
        done.status.success() && exposed.is_empty(),
        "{}\n{}",
        exposed.join("\n"),
        String::from_utf8_lossy(&done.stderr)
    );
    assert_eq!(said.lines().count(), releases);
    assert!(by_gate + by_audit < numbers);
}
