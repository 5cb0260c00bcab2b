//! The joint audit against a reader who tries every world there is: small rounds, all combinations of closed answers counted.

use std::collections::{BTreeMap, BTreeSet};

use para11::chart::catalog::Catalog;
use para11::chart::count::Source;
use para11::chart::numbers::{Numbers, Spot};
use para11::dataset::Dataset;
use para11::form::Form;
use para11::release::audit::{Replies, Search, Withheld, audit};
use para11::reply::submission::Submission;
use para11::round::Respondent;

use super::Chance;
use crate::charts::trial::{catalog, charts_of_links, day, form, respondents, round, submission};

/// States whose answer everybody knows, and the others.
const OPEN: usize = 3;
const CLOSED: usize = 5;

/// What a closed State can have answered on drugs: status, mark and nature.
const TYPES: [&str; 9] = [
    "established not_attributable deal",
    "established not_attributable levy",
    "established not_attributable deal,levy",
    "established not_attributable -",
    "none_found not_attributable -",
    "? not_attributable -",
    "established secretariat_only deal",
    "established secretariat_only levy",
    "none_found secretariat_only -",
];

/// Whether something is true of a State, by the type of its answer.
type Claim = fn(&str) -> bool;

/// What a reader must not learn of a State.
const CLAIMS: [(&str, Claim); 5] = [
    ("established", |kind| {
        kind.starts_with("established not_attributable")
    }),
    ("none found", |kind| {
        kind.starts_with("none_found not_attributable")
    }),
    ("not disclosed", |kind| kind.starts_with('?')),
    ("deal", |kind| {
        kind.starts_with("established not_attributable deal")
    }),
    ("levy", |kind| {
        kind.ends_with("levy") && kind.contains("not_attributable")
    }),
];

struct Trial {
    form: Form,
    respondents: Vec<Respondent>,
    charts: Catalog,
    /// Replies by place and type.
    made: BTreeMap<(usize, &'static str), Submission>,
}

impl Trial {
    fn new() -> Self {
        let form = form();
        let charts = catalog(&form, charts_of_links()).unwrap();
        let mut made = BTreeMap::new();
        for place in 0..OPEN + CLOSED {
            for kind in TYPES {
                let kind_here = if place < OPEN {
                    kind.replace("not_attributable", "attributable")
                        .replace("secretariat_only", "attributable")
                } else {
                    kind.to_owned()
                };
                let line = format!("S{:02} A yes {kind_here} -", place + 1);
                made.insert((place, kind), submission(&form, &line));
            }
        }
        Self {
            respondents: respondents(&form),
            form,
            charts,
            made,
        }
    }

    fn submissions(&self, kinds: &[&'static str]) -> Vec<Submission> {
        let places = kinds.iter().enumerate();
        places
            .map(|(at, kind)| self.made[&(at, *kind)].clone())
            .collect()
    }

    fn dataset(&self, submissions: &[Submission]) -> Dataset {
        Dataset::build(&self.form, &round(), &self.respondents, submissions).unwrap()
    }

    fn numbers(&self, dataset: &Dataset, withheld: &Withheld) -> Vec<Numbers> {
        let source = Source {
            dataset,
            form: &self.form,
            before: None,
        };
        let charts = self.charts.charts().iter();
        charts
            .map(|chart| {
                let mut numbers = chart.numbers(&source).unwrap();
                let none = BTreeSet::<Spot>::new();
                numbers.withhold(withheld.get(chart.id()).unwrap_or(&none));
                numbers
            })
            .collect()
    }
}

/// Every multiset of types of the closed States.
fn multisets(size: usize, from: usize) -> Vec<Vec<&'static str>> {
    if size == 0 {
        return vec![Vec::new()];
    }
    let mut all = Vec::new();
    for (at, kind) in TYPES.iter().enumerate().skip(from) {
        for mut rest in multisets(size - 1, at) {
            rest.push(kind);
            all.push(rest);
        }
    }
    all
}

/// What a reader concludes of a State who sees some numbers; `insider` is the type of a closed State who reads.
fn pinned(worlds: &[&Vec<&'static str>], insider: Option<&str>) -> Vec<&'static str> {
    let mut others: Vec<Vec<&str>> = Vec::new();
    for world in worlds {
        let mut world: Vec<&str> = (*world).clone();
        if let Some(own) = insider {
            let Some(at) = world.iter().position(|kind| *kind == own) else {
                continue;
            };
            world.remove(at);
        }
        others.push(world);
    }
    assert!(!others.is_empty());
    let holds = |claim: Claim| others.iter().flatten().all(|kind| claim(kind));
    let claims = CLAIMS.iter().filter(|(_, claim)| holds(*claim));
    claims.map(|(name, _)| *name).collect()
}

fn shown(numbers: &[Numbers]) -> usize {
    let spots = numbers.iter().flat_map(Numbers::spots);
    spots.filter(|(_, cell)| cell.count().is_some()).count()
}

#[test]
fn no_reader_of_a_small_round_learns_what_a_state_did_not_release() {
    let trial = Trial::new();
    let all = multisets(CLOSED, 0);
    let (mut exposed_by_gate, mut kept, mut of_gate) = (0, 0, 0);
    let mut chance = Chance(7);
    let mut next = |below| chance.below(below);
    for case in 0..6 {
        // Few types at a time, so that States agree often.
        let few: Vec<&'static str> = (0..3).map(|_| TYPES[next(TYPES.len())]).collect();
        let mut kinds: Vec<&'static str> = (0..OPEN + CLOSED).map(|_| few[next(3)]).collect();
        kinds[OPEN..].sort_unstable();
        let submissions = trial.submissions(&kinds);
        let dataset = trial.dataset(&submissions);
        let by_place: Vec<Option<Submission>> = (0..trial.respondents.len())
            .map(|at| submissions.get(at).cloned())
            .collect();
        let audited = audit(
            Replies {
                form: &trial.form,
                charts: &trial.charts,
                dataset: &dataset,
                before: None,
                submissions: &by_place,
                as_of: day(),
            },
            &[],
            Search::default(),
        )
        .unwrap();
        let gated = trial.numbers(&dataset, &Withheld::new());
        let released = trial.numbers(&dataset, &audited.withheld);
        let mut worlds: [Vec<&Vec<&'static str>>; 2] = [Vec::new(), Vec::new()];
        for world in &all {
            let there: Vec<_> = kinds[..OPEN].iter().chain(world).copied().collect();
            let dataset = trial.dataset(&trial.submissions(&there));
            if trial.numbers(&dataset, &Withheld::new()) == gated {
                worlds[0].push(world);
            }
            let same = |one: &[Numbers]| {
                let both = one.iter().zip(&released);
                both.into_iter()
                    .all(|(one, other)| one.differences(other).is_some_and(|d| d.is_empty()))
            };
            if same(&trial.numbers(&dataset, &audited.withheld)) {
                worlds[1].push(world);
            }
        }
        let insiders: BTreeSet<&str> = kinds[OPEN..].iter().copied().collect();
        let readers = std::iter::once(None).chain(insiders.into_iter().map(Some));
        for reader in readers {
            let learnt = pinned(&worlds[1], reader);
            assert!(
                learnt.is_empty(),
                "case {case}, {kinds:?}: {reader:?} learns {learnt:?} of {released:#?}"
            );
            exposed_by_gate += usize::from(!pinned(&worlds[0], reader).is_empty());
        }
        kept += shown(&released);
        of_gate += shown(&gated);
    }
    println!(
        "{kept} of {of_gate} numbers kept; by the gate alone {exposed_by_gate} readers learn something"
    );
    assert!(kept > 0);
}
