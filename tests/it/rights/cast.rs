//! States in every situation that a reply can be in, with their people and with what may be taken from them.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use para11::access::{Act, Allow, OwnReply, Person, Role, operator, permit};
use para11::form::Form;
use para11::form::name::{Code, QuestionName};
use para11::reply::AnswerKey;
use para11::reply::document::FileName;
use para11::reply::encoding::encode;
use para11::reply::life::Step;
use para11::reply::raw::RawAnswers;
use para11::reply::submission::Submission;
use para11::reply::{Draft, Facts};
use para11::store::account::people::NewPerson;
use para11::store::account::sessions::Purpose;
use para11::store::reply::clarifications::NewClarification;
use para11::store::reply::files::Slot;
use para11::store::reply::files::upload::NewUpload;
use para11::store::reply::life::{Press, Story};
use sha2::{Digest, Sha256};

use super::form;
use super::situation::{Situation, Who};
use crate::support::store::{accounts, at, code, delegate, discuss, edit_as, firm, keys, section};
use crate::support::web::{Browser, TestServer};

/// Seconds of a day.
pub(super) const DAY: i64 = 86_400;
/// Day of the round's opening, and of its last, after the moment at which the tests begin.
pub(super) const OPENS: i64 = 10;
pub(super) const CLOSES: i64 = OPENS + 90;
/// A day between them on which everything was done that a situation stands for.
pub(super) const DONE: i64 = OPENS + 5;

/// The people of a State.
#[derive(Clone, Debug)]
pub(super) struct People {
    pub(super) focal_point: Person,
    pub(super) contributor: Person,
    pub(super) idle: Person,
    pub(super) official: Person,
    pub(super) mission: Person,
    /// Somebody whose sessions may be ended.
    pub(super) spare: Person,
}

/// A State in a situation.
#[derive(Debug)]
pub(super) struct State {
    pub(super) code: Code,
    pub(super) people: People,
}

/// All that can be seen to change of a reply, as text.
pub(super) type Mark = String;

/// A service with States in situations.
pub(super) struct World<'s> {
    pub(super) server: &'s TestServer,
    pub(super) form: Form,
    pub(super) staff: BTreeMap<Role, Person>,
    next: Cell<usize>,
    sessions: RefCell<BTreeMap<(i64, bool), (Browser, String)>>,
    count: Cell<u32>,
    /// What the Secretariat asks from now on.
    pub(super) asking: Cell<Option<String>>,
}

impl<'s> World<'s> {
    pub(super) fn of(server: &'s TestServer, form: Form) -> Self {
        let world = Self {
            server,
            form,
            staff: BTreeMap::new(),
            next: Cell::new(0),
            sessions: RefCell::default(),
            count: Cell::new(0),
            asking: Cell::default(),
        };
        let staff = Role::ALL.into_iter().filter(|role| !role.is_of_a_state());
        let staff = staff.map(|role| (role, world.person(role, None))).collect();
        Self { staff, ..world }
    }

    /// The moment of the service.
    pub(super) fn now(&self) -> DateTime<Utc> {
        at(self.server.now())
    }

    /// A text that is used nowhere else.
    pub(super) fn fresh(&self) -> String {
        self.count.set(self.count.get() + 1);
        format!("fresh{:06}", self.count.get())
    }

    /// A new account.
    pub(super) fn person(&self, role: Role, respondent: Option<&Code>) -> Person {
        let new = NewPerson {
            name: format!("{role:?}"),
            email_address: Some(format!("{}@example.org", self.fresh())),
            role,
            respondent: respondent.cloned(),
            round: code("2026"),
        };
        let store = &self.server.store;
        store.add_person(&accounts(), new, self.now()).unwrap()
    }

    /// A browser in which a person is signed in, with the token of its forms; confirmed as who they are just now, or longer ago.
    pub(super) fn session<T>(
        &self,
        person: &Person,
        confirmed: bool,
        ask: impl FnOnce(&Browser, &str) -> T,
    ) -> T {
        let key = (person.id, confirmed);
        if !self.sessions.borrow().contains_key(&key) {
            let store = &self.server.store;
            let begun = self.now() - chrono::Duration::seconds(if confirmed { 0 } else { 601 });
            let link = store.make_link(&accounts(), person.id, Purpose::SignIn, begun, 72);
            let signed_in = store.redeem_link(&link.unwrap(), begun).unwrap().unwrap();
            let browser = self.server.browser();
            browser.take_cookie(&format!("s={}", signed_in.session.as_str()));
            let token = browser.form_token().unwrap();
            self.sessions.borrow_mut().insert(key, (browser, token));
        }
        let sessions = self.sessions.borrow();
        let (browser, token) = &sessions[&key];
        ask(browser, token)
    }

    /// Forgets the sessions of a person, which may have ended.
    pub(super) fn forget(&self, person: &Person) {
        self.sessions
            .borrow_mut()
            .retain(|(id, _), _| *id != person.id);
    }

