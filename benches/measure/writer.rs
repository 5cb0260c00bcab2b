//! Saves that survive a loss of power, against a loop that does nothing but make the same disk keep a page.

use std::fs::OpenOptions;
use std::io::{Seek, SeekFrom, Write};
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::Context;
use para11::access::{OwnReply, operator};
use para11::config::database::DatabaseUrl;
use para11::form::Mark;
use para11::form::marks::MarkRules;
use para11::form::name::Code;
use para11::reply::AnswerKey;
use para11::reply::raw::RawAnswer;
use para11::store::Store;
use para11::store::reply::marks::Marks;
use para11::store::reply::save::AnswerChange;

use crate::spent::{Report, Spent};
use crate::world::{World, now};
use crate::{OURS, folder};

/// Each is measured so often, in turn: the disk is shared.
const ROUNDS: u32 = 5;
/// How long each time.
const TURN: Duration = Duration::from_millis(1500);
/// Clients under group commit.
const CLIENTS: usize = 64;
/// Bytes that one save makes the disk keep at least: a page of the database.
const PAGE: usize = 4096;
/// Pages after which the log of SQLite begins anew, and so does the loop beside it.
const LOG: u64 = 1000;

pub(crate) fn measure(report: &mut Report<'_>) -> anyhow::Result<()> {
    let world = World::of(CLIENTS)?;
    let home = tempfile::tempdir_in(folder())?;
    let store = Store::open(&DatabaseUrl::in_folder(home.path()))?;
    world.put(&store)?;
    let mut clients = Vec::new();
    for respondent in &world.respondents {
        let mut client = Client {
            store: store.clone(),
            round: world.round.code.clone(),
            respondent: respondent.code.clone(),
            seen: 0,
            saves: 0,
        };
        // A draft that is nearly done: what a save costs may depend on what is there already.
        let typed: Vec<_> = world.typed(respondent)?.into_iter().collect();
        client.save(&typed)?;
        clients.push(client);
    }
    let first = world.respondents.first().context("no respondent")?;
    let answers: Vec<(AnswerKey, RawAnswer)> = world.typed(first)?.into_iter().take(8).collect();
    for _ in 0..ROUNDS {
        let synced = synced(home.path())?;
        for answers in [answers.get(..1), Some(answers.as_slice())] {
            let answers = answers.context("too few answers")?;
            let size = if answers.len() == 1 {
                "1 answer"
            } else {
                "8 answers"
            };
            let alone = clients.get_mut(..1).context("no client")?;
            let work = format!("save of {size}, 1 client");
            report.time(&work, "write and fdatasync of 4 KiB", synced)?;
            report.time(&work, OURS, saves(alone, answers)?)?;
            let work = format!("save of {size}, {CLIENTS} clients");
            report.time(&work, "write and fdatasync of 4 KiB", synced)?;
            report.time(&work, OURS, saves(&mut clients, answers)?)?;
        }
    }
    Ok(())
}

/// Keeps pages one after the other, as the log of a database does.
fn synced(home: &Path) -> anyhow::Result<Spent> {
    let mut file = OpenOptions::new()
        .create(true)
        .truncate(false)
        .write(true)
        .open(home.join("pages"))?;
    let (start, before) = (
        Instant::now(),
        crate::spent::cpu(crate::spent::Of::Process)?,
    );
    let mut pages = 0_u32;
    while start.elapsed() < TURN {
        if u64::from(pages).is_multiple_of(LOG) {
            file.seek(SeekFrom::Start(0))?;
        }
        file.write_all(&[u8::try_from(pages % 251)?; PAGE])?;
        file.sync_data()?;
        pages += 1;
    }
    Spent::since(before, start, pages)
}

/// One who types and saves, and waits until each save is acknowledged.
struct Client {
    store: Store,
    round: Code,
    respondent: Code,
    seen: i64,
    saves: u32,
}

impl Client {
    fn save(&mut self, answers: &[(AnswerKey, RawAnswer)]) -> anyhow::Result<()> {
        self.saves += 1;
        let changes = answers.iter().map(|(key, raw)| AnswerChange {
            key: key.clone(),
            raw: RawAnswer {
                comment: format!("SAMPLE, typed for the {}th time", self.saves),
                ..raw.clone()
            },
            seen: self.seen,
        });
        let allow = operator(OwnReply::whole(self.round.clone(), self.respondent.clone()));
        let marks = Marks::firm(MarkRules::plain(Mark::NotAttributable));
        let saved = self
            .store
            .save(&allow, marks, changes.collect(), None, now()?)?;
        anyhow::ensure!(saved.conflicts.is_empty(), "a conflict with nobody");
        anyhow::ensure!(saved.revision > self.seen, "nothing was saved");
        self.seen = saved.revision;
        Ok(())
    }
}

/// All clients save for a while, each as fast as it is answered; the cost of one save.
fn saves(clients: &mut [Client], answers: &[(AnswerKey, RawAnswer)]) -> anyhow::Result<Spent> {
    let (start, before) = (
        Instant::now(),
        crate::spent::cpu(crate::spent::Of::Process)?,
    );
    let counts = std::thread::scope(|scope| {
        let run = |client: &mut Client| {
            let mut count = 0_u32;
            while start.elapsed() < TURN {
                client.save(answers)?;
                count += 1;
            }
            Ok(count)
        };
        let threads: Vec<_> = clients
            .iter_mut()
            .map(|client| scope.spawn(move || run(client)))
            .collect();
        let join = |thread: std::thread::ScopedJoinHandle<'_, anyhow::Result<u32>>| {
            thread
                .join()
                .map_err(|_panic| anyhow::anyhow!("a client panicked"))?
        };
        threads.into_iter().map(join).sum::<anyhow::Result<u32>>()
    })?;
    Spent::since(before, start, counts)
}
