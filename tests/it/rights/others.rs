//! T-IDOR-2: what a contributor who has one question sees of the rest, on every page and in every file, at every stage of the reply; what
//! the Secretariat sees of answers that are for named readers only.

use std::collections::BTreeSet;
use std::io::{Cursor, Read, Write};
use std::process::Command;

use para11::access::{Role, permit};
use para11::form::file;
use para11::form::name::QuestionName;
use para11::reply::document::FileName;
use para11::store::reply::readers::Naming;
use para11::web::guard::Access;
use para11::web::routes;

use super::cast::{DAY, OPENS, State, World, slot};
use super::form;
use super::probe::{Body, Named, Request, TARGETS, send};
use super::situation::{Situation, Who};
use crate::support::store::{accounts, at, change, delegate, discuss, edit_as, firm, key};
use crate::support::web::TestServer;

/// With what every word begins that is not the contributor's to see.
const WORD: &str = "zqothers";

/// The text of what was answered: that of a page as it is, of a Word file or a package its parts, of a PDF what is drawn.
pub(super) fn text_of(bytes: &[u8]) -> String {
    if bytes.starts_with(b"PK") {
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        let mut text = String::new();
        for at in 0..archive.len() {
            let mut part = archive.by_index(at).unwrap();
            text.push_str(&part.name().unwrap());
            let mut bytes = Vec::new();
            part.read_to_end(&mut bytes).unwrap();
            text.push_str(&text_of(&bytes));
        }
        // Words may be parted by marks.
        return regex::Regex::new("<[^>]*>")
            .unwrap()
            .replace_all(&text, "")
            .into_owned();
    }
    if bytes.starts_with(b"%PDF") {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(bytes).unwrap();
        let drawn = Command::new("pdftotext")
            .arg("-raw")
            .arg(file.path())
            .arg("-")
            .output();
        let drawn = drawn.expect("install poppler-utils, as tests/run does");
        assert!(drawn.status.success());
        return String::from_utf8_lossy(&drawn.stdout).into_owned();
    }
    String::from_utf8_lossy(bytes).into_owned()
}

/// Writes a word into everything of the reply that is not about `asked`, and takes from the contributor all but that.
fn plant(world: &World<'_>, state: &State) {
    let (store, lead) = (&world.server.store, &state.people.focal_point);
    let now = at((OPENS + 5) * DAY);
    let mut changes = Vec::new();
    for (question, row) in [("near", None), ("other", None), ("rows", Some("one"))] {
        let mut typed = change(question, &format!("{WORD}-{question}"), i64::MAX);
        typed.key.row = row.map(crate::support::store::code);
        typed.raw.comment = format!("{WORD}-comment-{question}");
        if question == "other" {
            typed.raw.source = format!("{WORD}-source-{question}");
        }
        changes.push(typed);
        let body = format!("{WORD}-remark-{question}");
        store
            .remark(&discuss(lead), key(question), body, None, now)
            .unwrap();
    }
    changes.push(change("asked", "one's own", i64::MAX));
    store
        .save(&edit_as(lead), firm(), changes, None, now)
        .unwrap();
    for place in ["other", "rows"] {
        let name = FileName::clean(&format!("{WORD}-{place}.txt")).unwrap();
        let allow = permit(lead).unwrap();
        let files = &world.server.files;
        let mut incoming = files.receive(&allow, slot(place), name, now).unwrap();
        incoming.push(format!("{WORD}-content").as_bytes()).unwrap();
        incoming.finish(now).unwrap();
    }
    let only: BTreeSet<_> = [QuestionName::parse("asked").unwrap()].into();
    for section in &world.form.sections {
        let section = para11::store::reply::delegation::SectionNames::from(section);
        let given = section.questions.intersection(&only).cloned().collect();
        let contributor = state.people.contributor.id;
        store
            .give(&delegate(lead), contributor, section, given, now)
            .unwrap();
    }
}

