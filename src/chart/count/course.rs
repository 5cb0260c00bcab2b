//! How replies came about: the quartiles of days or of clarifications. Nothing of it is an answer.

use super::quartiles::numbers;
use super::{CountError, Source, interface};
use crate::chart::numbers::Numbers;
use crate::disclosure::{Gate, NumberRow};
use crate::reply::course::Measure;

pub(super) fn count(source: &Source<'_>, measure: Measure) -> Result<Numbers, CountError> {
    let (of, values) = source.dataset.measured(measure);
    let table = Gate::world(source.dataset.round()).numbers(&[NumberRow::known(of, values)]);
    let label = interface(&format!("chart-measure-{}", measure.code()));
    let words = std::iter::once((measure.code().to_owned(), label));
    let mut counted = numbers(source, words, &table);
    // Of every reply it is known how it came about: nobody is without an answer.
    if let Some(applied) = &mut counted.applied {
        applied.folded = false;
    }
    Ok(counted)
}