    /// Lets time pass; sessions end meanwhile.
    pub(super) fn pass_to(&self, day: i64) {
        self.sessions.borrow_mut().clear();
        self.server.pass(day * DAY - self.server.now());
    }

    /// The next State, with its people and with documents and uploads, brought into a situation.
    pub(super) fn state(&self, situation: Situation) -> State {
        self.state_with(situation, &super::probe::TARGETS)
    }

    /// The same, with documents and uploads of these questions.
    pub(super) fn state_with(&self, situation: Situation, targets: &[&str]) -> State {
        let state = self.begun(targets);
        for step in situation.path() {
            self.take(&state, step);
        }
        state
    }

    /// The same, with something done to its draft before it goes any further.
    pub(super) fn state_planted(
        &self,
        situation: Situation,
        plant: impl FnOnce(&Self, &State),
    ) -> State {
        let state = self.begun(&["asked"]);
        plant(self, &state);
        for step in situation.path() {
            self.take(&state, step);
        }
        state
    }

    /// The draft of the next State.
    fn begun(&self, targets: &[&str]) -> State {
        let code = code(&form::state(self.next.get()));
        self.next.set(self.next.get() + 1);
        let person = |role| self.person(role, Some(&code));
        let mut people = People {
            focal_point: person(Role::FocalPoint),
            contributor: person(Role::Contributor),
            idle: person(Role::Contributor),
            official: person(Role::ClearingOfficial),
            mission: person(Role::Mission),
            spare: person(Role::Mission),
        };
        let leave = delegate(&people.focal_point);
        let store = &self.server.store;
        for one in &self.form.sections {
            let names: Vec<&str> = one.questions.iter().map(|q| q.name.as_str()).collect();
            let section = section(one.name.as_str(), &names);
            let all = section.questions.clone();
            store
                .give(&leave, people.contributor.id, section, all, at(DONE * DAY))
                .unwrap();
        }
        people.contributor.parts = para11::access::Parts::Questions(
            self.form.questions().map(|q| q.name.clone()).collect(),
        );
        let state = State { code, people };
        for target in targets {
            self.fill(&state, target, at(DONE * DAY));
        }
        state
    }

    /// Puts what can be taken away, unless it is there: a document of an answer, and for both who may send one, a document on its way.
    pub(super) fn fill(&self, state: &State, question: &str, now: DateTime<Utc>) {
        let files = &self.server.files;
        let slot = || slot(question);
        if self.document(state, question).is_none() {
            let allow = permit(&state.people.focal_point).unwrap();
            let name = FileName::clean("law.txt").unwrap();
            let mut incoming = files.receive(&allow, slot(), name, now).unwrap();
            incoming.push(self.fresh().as_bytes()).unwrap();
            incoming.finish(now).unwrap();
        }
        for person in [&state.people.focal_point, &state.people.contributor] {
            if self.upload(person, question).is_some() {
                continue;
            }
            let new = NewUpload {
                slot: slot(),
                name: FileName::clean("slow.txt").unwrap(),
                size: 11,
            };
            let allow = permit(person).unwrap();
            let id = files.begin(&allow, new, now).unwrap().id;
            let content = self.fresh();
            let digest = hex::encode(Sha256::digest(&content));
            files
                .put_piece(&allow, id, 0, &digest, content.as_bytes(), now)
                .unwrap();
        }
    }

    /// A document of an answer.
    pub(super) fn document(&self, state: &State, question: &str) -> Option<i64> {
        let held = self.server.store.documents(&see(state)).unwrap();
        let mut held = held.into_iter();
        held.find(|document| document.slot == slot(question))
            .map(|document| document.id)
    }

    /// A document on its way from a person.
    pub(super) fn upload(&self, person: &Person, question: &str) -> Option<i64> {
        let allow = permit(person)?;
        let mut uploads = self.server.files.uploads(&allow).unwrap().into_iter();
        let found = uploads.find(|upload| upload.slot == slot(question));
        found.map(|upload| upload.id)
    }

    /// How a reply came where it is.
    pub(super) fn story(&self, state: &State) -> Story {
        self.server.store.story(&see(state)).unwrap()
    }

    /// All of a reply that anybody can change.
    pub(super) fn mark(&self, state: &State) -> Mark {
        let (store, people) = (&self.server.store, &state.people);
        let lead = &people.focal_point;
        let uploads = [lead, &people.contributor]
            .map(|person| self.server.files.uploads(&permit(person).unwrap()).unwrap());
        let story = self.story(state);
        format!(
            "{:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?}",
            story.taken,
            (story.revision, story.last_day, story.clarifications),
            store.documents(&see(state)).unwrap(),
            uploads,
            store.said(&see(state)).unwrap(),
            store.colleagues(&permit(lead).unwrap()).unwrap(),
            store.remarks(&discuss(lead)).unwrap(),
            store.reply(&see(state)).unwrap().revision,
        )
    }

