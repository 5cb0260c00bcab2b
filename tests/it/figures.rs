//! Figures and progress over HTTP: who sees them, the same bytes as on the command line, the same numbers in table, CSV and drawing.

mod before;
mod book;
mod packed;

use std::collections::BTreeSet;
use std::fs;
use std::ops::Range;
use std::process::Command;
use std::sync::LazyLock;

use para11::access::Role;
use para11::chart::catalog::{Catalog, shipped};
use para11::chart::export::Format;
use para11::disclosure::RULE;
use para11::form::Form;
use para11::form::name::Code;
use para11::form::{catalog, file};
use para11::reply::encoding::encode;
use para11::reply::sample::{self, Plan};
use para11::reply::submission::Submission;
use para11::reply::{Draft, Facts};
use para11::round::{Respondent, Round};
use para11::store::reply::samples::SampleReply;
use para11::text::{Language, interface};

use super::support::store::{at, code, rounds};
use super::support::web::{Browser, TestServer};

fn form() -> Form {
    file::load(&catalog::shipped()["para11"]).unwrap()
}

fn charts() -> Vec<String> {
    let charts = Catalog::load(&shipped(), &form(), interface(Language::English)).unwrap();
    let charts = charts.for_round(false);
    charts.charts().iter().map(|c| c.id().to_owned()).collect()
}

/// Invented replies in the order in which they come in, made once.
static REPLIES: LazyLock<Vec<(Code, SampleReply)>> = LazyLock::new(|| {
    let server = TestServer::start();
    let round = server.store.round(&code("2026")).unwrap().unwrap();
    made(&server, &round, 60, 1)
});

/// Invented replies of a round.
fn made(server: &TestServer, round: &Round, count: usize, seed: u64) -> Vec<(Code, SampleReply)> {
    let form = form();
    let respondents = server.store.respondents(&round.code).unwrap();
    let plan = Plan::default();
    let replies = sample::repliers(&respondents, &plan, count, seed).into_iter();
    let reply = |respondent: &Respondent| {
        let facts = Facts {
            period: round.period,
            today: round.opens,
            respondent: respondent.code.clone(),
        };
        let answers = sample::reply(&form, &facts, respondent, &plan, seed).unwrap();
        let draft = Draft::check(&form, &facts, answers.clone());
        let submission = Submission::complete(&form, round, &draft).unwrap();
        let bytes = encode(&submission).unwrap().bytes;
        let reply = SampleReply {
            answers,
            bytes,
            at: at(86_400),
        };
        (respondent.code.clone(), reply)
    };
    replies.map(reply).collect()
}

/// Submits some of them.
fn submit(server: &TestServer, which: Range<usize>) {
    let replies = REPLIES[which].iter().cloned().collect();
    server
        .store
        .file_samples(&rounds(), code("2026"), replies, at(86_400))
        .unwrap();
}

pub(crate) fn filled() -> TestServer {
    let server = TestServer::start();
    submit(&server, 0..60);
    server
}

/// What stands between two marks, each time.
fn between<'a>(text: &'a str, open: &str, close: &str) -> Vec<&'a str> {
    let parts = text.split(open).skip(1);
    parts
        .map(|part| part.split(close).next().unwrap())
        .collect()
}

#[test]
fn figures_and_files_are_for_those_who_analyse_and_progress_for_those_who_follow() {
    let server = filled();
    let analyses = [Role::Manager, Role::Analyst];
    for role in Role::ALL {
        let browser = server.signed_in(role);
        let mut paths = vec!["/en/figures/T4.png?size=column".to_owned()];
        // Drawing takes its time: one of those who may sees everything.
        if role == Role::Analyst || !analyses.contains(&role) {
            paths.push("/en/figures".to_owned());
            for id in charts() {
                paths.push(format!("/en/figures/{id}"));
                paths.extend(Format::ALL.map(|f| format!("/en/figures/{id}.{}", f.code())));
            }
        }
        let expected = if analyses.contains(&role) { 200 } else { 403 };
        if expected == 403 {
            paths.extend(["/en/figures/book", "/en/figures/book.pdf"].map(str::to_owned));
        }
        for path in paths {
            let answer = browser.get(&path);
            assert_eq!(answer.status, expected, "{path} as {role:?}");
            assert_eq!(answer.header("cache-control"), "no-store", "{path}");
            if expected == 403 {
                assert!(!answer.body.contains("chart") && !answer.body.contains("lnk_"));
            }
        }
        let expected = if role == Role::Manager { 200 } else { 403 };
        assert_eq!(browser.get("/en/progress").status, expected, "{role:?}");
        let start = browser.get("/en").body;
        assert_eq!(start.contains("/en/figures\""), analyses.contains(&role));
        assert_eq!(start.contains("/en/progress\""), role == Role::Manager);
    }
}

