//! `para11 release pack`.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::PathBuf;

use anyhow::Context;
use clap::Args;
use serde_json::json;

use super::Found;
use crate::chart::draw::Size;
use crate::chart::export::Format;
use crate::cli::open;
use crate::config::Config;
use crate::form::name::Code;
use crate::release::opened::Opened;
use crate::store::sha256;
use crate::text::Language;

/// Write the figures of a release as files, with their charts, words and numbers and the digests of all
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  para11 release pack 1 --lang en --out release-1")]
pub(in crate::cli) struct Pack {
    /// Its number
    id: i64,
    /// The round; may be left out where there is only one
    #[arg(long, value_name = "CODE")]
    round: Option<Code>,
    /// Language of the words
    #[arg(long, value_name = "CODE", default_value = "en", value_parser = open::language)]
    lang: Language,
    /// Folder for the files; it is made if it is missing
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
}

impl Pack {
    pub(in crate::cli) fn run(self, config: &Config, out: &mut dyn Write) -> anyhow::Result<()> {
        let found = Found::of(config, self.round, self.id)?.opened;
        let mut files: BTreeMap<String, Vec<u8>> = BTreeMap::new();
        for figure in found.figures(self.lang, None)? {
            let formats = figure.files(Size::Page);
            for format in Format::ALL {
                let name = figure.file_name(found.round.code.as_str(), format, Size::Page);
                files.insert(name, formats.bytes(format)?);
            }
        }
        files.insert("release.json".to_owned(), published(&found)?);
        fs::create_dir_all(&self.out)
            .with_context(|| format!("the folder {} cannot be made", self.out.display()))?;
        let mut sums = String::new();
        for (name, bytes) in &files {
            let path = self.out.join(name);
            fs::write(&path, bytes)
                .with_context(|| format!("{} cannot be written", path.display()))?;
            sums.push_str(&format!("{}  {name}\n", sha256(bytes)));
        }
        let path = self.out.join("SHA256SUMS");
        fs::write(&path, &sums).with_context(|| format!("{} cannot be written", path.display()))?;
        writeln!(
            out,
            "{}: {} files, SHA-256 of SHA256SUMS {}",
            found.listed.name,
            files.len(),
            sha256(sums.as_bytes())
        )?;
        Ok(())
    }
}

/// What of a release goes with its figures: whether it left, rules, charts, words and numbers. Not which replies it was made of, since the
/// digest of a reply tells whoever knows nearly all of it the rest; nor what was withheld by which rule, and what the audit counted.
fn published(found: &Opened) -> anyhow::Result<Vec<u8>> {
    let frozen = &found.frozen;
    let mut tables = serde_json::to_value(&frozen.tables)?;
    for table in tables
        .as_object_mut()
        .into_iter()
        .flat_map(|all| all.values_mut())
    {
        if let Some(applied) = table.get_mut("applied").and_then(|one| one.as_object_mut()) {
            applied.remove("withheld");
        }
    }
    Ok(serde_json::to_vec(&json!({
        "left": found.listed.approved.is_some(),
        "rule": frozen.rule,
        "program": frozen.program,
        "as_of": frozen.as_of,
        "charts": frozen.charts,
        "texts": frozen.texts,
        "tables": tables,
    }))?)
}
