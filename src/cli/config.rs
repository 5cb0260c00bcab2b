//! `para11 config`: the settings and where they come from.

use std::io::Write;

use clap::Args;

use crate::config::VARIABLES;

/// List the settings: every variable of the environment that is read
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  para11 config")]
pub(super) struct ShowConfig {}

impl ShowConfig {
    /// Prints them. Values are not shown: some are secret.
    pub(super) fn run(self, out: &mut dyn Write) -> anyhow::Result<()> {
        for variable in VARIABLES {
            writeln!(out, "{}", variable.name)?;
            writeln!(out, "    {}", variable.says)?;
            writeln!(out, "    Default: {}.\n", variable.default)?;
        }
        Ok(())
    }
}