#[test]
fn what_is_not_declared_is_not_found() {
    let server = TestServer::start();
    let browser = server.signed_in(Role::Analyst);
    for path in [
        "/en/figures/T99",
        "/en/figures/T99.svg",
        // There is no round before.
        "/en/figures/T19",
        "/en/figures/T19.svg",
        "/en/figures/book.svg",
        "/en/figures/T4.exe",
        "/en/figures/T4.svg?size=phone",
        "/en/figures/T4.svg?size=",
        "/en/figures/..%2f..%2fCargo.toml",
    ] {
        assert_eq!(browser.get(path).status, 404, "{path}");
    }
}

#[test]
fn files_are_the_same_over_http_and_from_the_command_line() {
    let server = filled();
    let browser = server.signed_in(Role::Manager);
    let home = tempfile::tempdir().unwrap();
    // PNG and PDF follow from the drawing: one of each suffices, SVG and CSV are compared for every chart.
    let narrow = ["T15", "--size", "column"];
    for (format, more) in [
        (Format::Svg, &[][..]),
        (Format::Csv, &[][..]),
        (Format::Word, &["T4"][..]),
        (Format::Png, &["T4"][..]),
        (Format::Pdf, &narrow[..]),
    ] {
        let folder = home.path().join(format.code());
        let output = Command::new(env!("CARGO_BIN_EXE_para11"))
            .args(["chart", "draw", "--lang", "ar-XB", "--format"])
            .args([format.code(), "--out"])
            .arg(&folder)
            .args(more)
            .env_clear()
            .env("DATABASE_URL", server.database_url())
            .output()
            .unwrap();
        let told = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success() && told.is_empty(), "{told}");
        let mut seen = BTreeSet::new();
        for entry in fs::read_dir(&folder).unwrap() {
            let entry = entry.unwrap();
            let name = entry.file_name().into_string().unwrap();
            let id = name
                .strip_prefix("para11-2026-")
                .and_then(|rest| Some(rest.split_once("-ar-XB")?.0))
                .unwrap_or_else(|| panic!("{name}"));
            let size = if more == narrow { "?size=column" } else { "" };
            let path = format!("/ar-XB/figures/{id}.{}{size}", format.code());
            let (answer, bytes) = browser.bytes(&path);
            assert_eq!(bytes, fs::read(entry.path()).unwrap(), "{path}");
            assert_eq!(
                answer.header("content-disposition"),
                format!("attachment; filename=\"{name}\"")
            );
            assert_eq!(answer.header("content-type"), format.media_type());
            assert!(name.contains("-SAMPLE-INTERNAL."), "{name}");
            seen.insert(id.to_owned());
        }
        let all: BTreeSet<_> = charts().into_iter().collect();
        let expected = more.first().map(|id| BTreeSet::from([(*id).to_owned()]));
        assert_eq!(seen, expected.unwrap_or(all));
    }
}

/// The numbers of a figure as its CSV has them, row by row, without codes and labels.
fn csv(browser: &Browser, id: &str) -> Vec<Vec<String>> {
    let file = browser.get(&format!("/en/figures/{id}.csv")).body;
    let mut reader = csv::Reader::from_reader(file.as_bytes());
    let rows = reader.records().map(|record| {
        let record = record.unwrap();
        record.iter().skip(3).map(str::to_owned).collect()
    });
    rows.collect()
}

