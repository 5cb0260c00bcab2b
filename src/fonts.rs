//! The fonts of figures and documents: embedded, so that both look the same on every machine.

use std::sync::{Arc, OnceLock};

use resvg::usvg::{self, ShapeRendering, Tree, fontdb};
use rustybuzz::Face;

/// One font file of `assets/fonts/`.
pub(crate) struct Font {
    /// The family's name, as SVG asks for it.
    pub(crate) family: &'static str,
    /// Whether it is the heavier weight.
    pub(crate) bold: bool,
    /// The TrueType file.
    pub(crate) data: &'static [u8],
}

macro_rules! font {
    ($family:literal, $bold:literal, $file:literal) => {
        Font {
            family: $family,
            bold: $bold,
            data: include_bytes!(concat!("../assets/fonts/", $file)),
        }
    };
}

/// Every embedded font.
pub(crate) static FONTS: [Font; 6] = [
    font!("Noto Sans", false, "NotoSans-Regular.ttf"),
    font!("Noto Sans", true, "NotoSans-Bold.ttf"),
    font!("Noto Sans Arabic", false, "NotoSansArabic-Regular.ttf"),
    font!("Noto Sans Arabic", true, "NotoSansArabic-Bold.ttf"),
    font!("Noto Sans SC", false, "NotoSansSC-Regular.ttf"),
    font!("Noto Sans SC", true, "NotoSansSC-Bold.ttf"),
];

/// The families to look in for the letters of a language, first choice first: each language is set in the font made for
/// it, so that Chinese punctuation is full width and Arabic digits sit with the letters.
pub(crate) fn families(language: &str) -> [&'static str; 3] {
    match language.split('-').next() {
        Some("ar") => ["Noto Sans Arabic", "Noto Sans", "Noto Sans SC"],
        Some("zh") => ["Noto Sans SC", "Noto Sans", "Noto Sans Arabic"],
        _ => ["Noto Sans", "Noto Sans SC", "Noto Sans Arabic"],
    }
}

/// The parsed faces of one weight in the order of [`families`]. A file that did not parse is left out, which the tests
/// would tell; it cannot happen at run time, for the files are part of the program.
pub(crate) fn faces(language: &str, bold: bool) -> Vec<&'static Face<'static>> {
    static FACES: OnceLock<Vec<Option<Face<'static>>>> = OnceLock::new();
    let parsed = FACES.get_or_init(|| FONTS.iter().map(|f| Face::from_slice(f.data, 0)).collect());
    let find = |family| {
        let mut all = FONTS.iter().zip(parsed);
        all.find(|(font, _)| font.family == family && font.bold == bold)
            .and_then(|(_, face)| face.as_ref())
    };
    families(language).into_iter().filter_map(find).collect()
}

/// Reads a drawing with the embedded fonts and no others. Shapes that do not say that they need smooth edges have none where pixels are
/// made of them: in print no difference is seen, and they take half the time.
pub(crate) fn drawing(svg: &str) -> Result<Tree, usvg::Error> {
    static DATABASE: OnceLock<Arc<fontdb::Database>> = OnceLock::new();
    let fontdb = DATABASE.get_or_init(|| {
        let mut fonts = fontdb::Database::new();
        for font in &FONTS {
            fonts.load_font_source(fontdb::Source::Binary(Arc::new(font.data)));
        }
        fonts.set_sans_serif_family("Noto Sans");
        Arc::new(fonts)
    });
    let options = usvg::Options {
        fontdb: Arc::clone(fontdb),
        font_family: "Noto Sans".into(),
        shape_rendering: ShapeRendering::CrispEdges,
        ..usvg::Options::default()
    };
    Tree::from_str(svg, &options)
}

/// The same faces, each with the font as a PDF embeds it.
pub(crate) fn embedded(
    language: &str,
    bold: bool,
) -> Vec<(&'static Face<'static>, krilla::text::Font)> {
    static EMBEDDED: OnceLock<Vec<Option<krilla::text::Font>>> = OnceLock::new();
    let fonts = EMBEDDED.get_or_init(|| {
        let font = |font: &Font| krilla::text::Font::new(font.data.into(), 0);
        FONTS.iter().map(font).collect()
    });
    let find = |family| {
        let mut all = FONTS.iter().zip(fonts);
        all.find(|(font, _)| font.family == family && font.bold == bold)
            .and_then(|(_, font)| font.clone())
    };
    let families = families(language).into_iter();
    families
        .filter_map(find)
        .zip(faces(language, bold))
        .map(|(font, face)| (face, font))
        .collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::{Path, PathBuf};

    use super::*;

    #[test]
    fn every_file_parses_and_every_language_has_three_faces_of_each_weight() {
        for language in ["ar", "en", "es", "fr", "ru", "zh", "zh-Hans"] {
            for bold in [false, true] {
                assert_eq!(faces(language, bold).len(), 3, "{language}");
            }
        }
    }

    #[test]
    fn every_character_of_the_texts_and_lists_has_a_glyph() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut files = Vec::new();
        walk(&root.join("forms"), &mut files);
        walk(&root.join("locales"), &mut files);
        walk(&root.join("charts"), &mut files);
        for bold in [false, true] {
            let faces = faces("en", bold);
            for file in &files {
                let text = std::fs::read_to_string(file).unwrap();
                let missing: BTreeSet<char> = text
                    .chars()
                    .filter(|c| !c.is_control())
                    .filter(|c| faces.iter().all(|f| f.glyph_index(*c).is_none()))
                    .collect();
                assert!(
                    missing.is_empty(),
                    "{}: no glyph for {missing:?}; add to assets/fonts/subset.sh",
                    file.display()
                );
            }
        }
        let lists = "Côte d’Ivoire Türkiye São Tomé Viet Nam Лихтенштейн الجزائر جزر القمر 阿尔及利亚 科特迪瓦";
        for c in lists.chars() {
            assert!(
                faces("en", false)
                    .iter()
                    .any(|f| f.glyph_index(c).is_some()),
                "{c}"
            );
        }
    }

    /// The files that people read or that name something, below `folder`.
    fn walk(folder: &Path, into: &mut Vec<PathBuf>) {
        let Ok(entries) = std::fs::read_dir(folder) else {
            return;
        };
        for path in entries.map(|e| e.unwrap().path()) {
            if path.is_dir() {
                walk(&path, into);
            } else if path
                .extension()
                .is_some_and(|e| e == "ftl" || e == "csv" || e == "toml")
            {
                into.push(path);
            }
        }
    }
}
