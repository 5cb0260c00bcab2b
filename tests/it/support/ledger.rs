//! What a process that is about to be killed said was kept, and whether it was.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use para11::reply::raw::RawAnswer;
use para11::store::Store;

use super::store::*;

/// The States that the process answers for; one thread each.
pub(crate) const STATES: [&str; 4] = ["R0", "R1", "R2", "R3"];

/// Questions that it answers in turn.
const QUESTIONS: usize = 5;

/// Saves as fast as it can, and says so after each save that was acknowledged. Ends after so many saves of each thread, then submits.
pub(crate) fn work(store: &Store, saves: usize, acknowledge: &(impl Fn(&str) + Sync)) {
    if store.round(&code("2026")).unwrap().is_none() {
        put_round(store, &STATES);
    }
    acknowledge("round\n");
    std::thread::scope(|scope| {
        for state in STATES {
            scope.spawn(move || {
                let allow = edit(state);
                let mut seen: BTreeMap<String, i64> = BTreeMap::new();
                for answer in store.reply(&see(state)).unwrap().answers {
                    seen.insert(answer.key.to_string(), answer.revision);
                }
                for number in 0..saves {
                    let question = format!("q{}", number % QUESTIONS);
                    let before = seen.get(&question).copied().unwrap_or(0);
                    let text = format!(
                        "{state} {number} after {before} {}",
                        "text ".repeat(number % 60)
                    );
                    let sent = change(&question, &text, before);
                    let digest = digest(&sent.raw);
                    let saved = store.save(&allow, firm(), vec![sent], None, at(1)).unwrap();
                    let revision = saved.revisions[0].1;
                    acknowledge(&format!("saved {state} {question} {revision} {digest}\n"));
                    seen.insert(question, revision);
                }
                let receipt = submit(store, state, &[7; 9000], at(2));
                acknowledge(&format!("sealed {state} {}\n", receipt.sha256));
            });
        }
    });
}

fn digest(raw: &RawAnswer) -> String {
    use sha2::Digest;
    let mut text = String::new();
    for byte in sha2::Sha256::digest(serde_json::to_vec(raw).unwrap())
        .iter()
        .take(8)
    {
        write!(text, "{byte:02x}").unwrap();
    }
    text
}

/// What a store holds, in the words of the ledger.
fn held(store: &Store) -> BTreeSet<String> {
    let mut held = BTreeSet::new();
    if store.round(&code("2026")).unwrap().is_none() {
        return held;
    }
    held.insert("round".to_owned());
    for state in STATES {
        for question in 0..QUESTIONS {
            let question = format!("q{question}");
            for change in store.history(&see(state), &key(&question)).unwrap() {
                held.insert(format!(
                    "saved {state} {question} {} {}",
                    change.revision,
                    digest(&change.raw)
                ));
            }
        }
        if let Some(sealed) = store.submission(&see(state)).unwrap() {
            held.insert(format!("sealed {state} {}", sealed.receipt.sha256));
        }
        // What is shown is the last of what is remembered.
        for answer in store.reply(&see(state)).unwrap().answers {
            let shown = format!(
                "saved {state} {} {} {}",
                answer.key,
                answer.revision,
                digest(&answer.raw)
            );
            assert!(
                held.contains(&shown),
                "{shown} is shown but not in the history"
            );
        }
    }
    held
}

/// Lines of the ledger that the store does not hold, word for word: lost, or altered.
pub(crate) fn lost<'a>(store: &Store, acknowledged: &'a [String]) -> Vec<&'a str> {
    let held = held(store);
    acknowledged
        .iter()
        .map(String::as_str)
        .filter(|line| !held.contains(*line))
        .collect()
}

/// A number that the environment may set, for long runs.
pub(crate) fn number(variable: &str, default: usize) -> usize {
    std::env::var_os(variable).map_or(default, |text| {
        let text = text.into_string().unwrap();
        text.parse()
            .unwrap_or_else(|_| panic!("{variable} must be a number, not {text}"))
    })
}

/// Runs an ignored test of this same binary as a process of its own.
pub(crate) fn child(test: &str) -> std::process::Command {
    let mut command = std::process::Command::new(std::env::current_exe().unwrap());
    command.args([
        test,
        "--exact",
        "--ignored",
        "--nocapture",
        "--test-threads=1",
    ]);
    command
}
