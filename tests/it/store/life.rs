//! The life of a reply: what the store allows is what the table of `reply::life` allows, on every path (T-SM-1), once (T-IDEM-1), in time.

use std::collections::{BTreeMap, VecDeque};

use chrono::NaiveDate;
use para11::access::{Allow, Person, Role, operator, permit};
use para11::form::name::QuestionName;
use para11::reply::life::{BEGIN, Hand, Life, Opened, Stage, Standing, Step};
use para11::store::clarifications::NewClarification;
use para11::store::life::{Press, Story};
use para11::store::{Store, StoreError};

use crate::support::store::*;

/// The people of one State and an officer.
struct Cast {
    focal_point: Person,
    official: Person,
    officer: Person,
}

impl Cast {
    fn of(test: &StoreUnderTest, respondent: &str) -> Self {
        Self {
            focal_point: test.person(Role::FocalPoint, Some(respondent)),
            official: test.person(Role::ClearingOfficial, Some(respondent)),
            officer: test.person(Role::Manager, None),
        }
    }

    fn may<A: para11::access::Act>(&self, by: Hand) -> Allow<A> {
        let person = match by {
            Hand::FocalPoint => &self.focal_point,
            Hand::ClearingOfficial => &self.official,
            Hand::Officer => &self.officer,
        };
        permit(person).unwrap()
    }
}

fn story(store: &Store, respondent: &str) -> Story {
    store.story(&see(respondent)).unwrap()
}

fn day(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, month, day).unwrap()
}

fn asked(question: &str) -> NewClarification {
    let question = QuestionName::parse(question).unwrap();
    NewClarification {
        opens: [question.clone()].into(),
        question,
        words: "Which year?".to_owned(),
    }
}

/// Asks the real store for a step, as the page of the one who may take it would.
fn take(store: &Store, cast: &Cast, who: &str, step: Step, press: Press) -> Result<(), StoreError> {
    let by = step.rule().by;
    let (code, now) = (code(who), at(10));
    let revision = store.reply(&see(who)).unwrap().revision;
    match step {
        Step::SendToReview => store.send_to_review(&cast.may(by), revision, press, now),
        Step::TakeBack => store.take_back(&cast.may(by), press, now),
        Step::Return => store.return_to_work(&cast.may(by), press, now),
        Step::Clear => store.clear(&cast.may(by), revision, press, now),
        Step::Submit => {
            let bytes = format!("document {}", press.seen).into_bytes();
            let done = store.submit(&cast.may(by), bytes, revision, None, keys(), now);
            done.map(drop)
        }
        Step::Withdraw => store.withdraw(&cast.may(by), press, now),
        Step::AskToCorrect => store.ask_to_correct(&cast.may(by), press, now),
        Step::Decline => store.decline(&cast.may(by), &code, press, now),
        Step::Reopen => store.reopen(&cast.may(by), &code, press, keys(), now),
        Step::Take => store.take_into_checking(&cast.may(by), &code, press, now),
        Step::Ask => store.ask(&cast.may(by), &code, vec![asked("q")], press, now),
        Step::Validate => {
            for asked in story(store, who).clarifications {
                // Those that wait are refused, and stay.
                store
                    .close_question(&cast.may(by), &code, asked.id, now)
                    .ok();
            }
            store.validate(&cast.may(by), &code, press, keys(), now)
        }
    }
}

/// The shortest path of steps to each state that can be reached in so many.
fn paths(depth: usize) -> BTreeMap<Life, Vec<Step>> {
    let mut found = BTreeMap::from([(BEGIN, Vec::new())]);
    let mut queue = VecDeque::from([BEGIN]);
    while let Some(life) = queue.pop_front() {
        let path = found[&life].clone();
        for step in Step::ALL.iter().filter(|_| path.len() < depth) {
            let Ok(next) = life.after(*step) else {
                continue;
            };
            if let std::collections::btree_map::Entry::Vacant(e) = found.entry(next) {
                e.insert([path.clone(), vec![*step]].concat());
                queue.push_back(next);
            }
        }
    }
    found
}

