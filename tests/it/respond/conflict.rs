//! Two people who save one answer: whatever its type, both texts stand side by side, and what is chosen is what is stored.

use std::collections::BTreeMap;

use para11::access::Role;
use para11::form::page::Content;
use para11::form::text::TextArguments;
use para11::form::{Field, FieldKind, Question, Rows};
use para11::reply::AnswerKey;
use para11::reply::raw::RawAnswer;
use para11::store::reply::save::AnswerChange;
use para11::text::Language;
use serde_json::Value;

use super::{FORM, page_of, stored, wanted};
use crate::support::store::{at, code, edit, firm, key};
use crate::support::web::{Answer, Browser, TestServer};

/// Two different answers to the same question, for one way in which a question can look.
struct Pair {
    key: AnswerKey,
    page: String,
    theirs: RawAnswer,
    mine: RawAnswer,
    field: &'static Field,
}

/// How a field is asked for: the rows of its question, and its type.
fn look(question: &Question, field: &Field) -> String {
    let rows = match question.rows {
        Rows::One => "one",
        Rows::List { .. } => "list",
        Rows::Years => "years",
        Rows::Free { .. } => "free",
    };
    format!("{rows} {}", field.kind.code())
}

/// Where a question, or a row of it, is saved.
fn page(key: &AnswerKey) -> String {
    let question = FORM.question(key.question.as_str()).unwrap();
    let section = FORM.section(question.section.as_str()).unwrap();
    let pages = FORM.pages(section);
    let own = pages.iter().find(|page| {
        let mut questions = page.questions().iter();
        questions.any(|other| other.name == key.question)
    });
    let page = page_of(key.question.as_str());
    match (&own.unwrap().content, &key.row) {
        (Content::Rows(_), Some(row)) => format!("{page}/{row}"),
        (Content::Rows(_) | Content::Questions(_) | Content::Matrix(_), _) => page,
    }
}

/// One pair for each look of the questionnaire that a person types or chooses.
fn pairs() -> BTreeMap<String, Pair> {
    let replies: Vec<_> = (1..9).map(wanted).collect();
    let mut pairs = BTreeMap::new();
    for (at, theirs) in replies.iter().enumerate() {
        for mine in replies.iter().skip(at + 1) {
            for (key, one) in theirs {
                let Some(other) = mine.get(key) else { continue };
                let question = FORM.question(key.question.as_str()).unwrap();
                for field in &question.fields {
                    let of = |raw: &RawAnswer| raw.field(field.name.as_str()).to_vec();
                    let differ = of(one) != of(other);
                    if differ && !of(one).is_empty() && !of(other).is_empty() {
                        pairs.entry(look(question, field)).or_insert_with(|| Pair {
                            key: key.clone(),
                            page: page(key),
                            theirs: one.clone(),
                            mine: other.clone(),
                            field,
                        });
                    }
                }
            }
        }
    }
    // Invented addresses of mail are all alike.
    for (key, one) in replies.iter().flatten() {
        let question = FORM.question(key.question.as_str()).unwrap();
        for field in &question.fields {
            if matches!(field.kind, FieldKind::Email) {
                let mut other = one.clone();
                let typed = vec!["another@example.org".to_owned()];
                other.values.insert(field.name.clone(), typed);
                pairs.entry(look(question, field)).or_insert_with(|| Pair {
                    key: key.clone(),
                    page: page(key),
                    theirs: other,
                    mine: one.clone(),
                    field,
                });
            }
        }
    }
    // A box that is ticked has one value only: against it stands the box that is not.
    for question in FORM.questions() {
        for field in &question.fields {
            if matches!(field.kind, FieldKind::Tick) {
                pairs.insert(look(question, field), ticked(question, field));
            }
        }
    }
    pairs
}

