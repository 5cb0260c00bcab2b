//! T-IDOR-1: the things of each State before the people of every other. All ordered pairs are asked through the functions of the store,
//! some of them over HTTP, for every route that names a thing.

use std::collections::BTreeMap;

use para11::access::{Allow, Person, Role, SeeReply, permit};
use para11::form::file;
use para11::form::name::QuestionName;
use para11::store::account::sessions::Purpose;
use para11::store::reply::parked::Parking;
use para11::web::guard::Access;
use para11::web::routes;

use super::cast::{DAY, OPENS, State, World};
use super::form;
use super::probe::{Body, Named, Request, send};
use super::situation::{Situation, Who};
use crate::support::store::{accounts, at, delegate, discuss, key, keys, section};
use crate::support::web::TestServer;

/// How many States there are.
const STATES: usize = 193;

/// The word that stands only in the things of a State.
fn word(state: &State) -> String {
    format!("zqpair-{}-zq", state.code)
}

/// A State with one of everything, each with its word.
struct Owner {
    state: State,
    word: String,
    document: i64,
    upload: i64,
    receipt: i64,
    clarification: i64,
    parked: i64,
}

impl Owner {
    fn of(world: &World<'_>) -> Self {
        let mut state = world.state_with(Situation::Clarified, &["asked"]);
        let (store, server) = (&world.server.store, world.server);
        let word = word(&state);
        let lead = state.people.focal_point.clone();
        world.type_in(&state, "asked", &word);
        store
            .remark(
                &discuss(&lead),
                key("asked"),
                word.clone(),
                None,
                world.now(),
            )
            .unwrap();
        let section = section("first", &["asked"]);
        store
            .return_section(
                &delegate(&lead),
                state.people.contributor.id,
                section,
                word.clone(),
                world.now(),
            )
            .unwrap();
        let parked = Self::park(world, &lead, &word);
        let document = world.document(&state, "asked").unwrap();
        let upload = world.upload(&lead, "asked").unwrap();
        let see: Allow<SeeReply> = permit(&lead).unwrap();
        let receipt = store.signed_receipts(&see).unwrap()[0].id;
        let clarification = store.story(&see).unwrap().clarifications[0].id;
        state.people.focal_point = lead;
        assert!(server.files.read(&see, document).is_ok());
        Self {
            state,
            word,
            document,
            upload,
            receipt,
            clarification,
            parked,
        }
    }

    fn park(world: &World<'_>, person: &Person, word: &str) -> i64 {
        let (store, now) = (&world.server.store, world.now());
        let link = store.make_link(&accounts(), person.id, Purpose::SignIn, now, 72);
        let session = store.redeem_link(&link.unwrap(), now).unwrap().unwrap();
        let session = session.session;
        let token = store.session(&session, now).unwrap().unwrap().form_token;
        let pairs = [("asked.value".to_owned(), word.to_owned())];
        let path = "/en/reply/first/asked";
        let kept = store.park(keys(), &session, token.as_str(), path, &pairs, now);
        assert_eq!(kept.unwrap(), Parking::Kept);
        let own = store.parked(&permit(person).unwrap(), keys(), now).unwrap();
        own[0].id
    }

    /// All that its people read through the functions of the store, as text with its texts.
    fn reads(&self, world: &World<'_>, person: &Person) -> String {
        let store = &world.server.store;
        let see: Allow<SeeReply> = permit(person).unwrap();
        let question = QuestionName::parse("asked").unwrap();
        let reply = store.reply(&see).unwrap().answers;
        let history = store.history(&see, &key("asked")).unwrap();
        let of_question = store.history_of(&see, &question).unwrap();
        let answers = reply.iter().chain(&history).chain(&of_question);
        let mut read: Vec<String> = answers.map(|answer| answer.raw.to_text()).collect();
        let since = store.reply_since(&see, 0).unwrap().answers;
        read.extend(since.iter().map(|answer| answer.raw.to_text()));
        let remarks = store.remarks(&discuss(person)).unwrap();
        read.extend(remarks.into_iter().map(|remark| remark.body));
        read.extend(store.said(&see).unwrap().into_iter().map(|said| said.note));
        let documents = store.documents(&see).unwrap();
        read.extend(documents.into_iter().map(|one| one.attached.name));
        let story = store.story(&see).unwrap();
        read.extend(story.clarifications.into_iter().map(|asked| asked.words));
        read.extend(story.taken.into_iter().map(|taken| taken.words));
        let parked = store.parked(&permit(person).unwrap(), keys(), world.now());
        for parked in parked.unwrap() {
            read.extend(parked.pairs.into_iter().map(|(_, value)| value));
        }
        if let Ok(Some(stored)) = store.submission(&see) {
            read.push(String::from_utf8(stored.bytes).unwrap());
        }
        if let Ok(Some(stored)) = store.own_version(&see, 1) {
            read.push(String::from_utf8(stored.bytes).unwrap());
        }
        for receipt in store.signed_receipts(&see).unwrap() {
            read.push(receipt.text);
        }
        if let Some(people) = permit(person) {
            let people = store.colleagues(&people).unwrap();
            read.push(format!("{people:?}"));
        }
        read.join("\n")
    }
}

