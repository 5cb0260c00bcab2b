//! Nothing that holds an answer prints it: a length may reach a log, a text may not.

use std::collections::BTreeMap;
use std::fmt::Debug;

use para11::access::permit;
use para11::form::file;
use para11::form::name::FieldName;
use para11::reply::document::FileName;
use para11::reply::encoding::{Sealed, decode};
use para11::reply::raw::{Posted, RawAnswer};
use para11::reply::{Background, Draft, Facts, Given, Value};
use para11::store::reply::files::upload::NewUpload;
use para11::store::reply::life::Press;
use para11::store::reply::parked::Parked;
use para11::store::reply::save::AnswerChange;
use para11::web::input::Pairs;

use super::cast::{DAY, OPENS, World, see, slot};
use super::form;
use super::situation::Situation;
use crate::architecture::sources;
use crate::support::store::{at, code, discuss, edit_as, firm, key};
use crate::support::web::TestServer;

/// A word that stands nowhere else.
const WORD: &str = "zqprinted";

/// Whether what prints a value shows the word, in either form.
fn shows(value: &impl Debug) -> bool {
    format!("{value:?} {value:#?}").contains(WORD)
}

fn raw() -> RawAnswer {
    RawAnswer {
        values: BTreeMap::from([(FieldName::value(), vec![WORD.to_owned()])]),
        status: Some(WORD.to_owned()),
        mark: Some(WORD.to_owned()),
        comment: WORD.to_owned(),
        source: WORD.to_owned(),
        withdrawn: false,
    }
}

#[test]
#[expect(clippy::too_many_lines, reason = "one list of what holds answers")]
fn nothing_that_holds_an_answer_prints_it() {
    let folder = form::folder(3);
    TestServer::each_of(&folder, at(OPENS * DAY), |server| {
        let world = World::of(server, file::load(&folder).unwrap());
        world.pass_to(OPENS + 20);
        let state = world.state(Situation::Clarified);
        let lead = &state.people.focal_point;
        let store = &server.store;
        let change = AnswerChange {
            key: key("asked"),
            raw: RawAnswer {
                status: None,
                mark: None,
                ..raw()
            },
            seen: i64::MAX,
        };
        let saved = store.save(
            &edit_as(lead),
            firm(),
            vec![change.clone()],
            None,
            world.now(),
        );
        let late = AnswerChange {
            seen: 0,
            raw: raw(),
            ..change.clone()
        };
        let conflict = store.save(&edit_as(lead), firm(), vec![late], None, world.now());
        let conflict = conflict.unwrap();
        assert_eq!(conflict.conflicts.len(), 1);
        store
            .remark(
                &discuss(lead),
                key("asked"),
                WORD.to_owned(),
                None,
                world.now(),
            )
            .unwrap();
        let name = FileName::clean(&format!("{WORD}.txt")).unwrap();
        let new = NewUpload {
            slot: slot("asked"),
            name: name.clone(),
            size: 5,
        };
        let attach = permit(lead).unwrap();
        let begun = server
            .files
            .begin(&attach, new.clone(), world.now())
            .unwrap();
        let mut incoming = server
            .files
            .receive(&attach, slot("asked"), name.clone(), world.now())
            .unwrap();
        incoming.push(WORD.as_bytes()).unwrap();
        assert!(!shows(&incoming));
        let document = incoming.finish(world.now()).unwrap();
        let reply = store.reply(&see(&state)).unwrap();
        assert_eq!(
            reply.answers[0].raw.comment, WORD,
            "a control: the word is there"
        );
        let facts = Facts {
            period: store.round(&code("2026")).unwrap().unwrap().period,
            today: world.now().date_naive(),
            respondent: state.code.clone(),
        };
        let typed: BTreeMap<_, _> = reply
            .answers
            .iter()
            .map(|one| (one.key.clone(), one.raw.clone()))
            .collect();
        let draft = Draft::check(&world.form, &facts, typed.clone());
        let answer = draft.answer(&key("asked").question, None).unwrap().clone();
        assert!(matches!(&answer.given, Given::Values(values)
            if values.values().any(|value| *value == Value::Text(WORD.to_owned()))));
        let stored = store.own_version(&see(&state), 1).unwrap().unwrap();
        let sealed = Sealed {
            bytes: stored.bytes.clone(),
            sha256: stored.receipt.sha256.clone(),
        };
        let submission = decode(&world.form, &sealed).unwrap();
        let pairs = Pairs::decode(format!("a={WORD}&{WORD}=b").as_bytes()).unwrap();
        let posted = Posted::from_pairs(
            &world.form,
            &facts,
            [
                ("asked.value".to_owned(), WORD.to_owned()),
                ("asked.revision".to_owned(), "0".to_owned()),
                (WORD.to_owned(), WORD.to_owned()),
            ],
        );
        let press = Press {
            words: WORD.to_owned(),
            ..Press::default()
        };
        let parked = Parked {
            id: 1,
            path: "/en/reply".to_owned(),
            pairs: vec![(WORD.to_owned(), WORD.to_owned())],
            at: world.now(),
        };
        let background = Background::new(typed);
        let all: [(&str, bool); 20] = [
            ("RawAnswer", shows(&raw())),
            ("AnswerChange", shows(&change)),
            ("Saved", shows(&saved)),
            ("a conflict", shows(&conflict)),
            ("StoredReply", shows(&reply)),
            ("Answer", shows(&answer)),
            ("Draft", shows(&draft)),
            ("Background", shows(&background)),
            ("Submission", shows(&submission)),
            ("StoredSubmission", shows(&stored)),
            ("Sealed", shows(&sealed)),
            ("remarks", shows(&store.remarks(&discuss(lead)).unwrap())),
            ("Story", shows(&store.story(&see(&state)).unwrap())),
            ("Document", shows(&document)),
            ("FileName", shows(&name)),
            ("uploads", shows(&(begun, new))),
            ("Pairs", shows(&pairs)),
            ("Posted", shows(&posted)),
            ("Press", shows(&press)),
            ("Parked", shows(&parked)),
        ];
        let shown: Vec<_> = all.iter().filter(|(_, shows)| *shows).collect();
        assert!(shown.is_empty(), "{shown:?}");
        assert!(shows(&WORD), "a control that must fail");
    });
}