/// What must be true of a reply, whatever happened to it.
fn sound(test: &StoreUnderTest, who: &str, life: Life) {
    let seen = story(&test.store, who);
    assert_eq!(seen.life, life, "{who}");
    let reply = test.store.reply(&see(who)).unwrap();
    assert_eq!(
        reply.state == para11::store::replies::State::Submitted,
        life.stage.is_submitted()
    );
    let standing = test.store.submissions(&figures()).unwrap();
    let own = standing.iter().find(|one| one.respondent.as_str() == who);
    assert_eq!(
        own.is_some(),
        life.standing != Standing::None,
        "{who} {life:?}"
    );
    assert_eq!(own.map(|one| one.receipt.version), seen.standing);
    let counted = test.store.receipts(&figures()).unwrap();
    assert_eq!(counted.contains_key(&code(who)), own.is_some());
    // Answers change in the stage of work alone, and in a clarification only those asked about.
    let save = |question: &str| {
        let text = format!("text {}", seen.seen());
        let allow = edit(who);
        test.store.save(
            &allow,
            firm(),
            vec![change(question, &text, i64::MAX)],
            None,
            at(11),
        )
    };
    let other = save("other");
    match (life.stage, life.opened) {
        (Stage::Work, Opened::Whole) => assert!(other.is_ok(), "{other:?}"),
        (Stage::Work, Opened::Questions) => {
            assert!(matches!(other, Err(StoreError::NotAsked(_))), "{other:?}");
            assert!(save("q").is_ok());
        }
        (Stage::Review | Stage::Cleared, _) => {
            assert!(matches!(other, Err(StoreError::Held(_))), "{other:?}");
        }
        (Stage::Received | Stage::Checking | Stage::Validated, _) => {
            assert!(matches!(other, Err(StoreError::NotDraft)), "{other:?}");
        }
    }
}

