//! Tests of the loader: a small questionnaire with every type, and what is told of broken ones.

mod broken;

use proptest::prelude::*;

use super::*;
use crate::form::catalog::shipped;
use crate::form::name::Code;
use crate::form::text::TextArguments;
use crate::form::{Core, FieldKind, Rows};
use crate::text::Language;

/// A small sound questionnaire with every type of question; tests of other modules use it too.
pub(crate) fn folder() -> Folder {
    const FILES: [(&str, &str); 9] = [
        ("form.toml", include_str!("tests/form/form.toml")),
        ("lists.toml", include_str!("tests/form/lists.toml")),
        (
            "data/states.csv",
            include_str!("tests/form/data/states.csv"),
        ),
        (
            "sections/about.toml",
            include_str!("tests/form/sections/about.toml"),
        ),
        (
            "sections/links.toml",
            include_str!("tests/form/sections/links.toml"),
        ),
        (
            "text/en/form.ftl",
            include_str!("tests/form/text/en/form.ftl"),
        ),
        (
            "text/en/lists.ftl",
            include_str!("tests/form/text/en/lists.ftl"),
        ),
        (
            "text/en/about.ftl",
            include_str!("tests/form/text/en/about.ftl"),
        ),
        (
            "text/en/links.ftl",
            include_str!("tests/form/text/en/links.ftl"),
        ),
    ];
    let files = FILES.map(|(path, text)| (path.to_owned(), text.to_owned()));
    let mut folder = Folder::from(files);
    // French is English with other letters: what matters is that it is there.
    let english: Vec<_> = folder.iter().map(|(p, t)| (p.clone(), t.clone())).collect();
    for (path, text) in english {
        if let Some(file) = path.strip_prefix("text/en/") {
            folder.insert(format!("text/fr/{file}"), text.replace(" = ", " = FR "));
        }
    }
    folder
}

/// The same, loaded.
pub(crate) fn form() -> Form {
    load(&folder()).unwrap_or_else(|errors| panic!("{errors:#?}"))
}

/// The same with one text replaced in one file.
pub(crate) fn changed(path: &str, from: &str, to: &str) -> Folder {
    let mut folder = folder();
    let text = folder
        .get_mut(path)
        .unwrap_or_else(|| panic!("no file {path}"));
    assert!(text.contains(from), "{path} does not hold {from:?}");
    *text = text.replacen(from, to, 1);
    folder
}

#[test]
fn every_questionnaire_that_comes_with_the_program_is_sound() {
    let shipped = shipped();
    assert!(shipped.contains_key("para11"));
    for (name, folder) in shipped {
        match load(&folder) {
            Ok(form) => assert_eq!(form.name.as_str(), name),
            Err(errors) => {
                let told = errors.iter().map(|error| format!("forms/{name}/{error}"));
                panic!("{}", told.collect::<Vec<_>>().join("\n"));
            }
        }
    }
}

#[test]
fn every_type_of_question_is_read() {
    let form = form();
    let kinds: std::collections::BTreeSet<_> = form
        .questions()
        .flat_map(|question| &question.fields)
        .map(|field| field.kind.code())
        .collect();
    // `yes_no_unknown` is a single choice.
    assert_eq!(kinds.len(), field::TYPES.len() - 1, "{kinds:?}");
    let status = form.question("link_status").unwrap();
    assert_eq!(status.number, "2.1");
    assert_eq!(status.core, Core::Rows(vec![Code::parse("drugs").unwrap()]));
    assert!(matches!(&status.rows, Rows::List { list, only: None } if list.as_str() == "crime"));
    let kind = form.question("link_kind").unwrap();
    assert!(
        matches!(&kind.rows, Rows::List { only: Some(only), .. } if only.source().contains("row()"))
    );
    assert_eq!(form.place("link_kind"), Some((1, 1)));
    assert!(form.question("nothing").is_none());
    let named = form.list("crime_or_none").unwrap();
    let codes: Vec<_> = named
        .choices
        .iter()
        .map(|choice| choice.code.as_str())
        .collect();
    assert_eq!(codes, ["none", "drugs", "arms"]);
    let year = &form.question("examples").unwrap().fields[1].kind;
    assert!(matches!(
        year,
        FieldKind::Year {
            min: 2000,
            max: None
        }
    ));
}

