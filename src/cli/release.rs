//! `para11 release`: figures that leave together.

mod list;
mod pack;
mod propose;
mod rebuild;

use std::io::Write;
use std::sync::Arc;

use clap::Subcommand;

use crate::access::{SeeReleased, WholeRound, operator};
use crate::config::Config;
use crate::cut::questionnaire;
use crate::form::name::Code;
use crate::release::opened::Opened;
use crate::round::Round;
use crate::store::Store;

/// Propose releases of figures, list, pack and rebuild them; a manager lets them leave on the pages
#[derive(Debug, Subcommand)]
pub(super) enum ReleaseCommand {
    Propose(propose::Propose),
    List(list::List),
    Pack(pack::Pack),
    Rebuild(rebuild::Rebuild),
    Difference(rebuild::Difference),
}

impl ReleaseCommand {
    /// Does it.
    pub(super) fn run(self, config: &Config, out: &mut dyn Write) -> anyhow::Result<()> {
        match self {
            Self::Propose(command) => command.run(config, out),
            Self::List(command) => command.run(config, out),
            Self::Pack(command) => command.run(config, out),
            Self::Rebuild(command) => command.run(config, out),
            Self::Difference(command) => command.run(config, out),
        }
    }
}

/// A release of a round, and where it is.
struct Found {
    store: Store,
    opened: Opened,
}

impl Found {
    /// Finds one by its number.
    fn of(config: &Config, round: Option<Code>, id: i64) -> anyhow::Result<Self> {
        let store = super::open::store(config)?;
        let round = super::open::round(&store, round)?.code;
        let allow = operator::<SeeReleased>(WholeRound {
            round: round.clone(),
        });
        let read = |round: &Round| questionnaire(&store, round).map(|(_, form)| Arc::new(form));
        let Some(opened) = Opened::find(&store, &allow, id, true, read)? else {
            anyhow::bail!("round {round} has no release {id}; `para11 release list` shows them");
        };
        Ok(Self { store, opened })
    }
}