/// A round in which each of so many is asked, on every database.
fn each_with(count: usize, test: impl Fn(&StoreUnderTest, &[&str])) {
    let names: Vec<String> = (0..count).map(|number| format!("R{number:04}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let databases = [Some(TestDatabase::sqlite()), TestDatabase::postgres()];
    for database in databases.into_iter().flatten() {
        let store = database.open();
        put_round(&store, &names);
        test(&StoreUnderTest { store, database }, &names);
    }
}

#[test]
fn the_store_takes_every_step_the_table_allows_and_no_other() {
    let paths = paths(8);
    assert!(paths.len() > 10, "{paths:?}");
    let allowed = paths
        .keys()
        .map(|life| Step::ALL.iter().filter(|step| life.allows(**step)).count());
    each_with(paths.len() + allowed.sum::<usize>(), |test, names| {
        let mut names = names.iter();
        let mut begin = |path: &[Step]| {
            let who = *names.next().unwrap();
            let cast = Cast::of(test, who);
            for step in path {
                let press = press(&test.store, who, "words");
                take(&test.store, &cast, who, *step, press).unwrap();
            }
            (who, cast)
        };
        for (life, path) in &paths {
            // What the table refuses is refused, and nothing has moved.
            let (who, cast) = begin(path);
            sound(test, who, *life);
            let before = story(&test.store, who);
            for step in Step::ALL.iter().filter(|step| !life.allows(**step)) {
                let refused = take(&test.store, &cast, who, *step, press(&test.store, who, ""));
                assert!(
                    matches!(refused, Err(StoreError::NotNow(_) | StoreError::NotDraft)),
                    "{step:?} from {life:?}: {refused:?}"
                );
            }
            assert_eq!(story(&test.store, who), before);
            for step in Step::ALL.iter().filter(|step| life.allows(**step)) {
                let (who, cast) = begin(path);
                let press = press(&test.store, who, "words");
                take(&test.store, &cast, who, *step, press.clone()).unwrap();
                let after = story(&test.store, who);
                assert_eq!(after.taken.len(), path.len() + 1, "{step:?} from {life:?}");
                if *step != Step::Submit {
                    // Pressed twice is once; on a page that is out of date, not at all.
                    take(&test.store, &cast, who, *step, press.clone()).unwrap();
                    let stale = Press {
                        words: "other".into(),
                        ..press
                    };
                    let refused = take(&test.store, &cast, who, *step, stale);
                    assert!(matches!(refused, Err(StoreError::KeyReused)), "{refused:?}");
                    assert_eq!(story(&test.store, who), after);
                }
                sound(test, who, life.after(*step).unwrap());
            }
        }
    });
}

#[test]
fn an_act_on_a_page_that_is_out_of_date_is_refused() {
    StoreUnderTest::each(|test| {
        let cast = Cast::of(test, "AUT");
        test.type_in(&edit("AUT"), "q", "a", 0);
        let old = press(&test.store, "AUT", "");
        let wrong = test
            .store
            .send_to_review(&cast.may(Hand::FocalPoint), 7, old.clone(), at(2));
        assert!(
            matches!(wrong, Err(StoreError::DraftChanged { checked: 7, now: 1 })),
            "{wrong:?}"
        );
        take(&test.store, &cast, "AUT", Step::SendToReview, old.clone()).unwrap();
        take(
            &test.store,
            &cast,
            "AUT",
            Step::Return,
            press(&test.store, "AUT", "Add a year."),
        )
        .unwrap();
        test.type_in(&edit("AUT"), "q", "b", 1);
        take(
            &test.store,
            &cast,
            "AUT",
            Step::SendToReview,
            press(&test.store, "AUT", ""),
        )
        .unwrap();
        // The official has the page of the first time open still.
        let stale = Press { seen: 1, ..old };
        let refused = test
            .store
            .clear(&cast.may(Hand::ClearingOfficial), 2, stale, at(3));
        assert!(matches!(refused, Err(StoreError::MovedOn)), "{refused:?}");
        let note = story(&test.store, "AUT")
            .latest(Step::Return)
            .unwrap()
            .clone();
        assert_eq!(
            (note.words.as_str(), note.by.unwrap().id),
            ("Add a year.", cast.official.id)
        );
    });
}

#[test]
fn who_cleared_a_reply_does_not_submit_it() {
    StoreUnderTest::each(|test| {
        let cast = Cast::of(test, "AUT");
        take(
            &test.store,
            &cast,
            "AUT",
            Step::SendToReview,
            press(&test.store, "AUT", ""),
        )
        .unwrap();
        take(
            &test.store,
            &cast,
            "AUT",
            Step::Clear,
            press(&test.store, "AUT", ""),
        )
        .unwrap();
        // The same person, who has the other role by now.
        let both = Person {
            role: Role::FocalPoint,
            ..cast.official.clone()
        };
        let same = test.store.submit(
            &permit(&both).unwrap(),
            b"doc".to_vec(),
            0,
            None,
            keys(),
            at(3),
        );
        assert!(matches!(same, Err(StoreError::SamePerson)), "{same:?}");
        take(
            &test.store,
            &cast,
            "AUT",
            Step::Submit,
            press(&test.store, "AUT", ""),
        )
        .unwrap();
    });
}

#[test]
fn after_the_last_day_only_what_was_extended_changes() {
    StoreUnderTest::each(|test| {
        let save = |who: &str, now, seen| {
            let sent = vec![change("q", &format!("at {now}"), seen)];
            test.store.save(&edit(who), firm(), sent, None, now)
        };
        let last = |month, d| day(month, d).and_hms_opt(23, 59, 59).unwrap().and_utc();
        // The last day of the round is 30 June; it is over when it is over everywhere.
        let (within, over) = (last(6, 30) + chrono::Duration::hours(12), last(7, 1));
        save("AUT", within, 0).unwrap();
        let late = save("AUT", over, 1);
        assert!(
            matches!(late, Err(StoreError::Closed(when)) if when == day(6, 30)),
            "{late:?}"
        );
        clear(&test.store, "AUT", at(3));
        let late = test
            .store
            .submit(&seal("AUT"), b"doc".to_vec(), 1, None, keys(), over);
        assert!(matches!(late, Err(StoreError::Closed(_))), "{late:?}");

        test.store
            .extend(&operator(whole()), &code("AUT"), day(7, 15), at(4))
            .unwrap();
        test.store
            .submit(&seal("AUT"), b"doc".to_vec(), 1, None, keys(), over)
            .unwrap();
        assert!(save("BRA", over, 0).is_err());
        let before = test
            .store
            .extend_round(&rounds(), &code("2026"), day(7, 31), at(5))
            .unwrap();
        assert_eq!(before, day(6, 30));
        save("BRA", over, 0).unwrap();
        assert_eq!(story(&test.store, "BRA").last_day, day(7, 31));

        // What is opened again has a day of its own, earlier or later than the round's.
        let cast = Cast::of(test, "AUT");
        let due = Press {
            due: Some(day(7, 5)),
            ..press(&test.store, "AUT", "As asked.")
        };
        take(&test.store, &cast, "AUT", Step::Reopen, due).unwrap();
        assert!(
            matches!(save("AUT", last(7, 7), 1), Err(StoreError::Closed(when)) if when == day(7, 5))
        );
        save("AUT", last(7, 5), 1).unwrap();
        test.store
            .extend(&operator(whole()), &code("AUT"), day(8, 9), at(6))
            .unwrap();
        save("AUT", last(8, 9), 2).unwrap();
        let elsewhere = test.store.extend(
            &operator::<para11::access::ExtendReply>(whole()),
            &code("XXX"),
            day(8, 9),
            at(6),
        );
        assert!(
            matches!(elsewhere, Err(StoreError::NoReply { .. })),
            "{elsewhere:?}"
        );
    });
}

#[test]
fn a_clarification_opens_its_questions_and_is_answered_by_the_next_version() {
    StoreUnderTest::each(|test| {
        let cast = Cast::of(test, "AUT");
        let go = |step| {
            take(
                &test.store,
                &cast,
                "AUT",
                step,
                press(&test.store, "AUT", ""),
            )
            .unwrap();
        };
        test.type_in(&edit("AUT"), "q", "a", 0);
        test.type_in(&edit("AUT"), "r", "a", 0);
        submit(&test.store, "AUT", b"one", at(3));
        go(Step::Take);
        let refused = test
            .store
            .close_question(&cast.may(Hand::Officer), &code("AUT"), 1, at(4));
        assert!(
            matches!(refused, Err(StoreError::NoReply { .. })),
            "{refused:?}"
        );
        go(Step::Ask);
        // A page posts all of its answers: those that did not change are no change.
        let both = vec![change("q", "b", 2), change("r", "a", 2)];
        test.store
            .save(&edit("AUT"), firm(), both, None, at(5))
            .unwrap();
        let other = test
            .store
            .save(&edit("AUT"), firm(), vec![change("r", "b", 3)], None, at(5));
        assert!(matches!(other, Err(StoreError::NotAsked(name)) if name == "r"));
        let asked = story(&test.store, "AUT").clarifications.remove(0);
        assert_eq!(
            (asked.about, asked.answered, asked.waits()),
            (1, None, true)
        );
        let early =
            test.store
                .close_question(&cast.may(Hand::Officer), &code("AUT"), asked.id, at(5));
        assert!(matches!(early, Err(StoreError::MovedOn)), "{early:?}");
        assert_eq!(test.store.submissions(&figures()).unwrap()[0].bytes, b"one");

        submit(&test.store, "AUT", b"two", at(6));
        assert_eq!(test.store.submissions(&figures()).unwrap()[0].bytes, b"two");
        assert_eq!(
            story(&test.store, "AUT").clarifications[0].answered,
            Some(2)
        );
        go(Step::Take);
        let open = test.store.validate(
            &cast.may(Hand::Officer),
            &code("AUT"),
            press(&test.store, "AUT", ""),
            keys(),
            at(7),
        );
        assert!(matches!(open, Err(StoreError::OpenQuestions)), "{open:?}");
        // Of another State there is no such question.
        let other =
            test.store
                .close_question(&cast.may(Hand::Officer), &code("BRA"), asked.id, at(7));
        assert!(
            matches!(other, Err(StoreError::NoReply { .. })),
            "{other:?}"
        );
        go(Step::Validate);
        assert_eq!(story(&test.store, "AUT").life.standing, Standing::Validated);
    });
}