/// The same as the table of its page has them.
fn table(page: &str) -> Vec<Vec<String>> {
    let body = between(page, "<tbody>", "</tbody>");
    assert_eq!(body.len(), 1);
    let rows = between(body[0], "<tr", "</tr>").into_iter().map(|row| {
        let cells = between(row, "<td class=\"p11-figure\">", "</td>");
        cells.into_iter().map(|cell| match cell {
            "Withheld" => "withheld".to_owned(),
            "-" => String::new(),
            number => number.replace(',', ""),
        })
    });
    rows.map(Iterator::collect).collect()
}

#[test]
fn the_table_of_a_page_and_its_csv_have_the_same_numbers() {
    let server = filled();
    let browser = server.signed_in(Role::Analyst);
    let mut withheld = 0;
    for id in charts() {
        let page = browser.get(&format!("/en/figures/{id}")).body;
        let (table, csv) = (table(&page), csv(&browser, &id));
        assert!(!csv.is_empty(), "{id}");
        assert_eq!(table, csv, "{id}");
        let cells = csv.iter().flatten();
        withheld += cells.filter(|cell| *cell == "withheld").count();
    }
    assert!(withheld > 0, "no figure of the sample withholds anything");
}

/// What is drawn is exactly what the table shows: no number that it withholds is in the picture, be it beside a bar or in a cell.
#[test]
fn a_number_that_is_withheld_is_not_drawn_either() {
    let server = filled();
    let browser = server.signed_in(Role::Analyst);
    for (id, ticks) in [("T4", 7), ("T5", 0), ("T16_cross", 0)] {
        let file = browser.get(&format!("/en/figures/{id}.csv")).body;
        let mut reader = csv::Reader::from_reader(file.as_bytes());
        let heads = reader.headers().unwrap().clone();
        let counts = |at: &usize| *at > 2 && !heads[*at].ends_with("_per_cent");
        let counts: Vec<usize> = (0..heads.len()).filter(counts).collect();
        let records: Vec<_> = reader.records().map(Result::unwrap).collect();
        let cells = records
            .iter()
            .flat_map(|row| counts.iter().map(|at| &row[*at]));
        assert!(cells.clone().any(|cell| cell == "withheld"), "{id}");
        // Nought is drawn as a dash, or as nothing.
        let shown = cells.filter_map(|cell| cell.parse().ok());
        let mut shown: Vec<u32> = shown.filter(|count| *count > 0).collect();
        shown.extend((0..ticks).map(|tick| tick * 10));
        shown.sort_unstable();
        let page = browser.get(&format!("/en/figures/{id}")).body;
        let begin = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"-";
        let drawn: Vec<Vec<u32>> = between(&page, begin, "</svg>")
            .into_iter()
            .map(|drawing| {
                let texts = between(drawing, "<text ", "</text>").into_iter();
                texts
                    .filter_map(|text| text.split_once('>')?.1.parse().ok())
                    .collect()
            })
            .collect();
        let [mut wide, narrow] = <[_; 2]>::try_from(drawn).unwrap();
        wide.sort_unstable();
        assert_eq!(wide, shown, "{id}");
        // A phone has room for fewer ticks, and a table that is divided says the base of its rows in each part.
        for number in narrow {
            assert!(shown.contains(&number), "{id}: {number} on a phone");
        }
    }
}

