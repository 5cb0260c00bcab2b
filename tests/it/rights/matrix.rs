//! T-MATRIX-1: every route, for everybody, in every situation of a reply, before, within and after its days. What has to come of it is
//! computed from the table of `access`; what comes of it is asked for over HTTP.

use std::collections::{BTreeMap, BTreeSet};

use para11::access::{Action, Role, When};
use para11::form::file;
use para11::reply::life::{Opened, Stage, Standing, Step};
use para11::web::guard::Access;
use para11::web::routes::{self, Entry};

use super::cast::{CLOSES, DAY, OPENS, State, World};
use super::form;
use super::probe::{Named, TARGETS, concerns_a_question, fits, sender};
use super::situation::{Situation, Who, life};
use crate::support::store::at;
use crate::support::web::{Answer, TestServer};

/// What has to come of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Outcome {
    /// 401: nobody is signed in.
    SignIn,
    /// 403: not this role.
    Forbidden,
    /// 403, with another name: who sits there has to be proved first.
    Confirm,
    /// 404: not within the bounds, so that not even its being there is told.
    NotFound,
    /// The reply is locked: nothing changes.
    Locked,
    /// It is done.
    Done,
    /// It is answered, with whatever there is.
    Answered,
}

/// A moment against the days of the round.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Time {
    Before,
    Within,
    After,
}

impl Time {
    const ALL: [Self; 3] = [Self::Before, Self::Within, Self::After];

    const fn day(self) -> i64 {
        match self {
            Self::Before => 0,
            Self::Within => OPENS + 20,
            Self::After => CLOSES + 3,
        }
    }
}

/// The conditions of one request.
#[derive(Clone, Copy, Debug)]
struct Cell {
    who: Who,
    confirmed: bool,
    time: Time,
    situation: Situation,
    question: &'static str,
}

impl Cell {
    /// Whether what belongs to its question may be written.
    fn is_writable(&self) -> bool {
        let life = life(self.situation);
        let opened = life.opened == Opened::Whole || self.question == "asked";
        life.stage == Stage::Work && self.time == Time::Within && opened
    }

    /// Whether what a condition of the table says is true.
    fn holds(&self, entry: &Entry, when: When) -> bool {
        let life = life(self.situation);
        let steps = entry.step.map(|step| life.allows(step));
        match when {
            When::Always => true,
            When::Writable => self.is_writable(),
            When::Standing => life.standing != Standing::None,
            // Closing a question is no step: it has to be answered.
            When::Step if entry.step == Some(Step::CloseUnanswered) => {
                // Not before the day that the State was given is over.
                steps == Some(true) && self.time == Time::After
            }
            When::Step => steps.unwrap_or(self.situation == Situation::Answered),
            When::StepInTime => steps == Some(true) && self.time == Time::Within,
        }
    }
}

/// What the table says.
fn expected(entry: &Entry, action: Action, cell: &Cell) -> Outcome {
    let Some(role) = cell.who.role() else {
        return Outcome::SignIn;
    };
    if !action.may().contains(&role) {
        return Outcome::Forbidden;
    }
    if action.needs_confirmation() && !cell.confirmed {
        return Outcome::Confirm;
    }
    let reads = entry.method == "GET";
    let is_given = cell.who != Who::Idle || !concerns_a_question(entry.path);
    if !is_given {
        return Outcome::NotFound;
    }
    // The form of this test has no page of one row.
    if entry.path.ends_with("{section}/{page}/{row}") {
        return Outcome::NotFound;
    }
    // What only its sender knows of is nobody else's.
    let asked = [Situation::Clarified, Situation::Answered].contains(&cell.situation);
    if entry.path.ends_with("/close") && !asked {
        return Outcome::NotFound;
    }
    match (reads, action.when()) {
        // A State without a standing reply has no documents: a page that says so.
        (true, When::Standing) if entry.path.ends_with("/documents") => Outcome::Answered,
        (true, When::Standing) if !cell.holds(entry, When::Standing) => Outcome::NotFound,
        (true, _) => Outcome::Answered,
        (false, when) if cell.holds(entry, when) => Outcome::Done,
        (false, _) => Outcome::Locked,
    }
}

/// Whether what came is what had to come; `changed` says whether anything of the reply did.
fn fits_outcome(entry: &Entry, outcome: Outcome, answer: &Answer, changed: bool) -> bool {
    let named = |name: &str| answer.body.contains(&format!("\"/problems/{name}\""));
    match outcome {
        Outcome::SignIn => answer.status == 401 && !changed,
        Outcome::Forbidden => answer.status == 403 && named("forbidden") && !changed,
        Outcome::Confirm => answer.status == 403 && named("confirm") && !changed,
        Outcome::NotFound => answer.status == 404 && !changed,
        Outcome::Locked => {
            let is_submission = entry.path.ends_with("/reply/submit");
            // Pressed again it shows the receipt; too late, it says so on its page.
            let told = is_submission && [303, 422].contains(&answer.status);
            // Nothing is given to the person yet, so there is nothing to return.
            let none = entry.path.ends_with("/{person}/return") && answer.status == 404;
            (answer.status == 409 || told || none) && !changed
        }
        Outcome::Done => {
            let done = (200..400).contains(&answer.status);
            // A part that is ready already stays so.
            let again = entry.path.contains("/ready/");
            // Some people have nothing that could be returned.
            let none = entry.path.ends_with("/return") && answer.status == 404;
            (none && !changed) || (done && (changed || again || !changes_the_reply(entry)))
        }
        // A document may be there and wait for its scan.
        Outcome::Answered => {
            let waits = answer.status == 403 && named("quarantined");
            waits || ![401, 403, 405, 409, 500].contains(&answer.status)
        }
    }
}

