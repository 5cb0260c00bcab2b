//! `para11 release rebuild` and `para11 release difference`.

use std::io::Write;

use anyhow::bail;
use clap::Args;

use super::Found;
use crate::access::{SeeReleased, WholeRound, operator};
use crate::config::Config;
use crate::form::name::Code;
use crate::release::gather::recounted;
use crate::release::opened::Opened;

/// Count a release again from the replies that it names, and say whether every number is as it was
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  para11 release rebuild 1")]
pub(in crate::cli) struct Rebuild {
    /// Its number
    id: i64,
    /// The round; may be left out where there is only one
    #[arg(long, value_name = "CODE")]
    round: Option<Code>,
}

impl Rebuild {
    pub(in crate::cli) fn run(self, config: &Config, out: &mut dyn Write) -> anyhow::Result<()> {
        let Found {
            store,
            opened: found,
        } = Found::of(config, self.round, self.id)?;
        let allow = operator::<SeeReleased>(WholeRound {
            round: found.round.code.clone(),
        });
        let other = recounted(&store, &allow, &found.frozen)?;
        if !other.is_empty() {
            bail!(
                "counted again, {} of {} charts have other numbers: {}; it was made with version {} of the program and rule {}",
                other.len(),
                found.frozen.tables.len(),
                other.join(", "),
                found.frozen.program,
                found.frozen.rule
            );
        }
        writeln!(
            out,
            "{}: {} charts counted again, every number is as it was; SHA-256 {}",
            found.listed.name,
            found.frozen.tables.len(),
            found.listed.sha256
        )?;
        Ok(())
    }
}

/// Say which numbers of a release are other ones than in an earlier one
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  para11 release difference 2 1")]
pub(in crate::cli) struct Difference {
    /// Its number
    id: i64,
    /// The number of the earlier one
    earlier: i64,
    /// The round; may be left out where there is only one
    #[arg(long, value_name = "CODE")]
    round: Option<Code>,
}

impl Difference {
    pub(in crate::cli) fn run(self, config: &Config, out: &mut dyn Write) -> anyhow::Result<()> {
        let new = Found::of(config, self.round.clone(), self.id)?.opened;
        let old = Found::of(config, self.round, self.earlier)?.opened;
        let shown = |found: &Opened, chart: &str, spot| {
            let cell = found.frozen.tables.get(chart).and_then(|one| one.at(spot));
            cell.and_then(crate::chart::figure::Cell::count)
                .map_or_else(|| "-".to_owned(), |count| count.to_string())
        };
        writeln!(out, "chart\trow\tcolumn\tbefore\tnow")?;
        for (chart, spots) in new.frozen.difference(&old.frozen) {
            let Some(spots) = spots else {
                writeln!(out, "{chart}\t\t\tother rows or columns\t")?;
                continue;
            };
            for spot in spots {
                let Some((row, column)) =
                    new.frozen.tables.get(&chart).map(|one| one.name_of(spot))
                else {
                    continue;
                };
                let (before, now) = (shown(&old, &chart, spot), shown(&new, &chart, spot));
                writeln!(out, "{chart}\t{row}\t{column}\t{before}\t{now}")?;
            }
        }
        Ok(())
    }
}