#[test]
fn every_page_of_a_figure_says_what_it_rests_on() {
    let server = filled();
    let browser = server.signed_in(Role::Manager);
    let ids = charts();
    for (at, id) in ids.iter().enumerate() {
        let page = browser.get(&format!("/en/figures/{id}")).body;
        for words in [
            "SAMPLE",
            "INTERNAL",
            "Round 2026: 60 replies of 193 asked, position of 16 January 2026.",
            "Source: replies to the questionnaire, round 2026, 16 January 2026.",
            "Rule applied:",
            "Example Office, Figure",
        ] {
            assert!(page.contains(words), "{id}: {words}");
        }
        // Two drawings, whose identifiers differ.
        assert_eq!(page.matches("role=\"img\"").count(), 2, "{id}");
        let ids_of_page = between(&page, " id=\"", "\"");
        let different: BTreeSet<_> = ids_of_page.iter().collect();
        assert_eq!(ids_of_page.len(), different.len(), "{id}: {ids_of_page:?}");
        assert!(!page.contains(" style="), "{id}");
        let turn = |rel: &str| {
            let link = page.split_once(&format!("\" rel=\"{rel}\""))?.0;
            link.rsplit("/figures/").next().map(str::to_owned)
        };
        assert_eq!(turn("prev"), at.checked_sub(1).map(|at| ids[at].clone()));
        assert_eq!(turn("next"), ids.get(at + 1).cloned());
        if id == "T1" {
            continue;
        }
        // Groups have a threshold of their own.
        let k = if id.starts_with("T9") { 5 } else { 3 };
        for words in [&format!("k = {k} (count-3)"), "audited over all its tables"] {
            assert!(page.contains(words), "{id}: {words}");
        }
        // Answers to all questions are asked by none, and how replies came about is no answer.
        let asks_none = ["T2", "T20_days", "T20_clarifications"];
        let has_question = page.contains("The question as it was put");
        assert_eq!(has_question, !asks_none.contains(&id.as_str()), "{id}");
    }
    let list = browser.get("/en/figures").body;
    assert_eq!(list.matches("loading=\"lazy\"").count(), ids.len());
}

#[test]
fn figures_without_replies_say_so() {
    let server = TestServer::start();
    let browser = server.signed_in(Role::Analyst);
    for id in charts() {
        let answer = browser.get(&format!("/en/figures/{id}"));
        assert_eq!(answer.status, 200, "{id}");
        assert!(answer.body.contains("Round 2026: 0 replies of 193 asked"));
        assert_eq!(browser.get(&format!("/en/figures/{id}.pdf")).status, 200);
    }
}

#[test]
fn progress_is_counted_listed_filtered_and_sorted_without_answers() {
    let server = filled();
    let browser = server.signed_in(Role::Manager);
    let all = browser.get("/en/progress").body;
    assert!(all.contains("60 replies of 193 are submitted."), "{all}");
    assert!(all.contains("193 respondents"));
    let rows = |page: &str| -> Vec<String> {
        let tables = between(page, "<tbody>", "</tbody>");
        let list = tables.get(1).copied().unwrap_or_default();
        let names = between(list, "<th scope=\"row\">", "</a></th>");
        let name = |cell: &str| cell.split('>').nth(1).unwrap_or_default().to_owned();
        names.into_iter().map(name).collect()
    };
    let names = rows(&all);
    assert_eq!(names.len(), 193);
    // Not the order of code points, in which `Türkiye` follows `Tuvalu`.
    let place = |name: &str| names.iter().position(|n| n == name).unwrap();
    assert!(place("Türkiye") < place("Tuvalu"));
    // Counts by group: each row adds up, and so does each column.
    let counts: Vec<Vec<u32>> = between(between(&all, "<tbody>", "</tbody>")[0], "<tr", "</tr>")
        .into_iter()
        .map(|row| {
            let cells = between(row, "<td class=\"p11-figure\">", "</td>");
            cells.iter().map(|cell| cell.parse().unwrap()).collect()
        })
        .collect();
    let (total, groups) = counts.split_last().unwrap();
    assert_eq!(total, &[133, 0, 0, 0, 0, 60, 0, 0, 193]);
    for column in 0..9 {
        assert_eq!(
            groups.iter().map(|row| row[column]).sum::<u32>(),
            total[column]
        );
    }
    for row in &counts {
        assert_eq!(row[..8].iter().sum::<u32>(), row[8]);
    }
    let some = rows(&browser.get("/en/progress?group=AFR&state=submitted").body);
    let african: u32 = groups.iter().map(|row| row[5]).max().unwrap();
    assert!(!some.is_empty() && some.len() <= usize::try_from(african).unwrap());
    let late = rows(&browser.get("/en/progress?sort=submitted").body);
    assert_eq!(late.len(), 193);
    assert_ne!(late, names);
    assert!(late[..60].is_sorted_by_key(|name| place(name)));
    let none = browser.get("/en/progress?group=none_such").body;
    assert!(rows(&none).is_empty() && none.contains("No respondent fits."));
    let odd = browser.get("/en/progress?group=%3Cscript%3E&sort=%00&state[]=x");
    assert_eq!(odd.status, 200);
    assert!(!odd.body.contains("<script>"));
}

