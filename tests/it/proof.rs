//! What anyone can check without us: the file of a receipt as a page gives it, from the shell, with `para11 verify` and with OpenSSL alone;
//! the same on the page; the log against receipts and checkpoints.

use std::io::{Cursor, Read, Write};
use std::path::Path;
use std::process::Command;

use para11::access::Role;
use para11::keys::Keys;
use para11::proof::bundle::{self, Bundle};

use crate::life::done;
use crate::respond::{fill_in, wanted};
use crate::support::store::{at, clear, keys, see};
use crate::support::web::{Answer, Browser, TestServer};

/// The files of a bundle that count.
const PARTS: [&str; 4] = [
    bundle::DOCUMENT,
    bundle::TEXT,
    bundle::SIGNATURE,
    bundle::KEY,
];

/// A service with one submission, and the file of its receipt as the State gets it.
fn submitted() -> (TestServer, Vec<u8>) {
    let server = TestServer::start();
    let focal_point = server.signed_in(Role::FocalPoint);
    fill_in(&focal_point, &wanted(7));
    clear(&server.store, "AUT", at(0));
    let submit = "/en/reply/submit";
    done(&focal_point, submit, submit, &[("confirmed", "yes")]);
    let id = server.store.signed_receipts(&see("AUT")).unwrap()[0].id;
    let (answer, bytes) = focal_point.bytes(&format!("/en/reply/receipts/{id}.zip"));
    assert_eq!(answer.status, 200);
    (server, bytes)
}

/// Runs the program: its exit status and what it said.
fn para11(folder: &Path, arguments: &[&str], database: &str) -> (i32, String) {
    let done = Command::new(env!("CARGO_BIN_EXE_para11"))
        .args(arguments)
        .current_dir(folder)
        .env_clear()
        .env("DATABASE_URL", database)
        .output()
        .unwrap();
    let said = [done.stdout, done.stderr].concat();
    (
        done.status.code().unwrap(),
        String::from_utf8(said).unwrap(),
    )
}

/// The bytes of a part of a zip.
fn part(zip: &[u8], name: &str) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(Cursor::new(zip)).unwrap();
    let mut bytes = Vec::new();
    archive
        .by_name(name)
        .unwrap()
        .read_to_end(&mut bytes)
        .unwrap();
    bytes
}

/// The zip with other bytes in one part.
fn with_part(zip: &[u8], name: &str, bytes: &[u8]) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(Cursor::new(zip)).unwrap();
    let mut other = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for number in 0..archive.len() {
        let mut file = archive.by_index(number).unwrap();
        let mut own = Vec::new();
        file.read_to_end(&mut own).unwrap();
        let options = zip::write::SimpleFileOptions::default();
        let called = file.name().unwrap().into_owned();
        let is_it = called == name;
        other.start_file(called, options).unwrap();
        other.write_all(if is_it { bytes } else { &own }).unwrap();
    }
    other.finish().unwrap().into_inner()
}

fn flipped(bytes: &[u8], at: usize) -> Vec<u8> {
    let mut other = bytes.to_vec();
    other[at] ^= 1;
    other
}

