//! The joint audit: nothing that is withheld may follow from all that is shown together.
//!
//! For every respondent and every thing that a chart counts of it and that is not known by its name, it shows that it could as well not be
//! true: another world, in which somebody else has that answer or nobody has, that breaks no rule of the questionnaire, leaves every
//! answer known by name as it is, and gives the same numbers, counted by the same code as those that are published, those withheld by the
//! gate withheld there as well. A world is other replies, made and marked by the code that takes replies: where an answer asks for others,
//! they are there. Nothing is taken from a solver's word: a world is counted. Because a respondent knows its own answers, a fact needs a
//! world that changes nobody else's answers, or several such that no other respondent takes part in all of them. Earlier releases must be
//! the same in these worlds, too; what has left cannot be withheld any more.
//!
//! Where no such world is found, numbers in which the nearest ones differ are withheld: at first all, then what need not be is shown
//! again, and other ways are tried again and again. Where there is no world at all, the charts that speak of the question are left out.
//!
//! Source: section 4.4 of the security design, with worlds by exchange instead of a linear program: charts count over several questions
//! at once, so that their unknowns are whole replies. What is not looked at: what a reader may conclude from the choice of what this audit
//! withholds, beyond the rules of the gate.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::answers::Answers;
use super::at_once;
use super::claims::{Claim, claims};
use super::scene::{Place, Scene};
pub use super::scene::{Replies, Withheld};
use super::search::Searcher;
use crate::chart::count::CountError;
use crate::chart::figure::Cell;
use crate::chart::numbers::Numbers;

/// How far to search before numbers are withheld. More worlds keep more numbers and take longer.
#[derive(Clone, Copy, Debug)]
pub struct Search {
    /// Partners tried with all that is closed in both replies.
    pub partners: usize,
    /// Partners tried for a single fact.
    pub single: usize,
    /// Partners without a value tried for it.
    pub silent: usize,
    /// Of all these, those whose answer is tried in its place.
    pub copies: usize,
    /// Worlds tried for what is true in several rows, each row exchanged with somebody in whose it is not.
    pub chains: usize,
    /// Where worlds differ in so few numbers, no more are looked for.
    pub few: usize,
    /// A world that differs in more numbers is not looked at further.
    pub most_differences: usize,
}

impl Default for Search {
    fn default() -> Self {
        Self {
            partners: 48,
            single: 8,
            silent: 3,
            copies: 2,
            chains: 3,
            few: 2,
            most_differences: 400,
        }
    }
}

/// An earlier release: its replies, and what it withheld beyond the gate.
#[derive(Clone, Copy, Debug)]
pub struct Earlier<'a> {
    /// Its replies.
    pub replies: Replies<'a>,
    /// What it withheld.
    pub withheld: &'a Withheld,
    /// What left: its numbers, as they were then.
    pub tables: &'a BTreeMap<String, Numbers>,
}

/// What the audit found and did.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Report {
    /// Facts that had to be protected: respondents by what charts count of them.
    pub facts: usize,
    /// Facts for which the search found no world, so that nothing is shown of their question.
    pub silenced: usize,
    /// Of these, facts on questions of which something had left before.
    pub exposed_before: usize,
    /// Worlds that were counted and could be.
    pub worlds: usize,
    /// Numbers of all charts.
    pub numbers: usize,
    /// Numbers withheld by the gate.
    pub by_gate: usize,
    /// Numbers withheld by the audit.
    pub by_audit: usize,
    /// Numbers that the first choice withheld and that were shown again.
    pub given_back: usize,
}

/// Numbers that may leave together.
#[derive(Clone, Debug)]
pub struct Audited {
    /// The numbers of each chart, by its identifier.
    pub tables: BTreeMap<String, Numbers>,
    /// What was withheld beyond the gate.
    pub withheld: Withheld,
    /// What was done.
    pub report: Report,
}

/// Parts in which respondents are searched for at the same time; fixed, so that the same replies give the same choice on every machine.
const PARTS: usize = 4;

fn searched<'s, 'a>(
    scene: &'s Scene<'a>,
    earlier: &'s [Scene<'a>],
    answers: &'s Answers,
    claims: &'s [Claim],
    search: Search,
) -> Result<Searcher<'s, 'a>, CountError> {
    let all = scene.replies.dataset.respondents().len();
    let searcher = || Searcher::new(scene, earlier, answers, claims, search);
    let parts = at_once(0..PARTS, |part| {
        let mut searcher = searcher();
        searcher.run((part..all).step_by(PARTS))?;
        Ok::<_, CountError>(searcher)
    });
    let mut whole = searcher();
    for part in parts {
        whole.take(part?);
    }
    Ok(whole)
}

/// What numbers are worth: a base the row that hangs on it, one of few numbers more than one of many, since without it there is no figure.
fn worth(shown: &BTreeSet<Place>) -> impl Fn(&Place) -> u64 {
    let mut numbers: BTreeMap<usize, u64> = BTreeMap::new();
    for (chart, _) in shown {
        *numbers.entry(*chart).or_default() += 1;
    }
    move |place| {
        let alone = if place.1.cell.is_some() { 2 } else { 3 };
        match numbers.get(&place.0) {
            Some(all) if shown.contains(place) => alone * (8 + 200 / *all),
            _ => 0,
        }
    }
}

/// Audits the charts of some replies together with all that left before.
///
/// # Errors
/// [`CountError`] where charts and replies do not belong together.
pub fn audit(
    replies: Replies<'_>,
    earlier: &[Earlier<'_>],
    search: Search,
) -> Result<Audited, CountError> {
    let scene = Scene::of(replies, &Withheld::new(), &BTreeMap::new())?;
    let earlier = earlier.iter();
    let earlier: Vec<Scene<'_>> = earlier
        .map(|one| Scene::of(one.replies, one.withheld, one.tables))
        .collect::<Result<_, _>>()?;
    let answers = Answers::of(&scene);
    let claims = claims(&scene);
    let searcher = searched(&scene, &earlier, &answers, &claims, search)?;
    let shown: BTreeSet<Place> = scene.shown().collect();
    let weight = worth(&shown);
    let (mut places, given_back) = searcher.cover.choose(weight);
    let silent = searcher.silent();
    let charts = 0..scene.charts().len();
    let left_out: BTreeSet<usize> = charts
        .filter(|chart| scene.speaks_of(*chart, &silent))
        .collect();
    places.extend(scene.all_of(&left_out));
    let withheld = scene.by_chart(&places);
    let mut tables = BTreeMap::new();
    let (mut numbers, mut by_gate) = (0, 0);
    for (at, (chart, counted)) in scene.charts().iter().zip(scene.numbers()).enumerate() {
        let mut counted = counted.clone();
        for (_, cell) in counted.spots() {
            numbers += 1;
            by_gate += usize::from(cell == Cell::Withheld);
        }
        counted.withhold(withheld.get(chart.id()).into_iter().flatten());
        // The words of its lines would say what its numbers do not.
        if !left_out.contains(&at) {
            tables.insert(chart.id().to_owned(), counted);
        }
    }
    let report = Report {
        facts: searcher.facts,
        silenced: searcher.silenced,
        exposed_before: searcher.exposed_before,
        worlds: searcher.worlds,
        numbers,
        by_gate,
        by_audit: places.iter().filter(|place| shown.contains(place)).count(),
        given_back,
    };
    Ok(Audited {
        tables,
        withheld,
        report,
    })
}