/// The struct of a source that prints a field of this kind of text as it is.
fn printing(text: &str) -> Vec<String> {
    let typed = [
        "comment", "source", "body", "words", "note", "pairs", "bytes", "unknown",
    ];
    let mut found = Vec::new();
    let mut is_printed = false;
    let mut inside: Option<String> = None;
    for line in text.lines() {
        let trimmed = line.trim();
        if line.starts_with("#[derive(") {
            is_printed = trimmed.contains("Debug");
        } else if line.contains("enum ") && !line.starts_with(' ') {
            is_printed = false;
        } else if let Some((_, rest)) = line.split_once("struct ")
            && !line.starts_with(' ')
            && !line.starts_with("//")
        {
            let name: String = rest.chars().take_while(|c| c.is_alphanumeric()).collect();
            inside = Some(name).filter(|_| is_printed && trimmed.ends_with('{'));
            is_printed = false;
        } else if line.starts_with('}') {
            inside = None;
        } else if let Some(name) = &inside
            && let Some((field, kind)) = trimmed.split_once(": ")
        {
            let field = field.rsplit(' ').next().unwrap();
            let is_text = [
                "String,",
                "Vec<u8>,",
                "Vec<String>,",
                "Vec<(String, String)>,",
            ];
            if typed.contains(&field) && is_text.contains(&kind) {
                found.push(format!("{name}.{field}"));
            }
        }
    }
    found
}

#[test]
fn no_struct_with_what_was_typed_derives_what_prints_it() {
    let outside = |path: &str| {
        // What is shown: the words of pages and papers, made to be sent to who may see them.
        [
            "src/web/pages",
            "src/document",
            "src/chart",
            "src/dump",
            "src/form",
            "src/proof",
            // Notes of checkpoints, which are published.
            "src/store/log",
        ]
        .iter()
        .any(|folder| path.starts_with(folder))
    };
    let found: Vec<_> = sources()
        .iter()
        .filter(|(path, _)| !outside(path))
        .flat_map(|(path, text)| {
            let found = printing(text).into_iter();
            found.map(move |field| format!("{path}: {field}"))
        })
        .collect();
    assert_eq!(found, Vec::<String>::new());
    let planted =
        "#[derive(Clone, Debug)]\npub struct Planted {\n    /// It.\n    pub comment: String,\n}\n";
    assert_eq!(printing(planted), ["Planted.comment"], "a control");
    assert_eq!(
        printing(&planted.replace(", Debug", "")),
        Vec::<String>::new()
    );
}
