//! `para11 release list`.

use std::io::Write;

use clap::Args;

use crate::access::{SeeReleased, WholeRound, operator};
use crate::cli::open;
use crate::config::Config;
use crate::form::name::Code;

/// List the releases of a round, the last first
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  para11 release list --round 2026")]
pub(in crate::cli) struct List {
    /// The round; may be left out where there is only one
    #[arg(long, value_name = "CODE")]
    round: Option<Code>,
}

impl List {
    pub(in crate::cli) fn run(self, config: &Config, out: &mut dyn Write) -> anyhow::Result<()> {
        let store = open::store(config)?;
        let round = open::round(&store, self.round)?;
        let allow = operator::<SeeReleased>(WholeRound { round: round.code });
        for one in store.releases(&allow, true)? {
            let state = one.approved.map_or_else(
                || "proposed".to_owned(),
                |at| format!("left {}", at.format("%Y-%m-%d %H:%M")),
            );
            writeln!(out, "{}\t{}\t{state}\t{}", one.id, one.name, one.sha256)?;
        }
        Ok(())
    }
}