/// A box that somebody ticked and somebody else left.
fn ticked(question: &'static Question, field: &'static Field) -> Pair {
    let key = AnswerKey {
        question: question.name.clone(),
        row: matches!(question.rows, Rows::Free { .. }).then(|| code("1")),
    };
    let mut mine = RawAnswer {
        comment: "A comment".to_owned(),
        ..RawAnswer::default()
    };
    let theirs = RawAnswer {
        values: BTreeMap::from([(field.name.clone(), vec!["yes".to_owned()])]),
        ..mine.clone()
    };
    mine.comment.push_str(", changed");
    Pair {
        page: page(&key),
        key,
        theirs,
        mine,
        field,
    }
}

/// What a page posts of an answer.
fn fields(key: &AnswerKey, raw: &RawAnswer, seen: i64) -> Vec<(String, String)> {
    let name = |part: &str| format!("{key}.{part}");
    let mut fields = vec![(name("revision"), seen.to_string())];
    for (field, values) in &raw.values {
        fields.extend(
            values
                .iter()
                .map(|value| (name(field.as_str()), value.clone())),
        );
    }
    let beside = [
        ("status", raw.status.as_deref().unwrap_or_default()),
        ("mark", raw.mark.as_deref().unwrap_or_default()),
        ("comment", &raw.comment),
        ("source", &raw.source),
    ];
    fields.extend(beside.map(|(part, said)| (name(part), said.to_owned())));
    fields
}

fn post(
    browser: &Browser,
    page: &str,
    fields: &[(String, String)],
    more: &[(&str, &str)],
) -> Answer {
    let fields = fields.iter();
    let fields = fields.map(|(name, value)| (name.as_str(), value.as_str()));
    let fields: Vec<_> = fields.chain(more.iter().copied()).collect();
    browser.post(page, &fields)
}

/// The same as the script does it.
fn autosave(browser: &Browser, page: &str, fields: &[(String, String)]) -> Value {
    let token = browser.form_token().unwrap();
    let fields = fields.iter();
    let fields = fields.map(|(name, value)| (name.as_str(), value.as_str()));
    let fields: Vec<_> = fields.chain([("form_token", &*token)]).collect();
    let headers = [("Sec-Fetch-Site", "same-origin"), ("X-Autosave", "1")];
    let told = browser.post_with(page, &fields, &headers);
    assert_eq!(told.status, 200, "{}", told.body);
    serde_json::from_str(&told.body).unwrap()
}

/// A value as somebody reads it who has to choose.
fn in_words(field: &Field, value: &str) -> String {
    match field.kind.list() {
        Some(list) => {
            let arguments = TextArguments::default();
            let texts = FORM.texts(Language::English, &arguments);
            texts.choice(list, &code(value)).into_owned()
        }
        None if matches!(field.kind, FieldKind::Tick) => "Ticked".to_owned(),
        None => value.to_owned(),
    }
}

/// What the script is told of one side.
fn side(conflict: &Value, name: &str) -> String {
    let lines = conflict[name].as_array().unwrap().iter();
    lines.map(|line| format!("{line}\n")).collect()
}

fn now(server: &TestServer, key: &AnswerKey) -> RawAnswer {
    stored(server).remove(key).unwrap_or_default()
}

/// Takes away what is answered.
fn empty(server: &TestServer, key: &AnswerKey) {
    let change = AnswerChange {
        key: key.clone(),
        raw: RawAnswer::default(),
        seen: i64::MAX,
    };
    let store = &server.store;
    let saved = store.save(&edit("AUT"), firm(), vec![change], None, at(0));
    saved.unwrap();
}

