//! A release by its commands: proposed, packed, counted again, compared.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::process::Command;

use para11::access::{Role, permit};
use para11::release::gather::approve;
use para11::store::releases::Approval;

use super::submit;
use crate::support::store::at;
use crate::support::web::TestServer;

/// Runs `para11 release`; what it says.
fn release(server: &TestServer, args: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_para11"))
        .arg("release")
        .args(args)
        .env_clear()
        .env("DATABASE_URL", server.database_url())
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{args:?}: {told}");
    String::from_utf8(output.stdout).unwrap()
}

/// Packs a release; its files.
fn packed(server: &TestServer, id: &str) -> BTreeMap<String, Vec<u8>> {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().to_str().unwrap();
    release(server, &["pack", id, "--out", out]);
    let files = fs::read_dir(folder.path()).unwrap().map(Result::unwrap);
    let read = |file: fs::DirEntry| {
        let name = file.file_name().into_string().unwrap();
        (name, fs::read(file.path()).unwrap())
    };
    files.map(read).collect()
}

/// All keys of a document.
fn keys(value: &serde_json::Value, found: &mut BTreeSet<String>) {
    if let Some(object) = value.as_object() {
        found.extend(object.keys().cloned());
        object.values().for_each(|value| keys(value, found));
    }
    let list = value.as_array().into_iter().flatten();
    list.for_each(|value| keys(value, found));
}

#[test]
fn a_release_is_packed_the_same_each_time_and_tells_nothing_but_its_figures() {
    let server = TestServer::start();
    submit(&server, 0..3);
    let told = release(&server, &["propose", "First", "--partners", "0"]);
    assert!(
        told.starts_with("Release 1 is proposed: 3 replies, "),
        "{told}"
    );
    let proposed = packed(&server, "1");
    let is_internal = |name: &String| name.contains("-INTERNAL.");
    let drawn = |files: &BTreeMap<String, Vec<u8>>| {
        let names = files.keys().filter(|name| name.starts_with("para11-2026-"));
        names.cloned().collect::<Vec<_>>()
    };
    assert!(drawn(&proposed).len() > 4 && drawn(&proposed).iter().all(is_internal));

    let manager = server.person(Role::Manager);
    let done = approve(&server.store, &permit(&manager).unwrap(), 1, at(90_000));
    assert_eq!(done.unwrap(), Some(Approval::Left));

    let files = packed(&server, "1");
    assert_eq!(files, packed(&server, "1"), "the same release, other bytes");
    assert_eq!(drawn(&files).len(), drawn(&proposed).len());
    assert!(!drawn(&files).iter().any(is_internal));
    let sums = String::from_utf8(files["SHA256SUMS"].clone()).unwrap();
    assert_eq!(sums.lines().count(), files.len() - 1);
    let about = |files: &BTreeMap<String, Vec<u8>>| -> serde_json::Value {
        serde_json::from_slice(&files["release.json"]).unwrap()
    };
    let left = [&proposed, &files].map(|files| about(files)["left"].clone());
    assert_eq!(left, [false, true]);
    let mut found = BTreeSet::new();
    keys(&about(&files), &mut found);
    assert!(
        found.contains("tables") && found.contains("charts"),
        "{found:?}"
    );
    for hidden in ["replies", "respondents", "report", "sha256", "withheld"] {
        assert!(!found.contains(hidden), "{hidden} in {found:?}");
    }

    let listed = release(&server, &["list"]);
    assert!(listed.starts_with("1\tFirst\tleft "), "{listed}");
    let rebuilt = release(&server, &["rebuild", "1"]);
    assert!(rebuilt.contains("every number is as it was"), "{rebuilt}");
    let differs = release(&server, &["difference", "1", "1"]);
    assert_eq!(differs, "chart\trow\tcolumn\tbefore\tnow\n");
}
