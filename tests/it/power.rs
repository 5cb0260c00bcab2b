//! T-POWER-1: whenever the power fails, what was acknowledged is there when the database is opened again.
//!
//! A process saves with `tests/power/shim.c` preloaded, which writes down every write and sync. At each sync, the disk is built anew as
//! it may be if the power failed just then: without anything unsynced; with some of the unsynced writes; with some sectors of them. The
//! control goes through the same with the syncs of the log left out, as with `synchronous=NORMAL`, and must lose.
//!
//! `CUTS=1000 POWER_SAVES=400 cargo test --release --test it power:: -- --nocapture` is the long run; by default there are few cuts.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use para11::config::database::DatabaseUrl;
use para11::store::Store;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use crate::support::ledger::{child, lost, number, work};

/// Where the process writes what was acknowledged, so that the shim sees it in order.
const LEDGER: &str = "acknowledged";

/// What a disk writes in one piece.
const SECTOR: usize = 512;

/// Not a test: the process whose writes are followed.
#[test]
#[ignore = "the process that `power` starts and follows"]
fn victim() {
    let folder = PathBuf::from(std::env::var_os("POWER_FOLDER").expect("started by `power` only"));
    let store = Store::open(&DatabaseUrl::in_folder(&folder)).unwrap();
    let ledger = fs::File::options()
        .append(true)
        .create(true)
        .open(folder.join(LEDGER))
        .unwrap();
    work(&store, number("POWER_EACH", 60), &|line| {
        (&ledger).write_all(line.as_bytes()).unwrap();
    });
    // As if it were killed: closing the database would write more.
    std::process::exit(0);
}

/// One thing that the process did.
#[derive(Debug)]
enum Event {
    Create(String),
    Unlink(String),
    Write(String, usize, Vec<u8>),
    Truncate(String, usize),
    Sync(String),
    SyncFolder,
    Acknowledge(Vec<u8>),
}

/// Reads the shim's record.
fn events(mut record: &[u8]) -> Vec<Event> {
    fn take<'a>(record: &mut &'a [u8], length: usize) -> &'a [u8] {
        let (taken, rest) = record.split_at(length);
        *record = rest;
        taken
    }
    fn length(record: &mut &[u8]) -> usize {
        u32::from_ne_bytes(take(record, 4).try_into().unwrap())
            .try_into()
            .unwrap()
    }
    let mut found = Vec::new();
    while !record.is_empty() {
        let kind = take(&mut record, 1)[0];
        let long = length(&mut record);
        let name = String::from_utf8(take(&mut record, long).to_vec()).unwrap();
        let offset = u64::from_ne_bytes(take(&mut record, 8).try_into().unwrap())
            .try_into()
            .unwrap();
        let long = length(&mut record);
        let data = take(&mut record, long).to_vec();
        found.push(match (kind, name.as_str()) {
            (b'W', LEDGER) => Event::Acknowledge(data),
            (_, LEDGER) => continue,
            (b'C', _) => Event::Create(name),
            (b'U', _) => Event::Unlink(name),
            (b'W', _) => Event::Write(name, offset, data),
            (b'T', _) => Event::Truncate(name, offset),
            (b'S', _) => Event::Sync(name),
            (b'D', _) => Event::SyncFolder,
            (kind, _) => panic!(
                "the shim saw something that is not modelled: {} {name}",
                char::from(kind)
            ),
        });
    }
    found
}

/// A change of a file's content.
#[derive(Clone, Debug)]
enum Change {
    Write(usize, Vec<u8>),
    Truncate(usize),
}

impl Change {
    fn apply(&self, content: &mut Vec<u8>) {
        match self {
            Self::Write(offset, data) => {
                let end = offset + data.len();
                if content.len() < end {
                    content.resize(end, 0);
                }
                content[*offset..end].copy_from_slice(data);
            }
            Self::Truncate(length) => content.resize(*length, 0),
        }
    }

