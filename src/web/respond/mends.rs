//! What has to be mended or looked at again in the whole reply, with the way to each place.

use super::notes;
use super::open::OpenReply;
use super::section::mend;
use super::steps;
use crate::form::Level;
use crate::reply::Point;
use crate::reply::finding::{Finding, FindingKind};
use crate::web::pages::respond::Mend;
use crate::web::visit::Visit;

/// What stands in the way of submission; nothing once the reply is submitted.
pub(super) fn blocking(open: &OpenReply, visit: &Visit) -> Vec<Mend> {
    mends(open, visit, Finding::blocks)
}

/// What stands in nobody's way and should be looked at again; nothing once the reply is submitted.
pub(super) fn warnings(open: &OpenReply, visit: &Visit) -> Vec<Mend> {
    mends(open, visit, |found| {
        !found.blocks() && found.level == Level::Warn
    })
}

fn mends(open: &OpenReply, visit: &Visit, fits: impl Fn(&Finding) -> bool) -> Vec<Mend> {
    if open.story.life.stage.is_submitted() {
        return Vec::new();
    }
    let points = open.draft.points(fits);
    points
        .iter()
        .map(|point| {
            let found = point.first;
            let question = open.form.question(found.key.question.as_str());
            let step = question.and_then(|question| {
                steps::of_answer(&open.form, question, found.key.row.as_ref(), &open.draft)
            });
            let page = step.map_or_else(|| visit.to("/reply"), |step| visit.to(&step.address()));
            said(point, open, visit, &page)
        })
        .collect()
}

/// A point with the way to the first place it is about.
fn said(point: &Point<'_>, open: &OpenReply, visit: &Visit, page: &str) -> Mend {
    let texts = open.texts(visit.language);
    let words = visit.words;
    let mut mend = mend(point.first, &texts, words, page);
    if point.count > 1 {
        let key = if point.first.kind == FindingKind::CoreMissing {
            "respond-rows-missing"
        } else {
            "respond-rows-value-missing"
        };
        let rows = words.with(key, &[("count", point.count.into())]);
        let place = notes::question_place(point.first, &texts, words);
        let args = [("label", (&place).into()), ("words", (&*rows).into())];
        mend.words = words.with("respond-labelled", &args).into_owned();
    }
    mend
}
