//! T-CANARY-1: words of each kind through the whole life of a reply, and where each is seen: on every page for every role, in letters, the
//! data package, the database and the files.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use diesel::sql_types::Text;
use diesel::{Connection, QueryableByName, RunQueryDsl, SqliteConnection};
use para11::access::{Person, Role, permit};
use para11::form::file;
use para11::reply::document::FileName;
use para11::reply::life::{Standing, Step};
use para11::store::reply::marks::Marks;
use para11::web::guard::Access;
use para11::web::routes;

use super::cast::{DAY, OPENS, State, World, slot};
use super::form;
use super::others::text_of;
use super::probe::{Named, TARGETS};
use super::situation::{Situation, Who};
use crate::support::store::{at, change, delegate, discuss, edit_as, firm, key, keys, section};
use crate::support::web::TestServer;

/// What every such word begins with: long enough that neither a signature in base64 nor what is sealed holds it by chance.
const CANARY: &str = "zqcanary";

/// What the words are about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    /// An answer that may be attributed, given to the contributor.
    Open,
    /// One that may not.
    Aggregate,
    /// One for the Secretariat only.
    Restricted,
    /// A remark to colleagues.
    Remark,
    /// The note with which a part was returned to the contributor.
    Note,
    /// The note with which the official returned the reply.
    Returned,
    /// The name of a document that goes with the first.
    OpenName,
    /// Of one that goes with the third.
    RestrictedName,
    /// What a document says.
    Content,
    /// What the Secretariat asks.
    Question,
}

impl Kind {
    const ALL: [Self; 10] = [
        Self::Open,
        Self::Aggregate,
        Self::Restricted,
        Self::Remark,
        Self::Note,
        Self::Returned,
        Self::OpenName,
        Self::RestrictedName,
        Self::Content,
        Self::Question,
    ];

    /// A word that occurs nowhere else.
    fn word(self) -> String {
        format!("{CANARY}{self:?}zq").to_lowercase()
    }

    /// Who may see it: of the own State, and of the Secretariat.
    fn readers(self) -> BTreeSet<Role> {
        use Role::{ClearingOfficial, Contributor, FocalPoint, Manager};
        let readers: &[Role] = match self {
            Self::Open | Self::OpenName | Self::Question => {
                &[FocalPoint, ClearingOfficial, Contributor, Manager]
            }
            Self::Aggregate => &[FocalPoint, ClearingOfficial, Manager],
            Self::Restricted | Self::RestrictedName | Self::Remark | Self::Returned => {
                &[FocalPoint, ClearingOfficial]
            }
            Self::Note => &[FocalPoint, ClearingOfficial, Contributor],
            // Without a scanner it opens for its uploader and the focal point.
            Self::Content => &[FocalPoint],
        };
        readers.iter().copied().collect()
    }
}

/// Puts words of every kind into a draft, which the official returns once.
fn plant(world: &World<'_>, state: &State) {
    let (store, lead) = (&world.server.store, &state.people.focal_point);
    let now = at((OPENS + 5) * DAY);
    let mut changes = Vec::new();
    for (question, kind, mark) in [
        ("asked", Kind::Open, Some("attributable")),
        ("other", Kind::Restricted, Some("secretariat_only")),
        ("rows", Kind::Aggregate, None),
    ] {
        let mut typed = change(question, &kind.word(), i64::MAX);
        typed.raw.comment = format!("{} comment", kind.word());
        typed.raw.mark = mark.map(str::to_owned);
        if question == "rows" {
            typed.key.row = Some(crate::support::store::code("one"));
        } else {
            typed.raw.source = format!("{} source", kind.word());
        }
        changes.push(typed);
    }
    let marks = Marks {
        loosen: permit(lead),
        ..firm()
    };
    store
        .save(&edit_as(lead), marks, changes, None, now)
        .unwrap();
    let remark = Kind::Remark.word();
    store
        .remark(&discuss(lead), key("other"), remark, None, now)
        .unwrap();
    for (question, kind) in [("asked", Kind::OpenName), ("other", Kind::RestrictedName)] {
        let name = FileName::clean(&format!("{}.txt", kind.word())).unwrap();
        let files = &world.server.files;
        let allow = permit(lead).unwrap();
        let mut incoming = files.receive(&allow, slot(question), name, now).unwrap();
        let content = format!("{} {question}", Kind::Content.word());
        incoming.push(content.as_bytes()).unwrap();
        incoming.finish(now).unwrap();
    }
    let contributor = state.people.contributor.id;
    for (name, all, given) in [
        ("first", &["asked", "near"][..], &["asked"][..]),
        ("second", &["other", "rows", "more_rows"], &[]),
    ] {
        let given = section(name, given).questions;
        store
            .give(&delegate(lead), contributor, section(name, all), given, now)
            .unwrap();
    }
    let note = Kind::Note.word();
    store
        .return_section(
            &delegate(lead),
            contributor,
            section("first", &["asked"]),
            note,
            now,
        )
        .unwrap();
    world.take(state, Step::SendToReview);
    world.take_saying(state, Step::Return, &Kind::Returned.word());
}

