//! Letters: queued with the act, sent once, tried again, without a trace of their secret.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use para11::access::Role;
use para11::config::address::PublicUrl;
use para11::config::mail::{Mail, Relay};
use para11::keys::Keys;
use para11::mail::Post;
use para11::store::letters::{LetterKind, TakenLetter, Trouble};
use para11::text::{Language, interface};

use super::{invited, respondents};
use crate::support::store::*;

pub(super) fn with_letters(test: &StoreUnderTest) -> tempfile::TempDir {
    let keys = tempfile::tempdir().unwrap();
    let opened = Keys::open(&keys.path().join("keys")).unwrap();
    test.store.queue_letters(Arc::new(opened));
    keys
}

pub(super) fn invite(
    test: &StoreUnderTest,
    address: &str,
) -> para11::store::account::invitations::Invitation {
    let new = invited(Role::FocalPoint, "AUT", address);
    test.store.invite(&respondents(), new, at(0)).unwrap()
}

/// A relay that is a folder.
pub(crate) fn post(folder: &Path) -> Post {
    let mail = Mail {
        relay: Relay::Folder(folder.to_owned()),
        from: "Questionnaires <questionnaires@example.org>".to_owned(),
        password_file: None,
    };
    let public = PublicUrl::parse("https://questionnaires.example.org").unwrap();
    Post::new(&mail, public, "Example Office", "help@example.org").unwrap()
}

/// The letters in a folder as a reader of mail shows them.
pub(crate) fn letters(folder: &Path) -> Vec<String> {
    let files = std::fs::read_dir(folder).unwrap();
    let files = files.map(|file| file.unwrap().path());
    let files = files.filter(|file| file.extension().is_some_and(|ext| ext == "eml"));
    files
        .map(|file| {
            let text = std::fs::read_to_string(file).unwrap().replace("\r\n", "\n");
            // Quoted-printable folds long lines.
            text.replace("=\n", "").replace("=3D", "=")
        })
        .collect()
}

#[test]
fn an_invitation_is_sent_with_its_link_and_leaves_no_secret_behind() {
    StoreUnderTest::each(|test| {
        let _keys = with_letters(test);
        let invitation = invite(test, "ana@example.org");
        assert!(invitation.letter);
        let out = tempfile::tempdir().unwrap();
        let post = post(out.path());
        assert_eq!(post.send_due(&test.store, || at(1)).unwrap(), 1);
        assert_eq!(
            post.send_due(&test.store, || at(900)).unwrap(),
            0,
            "sent once"
        );
        let sent = letters(out.path());
        let [letter] = sent.as_slice() else {
            panic!("{sent:?}")
        };
        let link = format!(
            "https://questionnaires.example.org/en/invitation/{}",
            invitation.token.as_str()
        );
        for words in [
            link.as_str(),
            "To: ana@example.org",
            "Subject: Example Office: your account",
            "help@example.org",
        ] {
            assert!(letter.contains(words), "{words}: {letter}");
        }
        assert!(
            !letter.contains(&invitation.code.unwrap()),
            "the code goes another way"
        );
    });
}

#[test]
fn a_letter_is_taken_by_one_instance_and_tried_again_with_growing_waits() {
    StoreUnderTest::each(|test| {
        let _keys = with_letters(test);
        let count = 8;
        for number in 0..count {
            invite(test, &format!("ana{number}@example.org"));
        }
        let taken: Vec<i64> = std::thread::scope(|scope| {
            let instances: Vec<_> = (0..4)
                .map(|_| {
                    scope.spawn(|| {
                        let next = || test.store.take_letter(at(1)).unwrap();
                        std::iter::from_fn(next)
                            .map(|taken| taken.id)
                            .collect::<Vec<_>>()
                    })
                })
                .collect();
            instances
                .into_iter()
                .flat_map(|one| one.join().unwrap())
                .collect()
        });
        let different: BTreeSet<_> = taken.iter().collect();
        assert_eq!((taken.len(), different.len()), (count, count));
        assert!(test.store.take_letter(at(600)).unwrap().is_none());
        // An instance that took a letter and was lost: after ten minutes another has it.
        let mut letter = test.store.take_letter(at(601)).unwrap().unwrap();
        let mut now = 601;
        let again = |id, now| -> Option<TakenLetter> {
            let next = || test.store.take_letter(at(now)).unwrap();
            std::iter::from_fn(next).find(|taken| taken.id == id)
        };
        for minutes in [2, 4, 8, 16, 32, 64, 128, 256, 360, 360, 360, 360] {
            assert!(test.store.letter_failed(&letter, at(now)).unwrap());
            now += minutes * 60;
            assert!(again(letter.id, now - 1).is_none(), "{minutes}");
            letter = again(letter.id, now).unwrap();
        }
        assert!(!test.store.letter_failed(&letter, at(now)).unwrap());
        let week = 7 * 24 * 3600;
        let next = || test.store.take_letter(at(week)).unwrap();
        let rest: Vec<_> = std::iter::from_fn(next).map(|taken| taken.id).collect();
        assert!(!rest.contains(&letter.id), "it was given up");
    });
}

#[test]
fn no_letter_goes_to_a_suspended_account_nor_without_a_relay_nor_with_other_keys() {
    StoreUnderTest::each(|test| {
        invite(test, "before@example.org");
        let _keys = with_letters(test);
        assert!(
            test.store.take_letter(at(1)).unwrap().is_none(),
            "no relay then"
        );
        let invitation = invite(test, "ana@example.org");
        let person = invitation.person.id;
        test.store.suspend(&respondents(), person, at(1)).unwrap();
        assert!(test.store.take_letter(at(1)).unwrap().is_none());

        invite(test, "bea@example.org");
        invite(test, "cea@example.org");
        let other = test.database.open();
        let keys = tempfile::tempdir().unwrap();
        other.queue_letters(Arc::new(Keys::open(keys.path()).unwrap()));
        let none = other.take_letter(at(1)).unwrap();
        assert!(none.is_none(), "no later try would read them: {none:?}");
        let none = test.store.take_letter(at(901)).unwrap();
        assert!(none.is_none(), "they were given up: {none:?}");
        assert_eq!(
            troubles(test),
            [
                ("bea@example.org", Trouble::Sealed),
                ("cea@example.org", Trouble::Sealed)
            ]
            .map(|(address, trouble)| (address.to_owned(), trouble))
        );
    });
}

/// The accounts whose last letter did not go out, and why.
pub(super) fn troubles(test: &StoreUnderTest) -> Vec<(String, Trouble)> {
    let people = test.store.people(&accounts()).unwrap();
    people
        .into_iter()
        .filter_map(|account| Some((account.email_address?, account.trouble?)))
        .collect()
}

#[test]
fn every_letter_has_its_words() {
    let words = interface(Language::English);
    for kind in LetterKind::ALL {
        for key in ["", "-subject"] {
            let key = format!("letter-{}{key}", kind.code());
            assert!(words.has(&key), "{key}");
        }
    }
}
