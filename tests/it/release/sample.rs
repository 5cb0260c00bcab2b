//! The joint audit of all shipped charts on a sample round.

use chrono::NaiveDate;
use para11::chart::catalog::{Catalog, shipped};
use para11::chart::count::Source;
use para11::dataset::Dataset;
use para11::release::audit::{Earlier, Replies, Search, Withheld, audit};
use para11::reply::submission::Submission;
use para11::text::{Language, interface};

use sha2::{Digest as _, Sha256};

use crate::support::sample::{SampleRound, round};

/// A round in memory, as the audit takes it.
pub(super) struct World {
    made: SampleRound,
    dataset: Dataset,
    charts: Catalog,
    submissions: Vec<Option<Submission>>,
}

impl World {
    pub(super) fn of(made: SampleRound) -> Self {
        let dataset = made.dataset();
        // The main figure and the nature of links hang together; all charts at once are for a program with optimizations.
        let mut files = shipped();
        if std::env::var_os("REPLIES").is_none() {
            files.retain(|name, _| ["T3.toml", "T4.toml", "T5.toml"].contains(&name.as_str()));
        }
        let charts = Catalog::load(&files, &made.form, interface(Language::English)).unwrap();
        let submissions = made.respondents.iter().map(|respondent| {
            let mut all = made.submissions.iter();
            all.find(|one| one.head().respondent == respondent.code)
                .cloned()
        });
        Self {
            submissions: submissions.collect(),
            dataset,
            charts,
            made,
        }
    }

    pub(super) fn replies(&self) -> Replies<'_> {
        Replies {
            form: &self.made.form,
            charts: &self.charts,
            dataset: &self.dataset,
            before: None,
            submissions: &self.submissions,
            as_of: NaiveDate::from_ymd_opt(2027, 3, 31).unwrap(),
        }
    }
}

const QUICK: Search = Search {
    partners: 8,
    single: 2,
    silent: 1,
    copies: 1,
    chains: 2,
    few: 6,
    most_differences: 200,
};

#[test]
fn every_fact_of_a_sample_round_is_protected_and_most_numbers_are_kept() {
    let replies =
        std::env::var_os("REPLIES").map_or(16, |count| count.to_string_lossy().parse().unwrap());
    let search = if replies > 40 {
        Search::default()
    } else {
        QUICK
    };
    let world = World::of(round(replies, 1));
    let audited = audit(world.replies(), &[], search).unwrap();
    let report = &audited.report;
    println!("{report:?}");
    assert!(report.facts > 100);
    assert_eq!(report.silenced, 0, "no world was found for some facts");
    let by_gate = report.numbers - report.by_gate;
    assert!(
        by_gate > 100 && report.by_audit * 2 < by_gate,
        "hardly a number is kept"
    );
    // Another machine chose the same, of the round that is always tried.
    if replies == 16 {
        let chosen = serde_json::to_vec(&(&audited.withheld, &audited.tables)).unwrap();
        insta::assert_snapshot!("audited", hex::encode(Sha256::digest(chosen)));
    }
    // What was counted without the audit shows more, and nothing else.
    let source = Source {
        dataset: &world.dataset,
        form: &world.made.form,
        before: None,
    };
    for (id, numbers) in &audited.tables {
        let gated = world.charts.find(id).unwrap().numbers(&source).unwrap();
        let differs = gated.differences(numbers).unwrap();
        let none = std::collections::BTreeSet::new();
        let withheld = audited.withheld.get(id).unwrap_or(&none);
        assert!(differs.iter().all(|spot| withheld.contains(spot)), "{id}");
    }
    // Again, with itself as what left before: nothing new can follow.
    let withheld: &Withheld = &audited.withheld;
    let again = audit(
        world.replies(),
        &[Earlier {
            replies: world.replies(),
            withheld,
            tables: &audited.tables,
        }],
        search,
    )
    .unwrap();
    println!("{:?}", again.report);
    assert_eq!(again.report.exposed_before, 0);
    assert!(again.report.by_audit <= report.by_audit);
}