    /// The same in pieces that a disk writes whole.
    fn sectors(&self) -> Vec<Self> {
        match self {
            Self::Write(offset, data) => {
                let mut pieces = Vec::new();
                let mut done = 0;
                while done < data.len() {
                    let at = offset + done;
                    let length = (SECTOR - at % SECTOR).min(data.len() - done);
                    pieces.push(Self::Write(at, data[done..done + length].to_vec()));
                    done += length;
                }
                pieces
            }
            Self::Truncate(_) => vec![self.clone()],
        }
    }
}

/// A file as the disk surely has it, and what was asked for since.
#[derive(Default)]
struct File {
    synced: Vec<u8>,
    pending: Vec<Change>,
    /// Whether the synced folder lists it.
    listed: bool,
    /// Whether the folder lists it now.
    there: bool,
}

/// What a loss of power leaves of the unsynced.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Cut {
    Nothing,
    SomeWrites,
    SomeSectors,
}

/// The folder on its disk.
#[derive(Default)]
struct Disk(BTreeMap<String, File>);

impl Disk {
    fn follow(&mut self, event: &Event) {
        match event {
            Event::Create(name) => {
                *self.0.entry(name.clone()).or_default() = File {
                    there: true,
                    ..File::default()
                };
            }
            Event::Unlink(name) => self.file(name).there = false,
            Event::Write(name, offset, data) => self
                .file(name)
                .pending
                .push(Change::Write(*offset, data.clone())),
            Event::Truncate(name, length) => {
                self.file(name).pending.push(Change::Truncate(*length));
            }
            Event::Sync(name) => {
                let file = self.file(name);
                for change in std::mem::take(&mut file.pending) {
                    change.apply(&mut file.synced);
                }
            }
            Event::SyncFolder => {
                for file in self.0.values_mut() {
                    file.listed = file.there;
                }
            }
            Event::Acknowledge(_) => {}
        }
    }

    fn file(&mut self, name: &str) -> &mut File {
        self.0
            .get_mut(name)
            .unwrap_or_else(|| panic!("{name} was never made"))
    }

    /// Writes the folder as a loss of power may leave it.
    fn leave(&self, folder: &Path, cut: Cut, random: &mut ChaCha8Rng) {
        for (name, file) in &self.0 {
            let listed = match cut {
                Cut::Nothing => file.listed,
                Cut::SomeWrites | Cut::SomeSectors => {
                    [file.listed, file.there][usize::from(random.random_bool(0.5))]
                }
            };
            if !listed {
                continue;
            }
            let mut content = file.synced.clone();
            for change in &file.pending {
                match cut {
                    Cut::Nothing => {}
                    Cut::SomeWrites if random.random_bool(0.5) => change.apply(&mut content),
                    Cut::SomeWrites => {}
                    Cut::SomeSectors => {
                        for piece in change.sectors().iter().filter(|_| random.random_bool(0.5)) {
                            piece.apply(&mut content);
                        }
                    }
                }
            }
            fs::write(folder.join(name), content).unwrap();
        }
    }

    /// The content of every file that is there, with all that was asked for.
    fn now(&self) -> BTreeMap<String, Vec<u8>> {
        let there = self.0.iter().filter(|(_, file)| file.there);
        there
            .map(|(name, file)| {
                let mut content = file.synced.clone();
                file.pending
                    .iter()
                    .for_each(|change| change.apply(&mut content));
                (name.clone(), content)
            })
            .collect()
    }
}

/// Runs the process under the shim and gives what it did; `deaf` names files whose syncs are not heard.
fn followed(deaf: Option<&str>, saves: usize) -> Vec<Event> {
    let work = tempfile::tempdir().unwrap();
    let shim = work.path().join("shim.so");
    let source = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/power/shim.c");
    let built = Command::new("cc")
        .args(["-shared", "-fPIC", "-O1", "-Wall", "-Werror", "-o"])
        .args([shim.as_os_str(), source.as_ref()])
        .args(["-ldl", "-lpthread"])
        .status();
    assert!(
        built
            .expect("`cc` is needed, as for the bundled SQLite")
            .success(),
        "cc tests/power/shim.c"
    );
    let folder = work.path().join("data");
    fs::create_dir(&folder).unwrap();
    let record = work.path().join("record");
    let mut process = child("power::victim");
    process
        .env("POWER_FOLDER", &folder)
        .env("POWER_LOG", &record)
        .env("POWER_EACH", saves.to_string())
        .env("LD_PRELOAD", &shim);
    if let Some(deaf) = deaf {
        process.env("POWER_DEAF", deaf);
    }
    let output = process.output().unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let events = events(&fs::read(record).unwrap());

    // Nothing escaped the shim: what it saw makes the very files that are there.
    let mut disk = Disk::default();
    events.iter().for_each(|event| disk.follow(event));
    let real: BTreeMap<String, Vec<u8>> = fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| {
            (
                path.file_name().unwrap().to_str().unwrap().to_owned(),
                fs::read(&path).unwrap(),
            )
        })
        .filter(|(name, _)| name != LEDGER && !name.ends_with("-shm"))
        .collect();
    assert!(
        disk.now() == real,
        "the shim's record and the real files differ"
    );
    events
}