#[test]
fn texts_are_found_in_each_language() {
    let form = form();
    let args = TextArguments {
        year_first: "2021".to_owned(),
        year_last: "2025".to_owned(),
        ..TextArguments::default()
    };
    let texts = form.texts(Language::English, &args);
    let status = form.question("link_status").unwrap();
    assert_eq!(texts.question(status), "Were there links in 2021 to 2025?");
    assert_eq!(texts.short(status), "Links");
    assert_eq!(texts.row(status, &Code::parse("drugs").unwrap()), "Drugs");
    let including = form.list("crime_or_none").unwrap();
    assert_eq!(
        texts.choice(&including.name, &Code::parse("arms").unwrap()),
        "Arms"
    );
    assert_eq!(
        texts.choice(&including.name, &Code::parse("none").unwrap()),
        "None of these"
    );
    let advice = form.question("advice").unwrap().fields[0]
        .kind
        .list()
        .unwrap();
    assert_eq!(
        texts.choice(advice, &Code::parse("unknown").unwrap()),
        "Not known"
    );
    let states = &form.respondents;
    let egypt = Code::parse("EGY").unwrap();
    assert_eq!(texts.choice(states, &egypt), "Egypt");
    let french = form.texts(Language::French, &args);
    assert_eq!(french.choice(states, &egypt), "Égypte");
    assert_eq!(french.short(status), "FR Links");
    let pseudo = form.texts(Language::Accented, &args);
    assert_eq!(pseudo.choice(states, &egypt), "⟦Éĝýpţ~~⟧");
    assert!(pseudo.question(status).starts_with("⟦Ŵéŕé"));
    let hours = form.question("hours").unwrap();
    assert_eq!(texts.unit(hours, &hours.fields[0]).unwrap(), "hours");
    let examples = form.question("examples").unwrap();
    assert_eq!(texts.field(examples, &examples.fields[0]), "Title");
}

#[test]
fn no_text_of_a_sound_form_is_missing() {
    let folders = shipped().into_values().chain([folder()]);
    for form in folders.map(|folder| load(&folder).unwrap()) {
        for language in form.languages.iter().copied().chain(Language::PSEUDO) {
            let shown = crate::form::show::show(&form, language);
            let args = TextArguments::named();
            let texts = form.texts(language, &args);
            for question in form.questions() {
                // What is missing is shown as its key in square brackets.
                assert!(!texts.question(question).starts_with('['));
                assert!(shown.contains(&format!("(`{}`)", question.name)));
            }
            assert!(!shown.contains(": ["), "{}", form.name);
            assert!(!shown.contains("` ["), "{}", form.name);
        }
    }
}

#[test]
fn the_questionnaire_is_shown_whole() {
    insta::assert_snapshot!(crate::form::show::show(&form(), Language::English));
}

#[test]
fn only_files_of_the_format_belong() {
    for path in [
        "form.toml",
        "sections/a.toml",
        "data/a.csv",
        "text/fr/a.ftl",
    ] {
        assert!(belongs(path), "{path}");
    }
    for path in [
        "README.md",
        "sections/a.md",
        "data/a.toml",
        "text/a.ftl",
        "sections/.a.toml.swp",
    ] {
        assert!(!belongs(path), "{path}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever a file holds, the loader ends, without panic, and every finding names a file.
    #[test]
    fn a_damaged_file_is_told_and_never_panics(
        file in 0_usize..13,
        at in 0_usize..1000,
        length in 0_usize..40,
        insert in "[\\[\\]{}\"'=.$a-z0-9 \n#é\u{0}-]{0,12}",
    ) {
        let mut folder = folder();
        let text = folder.values_mut().nth(file).unwrap();
        let chars: Vec<char> = text.chars().collect();
        let place = at * chars.len() / 1000;
        let before = chars.iter().take(place);
        let after = chars.iter().skip(place + length);
        *text = before.copied().chain(insert.chars()).chain(after.copied()).collect();
        if let Err(errors) = load(&folder) {
            prop_assert!(!errors.is_empty());
            for error in errors {
                prop_assert!(error.line >= 1 && !error.file.is_empty(), "{}", error);
                prop_assert!(!error.cause.is_empty() && !error.remedy.is_empty(), "{}", error);
            }
        }
    }
}
