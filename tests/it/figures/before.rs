//! Two rounds: what changed is a figure.

use chrono::Days;
use para11::access::Role;
use para11::round::Round;

use super::{filled, made};
use crate::support::store::{at, code, rounds};

#[test]
fn a_round_is_set_beside_the_one_before_where_there_was_one() {
    let server = filled();
    let browser = server.signed_in(Role::Analyst);
    let path = "/en/figures/T19";
    assert_eq!(browser.get(path).status, 404);
    let now = server.store.round(&code("2026")).unwrap().unwrap();
    let then = Round {
        code: code("2025"),
        opens: now.opens - Days::new(60),
        closes: now.opens - Days::new(1),
        ..now.clone()
    };
    let asked = server.store.respondents(&now.code).unwrap();
    let beside = "/en/explore?question=frm_coord&rounds=yes";
    let analyst = server.signed_in(Role::Analyst);
    let alone = analyst.get(beside).body;
    assert!(alone.contains("Two rounds can be compared only"), "{alone}");
    assert!(!alone.contains("name=\"rounds\""), "{alone}");
    let create = || {
        let (round, asked) = (then.clone(), asked.clone());
        server.store.create_round(&rounds(), round, asked, at(0))
    };
    create().unwrap();
    // Nobody replied then.
    assert_eq!(browser.get(path).status, 404);
    let replies = made(&server, &then, 60, 2).into_iter().collect();
    let (rounds, code) = (rounds(), then.code.clone());
    server
        .store
        .file_samples(&rounds, code, replies, at(0))
        .unwrap();
    let page = browser.get(path);
    assert_eq!(page.status, 200, "{}", page.body);
    let table = csv_of(&browser.get("/en/figures/T19.csv").body);
    let shown = table
        .iter()
        .flatten()
        .filter(|cell| cell.parse::<u32>().is_ok());
    assert!(shown.count() > 10, "{table:?}");
    let page = analyst.get(beside).body;
    assert!(
        page.contains("name=\"rounds\" value=\"yes\" checked"),
        "{page}"
    );
    assert!(page.contains("p11-chart__narrow"), "{page}");
    let file = analyst.get("/en/explore.csv?question=frm_coord&rounds=yes");
    let head = file.body.lines().next().unwrap_or_default();
    assert!(head.contains("before") && head.contains("now"), "{head}");
}

fn csv_of(text: &str) -> Vec<Vec<String>> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let rows = reader.records().map(|row| row.unwrap());
    rows.map(|row| row.iter().map(ToOwned::to_owned).collect())
        .collect()
}
