//! The figures of `benches/README.md`: `cargo bench --bench measure -- crosstab`, and so for each subject.

mod browser;
mod crosstab;
mod figures;
mod pages;
mod reply;
mod spent;
mod world;
mod writer;

use std::io;
use std::path::{Path, PathBuf};

use spent::Report;

/// A subject, and what measures it.
type Subject = (&'static str, fn(&mut Report<'_>) -> anyhow::Result<()>);

const SUBJECTS: &[Subject] = &[
    ("crosstab", crosstab::measure),
    ("writer", writer::measure),
    ("figures", figures::measure),
    ("pages", pages::measure),
    ("reply", reply::measure),
];

/// Who the lines of this program are about.
const OURS: &str = "para11";

/// A folder on the disk of the build for what is measured and shared with peers.
fn folder() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("measure")
}

fn main() -> anyhow::Result<()> {
    // `cargo bench` adds `--bench` of its own.
    let asked: Vec<String> = std::env::args()
        .skip(1)
        .filter(|a| a != "--bench")
        .collect();
    let known = |name: &String| SUBJECTS.iter().any(|(subject, _)| subject == name);
    if asked.is_empty() || !asked.iter().all(known) {
        let names: Vec<&str> = SUBJECTS.iter().map(|(name, _)| *name).collect();
        anyhow::bail!("say what to measure: {}", names.join(", "));
    }
    std::fs::create_dir_all(folder())?;
    let mut out = io::stdout().lock();
    for (name, measure) in SUBJECTS {
        if asked.iter().any(|a| a == name) {
            measure(&mut Report(&mut out))?;
        }
    }
    Ok(())
}