/// What cuts at the syncs did.
#[derive(Debug, Default)]
struct Tally {
    cuts: usize,
    acknowledged: usize,
    lost: usize,
    unopened: usize,
}

/// Cuts the power at about so many syncs, spread evenly, in each of the three ways.
fn cut(events: &[Event], cuts: usize) -> BTreeMap<Cut, Tally> {
    let mut random = ChaCha8Rng::seed_from_u64(2);
    let is_sync = |event: &Event| matches!(event, Event::Sync(_) | Event::SyncFolder);
    let syncs = events.iter().filter(|event| is_sync(event)).count();
    assert!(syncs > 50, "the process hardly synced: {syncs}");
    let every = (syncs / cuts).max(1);
    let mut tallies: BTreeMap<Cut, Tally> = BTreeMap::new();
    let (mut disk, mut acknowledged, mut sync) = (Disk::default(), Vec::new(), 0);
    for event in events {
        if is_sync(event) {
            sync += 1;
            if sync % every == 0 {
                for way in [Cut::Nothing, Cut::SomeWrites, Cut::SomeSectors] {
                    let tally = tallies.entry(way).or_default();
                    let left = memory_folder();
                    disk.leave(left.path(), way, &mut random);
                    tally.cuts += 1;
                    tally.acknowledged += acknowledged.len();
                    match Store::open(&DatabaseUrl::in_folder(left.path())) {
                        Ok(store) => tally.lost += lost(&store, &acknowledged).len(),
                        Err(_) => {
                            tally.unopened += 1;
                            tally.lost += acknowledged.len();
                        }
                    }
                }
            }
        }
        if let Event::Acknowledge(line) = event {
            let line = std::str::from_utf8(line).unwrap();
            acknowledged.extend(line.lines().map(str::to_owned));
        }
        disk.follow(event);
    }
    tallies
}

/// A folder in memory where there is one: its syncs mean nothing here and would only cost time.
fn memory_folder() -> tempfile::TempDir {
    tempfile::tempdir_in("/dev/shm")
        .or_else(|_| tempfile::tempdir())
        .unwrap()
}

#[test]
fn what_was_acknowledged_survives_a_loss_of_power_at_any_sync() {
    let events = followed(None, number("POWER_SAVES", 60));
    for (way, tally) in cut(&events, number("CUTS", 30)) {
        eprintln!("{way:?}: {tally:?}");
        assert!(tally.acknowledged > 0);
        assert_eq!((tally.lost, tally.unopened), (0, 0), "{way:?}");
    }
}

#[test]
fn the_control_without_syncs_of_the_log_loses() {
    // Few enough saves for the log never to be copied back into the database, so that each sync left out is that of a commit.
    let events = followed(Some("-wal"), 30);
    let mut events_with_cuts = Vec::new();
    // With the syncs gone there is nowhere to cut: cut at every acknowledgement instead.
    for event in events {
        let acknowledged = matches!(event, Event::Acknowledge(_));
        events_with_cuts.push(event);
        if acknowledged {
            events_with_cuts.push(Event::SyncFolder);
        }
    }
    let tallies = cut(&events_with_cuts, 20);
    let tally = &tallies[&Cut::Nothing];
    eprintln!("control: {tally:?}");
    assert!(
        tally.lost > 0,
        "the control lost nothing, so the test can tell nothing: {tally:?}"
    );
}