#[test]
fn the_program_verifies_a_receipt_and_refuses_one_flipped_byte_of_each_file() {
    let (server, zip) = submitted();
    let folder = tempfile::tempdir().unwrap();
    let put = |name: &str, bytes: &[u8]| std::fs::write(folder.path().join(name), bytes).unwrap();
    let verify = |arguments: &[&str]| {
        let all = [&["verify", "receipt"], arguments].concat();
        para11(folder.path(), &all, &server.database_url())
    };
    put("receipt.zip", &zip);
    put("key.pem", keys().public_pem().as_bytes());
    let (status, said) = verify(&["receipt.zip"]);
    assert!(
        status == 0
            && said.contains("The receipt holds: AUT Austria, version 1")
            && said.contains("compare its fingerprint"),
        "{said}"
    );
    let (status, said) = verify(&["receipt.zip", "--key", "key.pem"]);
    assert!(status == 0 && !said.contains("compare"), "{said}");

    for name in PARTS {
        let whole = part(&zip, name);
        for at in [0, whole.len() / 2, whole.len() - 1] {
            put("spoilt.zip", &with_part(&zip, name, &flipped(&whole, at)));
            let (status, said) = verify(&["spoilt.zip"]);
            assert!(
                status == 1 && said.starts_with("error: spoilt.zip"),
                "byte {at} of {name}: {status} {said}"
            );
        }
    }
    let other = tempfile::tempdir().unwrap();
    let other = Keys::open(other.path()).unwrap();
    put("other.pem", other.public_pem().as_bytes());
    put("empty.zip", b"");
    for (arguments, words) in [
        (
            &["receipt.zip", "--key", "other.pem"][..],
            "another key signed it",
        ),
        (
            &["receipt.zip", "--key", "receipt.zip"],
            "holds no Ed25519 key",
        ),
        (&["empty.zip"], "no zip file"),
        (&["none.zip"], "cannot be read"),
    ] {
        let (status, said) = verify(arguments);
        assert!(status == 1 && said.contains(words), "{arguments:?}: {said}");
    }
    assert_eq!(verify(&[]).0, 2);
}

#[test]
fn no_flipped_byte_of_any_file_of_a_bundle_passes() {
    let (_server, zip) = submitted();
    let good = Bundle::unzip(&zip).unwrap();
    good.check(None).unwrap();
    let mut tried = 0;
    for name in PARTS {
        let whole = part(&zip, name);
        for at in 0..whole.len() {
            let bytes = flipped(&whole, at);
            let text = |bytes: Vec<u8>| String::from_utf8(bytes).ok();
            let mut bad = good.clone();
            let readable = match name {
                bundle::DOCUMENT => {
                    bad.document = bytes;
                    true
                }
                bundle::TEXT => text(bytes).map(|text| bad.text = text).is_some(),
                bundle::SIGNATURE => {
                    bad.signature = bytes;
                    true
                }
                _ => text(bytes).map(|text| bad.pem = text).is_some(),
            };
            // What is no text any more is refused when it is unpacked.
            assert!(!readable || bad.check(None).is_err(), "byte {at} of {name}");
            tried += 1;
        }
    }
    eprintln!("{tried} flipped bytes of a bundle, none passed");
    assert!(tried > 5_000, "{tried}");
}

#[test]
fn openssl_alone_verifies_the_file_of_a_receipt_by_the_commands_that_stand_in_it() {
    let (_server, zip) = submitted();
    let folder = tempfile::tempdir().unwrap();
    let put = |name: &str, bytes: &[u8]| std::fs::write(folder.path().join(name), bytes).unwrap();
    for name in PARTS {
        put(name, &part(&zip, name));
    }
    let openssl = |line: &str| {
        let mut words = line.split_whitespace();
        assert_eq!(words.next(), Some("openssl"));
        let done = Command::new("openssl")
            .args(words)
            .current_dir(folder.path())
            .output()
            .unwrap();
        (
            done.status.success(),
            String::from_utf8_lossy(&done.stdout).into_owned(),
        )
    };
    let readme = String::from_utf8(part(&zip, "README.txt")).unwrap();
    let verify = readme
        .lines()
        .map(str::trim)
        .find(|line| line.starts_with("openssl pkeyutl"))
        .unwrap();
    let (holds, said) = openssl(verify);
    assert!(holds && said.contains("Verified Successfully"), "{said}");
    let text = String::from_utf8(part(&zip, bundle::TEXT)).unwrap();
    let digest = text
        .lines()
        .find_map(|line| line.strip_prefix("sha256: "))
        .unwrap();
    let (_, said) = openssl("openssl dgst -sha256 reply.json");
    assert!(said.contains(digest), "{said}");
    for name in [bundle::TEXT, bundle::SIGNATURE, bundle::KEY] {
        let whole = part(&zip, name);
        put(name, &flipped(&whole, whole.len() / 2));
        assert!(!openssl(verify).0, "{name}");
        put(name, &whole);
    }
    let reply = part(&zip, bundle::DOCUMENT);
    put(bundle::DOCUMENT, &flipped(&reply, reply.len() / 2));
    let (_, said) = openssl("openssl dgst -sha256 reply.json");
    assert!(!said.contains(digest), "{said}");
}

