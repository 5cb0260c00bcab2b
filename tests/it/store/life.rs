//! The life of a reply: each step once (T-IDEM-1), in time, by whom it is for. That the store allows what the table of `reply::life` allows
//! is in `model`.

use chrono::NaiveDate;
use para11::access::{Allow, Person, ReadReplies, Role, operator, permit};
use para11::form::name::QuestionName;
use para11::reply::life::{BEGIN, Hand, Life, Stage, Standing, Step};
use para11::store::reply::clarifications::NewClarification;
use para11::store::reply::life::{Press, Story};
use para11::store::reply::readers::Which;
use para11::store::{Store, StoreError};

use crate::support::store::*;

/// The people of one State and an officer.
pub(super) struct Cast {
    focal_point: Person,
    pub(super) official: Person,
    pub(super) officer: Person,
}

impl Cast {
    pub(super) fn of(test: &StoreUnderTest, respondent: &str) -> Self {
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

pub(super) fn story(store: &Store, respondent: &str) -> Story {
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
pub(super) fn take(
    store: &Store,
    cast: &Cast,
    who: &str,
    step: Step,
    press: Press,
) -> Result<(), StoreError> {
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
        // On the day after the last.
        Step::CloseUnanswered => {
            let over = day(7, 2).and_hms_opt(12, 0, 0).unwrap().and_utc();
            store.close_unanswered(&cast.may(by), &code, press, over)
        }
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

/// The same for the reply of Austria, from a page of now and without words.
fn take_plainly(test: &StoreUnderTest, cast: &Cast, step: Step) -> Result<(), StoreError> {
    let press = press(&test.store, "AUT", "");
    take(&test.store, cast, "AUT", step, press)
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
        let go = |step| take_plainly(test, &cast, step).unwrap();
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

#[test]
fn what_was_validated_is_corrected_and_never_withdrawn() {
    StoreUnderTest::each(|test| {
        let cast = Cast::of(test, "AUT");
        let go = |step| take_plainly(test, &cast, step);
        let standing = || story(&test.store, "AUT").life.standing;
        test.type_in(&edit("AUT"), "q", "a", 0);
        submit(&test.store, "AUT", b"one", at(3));
        go(Step::Take).unwrap();
        go(Step::Validate).unwrap();
        go(Step::Reopen).unwrap();
        assert_eq!(standing(), Standing::Validated);
        assert!(go(Step::Withdraw).is_err());
        test.type_in(&edit("AUT"), "q", "b", 1);
        submit(&test.store, "AUT", b"two", at(5));
        assert_eq!(standing(), Standing::Corrected);
        // Nor after it was sent again, and opened again.
        assert!(go(Step::Withdraw).is_err());
        go(Step::Reopen).unwrap();
        assert!(go(Step::Withdraw).is_err());
        let counts = test.store.submissions(&figures()).unwrap();
        let counts: Vec<_> = counts.iter().map(|one| one.receipt.version).collect();
        assert_eq!(counts, [2]);
    });
}

#[test]
fn a_clarification_whose_day_passed_is_closed_without_an_answer_and_the_reply_stands_as_before() {
    StoreUnderTest::each(|test| {
        let cast = Cast::of(test, "AUT");
        let go = |step, press: Press| take(&test.store, &cast, "AUT", step, press).unwrap();
        let plain = || press(&test.store, "AUT", "");
        test.type_in(&edit("AUT"), "q", "a", 0);
        submit(&test.store, "AUT", b"one", at(3));
        go(Step::Take, plain());
        let due = Press {
            due: Some(day(2, 5)),
            ..plain()
        };
        go(Step::Ask, due);
        test.type_in(&edit("AUT"), "q", "b", 1);
        let close = |at| {
            let officer = cast.may(Hand::Officer);
            test.store
                .close_unanswered(&officer, &code("AUT"), plain(), at)
        };
        // The day is over when it is over everywhere.
        let noon = |d| day(2, d).and_hms_opt(12, 0, 0).unwrap().and_utc();
        let early = close(noon(6) - chrono::Duration::seconds(1));
        assert!(
            matches!(early, Err(StoreError::StillOpen(when)) if when == day(2, 5)),
            "{early:?}"
        );
        assert!(story(&test.store, "AUT").clarifications[0].waits());
        close(noon(6)).unwrap();

        let after = story(&test.store, "AUT");
        let life = Life {
            stage: Stage::Checking,
            standing: Standing::Submitted,
            ..BEGIN
        };
        assert_eq!((after.life, after.standing), (life, Some(1)));
        assert_eq!(after.last_day, day(6, 30));
        let asked = &after.clarifications[0];
        assert_eq!(
            (asked.answered, asked.closed),
            (None, Some(noon(6))),
            "{asked:?}"
        );
        // What was typed meanwhile is kept, and told apart from what was submitted.
        assert!(after.draft_differs());
        assert_eq!(test.store.submissions(&figures()).unwrap()[0].bytes, b"one");
        let save = vec![change("q", "c", 2)];
        let shut = test.store.save(&edit("AUT"), firm(), save, None, at(9));
        assert!(matches!(shut, Err(StoreError::NotDraft)), "{shut:?}");
        let officer = cast.may(Hand::Officer);
        test.store
            .validate(&officer, &code("AUT"), plain(), keys(), at(10))
            .unwrap();
    });
}

#[test]
fn what_was_withdrawn_is_nowhere_taken_for_the_reply() {
    StoreUnderTest::each(|test| {
        let cast = Cast::of(test, "AUT");
        let read = |which| {
            let allow = permit::<ReadReplies>(&cast.officer).unwrap();
            let read = test.store.read_reply(&allow, &code("AUT"), which, at(9));
            read.unwrap()
        };
        let submitted = || {
            let all = test.store.progress(&progress()).unwrap();
            all.into_iter()
                .find(|one| one.respondent.as_str() == "AUT")
                .unwrap()
                .submitted
        };
        submit(&test.store, "AUT", b"one", at(3));
        assert_eq!(submitted(), Some(at(3)));
        assert!(read(Which::Version(1)).is_some());
        let words = press(&test.store, "AUT", "Too early.");
        take(&test.store, &cast, "AUT", Step::Withdraw, words).unwrap();

        assert_eq!(submitted(), None);
        assert!(read(Which::Standing).is_none() && read(Which::Version(1)).is_none());
        assert_eq!(test.store.submission(&see("AUT")).unwrap(), None);
        assert!(test.store.submissions(&figures()).unwrap().is_empty());
        // The State keeps its receipt and what it is of.
        assert_eq!(test.store.signed_receipts(&see("AUT")).unwrap().len(), 1);
        let own = test.store.own_version(&see("AUT"), 1).unwrap().unwrap();
        assert_eq!(own.bytes, b"one");

        submit(&test.store, "AUT", b"two", at(6));
        assert_eq!(submitted(), Some(at(6)));
        assert_eq!(read(Which::Standing).unwrap().submission.bytes, b"two");
        assert!(read(Which::Version(1)).is_none());
        assert_eq!(story(&test.store, "AUT").before_standing(), None);
        let words = press(&test.store, "AUT", "A number.");
        take(&test.store, &cast, "AUT", Step::Reopen, words).unwrap();
        submit(&test.store, "AUT", b"three", at(8));
        assert_eq!(story(&test.store, "AUT").before_standing(), Some(2));
        assert!(read(Which::Version(2)).is_some());
    });
}
