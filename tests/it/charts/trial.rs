//! Fifteen invented States and three questions, counted by hand.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use para11::chart::build::{Edition, Standing};
use para11::chart::catalog::{Catalog, ChartFileError};
use para11::chart::figure::{Cell, Figure};
use para11::dataset::{Dataset, DatasetError};
use para11::form::Form;
use para11::form::file::{Folder, load};
use para11::form::name::{Code, FieldName, QuestionName};
use para11::reply::raw::{RawAnswer, RawAnswers};
use para11::reply::submission::Submission;
use para11::reply::{AnswerKey, Draft, Facts};
use para11::round::{Period, Respondent, Round};
use para11::text::{Language, interface};

const FORM: &str = r#"
format = 1
id = "trial"
version = "1"
mandate = "a trial"
languages = ["en"]
default_mark = "not_attributable"
naming_question = "named"
respondents = "states"
sections = ["links"]
"#;

const LISTS: &str = r#"
[states]
data = "data/states.csv"
code = "iso3"
label = "name_{lang}"
[yes_no]
choices = ["yes", "no"]
[link]
choices = ["established", "none_found"]
[kind]
choices = ["deal", "levy"]
[crime]
choices = ["drugs", "arms"]
"#;

const LINKS: &str = r#"
[[question]]
id = "named"
type = "single"
choices = "yes_no"
core = true

[[question]]
id = "status"
type = "single"
choices = "link"
rows = "crime"
core_rows = ["drugs"]
with = ["status", "mark"]

[[question]]
id = "nature"
type = "multiple"
choices = "kind"
rows = "crime"
rows_where = "${status}[row()] = 'established'"
core = true
with = ["status", "mark"]
"#;

const TEXT: &str = "links = Links
named = Named?
    .short = Named
status = Status?
    .short = Status
nature = Nature?
    .short = Nature
";

const LIST_TEXT: &str = "states = States
yes_no = Yes or no
    .yes = Yes
    .no = No
link = Link
    .established = Established
    .none_found = None found
kind = Kind
    .deal = Deal
    .levy = Levy
crime = Crime
    .drugs = Drugs
    .arms = Arms
";

/// State, group, named, status of drugs, its mark, nature of the link, status of arms. `-` is nothing. S15 did not reply.
const REPLIES: [&str; 14] = [
    "S01 A yes established  attributable     deal      none_found",
    "S02 A no  established  not_attributable deal,levy none_found",
    "S03 A yes established  not_attributable deal      none_found",
    "S04 A no  established  not_attributable deal      none_found",
    "S05 A no  established  not_attributable levy      none_found",
    "S06 A no  established  not_attributable -         -",
    "S07 A no  established  not_attributable -         -",
    "S08 A no  established  not_attributable -         -",
    "S09 B no  established  secretariat_only deal      -",
    "S10 B no  none_found   not_attributable -         -",
    "S11 B no  none_found   not_attributable -         -",
    "S12 B no  none_found   not_attributable -         -",
    "S13 B no  none_found   attributable     -         -",
    "S14 B no  ?            not_attributable -         -",
];

const CHARTS: &str = r#"
form = "trial"
output = "T4"

[[figure]]
id = "T4"
count = "answers"
plot = "stacked"
question = "status"
series = [{ code = "established", choices = ["established"] }, { code = "none_found", choices = ["none_found"] }]

[[figure]]
id = "T5"
count = "choices"
plot = "heat"
question = "nature"
given = [{ question = "status", choices = ["established"] }]

[[figure]]
id = "T3"
count = "answers"
plot = "stacked"
question = "status"
only = { fact = "group", value = "B" }
series = [{ code = "established", choices = ["established"] }, { code = "none_found", choices = ["none_found"] }]

[[figure]]
id = "T1"
count = "replies"
plot = "response"
groups = "group"
"#;

pub(crate) fn form() -> Form {
    let mut states = "iso3,group,name_en\n".to_owned();
    for at in 1..=15 {
        let group = if at <= 8 { "A" } else { "B" };
        states.push_str(&format!("S{at:02},{group},State {at}\n"));
    }
    form_of(&states, LISTS, LINKS, (LIST_TEXT, TEXT))
}

/// A questionnaire of one section, `links`, put to some States.
pub(crate) fn form_of(states: &str, lists: &str, questions: &str, texts: (&str, &str)) -> Form {
    let files = [
        ("form.toml", FORM),
        ("lists.toml", lists),
        ("data/states.csv", states),
        ("sections/links.toml", questions),
        ("text/en/form.ftl", "form = Trial\n    .short = Trial\n"),
        ("text/en/lists.ftl", texts.0),
        ("text/en/links.ftl", texts.1),
    ];
    let folder: Folder = files
        .map(|(path, text)| (path.to_owned(), text.to_owned()))
        .into();
    load(&folder).unwrap_or_else(|errors| panic!("{errors:#?}"))
}