#[test]
fn the_program_verifies_the_log_against_what_was_kept_elsewhere() {
    let (server, zip) = submitted();
    let folder = tempfile::tempdir().unwrap();
    let put = |name: &str, bytes: &[u8]| std::fs::write(folder.path().join(name), bytes).unwrap();
    let note = server.store.latest_checkpoint().unwrap().unwrap().note;
    put("receipt.zip", &zip);
    put("kept.txt", note.as_bytes());
    put("spoilt.txt", &flipped(note.as_bytes(), note.len() / 2));
    let text = part(&zip, bundle::TEXT);
    let spoilt = with_part(&zip, bundle::TEXT, &flipped(&text, text.len() / 2));
    put("spoilt.zip", &spoilt);
    let log = |arguments: &[&str]| {
        let all = [&["verify", "log"], arguments].concat();
        para11(folder.path(), &all, &server.database_url())
    };
    let kept = ["--checkpoint", "kept.txt", "--receipt", "receipt.zip"];
    let (status, said) = log(&kept);
    assert!(status == 0 && said.contains("The log holds: "), "{said}");
    for spoilt in [["--checkpoint", "spoilt.txt"], ["--receipt", "spoilt.zip"]] {
        let (status, said) = log(&spoilt);
        assert!(status == 1 && said.starts_with("error: spoilt."), "{said}");
    }
    // The receipt of another service: its key signed nothing here.
    let (other, theirs) = submitted();
    drop(other);
    put("theirs.zip", &theirs);
    let (status, said) = log(&["--receipt", "theirs.zip"]);
    assert!(
        status == 1 && said.contains("history was rewritten"),
        "{said}"
    );

    // One changed letter of one entry.
    use diesel::connection::SimpleConnection;
    use diesel::prelude::*;
    let url = server.database_url();
    let path = url.strip_prefix("sqlite:").unwrap();
    SqliteConnection::establish(path)
        .unwrap()
        .batch_execute(
            "DROP TRIGGER log_entries_never_change; \
             UPDATE log_entries SET object = 'revision 8' WHERE object = 'revision 7'",
        )
        .unwrap();
    let (status, said) = log(&[]);
    assert!(
        status == 1 && said.contains("of the log was changed"),
        "{status} {said}"
    );
}

/// Sends files to the page that checks them.
fn send(browser: &Browser, files: &[(&str, &[u8])]) -> Answer {
    let mut body = Vec::new();
    for (name, bytes) in files {
        body.extend(
            format!(
                "--edge\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"f\"\r\n\r\n"
            )
            .into_bytes(),
        );
        body.extend_from_slice(bytes);
        body.extend(b"\r\n");
    }
    body.extend(b"--edge--\r\n");
    let kind = "multipart/form-data; boundary=edge";
    let ours = ("Sec-Fetch-Site", "same-origin");
    browser.send("/en/check-receipt/files", kind, &body, &[ours])
}

