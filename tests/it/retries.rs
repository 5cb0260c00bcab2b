//! T-IDEM-1: whoever never heard the answer to a post sends it again. Each post is done once: no answer, remark, document, submission or
//! letter comes twice, and a save is answered as it was the first time.
//!
//! `RETRIES=100000 cargo test --release --test it retries:: -- --nocapture` is the long run on SQLite (a tenth on PostgreSQL); by default
//! there are few. The control sends the same without what says that it is the same.

mod cut;

use std::sync::Arc;

use para11::access::{Allow, AttachDocuments, Discuss, Person, Role, operator, permit};
use para11::keys::Keys;
use para11::reply::document::{FileName, Refusal};
use para11::store::account::people::NewPerson;
use para11::store::reply::files::{Document, FileError, Files, Slot};
use para11::store::{RequestKey, Store};

use crate::support::ledger::number;
use crate::support::store::*;

const STATES: [&str; 3] = ["AUT", "BRA", "CHN"];
/// Most documents that are sent for each State.
const DOCUMENTS: usize = 30;
/// How many questions a State answers in turn.
const QUESTIONS: usize = 20;

/// What was sent and what came of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Tally {
    posts: usize,
    retried: usize,
    answers: usize,
    remarks: usize,
    documents: usize,
    submissions: usize,
    letters: usize,
    /// Saves that were answered otherwise than the first time.
    otherwise: usize,
}

impl Tally {
    const fn duplicates(&self) -> usize {
        self.answers + self.remarks + self.documents + self.submissions + self.letters
    }

    fn add(self, other: Self) -> Self {
        Self {
            posts: self.posts + other.posts,
            retried: self.retried + other.retried,
            answers: self.answers + other.answers,
            remarks: self.remarks + other.remarks,
            documents: self.documents + other.documents,
            submissions: self.submissions + other.submissions,
            letters: self.letters + other.letters,
            otherwise: self.otherwise + other.otherwise,
        }
    }
}

/// Whether a post says which it is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Says {
    Which,
    Nothing,
}

/// One who fills in the reply of a State and hears of no answer at first.
struct Sender<'a> {
    store: &'a Store,
    files: Files,
    state: &'static str,
    focal: Person,
    says: Says,
    tally: Tally,
}

/// A save as it is sent.
#[derive(Clone)]
struct Save {
    question: String,
    text: String,
    seen: i64,
    key: Option<RequestKey>,
}

impl Sender<'_> {
    fn save(&self, save: &Save) -> para11::store::reply::save::Saved {
        let change = change(&save.question, &save.text, save.seen);
        let key = save.key.clone();
        let allow = edit(self.state);
        self.store
            .save(&allow, firm(), vec![change], key, at(1))
            .unwrap()
    }

    /// Saves, and sends each save again: at once, and when the answer was changed since.
    fn fill_in(&mut self, saves: usize) {
        let mut last: Vec<Option<(Save, para11::store::reply::save::Saved)>> =
            vec![None; QUESTIONS];
        for number in 0..saves {
            let place = number % QUESTIONS;
            let question = format!("q{place}");
            let seen = last[place]
                .as_ref()
                .map_or(0, |(_, saved)| saved.revisions[0].1);
            let key = RequestKey::parse(&format!("save-{number}")).ok();
            let save = Save {
                text: format!("{} {number}", self.state),
                question,
                seen,
                key: key.filter(|_| self.says == Says::Which),
            };
            let saved = self.save(&save);
            let mut again = vec![(save.clone(), saved.clone())];
            again.extend(last[place].replace((save, saved)));
            for (save, saved) in again {
                let told = self.save(&save);
                self.tally.otherwise += usize::from(told != saved);
                self.tally.retried += 1;
            }
            self.tally.posts += 1;
        }
        let rows = (0..QUESTIONS).map(|place| {
            let history = self
                .store
                .history(&see(self.state), &key(&format!("q{place}")));
            history.unwrap().len()
        });
        self.tally.answers += rows.sum::<usize>() - saves;
    }

    fn talk(&mut self, remarks: usize) {
        let discuss: Allow<Discuss> = permit(&self.focal).unwrap();
        let said = || self.store.remarks(&discuss).unwrap();
        let mut after = said().last().map_or(0, |remark| remark.id);
        for number in 0..remarks {
            // The same words again are another remark, if they come from a page that shows the first.
            let body = format!("remark {}", number / 2);
            let say = || {
                let after = Some(after).filter(|_| self.says == Says::Which);
                let key = key("q0");
                self.store
                    .remark(&discuss, key, body.clone(), after, at(2))
                    .unwrap();
            };
            say();
            // A colleague says something before it is sent again.
            let other = operator::<Discuss>(own(self.state));
            self.store
                .remark(&other, key("q0"), body.clone(), None, at(2))
                .unwrap();
            say();
            self.tally.retried += 1;
            self.tally.posts += 1;
            after = after.max(said().last().map_or(0, |remark| remark.id));
        }
        self.tally.remarks += said().len() - 2 * remarks;
    }

    fn attach(&mut self, documents: usize) {
        let allow: Allow<AttachDocuments> = operator(own(self.state));
        let slot = Slot {
            key: key("q0"),
            field: None,
        };
        let put = |number: usize| -> Result<Document, FileError> {
            let name = FileName::clean(&format!("{number}.txt"))?;
            let mut incoming = self.files.receive(&allow, slot.clone(), name, at(3))?;
            incoming.push(format!("content {number}").as_bytes())?;
            incoming.finish(at(3))
        };
        for number in 0..documents {
            put(number).unwrap();
            let again = put(number);
            assert!(
                matches!(again, Err(FileError::Refused(Refusal::Same))),
                "{again:?}"
            );
        }
        self.tally.posts += documents;
        self.tally.retried += documents;
        let held = self.files.list(&see(self.state)).unwrap();
        self.tally.documents += held.len() - documents;
    }

    /// Has it cleared and submits it, again and again.
    fn submit(&mut self) {
        clear(self.store, self.state, at(4));
        let revision = self.store.reply(&see(self.state)).unwrap().revision;
        let allow = seal(self.state);
        let submit = || {
            let key = RequestKey::parse("submit-0").ok();
            let bytes = b"{}".to_vec();
            self.store
                .submit(&allow, bytes, revision, key, keys(), at(5))
                .unwrap()
        };
        let receipt = submit();
        for _ in 0..5 {
            assert_eq!(submit(), receipt);
            self.tally.retried += 1;
        }
        self.tally.posts += 1;
        let version = self.store.reply(&see(self.state)).unwrap().version;
        self.tally.submissions += usize::try_from(version).unwrap() - 1;
    }
}

