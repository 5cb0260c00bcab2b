//! A full disk under the folder of the files: what was acknowledged is there, the rest is refused, and space is all it needs.

use para11::access::Role;
use para11::store::reply::files::FileError;
use para11::store::reply::files::upload::NewUpload;

use super::pages::{page, put as put_by_form};
use super::*;
use crate::store::disk::Disk;
use crate::support::store::*;
use crate::support::web::TestServer;

#[test]
fn a_full_disk_refuses_before_it_acknowledges_and_needs_no_restart() {
    let Some(disk) = Disk::mount(3000) else {
        return;
    };
    let test = StoreUnderTest::on(TestDatabase::sqlite());
    let keys = tempfile::tempdir().unwrap();
    let keys = Arc::new(Keys::open(&keys.path().join("keys")).unwrap());
    let folder = disk.0.path().join("files");
    let files = Files::open(test.store.clone(), &folder, keys, None).unwrap();
    // One by pieces, of which the first is on disk before it is full.
    let whole = long(600_000);
    let new = NewUpload {
        slot: slot("q"),
        name: name("pieces.txt"),
        size: 600_000,
    };
    let upload = files.begin(&attach("AUT"), new, at(5)).unwrap().id;
    let piece = |number: usize| {
        let bytes = whole.chunks(262_144).nth(number).unwrap();
        let at_place = u64::try_from(number).unwrap();
        files.put_piece(
            &attach("AUT"),
            upload,
            at_place,
            &sha256(bytes),
            bytes,
            at(6),
        )
    };
    piece(0).unwrap();
    let (mut kept, mut refused) = (Vec::new(), 0);
    for number in 0..20 {
        let content = long(200_000 + number * 7_919);
        let called = format!("{number}.txt");
        match put(&files, &attach("AUT"), slot("q"), &called, &content) {
            Ok(document) => kept.push((document, content)),
            Err(FileError::Disk { .. }) => refused += 1,
            Err(other) => panic!("{other:?}"),
        }
    }
    assert!(
        kept.len() > 3 && refused > 3,
        "{} kept, {refused} refused",
        kept.len()
    );
    let filled = std::fs::File::create(folder.join("the rest")).unwrap();
    while std::io::Write::write(&mut &filled, &[0; 4096]).is_ok_and(|written| written > 0) {}
    assert!(matches!(piece(1), Err(FileError::Disk { .. })));
    let have = files.upload(&attach("AUT"), upload).unwrap().have;
    assert_eq!(have.keys().copied().collect::<Vec<_>>(), [0]);
    let listed = files.list(&see("AUT")).unwrap();
    assert_eq!(listed.len(), kept.len());
    disk.remount("size=64m");
    let more = put(&files, &attach("AUT"), slot("q"), "more.txt", &whole[1..]).unwrap();
    kept.push((more, whole[1..].to_vec()));
    piece(1).unwrap();
    piece(2).unwrap();
    let done = files.finish(&attach("AUT"), upload, at(9)).unwrap();
    kept.push((done, whole.clone()));
    for (document, content) in kept {
        assert!(read(&files, &see("AUT"), document.id).unwrap() == content);
    }
}

#[test]
fn a_full_disk_is_said_on_a_page_and_the_service_goes_on_when_there_is_space() {
    let Some(disk) = Disk::mount(1500) else {
        return;
    };
    let folder = disk.0.path().join("files");
    let server = TestServer::with(|state| {
        let keys = Arc::clone(&state.keys);
        state.files = Files::open(state.store.clone(), &folder, keys, None).unwrap();
    });
    let browser = server.signed_in(Role::FocalPoint);
    let path = page();
    let (mut kept, mut refused) = (Vec::new(), 0);
    for number in 0..10 {
        let content = long(300_000 + number);
        let answer = put_by_form(&browser, &path, "", &format!("{number}.txt"), &content);
        match answer.status {
            303 => kept.push(sha256(&content)),
            503 => {
                assert!(answer.body.contains("Try again"), "{}", answer.body);
                refused += 1;
            }
            other => panic!("{other}: {}", answer.body),
        }
    }
    assert!(
        kept.len() > 2 && refused > 2,
        "{} kept, {refused} refused",
        kept.len()
    );
    disk.remount("size=64m");
    let content = long(400_000);
    let answer = put_by_form(&browser, &path, "", "more.txt", &content);
    assert_eq!(answer.status, 303, "{}", answer.body);
    kept.push(sha256(&content));
    let held = server.files.list(&see("AUT")).unwrap();
    let digests: Vec<_> = held.iter().map(|one| one.attached.sha256.clone()).collect();
    assert_eq!(digests, kept);
    for document in held {
        let bytes = read(&server.files, &see("AUT"), document.id).unwrap();
        assert_eq!(sha256(&bytes), document.attached.sha256);
    }
}
