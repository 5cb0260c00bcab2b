//! Parts of a reply in the hands of contributors: they see and change these and nothing else, until they are taken back.

use para11::access::{Parts, Person, Role, SeeReply, permit};
use para11::form::Form;
use para11::form::name::QuestionName;
use para11::form::{catalog, file};
use para11::reply::{Draft, Facts};
use para11::round::Period;
use para11::store::StoreError;
use para11::store::account::sessions::Purpose;
use para11::store::reply::delegation::{Ready, Saying};

use crate::support::store::*;

/// A person as the store knows them at their next request.
fn at_next_request(test: &StoreUnderTest, person: &Person) -> Person {
    let link = test
        .store
        .make_link(&accounts(), person.id, Purpose::SignIn, at(0), 1)
        .unwrap();
    let signed_in = test.store.redeem_link(&link, at(1)).unwrap().unwrap();
    let session = test.store.session(&signed_in.session, at(2)).unwrap();
    session.unwrap().person
}

fn names(names: &[&str]) -> std::collections::BTreeSet<QuestionName> {
    let names = names.iter().map(|name| QuestionName::parse(name).unwrap());
    names.collect()
}

fn is_refused<T: std::fmt::Debug>(outcome: Result<T, StoreError>) {
    assert!(matches!(outcome, Err(StoreError::NotGiven)), "{outcome:?}");
}

#[test]
fn a_contributor_has_what_was_given_until_it_is_taken_back() {
    StoreUnderTest::each(|test| {
        let (ann, bob) = (
            test.focal_point("AUT"),
            test.person(Role::Contributor, Some("AUT")),
        );
        for question in ["q", "r", "s"] {
            test.type_in(&edit("AUT"), question, question, 0);
        }
        let see = |person: &Person| permit::<SeeReply>(person).unwrap();
        let seen = |person: &Person| {
            let reply = test.store.reply(&see(person)).unwrap();
            let keys = reply.answers.iter().map(|answer| answer.key.to_string());
            keys.collect::<Vec<_>>()
        };
        let nothing = at_next_request(test, &bob);
        assert_eq!(nothing.parts, Parts::Questions(names(&[])));
        assert_eq!(seen(&nothing), Vec::<String>::new());
        is_refused(test.store.save(
            &edit_as(&nothing),
            firm(),
            vec![change("q", "x", 9)],
            None,
            at(3),
        ));

        let about = section("about", &["q", "r"]);
        let give = |questions: &[&str]| {
            test.store
                .give(
                    &delegate(&ann),
                    bob.id,
                    about.clone(),
                    names(questions),
                    at(4),
                )
                .unwrap()
        };
        assert!(give(&["q"]));
        assert!(!give(&["q"]), "given already");
        let given = at_next_request(test, &bob);
        assert_eq!(seen(&given), ["q"]);
        test.type_in(&edit_as(&given), "q", "bob's", 9);
        // One answer outside, and nothing of the save is done.
        let both = vec![change("q", "again", 9), change("r", "x", 9)];
        is_refused(test.store.save(&edit_as(&given), firm(), both, None, at(5)));
        is_refused(test.store.history(&see(&given), &key("r")));
        assert_eq!(
            test.store.history(&see(&given), &key("q")).unwrap().len(),
            2
        );
        is_refused(test.store.submission(&see(&given)));
        is_refused(
            test.store
                .remark(&discuss(&given), key("r"), "x".into(), None, at(5)),
        );

        assert!(give(&["r"]), "another one instead");
        let other = at_next_request(test, &bob);
        assert_eq!(seen(&other), ["r"]);
        is_refused(test.store.history(&see(&other), &key("q")));
        assert!(give(&[]));
        assert_eq!(seen(&at_next_request(test, &bob)), Vec::<String>::new());
        assert_eq!(seen(&at_next_request(test, &ann)), ["q", "r", "s"]);
    });
}

#[test]
fn questions_are_given_to_contributors_of_the_own_state_only() {
    StoreUnderTest::each(|test| {
        let ann = test.focal_point("AUT");
        let others = [
            test.person(Role::Contributor, Some("BRA")),
            test.person(Role::Mission, Some("AUT")),
            test.person(Role::Analyst, None),
            test.focal_point("AUT"),
        ];
        let about = section("about", &["q"]);
        for other in &others {
            let all = about.questions.clone();
            is_refused(
                test.store
                    .give(&delegate(&ann), other.id, about.clone(), all, at(1)),
            );
            is_refused(test.store.return_section(
                &delegate(&ann),
                other.id,
                about.clone(),
                "note".into(),
                at(1),
            ));
        }
        let gone = test.person(Role::Contributor, Some("AUT"));
        test.store.suspend(&accounts(), gone.id, at(1)).unwrap();
        let all = about.questions.clone();
        is_refused(
            test.store
                .give(&delegate(&ann), gone.id, about.clone(), all, at(2)),
        );
        let bob = test.person(Role::Contributor, Some("AUT"));
        is_refused(
            test.store
                .give(&delegate(&ann), bob.id, about, names(&["elsewhere"]), at(2)),
        );
        let people = test.store.colleagues(&permit(&ann).unwrap()).unwrap();
        let people: Vec<_> = people.iter().map(|one| (one.id, one.role)).collect();
        assert_eq!(
            people,
            [
                (ann.id, Role::FocalPoint),
                (others[1].id, Role::Mission),
                (others[3].id, Role::FocalPoint),
                (bob.id, Role::Contributor),
            ],
            "nobody of another State, nobody who may not sign in"
        );
    });
}