/// What a person can try on a thing of another State; whether it came to anything.
fn tries(world: &World<'_>, person: &Person, other: &Owner) -> BTreeMap<&'static str, bool> {
    let (store, files) = (&world.server.store, &world.server.files);
    let see: Allow<SeeReply> = permit(person).unwrap();
    let attach = || permit(person).unwrap();
    let receipt = store.signed_receipt(&see, other.receipt);
    let receipt = receipt.is_ok_and(|found| found.is_some());
    BTreeMap::from([
        ("document read", files.read(&see, other.document).is_ok()),
        ("upload read", files.upload(&attach(), other.upload).is_ok()),
        ("receipt read", receipt),
    ])
}

/// The same of what would change something.
fn changes(
    world: &World<'_>,
    person: &Person,
    officer: &Person,
    own: &Owner,
    other: &Owner,
) -> BTreeMap<&'static str, bool> {
    let (store, files, now) = (&world.server.store, &world.server.files, world.now());
    let attach = || permit(person).unwrap();
    let section = || section("first", &["asked"]);
    let given = section().questions;
    let stranger = other.state.people.contributor.id;
    let leave = || delegate(person);
    let close = store.close_question(
        &permit(officer).unwrap(),
        &own.state.code,
        other.clarification,
        now,
    );
    let again = other.word.clone();
    BTreeMap::from([
        (
            "document removed",
            files.remove(&attach(), other.document, now).is_ok(),
        ),
        (
            "upload given up",
            files.give_up(&attach(), other.upload, now).is_ok(),
        ),
        (
            "upload finished",
            files.finish(&attach(), other.upload, now).is_ok(),
        ),
        (
            "questions given",
            store
                .give(&leave(), stranger, section(), given, now)
                .is_ok(),
        ),
        (
            "section returned",
            store
                .return_section(&leave(), stranger, section(), again, now)
                .is_ok(),
        ),
        (
            "parked text discarded",
            store
                .unpark(&permit(person).unwrap(), other.parked)
                .unwrap(),
        ),
        ("question closed", close.is_ok()),
    ])
}

