//! The rules of `ARCHITECTURE.md`, read off the source: arrows, fences, length and name of files, twin migrations, docs.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Rank of each module: it may name only modules of a lower rank (and itself).
const RANKS: &[(&str, u8)] = &[
    ("config", 0),
    ("text", 0),
    ("fonts", 0),
    ("keys", 1),
    ("merkle", 1),
    ("proof", 2),
    ("oidc", 2),
    ("form", 1),
    ("round", 2),
    ("reply", 3),
    ("access", 3),
    ("dataset", 4),
    ("store", 4),
    ("disclosure", 5),
    ("cut", 5),
    ("mail", 5),
    ("document", 5),
    ("chart", 6),
    ("dump", 6),
    ("release", 7),
    ("web", 8),
    ("cli", 9),
    ("lib", 10),
    ("main", 10),
];

/// A library and the only places that may name it.
const FENCES: &[(&str, &[&str])] = &[
    ("diesel", &["src/store"]),
    ("actix_web", &["src/web", "src/cli/serve.rs"]),
    ("plotters", &["src/chart/draw"]),
    ("plotters_backend", &["src/chart/draw"]),
    ("clap", &["src/cli"]),
    ("askama", &["src/web/pages"]),
    ("lettre", &["src/mail.rs"]),
    ("openidconnect", &["src/oidc"]),
    ("ureq", &["src/oidc"]),
    ("std::env", &["src/config"]),
    ("anyhow", &["src/cli", "src/main.rs"]),
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The sources of the program, by path.
pub(crate) fn sources() -> Vec<(String, String)> {
    fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, found);
            } else if path.extension().is_some_and(|e| e == "rs") {
                found.push(path);
            }
        }
    }
    let mut found = Vec::new();
    walk(&root().join("src"), &mut found);
    found.sort();
    assert!(found.len() > 20, "the walk found hardly any source");
    found
        .into_iter()
        .map(|path| {
            let name = path
                .strip_prefix(root())
                .unwrap()
                .to_str()
                .unwrap()
                .to_owned();
            (name, fs::read_to_string(path).unwrap())
        })
        .collect()
}

/// `src/form/file.rs` belongs to `form`.
fn module(path: &str) -> &str {
    let rest = path.strip_prefix("src/").unwrap();
    rest.split(['/', '.']).next().unwrap()
}

/// Code lines without comments; tests at the foot of a file may import what they like.
fn code(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.lines()
        .enumerate()
        .take_while(|(_, line)| !line.starts_with("#[cfg(test)]"))
        .filter(|(_, line)| !line.trim_start().starts_with("//"))
        .map(|(number, line)| (number + 1, line))
}

fn is_test_file(path: &str) -> bool {
    path.ends_with("/tests.rs") || path.contains("/tests/")
}

#[test]
fn a_module_names_only_modules_of_a_lower_rank() {
    let rank = |name: &str| {
        RANKS
            .iter()
            .find(|(module, _)| *module == name)
            .map(|(_, rank)| *rank)
    };
    let mut faults = Vec::new();
    for (path, text) in sources() {
        let own = module(&path);
        let own_rank = rank(own)
            .unwrap_or_else(|| panic!("{path}: give module `{own}` a rank in {}", file!()));
        if is_test_file(&path) {
            continue;
        }
        for (number, line) in code(&text) {
            for part in line.split("crate::").skip(1) {
                let name: String = part
                    .chars()
                    .take_while(|c| c.is_alphanumeric() || *c == '_')
                    .collect();
                if let Some(other) = rank(&name)
                    && name != own
                    && other >= own_rank
                {
                    faults.push(format!("{path}:{number}: `{own}` may not import `{name}`"));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn a_fenced_library_stays_behind_its_fence() {
    let mut faults = Vec::new();
    for (path, text) in sources() {
        for (library, places) in FENCES {
            if places.iter().any(|place| path.starts_with(place)) {
                continue;
            }
            let named = |line: &str| {
                let word = format!("{library}::");
                line.match_indices(&word).any(|(at, _)| {
                    !line[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ':')
                }) || line.trim_start().starts_with(&format!("use {library};"))
            };
            for (number, _) in code(&text).filter(|(_, line)| named(line)) {
                faults.push(format!(
                    "{path}:{number}: `{library}` belongs to {places:?}"
                ));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn the_middle_has_no_outside() {
    // No files, network, clock, environment or randomness where the same input must give the same bytes.
    let middle = [
        "form",
        "round",
        "reply",
        "access",
        "dataset",
        "disclosure",
        "chart",
        "dump",
        "text",
        "merkle",
        "proof",
    ];
    let outside = [
        "std::fs",
        "std::net",
        "std::process",
        "SystemTime::now",
        "Utc::now",
        "Instant::now",
        "rand::rng",
    ];
    let mut faults = Vec::new();
    for (path, text) in sources() {
        if !middle.contains(&module(&path)) || is_test_file(&path) {
            continue;
        }
        for (number, line) in code(&text) {
            for word in outside.iter().filter(|word| line.contains(**word)) {
                faults.push(format!("{path}:{number}: `{word}`"));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn files_are_short_and_say_what_they_are() {
    let mut faults = Vec::new();
    for (path, text) in sources() {
        let length = text.lines().count();
        if length > 500 {
            faults.push(format!("{path}: {length} lines; split it at 500"));
        }
        if !text.starts_with("//!") {
            faults.push(format!("{path}: opens without `//!`"));
        }
        if path.ends_with("/mod.rs") {
            faults.push(format!("{path}: write `name.rs` beside `name/`"));
        }
        let stem = Path::new(&path).file_stem().unwrap().to_str().unwrap();
        if ["util", "utils", "helper", "helpers", "common", "misc"].contains(&stem) {
            faults.push(format!(
                "{path}: a drawer; put things with the noun they serve"
            ));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn migrations_are_twins() {
    let names = |backend: &str| -> BTreeSet<String> {
        fs::read_dir(root().join("migrations").join(backend))
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect()
    };
    let (sqlite, postgres) = (names("sqlite"), names("postgres"));
    assert!(!sqlite.is_empty());
    assert_eq!(sqlite, postgres);
    for (backend, name) in sqlite
        .iter()
        .map(|n| ("sqlite", n))
        .chain(postgres.iter().map(|n| ("postgres", n)))
    {
        for file in ["up.sql", "down.sql"] {
            let path = root()
                .join("migrations")
                .join(backend)
                .join(name)
                .join(file);
            assert!(
                fs::metadata(&path).is_ok_and(|m| m.len() > 0),
                "{} is missing or empty",
                path.display()
            );
        }
    }
}

#[test]
fn nothing_committed_names_a_registry_host() {
    let hosts = [
        "crates.io/api",
        "registry.npmjs",
        "pypi.org",
        "deb.debian.org",
    ];
    for name in [
        "Cargo.toml",
        "README.md",
        "CONTRIBUTING.md",
        "tests/run",
        ".ci/run",
    ] {
        let text = fs::read_to_string(root().join(name)).unwrap();
        for host in hosts {
            assert!(!text.contains(host), "{name} names {host}");
        }
    }
}