#[test]
fn what_is_said_of_a_section_is_heard_by_its_contributor_and_the_focal_point() {
    StoreUnderTest::each(|test| {
        let ann = test.focal_point("AUT");
        let about = section("about", &["q", "r"]);
        let [bob, eve] = [(); 2].map(|()| test.person(Role::Contributor, Some("AUT")));
        for (person, question) in [(&bob, "q"), (&eve, "r")] {
            let one = names(&[question]);
            test.store
                .give(&delegate(&ann), person.id, about.clone(), one, at(1))
                .unwrap();
        }
        let (bob, eve) = (at_next_request(test, &bob), at_next_request(test, &eve));
        let ready = |person: &Person, ready| {
            test.store
                .call_ready(&permit(person).unwrap(), about.clone(), ready, at(2))
        };
        let heard = |person: &Person| {
            let said = test.store.said(&permit(person).unwrap()).unwrap();
            let said = said.into_iter();
            said.map(|said| (said.person.id, said.saying, said.revision, said.note))
                .collect::<Vec<_>>()
        };
        test.type_in(&edit_as(&bob), "q", "a", 0);
        ready(&bob, Ready::Yes).unwrap();
        let bobs = (bob.id, Saying::Ready, 1, String::new());
        assert_eq!(heard(&bob), vec![bobs.clone()]);
        assert_eq!(heard(&eve), []);
        assert_eq!(heard(&ann), [bobs]);
        let note = "Please give the year".to_owned();
        let name = about.clone();
        test.store
            .return_section(&delegate(&ann), eve.id, name, note.clone(), at(3))
            .unwrap();
        assert_eq!(heard(&eve), [(eve.id, Saying::Returned, 1, note)]);
        assert_eq!(heard(&bob).len(), 1);
        assert_eq!(heard(&ann).len(), 2);
        ready(&bob, Ready::NoLonger).unwrap();
        assert_eq!(heard(&bob), []);

        let elsewhere = section("elsewhere", &["s"]);
        is_refused(
            test.store
                .call_ready(&permit(&bob).unwrap(), elsewhere, Ready::Yes, at(4)),
        );
        submit(&test.store, "AUT", b"doc", at(5));
        let late = ready(&bob, Ready::Yes);
        assert!(matches!(late, Err(StoreError::NotDraft)), "{late:?}");
    });
}

#[test]
fn remarks_are_read_by_those_who_have_the_question() {
    StoreUnderTest::each(|test| {
        let ann = test.focal_point("AUT");
        let about = section("about", &["q", "r"]);
        let bob = test.person(Role::Contributor, Some("AUT"));
        test.store
            .give(&delegate(&ann), bob.id, about, names(&["q"]), at(1))
            .unwrap();
        let bob = at_next_request(test, &bob);
        let clear = test.person(Role::ClearingOfficial, Some("AUT"));
        let other = test.focal_point("BRA");
        let say = |person: &Person, question: &str, text: &str| {
            test.store
                .remark(&discuss(person), key(question), text.into(), None, at(2))
                .unwrap();
        };
        say(&ann, "q", "to bob");
        say(&ann, "r", "not to bob");
        say(&bob, "q", "to ann");
        let heard = |person: &Person| {
            let remarks = test.store.remarks(&discuss(person)).unwrap().into_iter();
            remarks.map(|remark| remark.body).collect::<Vec<_>>()
        };
        assert_eq!(heard(&bob), ["to bob", "to ann"]);
        assert_eq!(heard(&ann), ["to bob", "not to bob", "to ann"]);
        assert_eq!(heard(&clear).len(), 3);
        assert_eq!(heard(&other), Vec::<String>::new());
    });
}

/// The default questionnaire.
fn form() -> Form {
    file::load(&catalog::shipped().remove("para11").unwrap()).unwrap()
}

#[test]
fn rules_look_at_answers_behind_the_own_ones_and_nobody_else_does() {
    StoreUnderTest::each(|test| {
        let form = form();
        let secret = "canary-frm_risk";
        let mut risk = change("frm_risk", "dedicated", 0);
        risk.raw.comment = secret.into();
        let other = change("lnk_overview", secret, 0);
        let own = change("frm_risk_year", "2024", 0);
        test.store
            .save(&edit("AUT"), firm(), vec![risk, other, own], None, at(1))
            .unwrap();
        let ann = test.focal_point("AUT");
        let bob = test.person(Role::Contributor, Some("AUT"));
        let framework = section("m3_framework", &["frm_risk_year"]);
        let year = names(&["frm_risk_year"]);
        test.store
            .give(&delegate(&ann), bob.id, framework, year.clone(), at(1))
            .unwrap();
        let allow = permit(&at_next_request(test, &bob)).unwrap();
        let facts = Facts {
            period: Period::five_years_before(at(0).date_naive()),
            today: at(0).date_naive(),
            respondent: code("AUT"),
        };
        let question = QuestionName::parse("frm_risk_year").unwrap();
        let checked = |behind| {
            let (reply, background) = test.store.reply_and_background(&allow, &behind).unwrap();
            let raw = reply.answers.into_iter();
            let raw = raw.map(|answer| (answer.key, answer.raw)).collect();
            Draft::check_part(&form, &facts, raw, &year, &background)
        };
        let draft = checked(form.behind(&year));
        assert!(draft.asked(&question), "as the answer behind it says");
        assert!(draft.answer(&question, None).is_some());
        assert_eq!(draft.raw().len(), 1);
        assert!(!draft.asked(&QuestionName::parse("frm_risk").unwrap()));
        let findings = draft.findings().iter();
        let findings: Vec<_> = findings.map(|found| found.key.to_string()).collect();
        assert!(findings.iter().all(|key| key.starts_with("frm_risk_year")));
        // The control: without what is behind it the question would not be asked.
        assert!(!checked(para11::form::behind::Behind::default()).asked(&question));
    });
}