/// Whether a route changes something that is seen of a reply.
fn changes_the_reply(entry: &Entry) -> bool {
    let Access::Only(action) = entry.access else {
        return false;
    };
    matches!(
        action.when(),
        When::Writable | When::Step | When::StepInTime
    )
}

/// Routes whose outcome does not depend on a reply: accounts, figures, releases, the log.
fn is_of_accounts(entry: &Entry) -> bool {
    let Access::Only(action) = entry.access else {
        return false;
    };
    matches!(
        action,
        Action::OwnAccess
            | Action::ChangeCredentials
            | Action::SignOut
            | Action::ManageAccounts
            | Action::ManageRespondents
            | Action::SeeFigures
            | Action::SeeLog
            | Action::ProposeRelease
            | Action::ApproveRelease
            | Action::SeeReleased
    )
}

/// Whether a person of a role who asks for a route of their own account is let through; what comes of it is told elsewhere.
fn is_let_through(answer: &Answer) -> bool {
    ![401, 403, 405, 500].contains(&answer.status)
}

/// What was counted.
#[derive(Default)]
struct Count {
    cells: BTreeMap<Outcome, usize>,
    wrong: Vec<String>,
}

impl Count {
    fn add(&mut self, outcome: Outcome, fits: bool, say: impl FnOnce() -> String) {
        *self.cells.entry(outcome).or_default() += 1;
        if !fits {
            self.wrong.push(say());
        }
    }
}

struct Run<'w, 's> {
    world: &'w World<'s>,
    count: Count,
    /// Actions that a route asks for.
    met: BTreeSet<Action>,
}

impl Run<'_, '_> {
    /// Asks for a route under some conditions. The State is another one afterwards if the request brought it into another situation.
    fn ask(&mut self, entry: &Entry, action: Action, cell: &Cell, state: &mut State) {
        let world = self.world;
        let outcome = expected(entry, action, cell);
        let may_change = matches!(outcome, Outcome::Done | Outcome::Locked);
        if may_change && cell.is_writable() {
            world.fill(state, cell.question, world.now());
        }
        let named = Named {
            state,
            question: cell.question,
            sender: sender(state, cell.who),
        };
        let request = world.request(entry.method.as_str(), entry.path, &named);
        let before = may_change.then(|| (world.mark(state), world.story(state)));
        let person = state.who(world, cell.who);
        let answer = world.send(&request, person, cell.confirmed);
        let changed = before
            .as_ref()
            .is_some_and(|(before, _)| *before != world.mark(state));
        let fits = if is_of_accounts(entry) && outcome >= Outcome::Locked {
            is_let_through(&answer)
        } else {
            fits_outcome(entry, outcome, &answer, changed)
        };
        self.count.add(outcome, fits, || {
            format!(
                "{} {} {cell:?}: {outcome:?} was to come, there came {} (changed: {changed}) {}",
                entry.method,
                request.path,
                answer.status,
                answer.body.chars().take(300).collect::<String>()
            )
        });
        if outcome == Outcome::Done {
            self.put_right(entry, cell, state, before.map(|(_, story)| story));
        }
    }

    /// Undoes what a request did, or goes on with another State in the same situation.
    fn put_right(
        &self,
        entry: &Entry,
        cell: &Cell,
        state: &mut State,
        before: Option<para11::store::reply::life::Story>,
    ) {
        let world = self.world;
        if entry.path.ends_with("{section}/{person}") {
            let leave = crate::support::store::delegate(&state.people.focal_point);
            for section in &world.form.sections {
                let section = para11::store::reply::delegation::SectionNames::from(section);
                let idle = state.people.idle.id;
                let store = &world.server.store;
                store
                    .give(&leave, idle, section, BTreeSet::new(), world.now())
                    .unwrap();
            }
        }
        if (entry.path.ends_with("/sign-out") || entry.path.contains("/account"))
            && let Some(person) = state.who(world, cell.who)
        {
            world.forget(person);
        }
        let now = world.story(state);
        if before.is_some_and(|before| {
            (before.taken, before.last_day, before.clarifications)
                != (now.taken, now.last_day, now.clarifications)
        }) {
            *state = world.state(cell.situation);
        }
    }

