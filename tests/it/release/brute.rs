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
use crate::charts::trial::{
    catalog, chart_of_status, charts_of_links, day, form, respondents, round, submission,
};

/// Whether something is true of a State, by the type of its answers.
type Claim = fn(&str) -> bool;

/// What the States of a trial can have answered, and what is counted of it.
struct Kinds {
    /// States whose answers everybody knows, and the others.
    open: usize,
    closed: usize,
    /// Status of drugs, its mark, nature of the link, status of arms.
    types: &'static [&'static str],
    /// What a reader must not learn of a State.
    claims: &'static [(&'static str, Claim)],
    charts: String,
}

/// What a closed State can have answered on drugs: status, mark and nature.
const ONE_ROW: [&str; 9] = [
    "established not_attributable deal -",
    "established not_attributable levy -",
    "established not_attributable deal,levy -",
    "established not_attributable - -",
    "none_found not_attributable - -",
    "? not_attributable - -",
    "established secretariat_only deal -",
    "established secretariat_only levy -",
    "none_found secretariat_only - -",
];

const OF_ONE_ROW: [(&str, Claim); 5] = [
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
        kind.contains("levy") && kind.contains("not_attributable")
    }),
];

/// What it can have answered on drugs and on arms.
const TWO_ROWS: [&str; 4] = [
    "established not_attributable - established",
    "established not_attributable - none_found",
    "none_found not_attributable - established",
    "none_found not_attributable - none_found",
];

const OF_TWO_ROWS: [(&str, Claim); 6] = [
    ("established in drugs", |kind| {
        kind.starts_with("established")
    }),
    ("established in arms", |kind| kind.ends_with("established")),
    ("established in any", |kind| kind.contains("established")),
    ("none found in drugs", |kind| kind.starts_with("none_found")),
    ("none found in arms", |kind| kind.ends_with("none_found")),
    ("none found in any", |kind| kind.contains("none_found")),
];

/// How many answered what on the status in any row.
const ANY: &str = r#"
[[figure]]
id = "T10"
count = "choices"
plot = "bars"
question = "status"
rows = "choices"
"#;

struct Trial {
    kinds: Kinds,
    form: Form,
    respondents: Vec<Respondent>,
    charts: Catalog,
    /// Replies by place and type.
    made: BTreeMap<(usize, &'static str), Submission>,
}

impl Trial {
    fn new(kinds: Kinds) -> Self {
        let form = form();
        let charts = catalog(&form, &kinds.charts).unwrap();
        let mut made = BTreeMap::new();
        for place in 0..kinds.open + kinds.closed {
            for kind in kinds.types.iter().copied() {
                let kind_here = if place < kinds.open {
                    kind.replace("not_attributable", "attributable")
                        .replace("secretariat_only", "attributable")
                } else {
                    kind.to_owned()
                };
                let line = format!("S{:02} A yes {kind_here}", place + 1);
                made.insert((place, kind), submission(&form, &line));
            }
        }
        Self {
            kinds,
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
fn multisets(types: &[&'static str], size: usize) -> Vec<Vec<&'static str>> {
    if size == 0 {
        return vec![Vec::new()];
    }
    let mut all = Vec::new();
    for (at, kind) in types.iter().enumerate() {
        for mut rest in multisets(&types[at..], size - 1) {
            rest.push(*kind);
            all.push(rest);
        }
    }
    all
}

/// What a reader concludes of a State who sees some numbers; `insider` is the type of a closed State who reads.
fn pinned(
    claims: &[(&'static str, Claim)],
    worlds: &[&Vec<&'static str>],
    insider: Option<&str>,
) -> Vec<&'static str> {
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
    let claims = claims.iter().filter(|(_, claim)| holds(*claim));
    claims.map(|(name, _)| *name).collect()
}

fn shown(numbers: &[Numbers]) -> usize {
    let spots = numbers.iter().flat_map(Numbers::spots);
    spots.filter(|(_, cell)| cell.count().is_some()).count()
}

#[test]
fn no_reader_of_a_small_round_learns_what_a_state_did_not_release() {
    let trial = Trial::new(Kinds {
        open: 3,
        closed: 5,
        types: &ONE_ROW,
        claims: &OF_ONE_ROW,
        charts: charts_of_links().to_owned(),
    });
    println!("{}", try_every_world(&trial, 6));
}

/// What is counted of any row tells something that no row by itself does.
#[test]
fn no_reader_learns_what_a_state_said_in_any_row() {
    let trial = Trial::new(Kinds {
        open: 0,
        closed: 7,
        types: &TWO_ROWS,
        claims: &OF_TWO_ROWS,
        charts: format!("{}{ANY}", chart_of_status()),
    });
    println!("{}", try_every_world(&trial, 12));
}

/// Compares all worlds of some rounds; says what was kept.
fn try_every_world(trial: &Trial, cases: usize) -> String {
    let Kinds {
        open,
        closed,
        types,
        claims,
        ..
    } = trial.kinds;
    let all = multisets(types, closed);
    let (mut exposed_by_gate, mut kept, mut of_gate) = (0, 0, 0);
    let mut chance = Chance(7);
    let mut next = |below| chance.below(below);
    for case in 0..cases {
        // Few types at a time, so that States agree often.
        let few: Vec<&'static str> = (0..3).map(|_| types[next(types.len())]).collect();
        let mut kinds: Vec<&'static str> = (0..open + closed).map(|_| few[next(3)]).collect();
        kinds[open..].sort_unstable();
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
            let there: Vec<_> = kinds[..open].iter().chain(world).copied().collect();
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
        let insiders: BTreeSet<&str> = kinds[open..].iter().copied().collect();
        let readers = std::iter::once(None).chain(insiders.into_iter().map(Some));
        for reader in readers {
            let learnt = pinned(claims, &worlds[1], reader);
            assert!(
                learnt.is_empty(),
                "case {case}, {kinds:?}: {reader:?} learns {learnt:?} of {released:#?}"
            );
            exposed_by_gate += usize::from(!pinned(claims, &worlds[0], reader).is_empty());
        }
        kept += shown(&released);
        of_gate += shown(&gated);
    }
    assert!(kept > 0 && exposed_by_gate > 0);
    format!(
        "{kept} of {of_gate} numbers kept; by the gate alone {exposed_by_gate} readers learn something"
    )
}
