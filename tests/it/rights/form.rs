//! A questionnaire of few questions, so that a page of it costs next to nothing, and as many States as a table of conditions uses up.

use para11::form::file::Folder;

const FORM: &str = r#"
format = 1
id = "few"
version = "1"
mandate = "a trial of rights"
languages = ["en"]
default_mark = "not_attributable"
respondents = "states"
sections = ["first", "second"]
"#;

const LISTS: &str = r#"
[states]
data = "data/states.csv"
code = "iso3"
label = "name_{lang}"
[kind]
choices = ["one", "two"]
"#;

const FIRST: &str = r#"
[[question]]
id = "asked"
type = "text"
with = ["status", "comment", "source", "mark", "documents"]

[[question]]
id = "near"
type = "text"
relevant = "${asked} != 'nothing more'"
with = ["comment"]
"#;

const SECOND: &str = r#"
[[question]]
id = "other"
type = "text"
with = ["status", "comment", "source", "mark", "documents"]

[[question]]
id = "rows"
type = "text"
rows = "kind"
with = ["comment", "documents"]

[[question]]
id = "more_rows"
type = "text"
rows = "kind"
with = ["comment"]
"#;

const LIST_TEXT: &str = "states = States
kind = Kind
    .one = One
    .two = Two
";

/// The code of a State.
pub(super) fn state(number: usize) -> String {
    format!("S{number:03}")
}

/// The questionnaire, put to so many States.
pub(super) fn folder(states: usize) -> Folder {
    let mut list = "iso3,un_group,name_en\n".to_owned();
    for number in 0..states {
        let code = state(number);
        list.push_str(&format!("{code},A,State {code}\n"));
    }
    let text = |section: &str, names: &[&str]| {
        let mut text = format!("{section} = The {section} section\n");
        for name in names {
            text.push_str(&format!(
                "{name} = The question {name}?\n    .short = {name}\n"
            ));
        }
        text
    };
    let files = [
        ("form.toml", FORM.to_owned()),
        ("lists.toml", LISTS.to_owned()),
        ("data/states.csv", list),
        ("sections/first.toml", FIRST.to_owned()),
        ("sections/second.toml", SECOND.to_owned()),
        (
            "text/en/form.ftl",
            "form = Few questions\n    .short = Few\n".to_owned(),
        ),
        ("text/en/lists.ftl", LIST_TEXT.to_owned()),
        ("text/en/first.ftl", text("first", &["asked", "near"])),
        (
            "text/en/second.ftl",
            text("second", &["other", "rows", "more_rows"]),
        ),
    ];
    files
        .map(|(path, text)| (path.to_owned(), text))
        .into_iter()
        .collect()
}