#[test]
fn anyone_checks_the_files_of_a_receipt_on_the_page() {
    let (server, zip) = submitted();
    let anyone = server.browser();
    let (text, signature) = (part(&zip, bundle::TEXT), part(&zip, bundle::SIGNATURE));
    let whole = send(
        &anyone,
        &[("bundle", &zip), ("receipt", b""), ("signature", b"")],
    );
    assert!(
        whole.status == 200
            && whole
                .body
                .contains("the reply in the file is the one it names"),
        "{}",
        whole.body
    );
    let two = send(&anyone, &[("receipt", &text), ("signature", &signature)]);
    assert!(
        two.status == 200 && two.body.contains("The receipt holds: this service"),
        "{}",
        two.body
    );
    let reply = part(&zip, bundle::DOCUMENT);
    let spoilt = |name: &str, bytes: &[u8]| with_part(&zip, name, &flipped(bytes, bytes.len() / 2));
    for (files, words) in [
        (
            vec![("bundle", spoilt(bundle::DOCUMENT, &reply))],
            "another SHA-256",
        ),
        (
            vec![("bundle", spoilt(bundle::SIGNATURE, &signature))],
            "signature does not fit",
        ),
        (
            vec![("bundle", b"no zip".to_vec())],
            "no zip file of a receipt",
        ),
        (
            vec![
                ("receipt", flipped(&text, 40)),
                ("signature", signature.clone()),
            ],
            "does not",
        ),
        (vec![("receipt", text.clone())], "signature does not fit"),
        (
            vec![("receipt", b"a letter".to_vec())],
            "no receipt of this service",
        ),
        (vec![("bundle", Vec::new())], "Choose the file"),
    ] {
        let files: Vec<_> = files
            .iter()
            .map(|(name, bytes)| (*name, bytes.as_slice()))
            .collect();
        let refused = send(&anyone, &files);
        assert!(
            refused.status == 422
                && refused.body.contains(words)
                && refused.body.contains("<title>Error"),
            "{words}: {} {}",
            refused.status,
            refused.body
        );
    }
    let large = vec![0; para11::web::input::parts::MOST_BYTES + 1];
    assert_eq!(send(&anyone, &[("bundle", &large)]).status, 413);
    let many: Vec<_> = (0..11).map(|_| ("receipt", &b"a"[..])).collect();
    assert_eq!(send(&anyone, &many).status, 400);
    // A receipt that the same key signed over another log: whoever stole the key could make it.
    let (_other, theirs) = submitted();
    let refused = send(&anyone, &[("bundle", &theirs)]);
    assert!(
        refused.status == 422 && refused.body.contains("was not made here"),
        "{}",
        refused.body
    );
}

#[test]
fn the_program_puts_keys_in_the_place_of_others() {
    let folder = tempfile::tempdir().unwrap();
    let database = format!("sqlite:{}", folder.path().join("x.sqlite").display());
    let run = |arguments: &[&str]| para11(folder.path(), arguments, &database);
    let said = |arguments: &[&str]| {
        let (status, said) = run(arguments);
        assert_eq!(status, 0, "{said}");
        said
    };
    let signs = |said: &str| {
        said.lines()
            .next()
            .unwrap()
            .strip_prefix("Signs: ")
            .unwrap()
            .to_owned()
    };
    let before = signs(&said(&["keys", "show"]));
    assert!(said(&["keys", "rotate"]).contains("tell this fingerprint by note verbale"));
    let show = said(&["keys", "show"]);
    let after = signs(&show);
    assert_ne!(before, after);
    assert!(
        show.contains(&format!("{before} since")) && show.contains(" until "),
        "{show}"
    );
    assert!(said(&["verify", "log"]).contains("The log holds: 1 entries"));

    // The file is lost, and another was made at the next start: that one signs nothing until it is announced.
    std::fs::remove_file(folder.path().join("para11-data/keys/signing.pem")).unwrap();
    let (status, lost) = run(&["keys", "rotate"]);
    assert!(
        status == 1 && lost.contains("para11 keys rotate --lost"),
        "{lost}"
    );
    said(&["keys", "rotate", "--lost"]);
    assert!(said(&["verify", "log"]).contains("The log holds: 2 entries"));

    assert!(said(&["keys", "rewrap"]).contains("wrapping-2.key seals from now on"));
    assert!(said(&["keys", "drop"]).contains("1 older keys are gone"));
    assert!(
        !folder
            .path()
            .join("para11-data/keys/wrapping-1.key")
            .exists()
    );
}
