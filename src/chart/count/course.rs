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
    Ok(numbers(source, words, &table))
}
