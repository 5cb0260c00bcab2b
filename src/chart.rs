//! Charts: declared in `charts/`, checked against the form, drawn from gated figures.
//!
//! `file` is a chart as it is written, [`catalog`] the charts known to fit a questionnaire, [`count`] makes [`numbers::Numbers`] of one from
//! replies, and [`build`] a [`figure::Figure`]: numbers and words, no pixels. [`book`] puts all figures of a round into one document. Nothing here is written for one chart; `charts/README.md` says how to declare another.

pub mod book;
pub mod build;
pub mod catalog;
mod check;
pub mod count;
pub mod csv;
pub mod draw;
pub mod explore;
pub mod export;
pub mod figure;
mod file;
pub mod numbers;
pub mod raster;
pub mod statements;
pub mod word;