#[test]
#[expect(clippy::too_many_lines, reason = "one story, told in order")]
fn answers_of_every_type_are_compared_and_chosen_from() {
    let server = TestServer::start();
    let [colleague, browser] = [0, 1].map(|_| server.signed_in(Role::FocalPoint));
    // Rows with pages of their own are those of crimes with a link.
    let links = FORM.question("lnk_status").unwrap();
    let Rows::List { list, .. } = &links.rows else {
        panic!("not a matrix")
    };
    let mut all = vec![];
    for crime in &FORM.list(list.as_str()).unwrap().choices {
        let row = format!("lnk_status.{}", crime.code);
        all.push((format!("{row}.value"), "established".to_owned()));
        all.push((format!("{row}.revision"), "0".to_owned()));
    }
    let overview = [
        ("lnk_overview.value".to_owned(), "established".to_owned()),
        ("lnk_overview.revision".to_owned(), "0".to_owned()),
    ];
    assert_eq!(
        post(&colleague, &page_of("lnk_overview"), &overview, &[]).status,
        303
    );
    assert_eq!(
        post(&colleague, &page_of("lnk_status"), &all, &[]).status,
        303
    );

    let pairs = pairs();
    for question in FORM.questions() {
        for field in &question.fields {
            let typed = !matches!(field.kind, FieldKind::Prefilled(_) | FieldKind::File);
            let look = look(question, field);
            assert!(
                !typed || pairs.contains_key(&look),
                "nothing to try for {look}"
            );
        }
    }
    for (look, pair) in &pairs {
        let Pair {
            key,
            page,
            theirs,
            mine,
            field,
        } = pair;
        if now(&server, key) == *mine {
            // One of the same kind left there what is to be typed now.
            empty(&server, key);
        }
        let before = now(&server, key);
        let reply = server
            .store
            .reply(&crate::support::store::see("AUT"))
            .unwrap();
        let seen = reply.answers.iter().find(|answer| answer.key == *key);
        let seen = seen.map_or(0, |answer| answer.revision);
        assert_ne!(before, *theirs);
        autosave(&colleague, page, &fields(key, theirs, seen));
        assert_eq!(now(&server, key), *theirs, "{look}");

        // While one types: both, in words, and nothing is written.
        let told = autosave(&browser, page, &fields(key, mine, seen));
        let conflict = &told["conflicts"][0];
        assert_eq!(conflict["key"], key.to_string(), "{look}: {told}");
        for (name, raw) in [("mine", mine), ("theirs", theirs)] {
            let said = side(conflict, name);
            for value in raw.field(field.name.as_str()) {
                let words = serde_json::to_string(&in_words(field, value)).unwrap();
                assert!(
                    said.contains(words.trim_matches('"')),
                    "{look}, {name}: {said}"
                );
            }
        }
        assert_eq!(now(&server, key), *theirs, "{look}");

        // By the button: the same, with a choice.
        let both = post(&browser, page, &fields(key, mine, seen), &[("go", "tasks")]);
        assert_eq!(both.status, 422, "{look}: {}", both.body);
        let choose = format!("choose:{key}");
        assert!(
            both.body.contains(&format!("name=\"{choose}\"")),
            "{look}: {}",
            both.body
        );
        assert_eq!(now(&server, key), *theirs, "{look}");
        let revision = &conflict["revision"];
        let (take, keep) = (format!("theirs.{revision}"), format!("mine.{revision}"));

        // Theirs: nothing changes, and the fields are told to show it.
        let mut choice = fields(key, mine, seen);
        choice.push((choose.clone(), take));
        let told = autosave(&browser, page, &choice);
        assert_eq!(told["conflicts"], serde_json::json!([]), "{look}");
        let put = &told["put"][format!("{key}.{}", field.name)];
        assert_eq!(
            *put,
            serde_json::json!(theirs.field(field.name.as_str())),
            "{look}: {told}"
        );
        assert_eq!(now(&server, key), *theirs, "{look}");

        // Mine: it takes their place.
        let mut choice = fields(key, mine, seen);
        choice.push((choose, keep));
        let done = post(&browser, page, &choice, &[("go", "tasks")]);
        assert_eq!(done.status, 303, "{look}: {}", done.body);
        assert_eq!(now(&server, key), *mine, "{look}");
    }
}