    /// Takes a step through the store.
    pub(super) fn take(&self, state: &State, step: Step) {
        self.take_saying(state, step, &format!("words of {}", state.code));
    }

    /// The same with these words.
    pub(super) fn take_saying(&self, state: &State, step: Step, words: &str) {
        let now = at(DONE * DAY);
        let (store, people) = (&self.server.store, &state.people);
        let officer = &self.staff[&Role::Manager];
        let story = self.story(state);
        let press = Press {
            seen: story.seen(),
            words: words.to_owned(),
            due: None,
        };
        let until = Press {
            due: Some(last_day()),
            ..press.clone()
        };
        let (who, revision) = (&state.code, story.revision);
        match step {
            Step::SendToReview => {
                store.send_to_review(&may(&people.focal_point), revision, press, now)
            }
            Step::Clear => store.clear(&may(&people.official), revision, press, now),
            Step::Submit => {
                let bytes = self.submission(state);
                let lead = may(&people.focal_point);
                let done = store.submit(&lead, bytes, revision, None, keys(), now);
                done.map(drop)
            }
            Step::Withdraw => store.withdraw(&may(&people.focal_point), press, now),
            Step::AskToCorrect => store.ask_to_correct(&may(&people.focal_point), press, now),
            Step::Reopen => store.reopen(&may(officer), who, until, keys(), now),
            Step::Take => store.take_into_checking(&may(officer), who, press, now),
            Step::Ask => {
                let question = QuestionName::parse("asked").unwrap();
                let words = self.asking.take();
                let words = words.unwrap_or_else(|| format!("Which of {}?", state.code));
                let asked = NewClarification {
                    opens: [question.clone()].into(),
                    question,
                    words,
                };
                store.ask(&may(officer), who, vec![asked], until, now)
            }
            Step::Validate => store.validate(&may(officer), who, press, keys(), now),
            Step::Return => store.return_to_work(&may(&people.official), press, now),
            Step::TakeBack | Step::Decline | Step::CloseUnanswered => {
                panic!("{step:?} leads to no situation")
            }
        }
        .unwrap_or_else(|error| panic!("{step:?} of {state:?}: {error}"));
    }

    /// What a page would submit of a reply.
    fn submission(&self, state: &State) -> Vec<u8> {
        let store = &self.server.store;
        let round = store.round(&code("2026")).unwrap().unwrap();
        let facts = Facts {
            period: round.period,
            today: at(DONE * DAY).date_naive(),
            respondent: state.code.clone(),
        };
        let answers = store.reply(&see(state)).unwrap().answers;
        let raw: RawAnswers = answers.into_iter().map(|one| (one.key, one.raw)).collect();
        let mut attached: BTreeMap<AnswerKey, Vec<_>> = BTreeMap::new();
        for document in store.documents(&see(state)).unwrap() {
            let of_answer = attached.entry(document.slot.key).or_default();
            of_answer.push(document.attached);
        }
        let draft = Draft::check(&self.form, &facts, raw).with_documents(attached);
        let submission = Submission::complete(&self.form, &round, &draft).unwrap();
        encode(&submission).unwrap().bytes
    }

    /// Types into a question as its focal point.
    pub(super) fn type_in(&self, state: &State, question: &str, text: &str) {
        let change = crate::support::store::change(question, text, i64::MAX);
        let allow = edit_as(&state.people.focal_point);
        let store = &self.server.store;
        store
            .save(&allow, firm(), vec![change], None, at(DONE * DAY))
            .unwrap();
    }
}

fn may<A: Act>(person: &Person) -> Allow<A> {
    permit(person).unwrap()
}

pub(super) fn see(state: &State) -> Allow<para11::access::SeeReply> {
    operator(OwnReply::whole(code("2026"), state.code.clone()))
}

/// The last day of what was opened again: that of the round.
pub(super) fn last_day() -> NaiveDate {
    at(CLOSES * DAY).date_naive()
}

/// The place of the documents of a question; of one with rows, of its first.
pub(super) fn slot(question: &str) -> Slot {
    let mut key = crate::support::store::key(question);
    key.row = (question == "rows").then(|| code("one"));
    Slot { key, field: None }
}

impl State {
    /// Who of its people, or of the staff, this is.
    pub(super) fn who<'a>(&'a self, world: &'a World<'_>, who: Who) -> Option<&'a Person> {
        let people = &self.people;
        match who {
            Who::Anonymous => None,
            Who::Idle => Some(&people.idle),
            Who::One(Role::FocalPoint) => Some(&people.focal_point),
            Who::One(Role::Contributor) => Some(&people.contributor),
            Who::One(Role::ClearingOfficial) => Some(&people.official),
            Who::One(Role::Mission) => Some(&people.mission),
            Who::One(role) => world.staff.get(&role),
        }
    }
}
