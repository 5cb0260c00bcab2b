//! Charts: declared in `charts/`, checked against the form, drawn from gated figures.
pub mod figure;