/// Words of a page outside tags, and outside what is drawn.
fn words(page: &str) -> Vec<String> {
    let body = page.split_once("<body").unwrap().1;
    let parts = body.split('<').filter(|part| !part.starts_with("text "));
    parts
        .filter_map(|part| Some(part.split_once('>')?.1.trim()))
        .filter(|text| text.chars().any(char::is_alphabetic))
        .map(str::to_owned)
        .collect()
}

#[test]
fn no_text_is_hard_coded() {
    let server = filled();
    let browser = server.signed_in(Role::Manager);
    let data = [
        "Example Office",
        "help@example.org",
        "Test manager",
        "English",
        "para11",
    ];
    let mut paths = vec!["figures".to_owned(), "progress".to_owned()];
    paths.extend(charts().iter().map(|id| format!("figures/{id}")));
    let mut drawn = 0;
    for language in ["en-XA", "ar-XB"] {
        for path in &paths {
            let page = browser.get(&format!("/{language}/{path}")).body;
            // Drawings break texts into lines, so that their brackets are elsewhere; but every vowel has its accent.
            for text in between(&page, "<text ", "</text>") {
                let text = text.split_once('>').unwrap().1.replace(RULE, "");
                let text = text.replace(['\u{2067}', '\u{2069}'], "");
                let words = text.split([' ', '.']);
                // But for numbers of figures, which are roman.
                let words = words.filter(|word| word.contains(|c| !"IVX".contains(c)));
                let plain = words
                    .collect::<String>()
                    .contains(['a', 'e', 'i', 'o', 'u', 'A', 'E', 'I', 'O', 'U']);
                assert!(
                    !plain,
                    "{language}/{path}: drawn `{text}` is not from a catalogue"
                );
                drawn += 1;
            }
            for text in words(&page) {
                let known = data.contains(&text.as_str()) || text.contains('⟦');
                assert!(known, "{language}/{path}: `{text}` is not from a catalogue");
            }
        }
    }
    assert!(drawn > 500, "only {drawn} texts are drawn");
}

#[test]
fn mistakes_in_charts_are_told_with_file_line_cause_and_remedy() {
    let check = |folder: Option<&std::path::Path>| {
        let output = Command::new(env!("CARGO_BIN_EXE_para11"))
            .args(["chart", "check"])
            .args(folder)
            .env_clear()
            .output()
            .unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        (
            output.status.code(),
            text(output.stdout),
            text(output.stderr),
        )
    };
    let sound = format!("{} files of charts: sound.\n", shipped().len());
    assert_eq!(check(None), (Some(0), sound, String::new()));

    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).display().to_string();
    let none = check(Some(folder.path()));
    assert_eq!(none.0, Some(1));
    assert!(none.2.contains("holds no charts"), "{}", none.2);
    let chart = &shipped()["T4.toml"];
    for (name, right, wrong) in [
        ("a.toml", "\"stacked\"", "\"pie\""),
        ("b.toml", "form = \"para11\"", "form = \"para12\""),
        ("c.toml", "\"lnk_status\"", "\"lnk_statu\""),
    ] {
        assert!(chart.contains(right));
        fs::write(path(name), chart.replacen(right, wrong, 1)).unwrap();
    }
    let (status, out, err) = check(Some(folder.path()));
    let expected = [
        "a.toml:8: unknown variant `pie`, expected one of `bars`, `stacked`, `diverging`, `heat`, `response`, `dot`, `dumbbell`, `combinations`, `bubble`, `triangle`; see charts/README.md for the keys of a chart",
        "b.toml:2: there is no questionnaire `para12`; write one of: para11",
        "c.toml:9: there is no question `lnk_statu`; name one of the questionnaire `para11`; did you mean `lnk_status`?",
    ]
    .map(|line| path(line) + "\n");
    assert_eq!((status, out), (Some(1), expected.concat()));
    assert!(err.starts_with("error: 3 mistakes"), "{err}");
}