#[test]
fn nothing_of_any_state_is_within_reach_of_another() {
    let folder = form::folder(STATES);
    TestServer::each_of(&folder, at(OPENS * DAY), |server| {
        // Minutes long on PostgreSQL, and bounds are in the types, not in the database: there on request only.
        if server.database_file().is_none() && std::env::var_os("PAIRS_ON_POSTGRES").is_none() {
            return;
        }
        let world = World::of(server, file::load(&folder).unwrap());
        world.pass_to(OPENS + 20);
        let owners: Vec<Owner> = (0..STATES).map(|_| Owner::of(&world)).collect();
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        let mut pairs = 0;
        for own in &owners {
            let people = &own.state.people;
            let read = [&people.focal_point, &people.contributor, &people.official]
                .map(|person| own.reads(&world, person));
            for (text, least) in read.iter().zip([7, 5, 5]) {
                let seen = text.matches(&own.word).count();
                assert!(seen >= least, "a control: one's own is seen {seen} times");
                let foreign = text.matches("zqpair-").count() - seen;
                assert_eq!(foreign, 0, "{} reads others", own.state.code);
            }
            for other in owners.iter().filter(|other| other.word != own.word) {
                pairs += 1;
                for text in &read {
                    let state = format!("State {}", other.state.code);
                    assert!(!text.contains(&other.word) && !text.contains(&state));
                }
                for (what, came) in tries(&world, &people.focal_point, other) {
                    assert!(!came, "{what}: {} of {}", own.state.code, other.state.code);
                    *counts.entry(what).or_default() += 1;
                }
            }
        }
        assert_eq!(pairs, STATES * (STATES - 1));
        // What would change something waits for the writer: each State before some of the others, so that every State is on both sides.
        let officer = &world.staff[&Role::Manager];
        for (at, own) in owners.iter().enumerate() {
            for step in [1, 7, 96] {
                let other = &owners[(at + step) % STATES];
                let lead = &own.state.people.focal_point;
                for (what, came) in changes(&world, lead, officer, own, other) {
                    assert!(!came, "{what}: {} of {}", own.state.code, other.state.code);
                    *counts.entry(what).or_default() += 1;
                }
            }
        }
        // Controls that must fail: one's own is there to be read and to be changed.
        let own = &owners[0];
        let lead = &own.state.people.focal_point;
        assert!(tries(&world, lead, own).values().all(|came| *came));
        let changed = changes(&world, lead, officer, own, own);
        let kept: Vec<_> = changed.iter().filter(|(_, came)| !**came).collect();
        // The upload was given up before it could be finished, and the question has no answer yet.
        let kept: Vec<_> = kept.into_iter().map(|(what, _)| *what).collect();
        assert_eq!(kept, ["question closed", "upload finished"]);
        println!("{pairs} ordered pairs of States; {counts:?}");
        over_http(&world, &owners);
    });
}

/// Every route that names a thing, for some pairs.
fn over_http(world: &World<'_>, owners: &[Owner]) {
    let names = ["{document}", "{upload}", "{person}", "{id}", "{number}"];
    let mut asked = 0;
    let mut paths = std::collections::BTreeSet::new();
    for (at, own) in owners.iter().enumerate().skip(1).step_by(48) {
        for other in owners.iter().skip(2).step_by(61) {
            if other.word == own.word {
                continue;
            }
            for entry in routes::all() {
                let Access::Only(action) = entry.access else {
                    continue;
                };
                if !names.iter().any(|name| entry.path.contains(name)) {
                    continue;
                }
                let named = Named {
                    state: &other.state,
                    question: "asked",
                    sender: &other.state.people.focal_point,
                };
                let number = other.parked.to_string();
                let route = entry.path.replace("{number}", &number);
                let request = world.request(entry.method.as_str(), &route, &named);
                let people = [
                    Who::One(Role::FocalPoint),
                    Who::One(Role::Contributor),
                    Who::One(Role::ClearingOfficial),
                ];
                for who in people {
                    if !who.role().is_some_and(|role| action.may().contains(&role)) {
                        continue;
                    }
                    let person = own.state.who(world, who);
                    let answer = world.send(&request, person, true);
                    assert_eq!(
                        answer.status, 404,
                        "{who:?} of {at}: {} {}: {answer:?}",
                        entry.method, request.path
                    );
                    assert!(!answer.body.contains(&other.word));
                    asked += 1;
                    paths.insert((entry.method.to_string(), entry.path));
                }
            }
            nested(world, own, other);
        }
    }
    eprintln!("{asked} requests over HTTP on {} routes", paths.len());
    assert!(paths.len() >= 12, "{paths:?}");
}

/// For the Secretariat: a thing of one State under the address of another.
fn nested(world: &World<'_>, own: &Owner, other: &Owner) {
    let officer = &world.staff[&Role::Manager];
    let (state, account) = (&own.state.code, other.state.people.spare.id);
    let form = |fields: &[(&str, &str)]| {
        let fields = fields.iter();
        let fields = fields.map(|(n, v)| ((*n).to_owned(), (*v).to_owned()));
        Body::Form(fields.collect())
    };
    let wrong = [
        Request {
            path: format!("/en/states/{state}/questions/{}/close", other.clarification),
            body: form(&[]),
        },
        Request {
            path: format!("/en/replies/{state}/documents/{}", other.document),
            body: Body::None,
        },
        Request {
            path: format!("/en/people/{state}/{account}"),
            body: form(&[("deed", "end-sessions")]),
        },
    ];
    for request in wrong {
        let answer = world.session(officer, true, |browser, token| {
            send(browser, token, &request)
        });
        assert_eq!(answer.status, 404, "{}: {answer:?}", request.path);
    }
}
