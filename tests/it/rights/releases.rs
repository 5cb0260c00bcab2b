//! A release from its proposal to those who draft: who may do what, and that what left is the ledger of what follows.

use para11::access::{Person, Role, SeeFigures, SeeReleased, WholeRound, operator, permit};
use para11::form::file;
use para11::release::frozen::Frozen;
use para11::release::gather::recounted;
use para11::reply::course::Course;
use para11::reply::life::Step;

use super::cast::{DAY, DONE, OPENS, State, World};
use super::form;
use super::situation::Situation;
use crate::support::store::at;
use crate::support::web::{Answer, TestServer};

fn get(world: &World<'_>, person: &Person, path: &str) -> Answer {
    world.session(person, true, |browser, _| browser.get(path))
}

fn post(world: &World<'_>, person: &Person, path: &str, fields: &[(&str, &str)]) -> Answer {
    world.session(person, true, |browser, token| {
        let token = [("form_token", token)];
        let fields: Vec<_> = fields.iter().copied().chain(token).collect();
        browser.post(path, &fields)
    })
}

/// What was sent in another version since the audit does not leave: in a round of invented replies that is the one that counts.
fn sent_again_since_the_audit(
    world: &World<'_>,
    [analyst, manager, drafter]: [&Person; 3],
    validated: &State,
) {
    let propose = |name: &str| {
        let made = post(world, analyst, "/en/releases", &[("name", name)]);
        made.header("location").to_owned()
    };
    let approve = |release: &str| post(world, manager, &format!("{release}/approve"), &[]);
    let five = propose("Five");
    for step in [Step::Reopen, Step::SendToReview, Step::Clear, Step::Submit] {
        world.take(validated, step);
    }
    let refused = approve(&five);
    assert_eq!(refused.status, 409);
    assert!(refused.body.contains("another version"), "{}", refused.body);
    let six = propose("Six");
    assert_eq!(approve(&six).status, 303);
    // Counts over what is protected are for who made it.
    let shows = |person| get(world, person, &six).body.contains("Made of");
    assert_eq!([analyst, drafter].map(shows), [true, false]);
}

#[test]
fn a_second_person_lets_a_release_leave_and_what_left_is_audited_with_what_follows() {
    let folder = form::folder(30);
    TestServer::each_of(&folder, at(OPENS * DAY), |server| {
        let world = World::of(server, file::load(&folder).unwrap());
        world.pass_to(OPENS + 20);
        let [analyst, manager, other, drafter] =
            [Role::Analyst, Role::Manager, Role::Manager, Role::Drafter]
                .map(|role| world.person(role, None));
        let list = "/en/releases";
        let propose = |person: &Person, name: &str| post(&world, person, list, &[("name", name)]);
        // Nobody is validated, and it needs a name.
        assert_eq!(propose(&analyst, "One").status, 422);
        let validated = world.state(Situation::Validated);
        assert_eq!(propose(&analyst, " ").status, 422);
        let made = propose(&manager, "One");
        assert_eq!(made.status, 303, "{}", made.body);
        let one = made.header("location").to_owned();
        assert_eq!(propose(&analyst, "One").status, 422);
        // An audit that nobody waits for any more.
        let going = |list: &str| {
            get(&world, &analyst, list)
                .body
                .contains("The audit goes on")
        };
        assert_eq!([list, "/en/releases?going"].map(going), [false, true]);
        // Those who draft see nothing of a proposal.
        assert!(!get(&world, &drafter, list).body.contains("One"));
        assert_eq!(get(&world, &drafter, &one).status, 404);
        assert!(get(&world, &analyst, &one).body.contains("SHA-256"));
        // Who proposed it does not let it leave, nor does who analyses.
        let approve = |person: &Person, release: &str| {
            post(&world, person, &format!("{release}/approve"), &[]).status
        };
        assert_eq!(approve(&manager, &one), 409);
        // The answer to a post stands at no address that could be asked for in another language.
        let refused = post(&world, &manager, &format!("{one}/approve"), &[]).body;
        assert!(
            refused.contains("href=\"/ar-XB\" rel=\"alternate\""),
            "{refused}"
        );
        assert_eq!(approve(&analyst, &one), 403);
        assert_eq!(get(&world, &drafter, &one).status, 404);
        let [two, three] = ["Two", "Three"].map(|name| {
            let made = propose(&analyst, name);
            made.header("location").to_owned()
        });
        assert_eq!(approve(&other, &one), 303);
        assert_eq!(approve(&other, &one), 303);
        assert_eq!(get(&world, &drafter, &one).status, 200);
        assert!(get(&world, &drafter, list).body.contains("One"));
        // Audited before the first left: neither may leave any more.
        assert_eq!(approve(&other, &two), 409);
        assert_eq!(approve(&other, &three), 409);
        let four = propose(&analyst, "Four").header("location").to_owned();
        assert_eq!(approve(&manager, &four), 303);
        // What is kept is what is read, and counts to the same numbers.
        let allow = operator::<SeeReleased>(WholeRound {
            round: manager.round.clone(),
        });
        let listed = server.store.releases(&allow, false).unwrap();
        let names: Vec<_> = listed.iter().map(|one| one.name.as_str()).collect();
        assert_eq!(names, ["Four", "One"]);
        for one in &listed {
            let bytes = server.store.release_content(&allow, one.id).unwrap();
            let frozen = Frozen::read(&bytes.clone().unwrap()).unwrap();
            assert_eq!(frozen.to_bytes().unwrap(), bytes.unwrap());
            assert_eq!(frozen.replies.replies.len(), 1);
            let days = u32::try_from(DONE - OPENS).unwrap();
            let course = Course {
                days,
                clarifications: 0,
            };
            assert_eq!(frozen.replies.replies[0].course, Some(course));
            let other = recounted(&server.store, &allow, &frozen).unwrap();
            assert_eq!(other, Vec::<String>::new());
        }
        sent_again_since_the_audit(&world, [&analyst, &manager, &drafter], &validated);
        // A clarification counts from when it is asked for; who never submitted has no course.
        let asked = world.state(Situation::Clarified);
        let _silent = world.state(Situation::Draft);
        let figures = permit::<SeeFigures>(&analyst).unwrap();
        let round = server.store.round(&manager.round).unwrap().unwrap();
        let courses = server.store.courses(&figures, &round).unwrap();
        let found: Vec<_> = courses.values().map(|one| one.clarifications).collect();
        assert_eq!(found.len(), 2);
        assert_eq!(courses[&asked.code].clarifications, 1);
        assert_eq!(found.iter().sum::<u32>(), 1);
    });
}