/// Has three States send so many posts together, each of them again.
fn send(test: &StoreUnderTest, posts: usize, says: Says) -> Tally {
    let folder = tempfile::tempdir().unwrap();
    let ring = Arc::new(Keys::open(folder.path()).unwrap());
    test.store.queue_letters(Arc::clone(&ring));
    let senders = STATES.map(|state| {
        let new = NewPerson {
            name: format!("Focal point of {state}"),
            email_address: Some(format!("{state}@example.org").to_lowercase()),
            role: Role::FocalPoint,
            respondent: Some(code(state)),
            round: code("2026"),
        };
        let files = folder.path().join("files");
        Sender {
            store: &test.store,
            files: Files::open(test.store.clone(), &files, Arc::clone(&ring), None).unwrap(),
            state,
            focal: test.store.add_person(&accounts(), new, at(0)).unwrap(),
            says,
            tally: Tally::default(),
        }
    });
    let each = posts.div_ceil(STATES.len());
    let documents = DOCUMENTS.min(each / 10);
    let remarks = each / 10;
    let mut tally = std::thread::scope(|scope| {
        let threads = senders.map(|mut sender| {
            scope.spawn(move || {
                sender.fill_in(each - documents - remarks - 1);
                sender.talk(remarks);
                sender.attach(documents);
                sender.submit();
                sender.tally
            })
        });
        let tallies = threads.map(|thread| thread.join().unwrap());
        tallies.into_iter().fold(Tally::default(), Tally::add)
    });
    let mut letters = 0;
    while test.store.take_letter(at(6)).unwrap().is_some() {
        letters += 1;
    }
    tally.letters += letters - STATES.len();
    tally
}

#[test]
fn what_is_sent_again_is_done_once() {
    let posts = number("RETRIES", 300);
    let databases = [
        ("SQLite", Some(TestDatabase::sqlite()), posts),
        (
            "PostgreSQL",
            TestDatabase::postgres(),
            posts.div_ceil(10).max(200),
        ),
    ];
    for (called, database, posts) in databases {
        let Some(database) = database else { continue };
        let test = StoreUnderTest::on(database);
        let tally = send(&test, posts, Says::Which);
        println!("{called}: {} duplicates of {tally:?}", tally.duplicates());
        assert!(tally.posts >= posts && tally.retried >= posts, "{tally:?}");
        assert_eq!((tally.duplicates(), tally.otherwise), (0, 0), "{tally:?}");
    }
}

#[test]
fn the_control_that_does_not_say_which_post_it_is_comes_twice() {
    StoreUnderTest::each(|test| {
        let tally = send(test, 200, Says::Nothing);
        println!("control: {} duplicates of {tally:?}", tally.duplicates());
        assert!(tally.remarks > 0 && tally.otherwise > 0, "{tally:?}");
    });
}
