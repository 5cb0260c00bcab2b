//! What may be written is asked in one place: before the first day, and what is taken back when nothing else can be done.

use std::collections::BTreeSet;

use para11::access::Parts;
use para11::form::file;
use para11::reply::life::Stage;
use para11::store::StoreError;
use para11::store::reply::delegation::SectionNames;

use super::cast::{CLOSES, DAY, OPENS, World, see};
use super::form;
use super::situation::Situation;
use crate::support::store::{at, change, delegate, edit_as, firm};
use crate::support::web::TestServer;

#[test]
fn questions_are_taken_back_at_any_time_and_given_only_while_they_can_be_answered() {
    let folder = form::folder(20);
    TestServer::each_of(&folder, at(OPENS * DAY), |server| {
        let world = World::of(server, file::load(&folder).unwrap());
        world.pass_to(OPENS + 20);
        let mut given = 0;
        for situation in Situation::ALL {
            let state = world.state_with(situation, &[]);
            let (store, lead) = (&server.store, &state.people.focal_point);
            let stage = world.story(&state).life.stage;
            for section in &world.form.sections {
                let section = SectionNames::from(section);
                let contributor = state.people.contributor.id;
                let taken = store.give(
                    &delegate(lead),
                    contributor,
                    section.clone(),
                    BTreeSet::new(),
                    world.now(),
                );
                assert!(taken.unwrap(), "{situation:?}");
                let all = section.questions.clone();
                let again = store.give(&delegate(lead), contributor, section, all, world.now());
                match again {
                    Ok(_) => given += usize::from(stage == Stage::Work),
                    Err(StoreError::Held(_)) => {
                        assert!(matches!(stage, Stage::Review | Stage::Cleared));
                    }
                    Err(StoreError::NotDraft) => assert!(stage.is_submitted()),
                    Err(StoreError::NotAsked(_)) => assert_eq!(situation, Situation::Clarified),
                    Err(other) => panic!("{situation:?}: {other}"),
                }
            }
            let people = store
                .colleagues(&para11::access::permit(lead).unwrap())
                .unwrap();
            let left = people
                .iter()
                .find(|one| one.id == state.people.contributor.id);
            let is_open = [Situation::Draft, Situation::Reopened, Situation::Withdrawn];
            let left = left.unwrap().parts != Parts::Questions(BTreeSet::new());
            assert_eq!(left, is_open.contains(&situation), "{situation:?}");
        }
        assert_eq!(given, 2 * 3);
    });
}

#[test]
fn answers_wait_for_the_first_day_wherever_it_begins_first_and_end_with_the_last_everywhere() {
    let folder = form::folder(3);
    TestServer::each_of(&folder, at(OPENS * DAY), |server| {
        let world = World::of(server, file::load(&folder).unwrap());
        let state = world.state_with(Situation::Draft, &[]);
        let save = |seconds: i64| {
            let text = world.fresh();
            let change = change("asked", &text, i64::MAX);
            let allow = edit_as(&state.people.focal_point);
            server
                .store
                .save(&allow, firm(), vec![change], None, at(seconds))
        };
        // The tests begin at 9 o'clock: the first day begins at 10 of the day before, the last ends at 12 of the day after.
        let (first, last) = ((OPENS - 1) * DAY + 3_600, (CLOSES + 1) * DAY + 3 * 3_600);
        assert!(matches!(save(first - 1), Err(StoreError::NotBegun(_))));
        assert!(save(first).is_ok());
        assert!(save(last - 1).is_ok());
        assert!(matches!(save(last), Err(StoreError::Closed(_))));
        assert_eq!(server.store.reply(&see(&state)).unwrap().revision, 2);

        // Its page says so and shows nothing to fill in.
        let lead = &state.people.focal_point;
        let page = |path: &str| {
            world
                .session(lead, true, |browser, _| browser.get(path))
                .body
        };
        assert!(page("/en/reply").contains("The first day for replies is 25 January 2026"));
        assert!(!page("/en/reply/first/asked").contains("name=\"asked.value\""));
        world.pass_to(OPENS);
        assert!(page("/en/reply/first/asked").contains("name=\"asked.value\""));
    });
}
