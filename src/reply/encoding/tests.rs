//! Tests of the sealed document.

use proptest::prelude::*;

use super::*;
use crate::reply::Draft;
use crate::reply::sample::{Plan, reply};
use crate::reply::submission::Clearance;
use crate::reply::trial::{LEAST, code, facts, form, round, typed};
use crate::round::Respondent;

fn sampled(seed: u64) -> Submission {
    let respondent = Respondent {
        code: code("AAA"),
        facts: BTreeMap::new(),
    };
    let raw = reply(form(), &facts(), &respondent, &Plan::default(), seed).unwrap();
    let draft = Draft::check(form(), &facts(), raw);
    Submission::complete(form(), &round(), &draft).unwrap()
}

#[test]
fn the_document_is_written_as_it_is_described() {
    let answers = [
        ("count:value", "13"),
        ("count:comment", "of 2025"),
        ("share:value", "0.50"),
        ("day:value", "2025-12-31"),
        ("span:value", "2025-01-01|2025-12-31"),
        ("agree:value", "yes"),
        ("status.arms:status", "to_follow"),
    ];
    let all: Vec<_> = LEAST.iter().chain(&answers).copied().collect();
    let draft = Draft::check(form(), &facts(), typed(&all));
    let submission = Submission::complete(form(), &round(), &draft).unwrap();
    let sealed = encode(&submission).unwrap();
    let text = String::from_utf8(sealed.bytes).unwrap();
    insta::assert_snapshot!(text.replace("{\"question\"", "\n{\"question\""));
}

#[test]
fn a_later_format_and_another_form_are_refused_by_name() {
    let sealed = encode(&sampled(1)).unwrap();
    let changed = |from: &str, to: &str| {
        let bytes = String::from_utf8(sealed.bytes.clone())
            .unwrap()
            .replacen(from, to, 1);
        let sha256 = hex::encode(Sha256::digest(&bytes));
        let bytes = bytes.into_bytes();
        decode(form(), &Sealed { bytes, sha256 })
            .unwrap_err()
            .to_string()
    };
    assert!(changed("\"format\":1", "\"format\":2").contains("format 2"));
    assert!(changed("\"form\":\"trial\"", "\"form\":\"other\"").contains("`other`"));
    assert!(changed("\"question\":\"link\"", "\"question\":\"lnk\"").contains("`lnk`"));
}

#[test]
fn who_cleared_it_is_sealed_with_it_and_what_names_nobody_is_still_read() {
    let plain = sampled(1);
    let clearance = Clearance {
        by: "A. Official".into(),
        at: "2026-01-15T09:00:00Z".parse().unwrap(),
    };
    let cleared = plain.clone().cleared_by(clearance.clone());
    let (old, new) = (encode(&plain).unwrap(), encode(&cleared).unwrap());
    assert!(old.bytes.starts_with(b"{\"format\":1,"));
    assert!(new.bytes.starts_with(b"{\"format\":2,"));
    assert_eq!(decode(form(), &old).unwrap(), plain);
    let read = decode(form(), &new).unwrap();
    assert_eq!(read.head().cleared, Some(clearance));
    assert_eq!(read.items(), plain.items());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn what_is_sealed_is_read_back_whole(seed in any::<u64>()) {
        let submission = sampled(seed);
        let sealed = encode(&submission).unwrap();
        let read = decode(form(), &sealed).unwrap();
        prop_assert_eq!(&read, &submission);
        prop_assert_eq!(encode(&read).unwrap(), sealed);
    }

    #[test]
    fn a_changed_bit_is_found(place in any::<prop::sample::Index>(), bit in 0_u8..8) {
        let mut sealed = encode(&sampled(1)).unwrap();
        let place = place.index(sealed.bytes.len());
        sealed.bytes[place] ^= 1 << bit;
        prop_assert!(matches!(decode(form(), &sealed), Err(SealError::Altered)));
    }
}
