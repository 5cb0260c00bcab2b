//! `para11 form difference`.

use std::io::Write;

use anyhow::bail;
use clap::Args;

use super::{folder, load};
use crate::form::difference::{Change, difference};

/// Print what has changed between two versions: added, removed, reworded, recoded, moved
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  para11 form difference para11 forms/para11\n\n\
    Exit status 1 if a name has changed its meaning: then the new version must not be published."
)]
pub(in crate::cli) struct Difference {
    /// The old version: its folder, or the name of one that comes with the program
    old: String,
    /// The new version
    new: String,
}

impl Difference {
    /// Prints every change; nothing if there is none.
    pub(in crate::cli) fn run(self, out: &mut dyn Write) -> anyhow::Result<()> {
        let old = load(&self.old, &folder(&self.old)?)?;
        let new = load(&self.new, &folder(&self.new)?)?;
        let changes = difference(&old, &new);
        for change in &changes {
            writeln!(out, "{change}")?;
        }
        match changes
            .iter()
            .filter(|change| Change::is_refused(change))
            .count()
        {
            0 => Ok(()),
            1 => bail!("1 name has changed its meaning; give the new meaning a new name"),
            count => {
                bail!("{count} names have changed their meaning; give the new meanings new names")
            }
        }
    }
}