pub(crate) fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 6, 30).unwrap()
}

pub(crate) fn round() -> Round {
    Round {
        code: Code::parse("2026").unwrap(),
        form: form().name,
        form_version: String::new(),
        opens: day(),
        closes: day(),
        period: Period::five_years_before(day()),
        threshold: 3,
        group_threshold: 5,
        sample: false,
    }
}

pub(crate) fn respondents(form: &Form) -> Vec<Respondent> {
    let choices = &form.list("states").unwrap().choices;
    let respondent = |choice: &para11::form::Choice| Respondent {
        code: choice.code.clone(),
        facts: choice.facts.clone(),
    };
    choices.iter().map(respondent).collect()
}

pub(crate) fn submission(form: &Form, line: &str) -> Submission {
    let [state, _, named, drugs, mark, nature, arms] =
        line.split_whitespace().collect::<Vec<_>>()[..]
    else {
        panic!("{line}");
    };
    let mut raw = RawAnswers::new();
    let mut put = |question: &str, row: Option<&str>, values: &str, mark: Option<&str>| {
        let key = AnswerKey {
            question: QuestionName::parse(question).unwrap(),
            row: row.map(|row| Code::parse(row).unwrap()),
        };
        let mut answer = RawAnswer {
            mark: mark.map(str::to_owned),
            ..RawAnswer::default()
        };
        match values {
            "-" => return,
            "?" => answer.status = Some("not_disclosed".to_owned()),
            values => {
                let values = values.split(',').map(str::to_owned).collect();
                answer.values = BTreeMap::from([(FieldName::value(), values)]);
            }
        }
        raw.insert(key, answer);
    };
    put("named", None, named, None);
    put("status", Some("drugs"), drugs, Some(mark));
    put("status", Some("arms"), arms, None);
    // The nature keeps the default mark but for the first State; those who left it open say that it is not available.
    if drugs == "established" {
        let mark = (mark == "attributable").then_some(mark);
        put(
            "nature",
            Some("drugs"),
            if nature == "-" { "?" } else { nature },
            mark,
        );
    }
    if arms == "established" {
        put("nature", Some("arms"), "?", None);
    }
    let facts = Facts {
        period: round().period,
        today: day(),
        respondent: Code::parse(state).unwrap(),
    };
    let draft = Draft::check(form, &facts, raw);
    Submission::complete(form, &round(), &draft)
        .unwrap_or_else(|errors| panic!("{line}: {errors:?}"))
}

/// The charts of links, without those of groups and replies.
pub(crate) fn charts_of_links() -> &'static str {
    let (links, _) = CHARTS.split_once("\n[[figure]]\nid = \"T3\"").unwrap();
    links
}

/// The first of them: who answered what on the status, by row.
pub(crate) fn chart_of_status() -> &'static str {
    let (status, _) = CHARTS.split_once("\n[[figure]]\nid = \"T5\"").unwrap();
    status
}

/// Charts that fit a questionnaire.
pub(crate) fn catalog(form: &Form, charts: &str) -> Result<Catalog, Vec<ChartFileError>> {
    let files = BTreeMap::from([("trial.toml".to_owned(), charts.to_owned())]);
    Catalog::load(&files, form, interface(Language::English))
}

fn figures(charts: &str) -> Result<BTreeMap<String, Figure>, Vec<ChartFileError>> {
    figures_of(charts, &REPLIES)
}

fn figures_of(
    charts: &str,
    replies: &[&str],
) -> Result<BTreeMap<String, Figure>, Vec<ChartFileError>> {
    let form = form();
    let catalog = catalog(&form, charts)?;
    let replies: Vec<_> = replies.iter().map(|line| submission(&form, line)).collect();
    let dataset = Dataset::build(&form, &round(), &respondents(&form), &replies).unwrap();
    let edition = Edition {
        round: dataset.round(),
        form: &form,
        language: Language::English,
        texts: interface(Language::English),
        as_of: day(),
        standing: Standing::Released,
    };
    Ok(catalog
        .charts()
        .iter()
        .map(|chart| {
            (
                chart.id().to_owned(),
                chart.figure(&dataset, &edition).unwrap(),
            )
        })
        .collect())
}

