//! Words, numbers and dates in a language.
//!
//! Texts stand in Fluent files: those of the interface in `locales/<language>/*.ftl`, those of a questionnaire beside it. English is
//! complete; two pseudo-locales are made from it, so that a test sees text that does not come from here.

pub mod catalogue;
pub mod hidden;
mod language;
mod number;
mod order;
mod pseudo;
mod spreadsheet;
pub mod status;

use std::sync::{Arc, LazyLock};

use include_dir::{Dir, include_dir};

pub use catalogue::{Arg, Catalogue, CatalogueError};
pub use language::{Direction, Language};
pub use number::{date, decimal, number, per_cent, read_date, read_decimal, read_integer};
pub use order::{Collation, sort_by_name};
pub use spreadsheet::guard;

/// Texts of the interface, as they were when the program was built: one folder a language, one file an area.
static LOCALES: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/locales");

static ENGLISH: LazyLock<Arc<Catalogue>> = LazyLock::new(|| {
    let files = interface_files(Language::English);
    Arc::new(build(Language::English, &files, None))
});

static OTHERS: LazyLock<Vec<Catalogue>> = LazyLock::new(|| {
    Language::every()
        .filter(|language| *language != Language::English)
        .map(|language| {
            let files = interface_files(language.source());
            build(language, &files, Some(Arc::clone(&ENGLISH)))
        })
        .collect()
});

/// Texts of the interface in a language; what is missing there is in English.
#[must_use]
pub fn interface(language: Language) -> &'static Catalogue {
    OTHERS
        .iter()
        .find(|catalogue| catalogue.language() == language)
        .unwrap_or(&ENGLISH)
}

/// A word that does not come from a catalogue (a name from data), as a pseudo-locale shows it.
pub(crate) fn pseudo_text(text: &str) -> std::borrow::Cow<'_, str> {
    pseudo::transform(text)
}

/// The files of the interface in a language by name (`common.ftl`, the same in every language), in order; none where there is no
/// translation yet.
#[must_use]
pub fn interface_files(language: Language) -> Vec<(String, &'static str)> {
    let mut files: Vec<_> = LOCALES
        .get_dir(language.code())
        .into_iter()
        .flat_map(Dir::files)
        .filter(|file| file.path().extension().is_some_and(|ext| ext == "ftl"))
        .filter_map(|file| {
            let name = file.path().file_name()?.to_str()?.to_owned();
            Some((name, file.contents_utf8()?))
        })
        .collect();
    files.sort();
    files
}

/// A catalogue of embedded files. A mistake in one is a fault of the program, found by the tests: the sound messages are used.
fn build(
    language: Language,
    files: &[(String, &'static str)],
    fallback: Option<Arc<Catalogue>>,
) -> Catalogue {
    let (catalogue, errors) = Catalogue::build(language, files, fallback);
    for error in errors {
        tracing::error!(%error, language = language.code(), "a text of the interface is broken");
    }
    catalogue
}

#[cfg(test)]
mod tests;