/// The kinds of words that somebody sees anywhere.
fn seen(
    world: &World<'_>,
    state: &State,
    role: Option<Role>,
    person: Option<&Person>,
) -> BTreeSet<Kind> {
    let mut found = BTreeSet::new();
    for entry in routes::all() {
        if entry.method != "GET" || entry.path.ends_with("{name}") {
            continue;
        }
        let may = match entry.access {
            Access::Open => true,
            Access::Only(action) => role.is_none_or(|role| action.may().contains(&role)),
        };
        for (at, question) in TARGETS.into_iter().enumerate() {
            // What is refused is refused whatever it is asked for.
            if at > 0 && !may {
                continue;
            }
            for format in ["docx", "pdf"] {
                let route = entry.path.replace("{format}", format);
                if route == entry.path && format == "pdf" {
                    continue;
                }
                let named = Named {
                    state,
                    question,
                    sender: &state.people.focal_point,
                };
                let mut path = world.request("GET", &route, &named).path;
                if path.ends_with("/questions") {
                    path.push_str("?question=asked");
                }
                let (answer, bytes) = match person {
                    Some(person) => world.session(person, true, |browser, _| browser.bytes(&path)),
                    None => world.server.browser().bytes(&path),
                };
                let text = format!("{}{:?}", text_of(&bytes), answer.headers).to_lowercase();
                found.extend(
                    Kind::ALL
                        .into_iter()
                        .filter(|kind| text.contains(&kind.word())),
                );
            }
        }
    }
    found
}

#[derive(QueryableByName)]
struct Word {
    #[diesel(sql_type = Text)]
    word: String,
}

/// The columns in which such words stand.
fn columns(file: &Path) -> BTreeSet<String> {
    let mut conn = SqliteConnection::establish(file.to_str().unwrap()).unwrap();
    let mut ask = |query: String| -> Vec<String> {
        let words: Vec<Word> = diesel::sql_query(query).load(&mut conn).unwrap();
        words.into_iter().map(|word| word.word).collect()
    };
    let mut found = BTreeSet::new();
    for table in ask("SELECT name AS word FROM sqlite_master WHERE type = 'table'".to_owned()) {
        for column in ask(format!(
            "SELECT name AS word FROM pragma_table_info('{table}')"
        )) {
            let text = format!("lower(CAST(\"{column}\" AS TEXT))");
            let query = format!(
                "SELECT '' AS word FROM \"{table}\" WHERE instr({text}, '{CANARY}') > 0 LIMIT 1"
            );
            if !ask(query).is_empty() {
                found.insert(format!("{table}.{column}"));
            }
        }
    }
    found
}

/// Files under a folder in which such words stand, in their name or their bytes.
fn files(folder: &Path, found: &mut Vec<String>) -> usize {
    let mut count = 0;
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            count += files(&path, found);
            continue;
        }
        count += 1;
        let bytes = fs::read(&path).unwrap();
        let text = String::from_utf8_lossy(&bytes).to_lowercase();
        if text.contains(CANARY) || path.to_string_lossy().contains(CANARY) {
            found.push(path.display().to_string());
        }
    }
    count
}

