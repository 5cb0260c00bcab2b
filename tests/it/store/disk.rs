//! A disk that is full, and one that is read-only: a small file system in memory, where the tests may mount one.

use std::path::Path;
use std::process::Command;

use para11::config::database::DatabaseUrl;
use para11::store::{Store, StoreError};

use crate::support::store::*;

/// A file system of its own, unmounted when dropped.
pub(crate) struct Disk(pub(crate) tempfile::TempDir);

impl Disk {
    /// `None`, with a printed line, where nothing may be mounted.
    pub(crate) fn mount(kilobytes: u32) -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let mounted = mount(
            &["-t", "tmpfs", "-o", &format!("size={kilobytes}k"), "tmpfs"],
            folder.path(),
        );
        if !mounted {
            eprintln!("not run: no file system may be mounted here");
        }
        mounted.then_some(Self(folder))
    }

    pub(crate) fn remount(&self, option: &str) {
        assert!(
            mount(&["-o", &format!("remount,{option}")], self.0.path()),
            "remount {option}"
        );
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        Command::new("umount")
            .arg("-l")
            .arg(self.0.path())
            .status()
            .ok();
    }
}

fn mount(arguments: &[&str], folder: &Path) -> bool {
    let mounting = Command::new("mount").args(arguments).arg(folder).output();
    mounting.is_ok_and(|output| output.status.success())
}

#[test]
fn a_full_disk_loses_nothing_and_needs_no_restart() {
    let Some(disk) = Disk::mount(600) else { return };
    let url = DatabaseUrl::in_folder(disk.0.path());
    let store = Store::open(&url).unwrap();
    put_round(&store, &["AUT"]);
    let (mut kept, mut refused) = (Vec::new(), 0);
    for size in [1024, 2048, 4096] {
        for number in 0..400 {
            let text = format!("{number} {}", "x".repeat(number * 7));
            let question = format!("q{}", kept.len());
            match store.save(
                &edit("AUT"),
                firm(),
                vec![change(&question, &text, 0)],
                None,
                at(1),
            ) {
                Ok(_) => kept.push((key(&question), raw(&text))),
                Err(StoreError::Database(_) | StoreError::NotKept(_)) => refused += 1,
                Err(other) => panic!("{other:?}"),
            }
        }
        assert!(refused > 0, "the disk was never full");
        disk.remount(&format!("size={size}k"));
        let text = format!("after {size}");
        let question = format!("q{}", kept.len());
        store
            .save(
                &edit("AUT"),
                firm(),
                vec![change(&question, &text, 0)],
                None,
                at(1),
            )
            .unwrap();
        kept.push((key(&question), raw(&text)));
    }
    disk.remount("size=64m");
    drop(store);
    let mut held: Vec<_> = Store::open(&url)
        .unwrap()
        .reply(&see("AUT"))
        .unwrap()
        .answers
        .into_iter()
        .map(|answer| (answer.key, answer.raw))
        .collect();
    held.sort_by(|one, other| one.0.cmp(&other.0));
    kept.sort_by(|one, other| one.0.cmp(&other.0));
    assert!(
        held == kept,
        "{} acknowledged, {} held, {refused} refused",
        kept.len(),
        held.len()
    );
}

#[test]
fn a_read_only_disk_is_refused_in_words() {
    let Some(disk) = Disk::mount(4096) else {
        return;
    };
    let url = DatabaseUrl::in_folder(disk.0.path());
    drop(Store::open(&url).unwrap());
    disk.remount("ro");
    let refused = Store::open(&url).unwrap_err().to_string();
    assert!(
        refused.contains("para11.sqlite cannot be opened for writing")
            && refused.contains("read-only"),
        "{refused}"
    );
}