/// Base and cells of each row.
fn numbers(figure: &Figure) -> Vec<(Option<u64>, Vec<Option<u64>>)> {
    let rows = figure.plot.grid().rows().iter();
    let cells = |cells: &[Cell]| cells.iter().map(|cell| cell.count()).collect();
    rows.map(|row| (row.base.count(), cells(&row.cells)))
        .collect()
}

#[test]
fn answers_are_counted_once_and_those_without_one_are_drawn() {
    let figures = figures(CHARTS).unwrap();
    let figure = &figures["T4"];
    let expected = [
        // Eight established (S01 may be named), four not (S13 lets its answer be named, but not itself). S09 is not for use, S14 not disclosed.
        (Some(12), vec![Some(8), Some(4), Some(2)]),
        // All five found none: withheld, for it would tell of each. Nine left it empty.
        (Some(5), vec![None, None, Some(9)]),
    ];
    assert_eq!(numbers(figure), expected);
    assert_eq!(figure.base, "n = 5 to 12 of 14, by row");
    let codes: Vec<_> = figure
        .plot
        .grid()
        .series()
        .iter()
        .map(|series| series.code.as_str())
        .collect();
    assert_eq!(codes, ["established", "none_found", "no_usable_answer"]);
}

#[test]
fn a_choice_is_shown_only_if_those_who_did_not_name_it_are_hidden_too() {
    let figures = figures(CHARTS).unwrap();
    // Of the eight with a link, five tell its nature. S09 is in no number: its link is for the Secretariat only.
    // Deal: four, but only one protected State did not name it. Levy: two. The three who did not tell hide each other.
    let expected = [
        (Some(5), vec![None, None, Some(3)]),
        (Some(0), vec![Some(0), Some(0), Some(0)]),
    ];
    assert_eq!(numbers(&figures["T5"]), expected);
}

#[test]
fn inside_a_group_the_threshold_is_higher() {
    let figures = figures(CHARTS).unwrap();
    // Three protected answers of group B: enough in the world, too few in a group.
    let expected = [
        (None, vec![None, None, None]),
        (Some(0), vec![Some(0), Some(0), Some(6)]),
    ];
    assert_eq!(numbers(&figures["T3"]), expected);
    assert!(
        figures["T3"]
            .notes
            .iter()
            .any(|note| note.contains("k = 5"))
    );
}

#[test]
fn who_replied_is_counted_and_named_only_by_consent() {
    let figures = figures(CHARTS).unwrap();
    let figure = &figures["T1"];
    // All of group A replied, and only two let themselves be named: by itself its number would name the six others.
    let all = (Some(15), vec![Some(5), Some(9), Some(1)]);
    assert_eq!(numbers(figure), [all.clone(), all]);
    assert_eq!(
        figure.notes.last().unwrap(),
        "States that replied: State 1; State 3 and 12 more."
    );
    assert!(!serde_json::to_string(figure).unwrap().contains("State 15"));
}

#[test]
fn a_group_in_which_few_replied_is_not_shown_alone() {
    // Nobody of group B: its seven members would all be known not to have replied.
    let figures = figures_of(CHARTS, &REPLIES[..8]).unwrap();
    let figure = &figures["T1"];
    let all = (Some(15), vec![Some(5), Some(3), Some(7)]);
    assert_eq!(numbers(figure), [all.clone(), all]);
    let row = &figure.plot.grid().rows()[0];
    assert_eq!(row.code, "merged");
    assert!(figure.notes.iter().any(|note| note.starts_with("2 groups")));
}

#[test]
fn a_group_of_which_all_who_replied_are_named_is_shown() {
    // The eight of group A; three of group B, who let themselves be named, too.
    let named = |line: &&str| line.replacen(" no ", " yes ", 1);
    let lines: Vec<String> = REPLIES.iter().take(11).map(named).collect();
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    let figures = figures_of(CHARTS, &lines).unwrap();
    let rows = numbers(&figures["T1"]);
    let members: Vec<_> = rows.iter().map(|(base, _)| *base).collect();
    assert_eq!(members, [Some(15), Some(15)], "group B is small by five");
    let lines: Vec<String> = REPLIES.iter().map(named).collect();
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    let rows = numbers(&figures_of(CHARTS, &lines).unwrap()["T1"]);
    let members: Vec<_> = rows.iter().map(|(base, _)| *base).collect();
    assert_eq!(members, [Some(8), Some(7), Some(15)]);
}

