//! `README.txt`: what is in the package, for a person who opens it.

use std::fmt::Write as _;

use crate::disclosure::RULE;
use crate::disclosure::rows::{Status, Variant};
use crate::text::Arg;

use super::Source;
use super::table::Filled;

/// The text, in the language of the package.
pub(super) fn build(source: &Source<'_>, name: &str, tables: &[Filled]) -> String {
    let words = source.words;
    let round = source.round.round();
    let counts = source.round.counts();
    let number = |count: usize| Arg::Number(i64::try_from(count).unwrap_or(i64::MAX));
    let cut = source.cut.to_string();
    let mut text = String::new();
    let mut line = |words: String| {
        let _ = writeln!(text, "{words}");
    };
    line(source.texts.title().into_owned());
    line(name.to_owned());
    line(String::new());
    if round.sample {
        line(source.word("dump-readme-sample"));
        line(String::new());
    }
    let asked = [
        ("asked", number(counts.asked)),
        ("replied", number(counts.replied)),
        ("cut", Arg::from(&cut)),
    ];
    line(words.with("dump-readme-counts", &asked).into_owned());
    line(match source.round.variant() {
        Variant::Full => source.word("dump-readme-full"),
        Variant::Public => words
            .with(
                "dump-readme-public",
                &[
                    ("unnamed", number(counts.unnamed)),
                    ("rule", Arg::from(RULE)),
                ],
            )
            .into_owned(),
    });
    line(
        words
            .with(
                "dump-readme-withheld",
                &[("withheld", number(counts.withheld))],
            )
            .into_owned(),
    );
    line(String::new());
    line(source.word("dump-readme-files"));
    for table in tables {
        line(format!(
            "  {}: {}",
            table.about.file, table.about.description
        ));
    }
    line(format!(
        "  codebook.csv: {}",
        source.word("dump-table-codebook")
    ));
    line(format!(
        "  datapackage.json: {}",
        source.word("dump-file-datapackage")
    ));
    line(format!("  forms/: {}", source.word("dump-file-forms")));
    line(format!(
        "  SHA256SUMS: {}",
        source.word("dump-file-checksums")
    ));
    line(String::new());
    line(source.word("dump-readme-missing"));
    for status in Status::MISSING {
        let (number, code) = (status.number().unwrap_or_default(), status.code());
        line(format!("  {number:>3}  {code}: {}", source.status(status)));
    }
    line(String::new());
    line(source.word("dump-readme-guard"));
    text
}
