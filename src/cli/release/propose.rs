//! `para11 release propose`.

use std::io::Write;

use clap::Args;

use crate::access::{ProposeRelease, WholeRound, operator};
use crate::cli::{clock, open};
use crate::config::Config;
use crate::form::name::Code;
use crate::release::audit::Search;
use crate::release::gather::propose;

/// Freeze the validated replies of a round and audit their figures together with all that left before
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  para11 release propose \"First report\" --round 2026")]
pub(in crate::cli) struct Propose {
    /// Its name, once in a round
    name: String,
    /// The round; may be left out where there is only one
    #[arg(long, value_name = "CODE")]
    round: Option<Code>,
    /// Partners that the audit tries for each State: more keep more numbers and take longer
    #[arg(long, value_name = "N", default_value_t = Search::default().partners)]
    partners: usize,
}

impl Propose {
    pub(in crate::cli) fn run(self, config: &Config, out: &mut dyn Write) -> anyhow::Result<()> {
        let store = open::store(config)?;
        let round = open::round(&store, self.round)?;
        let allow = operator::<ProposeRelease>(WholeRound { round: round.code });
        let search = Search {
            partners: self.partners,
            ..Search::default()
        };
        let (id, frozen) = propose(&store, &allow, self.name, search, clock::now())?;
        let report = &frozen.report;
        let shown = report.numbers - report.by_gate - report.by_audit;
        writeln!(
            out,
            "Release {id} is proposed: {} replies, {} charts, {} numbers.",
            frozen.replies.replies.len(),
            frozen.tables.len(),
            report.numbers
        )?;
        writeln!(
            out,
            "Shown {shown}; withheld {} by the gate, {} by the joint audit, which gave {} back after its first choice.",
            report.by_gate, report.by_audit, report.given_back
        )?;
        writeln!(
            out,
            "{} facts on single States are protected by {} other worlds; for {} there was none, so nothing is shown of their questions.",
            report.facts, report.worlds, report.silenced
        )?;
        if report.exposed_before > 0 {
            writeln!(
                out,
                "Of these, {} are on questions of which an earlier release shows something.",
                report.exposed_before
            )?;
        }
        writeln!(
            out,
            "A manager lets it leave on the page of releases; nobody lets leave what they proposed."
        )?;
        Ok(())
    }
}