#[test]
fn an_answer_is_known_by_name_only_if_its_state_is() {
    // Three with a link, one of whom lets its answer be named. If it is named itself, the two others would be alone in the number.
    let lines = |named: &str| {
        let line = |at: usize| match at {
            1 => format!("S01 A {named} established attributable deal none_found"),
            2 | 3 => format!("S{at:02} A no established not_attributable deal none_found"),
            _ => format!("S{at:02} A no none_found not_attributable - -"),
        };
        (1..=8).map(line).collect::<Vec<_>>()
    };
    let drugs = |named| {
        let lines = lines(named);
        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        numbers(&figures_of(CHARTS, &lines).unwrap()["T4"])[0].1[..2].to_vec()
    };
    assert_eq!(drugs("no"), [Some(3), Some(5)]);
    assert_eq!(drugs("yes"), [None, None]);
}

#[test]
fn a_dataset_refuses_replies_that_are_not_of_its_round() {
    let form = form();
    let one = submission(&form, REPLIES[0]);
    let build = |round: &Round, replies: &[Submission]| {
        Dataset::build(&form, round, &respondents(&form)[..1], replies)
            .map(|_| ())
            .unwrap_err()
    };
    let twice = build(&round(), &[one.clone(), one.clone()]);
    assert_eq!(twice, DatasetError::TwoReplies(Code::parse("S01").unwrap()));
    let stranger = build(&round(), &[submission(&form, REPLIES[1])]);
    assert_eq!(
        stranger,
        DatasetError::UnknownRespondent(Code::parse("S02").unwrap())
    );
    let mut other = round();
    other.code = Code::parse("2021").unwrap();
    assert!(matches!(
        build(&other, &[one]),
        DatasetError::OtherRound { .. }
    ));
}

#[test]
fn a_chart_that_does_not_fit_is_told_with_its_line_and_the_remedy() {
    for (from, to, told) in [
        (
            "question = \"status\"",
            "question = \"statos\"",
            "trial.toml:9: there is no question `statos`; name one of the questionnaire `trial`; did you mean `status`?",
        ),
        (
            "plot = \"stacked\"",
            "plot = \"bars\"",
            "trial.toml:8: this kind of drawing does not fit what is counted; draw answers as `stacked` or `diverging`: they add up",
        ),
        (
            "plot = \"stacked\"",
            "plot = \"pie\"",
            "trial.toml:8: unknown variant `pie`",
        ),
        (
            "plot = \"stacked\"",
            "plot = \"stacked\"\ncolour = \"red\"",
            "trial.toml:9: unknown field `colour`",
        ),
        (
            "choices = [\"established\"] }",
            "choices = [\"proven\"] }",
            "trial.toml:10: list `link` has no choice `proven`",
        ),
        (
            ", { code = \"none_found\", choices = [\"none_found\"] }",
            "",
            "trial.toml:7: `none_found` is in 0 series; put each choice into one series",
        ),
        (
            "given = [{ question = \"status\", choices = [\"established\"] }]",
            "",
            "trial.toml:16: `nature` is not asked of all; say with `[[figure.given]]` of whom",
        ),
        (
            "groups = \"group\"",
            "groups = \"grop\"",
            "trial.toml:31: respondents have no fact `grop`; name a column of the list `states`; did you mean `group`?",
        ),
        (
            "id = \"T5\"",
            "id = \"T5\"\nnotes = [\"nothing\"]",
            "trial.toml:13: the text `chart-note-nothing` is missing; write it in locales/en/charts.ftl",
        ),
        (
            "id = \"T5\"",
            "id = \"T4\"",
            "trial.toml:13: the identifier `T4` stands twice",
        ),
        (
            "question = \"nature\"",
            "question = \"named\"\norder = [\"yess\"]",
            "trial.toml:17: there is no series `yess`; name a series of this figure; did you mean `yes`?",
        ),
        (
            "output = \"T4\"",
            "output = \"T21\"",
            "trial.toml:3: `T21` is no output of the analysis plan",
        ),
        (
            "only = { fact = \"group\", value = \"B\" }",
            "only = { fact = \"group\", value = \"C\" }",
            "trial.toml:24: no respondent has `C` as `group`",
        ),
        (
            "count = \"choices\"",
            "count = \"answers\"",
            "takes several choices: its answers do not add up; count `choices`",
        ),
    ] {
        assert!(CHARTS.contains(from), "{from}");
        let errors = figures(&CHARTS.replacen(from, to, 1)).unwrap_err();
        let all: Vec<String> = errors.iter().map(ToString::to_string).collect();
        assert!(
            all.iter().any(|error| error.contains(told)),
            "{to}: {all:#?}"
        );
    }
}