/// A row of the roster of examples.
fn example(row: &str, title: &str, seen: i64) -> Vec<(String, String)> {
    let name = |part: &str| format!("cas_examples.{row}.{part}");
    vec![
        (name("title"), title.to_owned()),
        (name("year"), "2024".to_owned()),
        (name("crimes"), "ml".to_owned()),
        (name("revision"), seen.to_string()),
    ]
}

/// The titles in the roster, by row.
fn titles(server: &TestServer) -> Vec<(String, String)> {
    let rows = stored(server).into_iter();
    let rows = rows.filter(|(key, _)| key.question.as_str() == "cas_examples");
    rows.map(|(key, raw)| {
        let row = key.row.unwrap().to_string();
        (row, raw.field("title").concat())
    })
    .collect()
}

fn rows(rows: &[(&str, &str)]) -> Vec<(String, String)> {
    let rows = rows.iter();
    rows.map(|(row, title)| ((*row).to_owned(), (*title).to_owned()))
        .collect()
}

#[test]
fn rows_that_two_people_add_at_once_can_both_stand() {
    TestServer::each(|server| {
        let [colleague, browser] = [0, 1].map(|_| server.signed_in(Role::FocalPoint));
        let page = page_of("cas_examples");
        let tasks = [("go", "tasks")];
        assert_eq!(
            post(&colleague, &page, &example("1", "Theirs", 0), &tasks).status,
            303
        );
        let asked = post(&browser, &page, &example("1", "Mine", 0), &tasks);
        assert_eq!(asked.status, 422);
        let both = asked.after("id=\"choose:cas_examples.1-both\" name=\"choose:cas_examples.1\" type=\"radio\" value=\"");
        let both = both.unwrap();
        assert!(
            asked.body.contains(&format!("value=\"{both}\" checked")),
            "it loses nothing"
        );
        assert_eq!(titles(server), rows(&[("1", "Theirs")]));

        let choice = [("choose:cas_examples.1", &*both), ("go", "tasks")];
        // The row that the page offered for a new one is posted as well, blank.
        let mut sent = example("1", "Mine", 0);
        sent.push(("cas_examples.2.revision".to_owned(), "0".to_owned()));
        let expected = rows(&[("1", "Theirs"), ("2", "Mine")]);
        // Sent twice, it is added once.
        for _ in 0..2 {
            assert_eq!(post(&browser, &page, &sent, &choice).status, 303);
            assert_eq!(titles(server), expected);
        }
        // The same row from two people is one row, and no question is asked.
        let same = post(&colleague, &page, &example("2", "Mine", 0), &tasks);
        assert_eq!((same.status, titles(server)), (303, expected));

        // Where there is room for no more rows there is a choice of two.
        assert_eq!(
            post(&colleague, &page, &example("3", "Third", 0), &tasks).status,
            303
        );
        let asked = post(&browser, &page, &example("3", "Mine too", 0), &tasks);
        assert!(asked.status == 422 && !asked.body.contains("choose:cas_examples.3-both"));
        assert!(asked.body.contains("choose:cas_examples.3-theirs"));
    });
}

#[test]
fn only_rows_of_a_roster_can_both_stand() {
    let server = TestServer::start();
    let [colleague, browser] = [0, 1].map(|_| server.signed_in(Role::FocalPoint));
    let page = page_of("rep_lead");
    let say = |text: &str| {
        vec![
            ("rep_lead.value".to_owned(), text.to_owned()),
            ("rep_lead.revision".to_owned(), "0".to_owned()),
        ]
    };
    assert_eq!(post(&colleague, &page, &say("Theirs"), &[]).status, 303);
    let told = autosave(&browser, &page, &say("Mine"));
    assert_eq!(told["conflicts"][0]["both"], false);
    let choice = [("choose:rep_lead", "both.1")];
    assert_eq!(post(&browser, &page, &say("Mine"), &choice).status, 422);
    assert_eq!(now(&server, &key("rep_lead")).field("value"), ["Theirs"]);
}