    /// Every route in one situation at one time.
    fn situation(&mut self, time: Time, situation: Situation) {
        let mut state = self.world.state(situation);
        for entry in routes::all() {
            let Access::Only(action) = entry.access else {
                continue;
            };
            self.met.insert(action);
            // Nothing that is read depends on the day, nothing of accounts on a reply.
            if (entry.method == "GET" && time != Time::Within)
                || (is_of_accounts(&entry) && situation != Situation::Draft)
            {
                continue;
            }
            for who in Who::all() {
                for confirmed in [true, false] {
                    if !confirmed && !action.needs_confirmation() {
                        continue;
                    }
                    for (at, question) in TARGETS.into_iter().enumerate() {
                        let is_one = if concerns_a_question(entry.path) {
                            fits(entry.path, question)
                        } else {
                            at == 0
                        };
                        if is_one {
                            let cell = Cell {
                                who,
                                confirmed,
                                time,
                                situation,
                                question,
                            };
                            self.ask(&entry, action, &cell, &mut state);
                        }
                    }
                }
            }
        }
    }

    /// Every route for everybody whose account was suspended while they were signed in.
    fn suspended(&mut self) {
        let world = self.world;
        let state = world.state(Situation::Draft);
        let roles: Vec<_> = Role::ALL.into_iter().map(Who::One).collect();
        let whose: Vec<_> = roles
            .iter()
            .map(|who| match who.role() {
                Some(role) if role.is_of_a_state() => state.who(world, *who).unwrap().clone(),
                Some(role) => world.person(role, None),
                None => panic!("nobody is not suspended"),
            })
            .collect();
        for person in &whose {
            assert!(world.session(person, true, |browser, _| browser.get("/en").status == 200));
            let store = &world.server.store;
            let by = crate::support::store::accounts();
            assert!(store.suspend(&by, person.id, world.now()).unwrap());
        }
        for entry in routes::all() {
            if entry.access == Access::Open {
                continue;
            }
            let named = Named {
                state: &state,
                question: "asked",
                sender: &state.people.focal_point,
            };
            let request = world.request(entry.method.as_str(), entry.path, &named);
            for person in &whose {
                let answer = world.send(&request, Some(person), true);
                let outcome = Outcome::SignIn;
                let fits = fits_outcome(&entry, outcome, &answer, false);
                self.count.add(outcome, fits, || {
                    format!("{} as {person:?}, suspended: {answer:?}", request.path)
                });
            }
        }
    }
}

/// Actions that nobody asks for on a page: they are taken on the way of another, or by a command.
const WITHOUT_ROUTE: [Action; 3] = [Action::LoosenMark, Action::DumpRows, Action::ManageRounds];

#[test]
fn every_route_does_for_everybody_in_every_situation_what_the_table_says() {
    let folder = form::folder(600);
    let opens = at(OPENS * DAY);
    TestServer::each_of(&folder, opens, |server| {
        let world = World::of(server, file::load(&folder).unwrap());
        let mut run = Run {
            world: &world,
            count: Count::default(),
            met: BTreeSet::new(),
        };
        for time in Time::ALL {
            world.pass_to(time.day());
            for situation in Situation::ALL {
                run.situation(time, situation);
            }
        }
        world.pass_to(Time::Within.day());
        run.suspended();
        let cells: usize = run.count.cells.values().sum();
        println!(
            "{cells} cells, {} mismatches: {:?}",
            run.count.wrong.len(),
            run.count.cells
        );
        assert!(
            run.count.wrong.is_empty(),
            "{} of {cells} cells:\n{}",
            run.count.wrong.len(),
            run.count.wrong[..run.count.wrong.len().min(40)].join("\n")
        );
        let met = run.met.into_iter().chain(WITHOUT_ROUTE);
        assert_eq!(
            met.collect::<BTreeSet<_>>(),
            Action::ALL.iter().copied().collect()
        );
        for outcome in [
            Outcome::SignIn,
            Outcome::Forbidden,
            Outcome::Confirm,
            Outcome::NotFound,
            Outcome::Locked,
            Outcome::Done,
            Outcome::Answered,
        ] {
            assert!(run.count.cells.contains_key(&outcome), "{outcome:?}");
        }
        what_a_wrong_table_would_say_is_noticed(&world);
    });
}

/// A control that must fail: a table that lets answers change in review, or a mission write, does not fit what comes.
fn what_a_wrong_table_would_say_is_noticed(world: &World<'_>) {
    let state = world.state(Situation::Review);
    let entries = routes::all();
    let entry = entries
        .iter()
        .find(|entry| entry.method == "POST" && entry.path.ends_with("/reply/{section}/{page}"));
    let entry = entry.unwrap();
    for (who, right) in [
        (Who::One(Role::FocalPoint), Outcome::Locked),
        (Who::One(Role::Mission), Outcome::Forbidden),
        (Who::Idle, Outcome::NotFound),
    ] {
        let named = Named {
            state: &state,
            question: "asked",
            sender: sender(&state, who),
        };
        let request = world.request("POST", entry.path, &named);
        let answer = world.send(&request, state.who(world, who), true);
        assert!(fits_outcome(entry, right, &answer, false), "{answer:?}");
        assert!(!fits_outcome(entry, Outcome::Done, &answer, false));
    }
}
