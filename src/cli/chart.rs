//! `para11 chart`: figures, from those that come with the program.

mod book;
mod check;
mod draw;
mod list;

use std::io::Write;

use anyhow::Context;
use clap::Subcommand;

use crate::config::Config;
use crate::form::{Form, catalog, file};

/// List charts, check them, draw them from the replies of a round, one by one or as a book
#[derive(Debug, Subcommand)]
pub(super) enum ChartCommand {
    List(list::List),
    Check(check::Check),
    Draw(draw::Draw),
    Book(book::Book),
}

impl ChartCommand {
    /// Does it.
    pub(super) fn run(self, config: &Config, out: &mut dyn Write) -> anyhow::Result<()> {
        match self {
            Self::List(command) => command.run(out),
            Self::Check(command) => command.run(out),
            Self::Draw(command) => command.run(config, out),
            Self::Book(command) => command.run(config, out),
        }
    }
}

/// The questionnaires that come with the program.
fn forms() -> anyhow::Result<Vec<Form>> {
    let load = |(name, folder)| {
        file::load(&folder)
            .ok()
            .with_context(|| format!("`{name}` holds mistakes; `para11 form check` lists them"))
    };
    catalog::shipped().into_iter().map(load).collect()
}
