//! `para11 release`: figures that leave together.

mod list;
mod pack;
mod propose;
mod rebuild;

use std::io::Write;

use clap::Subcommand;

use crate::access::{SeeReleased, WholeRound, operator};
use crate::config::Config;
use crate::form::name::Code;
use crate::release::frozen::Frozen;
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

/// A release of a round, with the round.
struct Found {
    store: Store,
    round: Round,
    name: String,
    left: bool,
    frozen: Frozen,
    sha256: String,
}

impl Found {
    /// Finds one by its number.
    fn of(config: &Config, round: Option<Code>, id: i64) -> anyhow::Result<Self> {
        let store = super::open::store(config)?;
        let round = super::open::round(&store, round)?;
        let allow = operator::<SeeReleased>(WholeRound {
            round: round.code.clone(),
        });
        let listed = store.releases(&allow, true)?;
        let listed = listed.into_iter().find(|one| one.id == id);
        let bytes = store.release_content(&allow, id)?;
        let (Some(listed), Some(bytes)) = (listed, bytes) else {
            anyhow::bail!(
                "round {} has no release {id}; `para11 release list` shows them",
                round.code
            );
        };
        Ok(Self {
            frozen: Frozen::read(&bytes)?,
            store,
            round,
            name: listed.name,
            left: listed.approved.is_some(),
            sha256: listed.sha256,
        })
    }
}
