//! The store against a model of the life of a reply (T-SM-1): every state that the model reaches in eight steps, every step from each, and
//! what must be true of a reply wherever it is.

use std::collections::{BTreeMap, VecDeque};

use diesel::connection::SimpleConnection;
use diesel::{Connection, SqliteConnection};
use para11::access::{EditAnswers, LoosenMark, Person, Role, SubmitReply, permit};
use para11::config::database::DatabaseUrl;
use para11::reply::life::{BEGIN, Life, Opened, Stage, Standing, Step};
use para11::reply::raw::RawAnswer;
use para11::store::StoreError;
use para11::store::reply::life::Press;
use para11::store::reply::replies::State;
use para11::store::reply::save::AnswerChange;

use super::life::{Cast, story, take};
use crate::support::store::*;

/// Where a step leads, if it may be taken.
type Model = fn(Life, Step) -> Option<Life>;

/// Longest path.
const DEPTH: usize = 8;

/// The question whose answer is for the Secretariat only.
const CLOSED: &str = "closed";
const MARK: &str = "secretariat_only";

/// The table, as it is.
fn table(life: Life, step: Step) -> Option<Life> {
    life.after(step).ok()
}

/// A wrong table: what is worked on can be submitted without having been cleared.
fn uncleared(life: Life, step: Step) -> Option<Life> {
    let from = if step == Step::Submit && life.stage == Stage::Work {
        Stage::Cleared
    } else {
        life.stage
    };
    table(
        Life {
            stage: from,
            ..life
        },
        step,
    )
}

/// A wrong table: it forgets that a validated reply is not withdrawn.
fn withdrawn(life: Life, step: Step) -> Option<Life> {
    if step == Step::Withdraw && life.stage == Stage::Validated {
        return Some(BEGIN);
    }
    table(life, step)
}

