//! Points: what is found, said once a question where several rows of it lack the same thing.

use super::Draft;
use super::finding::Finding;

/// Something to be put right: one finding, or all rows of a question that want an answer.
#[derive(Clone, Copy, Debug)]
pub struct Point<'d> {
    /// The finding, of several the one that stands first.
    pub first: &'d Finding,
    /// How many findings it stands for.
    pub count: usize,
}

impl Point<'_> {
    /// Whether a finding is said with it. What is wrong in a row is told row by row, as each is put right by itself.
    fn holds(&self, finding: &Finding) -> bool {
        let are_rows = self.first.key.row.is_some() && finding.key.row.is_some();
        are_rows && finding.is_missing() && self.first.kind == finding.kind
    }
}

impl Draft {
    /// What was found and fits, in form order.
    pub fn points(&self, fits: impl Fn(&Finding) -> bool) -> Vec<Point<'_>> {
        let mut points: Vec<Point<'_>> = Vec::new();
        for finding in self.findings.iter().filter(|finding| fits(finding)) {
            let of_question = points
                .iter_mut()
                .rev()
                .take_while(|point| point.first.key.question == finding.key.question);
            match of_question.into_iter().find(|point| point.holds(finding)) {
                Some(point) => point.count += 1,
                None => points.push(Point {
                    first: finding,
                    count: 1,
                }),
            }
        }
        points
    }
}
