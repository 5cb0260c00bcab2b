//! T-KILL-1: a process that saves is killed at random moments; what it had acknowledged is there when it starts again.
//!
//! `KILLS=2000 KILL_WITHIN=600 cargo test --release --test it kill:: -- --nocapture` is the long run (a kill comes within so many
//! milliseconds of the first save); by default there are few kills.

use std::io::{BufRead, BufReader, Write};
use std::process::Stdio;
use std::time::{Duration, Instant};

use para11::config::database::DatabaseUrl;
use para11::store::Store;
use rand::{RngExt, SeedableRng};

use crate::support::ledger::{child, lost, number, work};

/// Not a test: the process that is killed. It works on the folder that `KILL_FOLDER` names.
#[test]
#[ignore = "the process that `kill` starts and kills"]
fn victim() {
    let folder = std::env::var_os("KILL_FOLDER").expect("started by `kill` only");
    let store = Store::open(&DatabaseUrl::in_folder(folder.as_ref())).unwrap();
    work(&store, usize::MAX, &|line| {
        // One write, so that no line is half another's; it is in the pipe when this returns, whatever happens to the process.
        std::io::stdout().lock().write_all(line.as_bytes()).unwrap();
    });
}

#[test]
fn what_was_acknowledged_before_a_kill_is_there_after_it() {
    let folder = tempfile::tempdir().unwrap();
    let url = DatabaseUrl::in_folder(folder.path());
    let mut random = rand_chacha::ChaCha8Rng::seed_from_u64(1);
    let mut acknowledged = Vec::new();
    let mut slowest_start = Duration::ZERO;
    let kills = number("KILLS", 20);
    let within: u64 = number("KILL_WITHIN", 60).try_into().unwrap();
    for kill in 1..=kills {
        let started = Instant::now();
        let mut process = child("kill::victim")
            .env("KILL_FOLDER", folder.path())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let (ready, working) = std::sync::mpsc::channel();
        let reader = std::thread::spawn(move || {
            // The harness of the child prints lines of its own, the last of them without an end.
            let ours = |line: &String| line.starts_with("saved ");
            let mut found = Vec::new();
            for line in lines.map_while(Result::ok).filter(ours) {
                if found.is_empty() {
                    ready.send(()).unwrap();
                }
                found.push(line);
            }
            found
        });
        if working.recv_timeout(Duration::from_secs(60)).is_err() {
            process.kill().unwrap();
            panic!("kill {kill}: the process did not begin to save; run it by hand to see why");
        }
        slowest_start = slowest_start.max(started.elapsed());
        std::thread::sleep(Duration::from_micros(random.random_range(0..1000 * within)));
        process.kill().unwrap();
        process.wait().unwrap();
        let mut found = reader.join().unwrap();
        // The last line may have been cut; a whole one has all its words.
        if found
            .last()
            .is_some_and(|line| line.len() < line.rfind(' ').unwrap_or(0) + 17)
        {
            found.pop();
        }
        acknowledged.extend(found);
        // Mostly the next process finds the files as the kill left them, sometimes the check does.
        if kill % (kills / 20).max(5) == 0 || kill == kills {
            let store = Store::open(&url).unwrap();
            let lost = lost(&store, &acknowledged);
            assert!(
                lost.is_empty(),
                "kill {kill}: {} of {} lost or altered: {lost:?}",
                lost.len(),
                acknowledged.len()
            );
        }
    }
    let saves = acknowledged.len();
    assert!(
        saves > kills,
        "the processes hardly saved before they were killed: {saves} saves"
    );
    eprintln!(
        "{kills} kills, {saves} acknowledged saves, 0 lost, 0 altered; slowest start {slowest_start:?}"
    );
}