/// The shortest path of steps to each state that a model reaches.
fn paths(model: Model) -> BTreeMap<Life, Vec<Step>> {
    let mut found = BTreeMap::from([(BEGIN, Vec::new())]);
    let mut queue = VecDeque::from([BEGIN]);
    while let Some(life) = queue.pop_front() {
        let path = found[&life].clone();
        for step in Step::ALL.iter().filter(|_| path.len() < DEPTH) {
            let Some(next) = model(life, *step) else {
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

/// What came of comparing a model with the store.
#[derive(Debug, Default)]
struct Report {
    states: usize,
    taken: usize,
    refused: usize,
    looked: usize,
    violations: Vec<String>,
}

/// A reply on its way, with what was sealed of it so far.
struct Traveller<'a> {
    test: &'a StoreUnderTest,
    who: &'a str,
    cast: Cast,
    sealed: Vec<Vec<u8>>,
}

impl<'a> Traveller<'a> {
    fn new(test: &'a StoreUnderTest, who: &'a str) -> Self {
        let closed = AnswerChange {
            raw: RawAnswer {
                mark: Some(MARK.to_owned()),
                ..raw("closed")
            },
            ..change(CLOSED, "", 0)
        };
        test.store
            .save(&edit(who), firm(), vec![closed], None, at(1))
            .unwrap();
        Self {
            test,
            who,
            cast: Cast::of(test, who),
            sealed: Vec::new(),
        }
    }

    fn press(&self) -> Press {
        press(&self.test.store, self.who, "words")
    }

    fn take(&self, step: Step, press: Press) -> Result<(), StoreError> {
        take(&self.test.store, &self.cast, self.who, step, press)
    }

    fn save(&self, question: &str, raw: RawAnswer) -> Result<(), StoreError> {
        let sent = AnswerChange {
            raw,
            ..change(question, "", i64::MAX)
        };
        let saved = self
            .test
            .store
            .save(&edit(self.who), firm(), vec![sent], None, at(11));
        saved.map(drop)
    }

    /// What is not as it must be of a reply that is here.
    fn violations(&mut self, life: Life) -> Vec<String> {
        let mut found = Vec::new();
        let mut must = |holds: bool, words: &str| {
            if !holds {
                found.push(format!("{words}: {} in {life:?}", self.who));
            }
        };
        let (store, see) = (&self.test.store, see(self.who));
        let seen = story(store, self.who);
        must(seen.life == life, "the store is elsewhere than the model");

        // What was sealed never changes, and what counts is of it.
        for version in 1..=seen.version {
            let known = usize::try_from(version - 1).unwrap();
            match (store.own_version(&see, version), self.sealed.get(known)) {
                (Ok(Some(now)), Some(then)) => {
                    must(now.bytes == *then, "sealed bytes changed");
                }
                (Ok(Some(now)), None) => self.sealed.push(now.bytes),
                (Ok(None) | Err(_), _) => must(false, "sealed bytes are gone or damaged"),
            }
        }
        let all = store.submissions(&figures()).unwrap_or_default();
        let counts = all.iter().find(|one| one.respondent.as_str() == self.who);
        must(
            counts.is_some() == (life.standing != Standing::None),
            "what counts is not what stands",
        );
        must(
            counts.map(|one| one.receipt.version) == seen.standing,
            "another version counts than stands",
        );

        // Who cleared it does not submit it.
        let reply = store.reply(&see).unwrap();
        must(
            (reply.state == State::Submitted) == life.stage.is_submitted(),
            "submitted and with the State, or the other way round",
        );
        if life.stage == Stage::Cleared {
            let both = Person {
                role: Role::FocalPoint,
                ..self.cast.official.clone()
            };
            let allow = permit::<SubmitReply>(&both).unwrap();
            let same = store.submit(&allow, b"x".to_vec(), reply.revision, None, keys(), at(9));
            must(
                matches!(same, Err(StoreError::SamePerson)),
                "who cleared submits",
            );
        }

        // Answers change while they are worked on, in a clarification only those asked about; what is validated never does.
        let text = |question: &str| self.save(question, raw(&format!("text {}", seen.seen())));
        let other = text("other");
        let as_due = match (life.stage, life.opened) {
            (Stage::Work, Opened::Whole) => other.is_ok(),
            (Stage::Work, Opened::Questions) => {
                matches!(other, Err(StoreError::NotAsked(_))) && text("q").is_ok()
            }
            (Stage::Review | Stage::Cleared, _) => matches!(other, Err(StoreError::Held(_))),
            (Stage::Received | Stage::Checking | Stage::Validated, _) => {
                matches!(other, Err(StoreError::NotDraft)) && text("q").is_err()
            }
        };
        must(
            as_due,
            "answers change where they must not, or do not where they may",
        );

        // A mark opens for nobody without leave, and for the Secretariat never.
        let wider = RawAnswer {
            mark: Some("attributable".to_owned()),
            ..raw("closed")
        };
        self.save(CLOSED, wider).ok();
        let answers = store.reply(&see).unwrap().answers;
        let closed = answers.iter().find(|one| one.key == key(CLOSED));
        must(
            closed.is_some_and(|one| one.raw.mark.as_deref() == Some(MARK)),
            "a mark was opened without leave",
        );
        let officer = &self.cast.officer;
        must(
            permit::<EditAnswers>(officer).is_none() && permit::<LoosenMark>(officer).is_none(),
            "the Secretariat may change answers or marks",
        );
        found
    }
}

/// Compares the store with a model, each comparison on a reply of its own.
fn explore(test: &StoreUnderTest, names: &[&str], model: Model) -> Report {
    let paths = paths(model);
    let mut report = Report {
        states: paths.len(),
        ..Report::default()
    };
    let mut names = names.iter();
    for (life, path) in &paths {
        let allowed = |step: &&Step| model(*life, **step).is_some();
        let Some(mut here) = begin(test, names.next().unwrap(), path, model, &mut report) else {
            continue;
        };
        // What the model refuses is refused, and nothing has moved.
        let before = story(&test.store, here.who);
        for step in Step::ALL.iter().filter(|step| !allowed(step)) {
            report.refused += 1;
            let refused = here.take(*step, press(&test.store, here.who, ""));
            if !matches!(refused, Err(StoreError::NotNow(_) | StoreError::NotDraft)) {
                report.violations.push(format!(
                    "{step:?} from {life:?} is not refused: {refused:?}"
                ));
            }
        }
        if story(&test.store, here.who) != before {
            report
                .violations
                .push(format!("a refused step moved {life:?}"));
        }
        report.violations.extend(here.violations(*life));
        for step in Step::ALL.iter().filter(allowed) {
            let Some(mut there) = begin(test, names.next().unwrap(), path, model, &mut report)
            else {
                continue;
            };
            let press = there.press();
            if let Err(refused) = there.take(*step, press.clone()) {
                report
                    .violations
                    .push(format!("{step:?} from {life:?} is refused: {refused}"));
                continue;
            }
            report.taken += 1;
            let after = story(&test.store, there.who);
            if *step != Step::Submit {
                // Pressed twice is once; with other words, not at all.
                let again = there.take(*step, press.clone());
                let stale = Press {
                    words: "other".into(),
                    ..press
                };
                let refused = there.take(*step, stale);
                let once = again.is_ok()
                    && matches!(refused, Err(StoreError::KeyReused))
                    && story(&test.store, there.who) == after;
                if !once {
                    report
                        .violations
                        .push(format!("{step:?} from {life:?} is taken twice"));
                }
            }
            let next = model(*life, *step).unwrap();
            report.looked += 1;
            report.violations.extend(there.violations(next));
        }
    }
    report
}

/// A reply that took these steps, looked at after each; `None` if the store refuses one.
fn begin<'a>(
    test: &'a StoreUnderTest,
    who: &'a str,
    path: &[Step],
    model: Model,
    report: &mut Report,
) -> Option<Traveller<'a>> {
    let mut traveller = Traveller::new(test, who);
    let mut life = BEGIN;
    for step in path {
        if let Err(refused) = traveller.take(*step, traveller.press()) {
            report
                .violations
                .push(format!("{step:?} from {life:?} is refused: {refused}"));
            return None;
        }
        life = model(life, *step)?;
        report.looked += 1;
        report.violations.extend(traveller.violations(life));
    }
    Some(traveller)
}

/// A round with a respondent for each comparison.
fn on(database: TestDatabase, model: Model) -> Report {
    let paths = paths(model);
    let allowed = |life: &Life| {
        let steps = Step::ALL.iter();
        steps.filter(|step| model(*life, **step).is_some()).count()
    };
    let count = paths.len() + paths.keys().map(allowed).sum::<usize>();
    let names: Vec<String> = (0..count).map(|number| format!("R{number:04}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let store = database.open();
    put_round(&store, &names);
    explore(&StoreUnderTest { store, database }, &names, model)
}

#[test]
fn the_store_takes_every_step_the_table_allows_and_no_other() {
    let databases = [Some(TestDatabase::sqlite()), TestDatabase::postgres()];
    for database in databases.into_iter().flatten() {
        let report = on(database, table);
        eprintln!(
            "T-SM-1, depth {DEPTH}: {} states, {} steps taken, {} refused, invariants looked at {} times, {} violated",
            report.states,
            report.taken,
            report.refused,
            report.looked + report.states,
            report.violations.len()
        );
        assert_eq!(report.violations, Vec::<String>::new());
        assert!(report.states > 10 && report.taken > 40, "{report:?}");
    }
}

#[test]
fn a_planted_wrong_step_is_found() {
    let planted: [(Model, &str); 2] = [(uncleared, "Submit from"), (withdrawn, "Withdraw from")];
    for (model, words) in planted {
        let report = on(TestDatabase::sqlite(), model);
        let found = |violation: &String| violation.contains(words) && violation.contains("refused");
        assert!(report.violations.iter().any(found), "{report:?}");
    }
}

#[test]
fn a_sealed_byte_that_was_changed_behind_the_store_is_found() {
    let test = StoreUnderTest::on(TestDatabase::sqlite());
    let mut report = Report::default();
    let path = [Step::SendToReview, Step::Clear, Step::Submit];
    let mut traveller = begin(&test, "AUT", &path, table, &mut report).unwrap();
    assert_eq!(report.violations, Vec::<String>::new());
    let DatabaseUrl::Sqlite(file) = &test.database.url else {
        panic!("not SQLite")
    };
    // Digest and all, as somebody would who owns the machine.
    SqliteConnection::establish(file.to_str().unwrap())
        .unwrap()
        .batch_execute(
            "DROP TRIGGER IF EXISTS submissions_never_change; \
             UPDATE submissions SET bytes = x'00', \
             sha256 = '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d'",
        )
        .unwrap();
    let life = Life {
        stage: Stage::Received,
        standing: Standing::Submitted,
        ..BEGIN
    };
    let found = traveller.violations(life);
    assert!(
        found.iter().any(|one| one.contains("sealed bytes changed")),
        "{found:?}"
    );
}