/// Where somebody sees such a word: on every page they may ask for, in every file, for every question.
fn seen(world: &World<'_>, state: &State, who: Who) -> (BTreeSet<String>, usize) {
    let person = state.who(world, who).unwrap();
    let mut found = BTreeSet::new();
    let mut asked = 0;
    for entry in routes::all() {
        let Access::Only(action) = entry.access else {
            continue;
        };
        let may = who.role().is_some_and(|role| action.may().contains(&role));
        if entry.method != "GET" || !may {
            continue;
        }
        for question in TARGETS {
            for format in ["docx", "pdf"] {
                let route = entry.path.replace("{format}", format);
                let named = Named {
                    state,
                    question,
                    sender: person,
                };
                let request = world.request("GET", &route, &named);
                if route == entry.path && format == "pdf" {
                    continue;
                }
                let (answer, bytes) =
                    world.session(person, true, |browser, _| browser.bytes(&request.path));
                assert!(answer.status < 500, "{}: {answer:?}", request.path);
                asked += 1;
                let headers = format!("{:?}", answer.headers);
                if format!("{}{headers}", text_of(&bytes)).contains(WORD) {
                    found.insert(request.path);
                }
            }
        }
    }
    // What is said of a save that is wrong, or that collides.
    if let Who::One(Role::Contributor) = who {
        for (question, page) in [("asked", "first/asked"), ("other", "second/other")] {
            let fields = [
                (format!("{question}.revision"), "0"),
                (format!("{question}.value"), "x\ny"),
            ];
            let fields = fields.map(|(name, value)| (name, value.to_owned())).into();
            let request = Request {
                path: format!("/en/reply/{page}"),
                body: Body::Form(fields),
            };
            let answer = world.session(person, true, |browser, token| {
                send(browser, token, &request)
            });
            asked += 1;
            if answer.body.contains(WORD) {
                found.insert(request.path);
            }
        }
    }
    (found, asked)
}

#[test]
fn who_has_one_question_sees_nothing_of_the_rest_at_any_stage() {
    let folder = form::folder(20);
    TestServer::each_of(&folder, at(OPENS * DAY), |server| {
        let world = World::of(server, file::load(&folder).unwrap());
        world.pass_to(OPENS + 20);
        let mut all = 0;
        for situation in Situation::ALL {
            let state = world.state_planted(situation, plant);
            let (found, asked) = seen(&world, &state, Who::One(Role::Contributor));
            assert_eq!(found, BTreeSet::new(), "{situation:?}");
            all += asked;
            // The control: who has the whole reply sees them on pages and in both kinds of papers.
            let (found, _) = seen(&world, &state, Who::One(Role::FocalPoint));
            for path in [
                "/en/reply/check",
                "/en/reply/copy.pdf",
                "/en/reply/copy.docx",
            ] {
                assert!(
                    found.contains(path),
                    "{situation:?}: {path} is not in {found:?}"
                );
            }
        }
        println!(
            "{all} answers to who has one question, in {} situations",
            Situation::ALL.len()
        );
    });
}

#[test]
fn documents_of_restricted_answers_are_for_named_readers_and_none_is_read_once_withdrawn() {
    let folder = form::folder(4);
    TestServer::each_of(&folder, at(OPENS * DAY), |server| {
        let world = World::of(server, file::load(&folder).unwrap());
        world.pass_to(OPENS + 20);
        let state = world.state_planted(Situation::Checking, |world, state| {
            plant(world, state);
            let mut typed = change("other", "narrow", i64::MAX);
            typed.raw.mark = Some("secretariat_only".to_owned());
            let allow = edit_as(&state.people.focal_point);
            let store = &world.server.store;
            store
                .save(&allow, firm(), vec![typed], None, at((OPENS + 5) * DAY))
                .unwrap();
        });
        let officer = &world.staff[&Role::Manager];
        let list = format!("/en/replies/{}/documents", state.code);
        let restricted = server.store.documents(&super::cast::see(&state)).unwrap();
        let restricted: Vec<_> = restricted
            .into_iter()
            .filter(|one| one.slot.key.question.as_str() == "other")
            .collect();
        assert_eq!(restricted.len(), 1);
        let look = || {
            let get = |path: &str| world.session(officer, true, |browser, _| browser.get(path));
            let opened = get(&format!("{list}/{}", restricted[0].id)).status;
            let page = get(&list).body;
            let shown = page.contains(&format!("{WORD}-other.txt"));
            (opened, shown, page.contains(&format!("{WORD}-rows.txt")))
        };
        assert_eq!(
            look(),
            (404, false, true),
            "who is not named sees the others"
        );
        let name = |naming| {
            let store = &server.store;
            assert!(
                store
                    .name_reader(&accounts(), officer.id, naming, world.now())
                    .unwrap()
            );
        };
        name(Naming::Name);
        // It was not scanned, so it may not be opened, but it is there.
        assert_eq!(look(), (403, true, true));
        name(Naming::End);
        assert_eq!(look(), (404, false, true));
        let withdrawn = world.state_planted(Situation::Withdrawn, plant);
        let list = format!("/en/replies/{}/documents", withdrawn.code);
        let page = world
            .session(officer, true, |browser, _| browser.get(&list))
            .body;
        assert!(!page.contains(WORD), "{page}");
    });
}