/// The kinds of words that stand in a data package.
fn packed(database: &Path, variant: &str) -> BTreeSet<Kind> {
    let beside = tempfile::tempdir().unwrap();
    let out = beside.path().join("package.zip");
    let done = Command::new(env!("CARGO_BIN_EXE_para11"))
        .arg("--data")
        .arg(database.parent().unwrap())
        .args(["dump", "--variant", variant, "--out"])
        .arg(&out)
        .env_remove("DATABASE_URL")
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&done.stderr).to_lowercase();
    assert!(done.status.success(), "{said}");
    assert!(!said.contains(CANARY) && !String::from_utf8_lossy(&done.stdout).contains(CANARY));
    let text = text_of(&fs::read(out).unwrap()).to_lowercase();
    let all = Kind::ALL.into_iter();
    all.filter(|kind| text.contains(&kind.word())).collect()
}

#[test]
fn words_of_each_kind_are_seen_only_where_they_belong_through_the_whole_life_of_a_reply() {
    let folder = form::folder(30);
    TestServer::each_of(&folder, at(OPENS * DAY), |server| {
        server.store.queue_letters(Arc::clone(keys()));
        let world = World::of(server, file::load(&folder).unwrap());
        world.pass_to(OPENS + 20);
        let stranger = world.state_with(Situation::Draft, &[]);
        for situation in Situation::ALL {
            let state = world.state_planted(situation, |world, state| {
                world.asking.set(Some(Kind::Question.word()));
                plant(world, state);
            });
            let standing = super::situation::life(situation).standing != Standing::None;
            for who in Who::all() {
                let role = who.role();
                let found = seen(&world, &state, role, state.who(&world, who));
                let allowed: BTreeSet<Kind> = Kind::ALL
                    .into_iter()
                    .filter(|kind| {
                        who != Who::Idle && role.is_some_and(|role| kind.readers().contains(&role))
                    })
                    .filter(|_| role != Some(Role::Manager) || standing)
                    .collect();
                assert!(
                    found.is_subset(&allowed),
                    "{who:?} of {situation:?} sees {found:?}"
                );
                // The control: who leads it sees all there is, and each of the others what is theirs.
                let there = |kind: &Kind| {
                    match kind {
                        Kind::Question => {
                            [Situation::Clarified, Situation::Answered].contains(&situation)
                        }
                        // The last word matters until the next step is taken.
                        Kind::Returned => situation == Situation::Draft,
                        _ => true,
                    }
                };
                let there: BTreeSet<Kind> = allowed.into_iter().filter(there).collect();
                let own = matches!(who, Who::One(Role::FocalPoint | Role::Manager));
                assert!(
                    !own || there.is_subset(&found),
                    "{who:?} of {situation:?} sees only {found:?}"
                );
            }
            for role in Role::ALL.into_iter().filter(|role| role.is_of_a_state()) {
                let other = stranger.who(&world, Who::One(role));
                let found = seen(&world, &state, Some(role), other);
                assert_eq!(found, BTreeSet::new(), "{role:?} of another State");
            }
        }
        let mut found = Vec::new();
        assert!(files(server.folder(), &mut found) > 20);
        assert!(found.is_empty(), "{found:?}");
        let Some(database) = server.database_file() else {
            return;
        };
        let expected = [
            "answer_history.body",
            "answers.body",
            "clarifications.words",
            "documents.name",
            "remarks.body",
            "reply_steps.words",
            "section_states.note",
            "submissions.bytes",
        ];
        assert_eq!(columns(&database), expected.map(str::to_owned).into());
        let (full, public) = (packed(&database, "full"), packed(&database, "public"));
        let rows = BTreeSet::from([Kind::Open, Kind::Aggregate]);
        assert!(full.is_subset(&rows) && !full.is_empty(), "{full:?}");
        assert!(public.is_subset(&[Kind::Open].into()), "{public:?}");
    });
}
