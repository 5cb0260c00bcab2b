//! Parts of a Word file that hardly depend on what the document says: styles, settings, properties, relations.

use super::xml::escape;
use crate::document::Document;
use crate::text::Language;

pub(super) const CONTENT_TYPES: &str = concat!(
    r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#,
    "\n",
    r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">"#,
    r#"<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>"#,
    r#"<Default Extension="xml" ContentType="application/xml"/>"#,
    r#"<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>"#,
    r#"<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>"#,
    r#"<Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/>"#,
    r#"<Override PartName="/word/settings.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.settings+xml"/>"#,
    r#"<Override PartName="/word/header1.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml"/>"#,
    r#"<Override PartName="/word/footer1.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"/>"#,
    "</Types>\n",
);

pub(super) const RELATIONS: &str = concat!(
    r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#,
    "\n",
    r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">"#,
    r#"<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>"#,
    r#"<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/>"#,
    "</Relationships>\n",
);

pub(super) const DOCUMENT_RELATIONS: &str = concat!(
    r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#,
    "\n",
    r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">"#,
    r#"<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/>"#,
    r#"<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/settings" Target="settings.xml"/>"#,
    r#"<Relationship Id="rId3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/header" Target="header1.xml"/>"#,
    r#"<Relationship Id="rId4" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footer" Target="footer1.xml"/>"#,
    "</Relationships>\n",
);

/// Begin of every part.
pub(super) const DECLARATION: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#;
/// The name space of words.
pub(super) const NAMESPACE: &str =
    r#"xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main""#;

/// Title, language, level.
pub(super) fn properties(document: &Document) -> String {
    format!(
        concat!(
            "{declaration}\n",
            r#"<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" "#,
            r#"xmlns:dc="http://purl.org/dc/elements/1.1/">"#,
            "<dc:title>{title}</dc:title><dc:subject>{level}</dc:subject><dc:creator>para11</dc:creator>",
            "<cp:keywords>{code}</cp:keywords><dc:language>{language}</dc:language></cp:coreProperties>\n",
        ),
        declaration = DECLARATION,
        title = escape(&document.title),
        level = escape(&document.level_words),
        code = document.level.code(),
        language = document.language.html_code(),
    )
}

/// Nothing beside what every program needs: no macros, no links.
pub(super) fn settings(document: &Document) -> String {
    let (latin, _, _) = tongues(document.language);
    format!(
        "{DECLARATION}\n<w:settings {NAMESPACE}><w:zoom w:percent=\"100\"/><w:defaultTabStop w:val=\"720\"/><w:themeFontLang w:val=\"{latin}\"/></w:settings>\n",
    )
}

/// Languages of Latin, East Asian and right-to-left text.
const fn tongues(language: Language) -> (&'static str, &'static str, &'static str) {
    let latin = match language {
        Language::French => "fr-FR",
        Language::Russian => "ru-RU",
        Language::Spanish => "es-ES",
        Language::Arabic
        | Language::Chinese
        | Language::English
        | Language::Accented
        | Language::Mirrored => "en-GB",
    };
    (latin, "zh-CN", "ar-SA")
}

/// A paragraph style: its id, the name by which programs know it, and the properties of its paragraphs and their text.
fn style(id: &str, name: &str, paragraph: &str, run: &str) -> String {
    let (based, default) = if id == "Normal" {
        ("", r#" w:default="1""#)
    } else {
        (r#"<w:basedOn w:val="Normal"/>"#, "")
    };
    format!(
        r#"<w:style w:type="paragraph"{default} w:styleId="{id}"><w:name w:val="{name}"/>{based}<w:qFormat/><w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>"#
    )
}

/// All paragraph styles; `bidi` stands in the one on which the others rest.
fn paragraph_styles(bidi: &str) -> String {
    let keep = "<w:keepNext/><w:keepLines/>";
    let spacing =
        |before: u16, after: u16| format!(r#"<w:spacing w:before="{before}" w:after="{after}"/>"#);
    let outline = |level: u8| format!(r#"<w:outlineLvl w:val="{level}"/>"#);
    let size = |half: u8| format!(r#"<w:sz w:val="{half}"/><w:szCs w:val="{half}"/>"#);
    let bold = "<w:b/><w:bCs/>";
    let grey = r#"<w:color w:val="484F55"/>"#;
    [
        style(
            "Normal",
            "Normal",
            &format!("{bidi}{}", spacing(0, 60)),
            &size(20),
        ),
        style(
            "Title",
            "Title",
            &format!("{keep}{}", spacing(0, 160)),
            &format!("{bold}{}", size(36)),
        ),
        style(
            "Heading1",
            "heading 1",
            &format!("{keep}{}{}", spacing(400, 100), outline(0)),
            &format!("{bold}{}", size(28)),
        ),
        style(
            "Heading2",
            "heading 2",
            &format!("{keep}{}{}", spacing(240, 60), outline(1)),
            &format!("{bold}{}", size(21)),
        ),
        style(
            "Hint",
            "Hint",
            &spacing(0, 60),
            &format!("{grey}{}", size(18)),
        ),
        style(
            "Notice",
            "Notice",
            &format!(
                r#"<w:shd w:val="clear" w:color="auto" w:fill="EEF1F3"/>{}"#,
                spacing(80, 120)
            ),
            &size(20),
        ),
        style(
            "Choice",
            "Choice",
            &format!(
                r#"{}<w:ind w:start="340" w:hanging="340"/>"#,
                spacing(0, 20)
            ),
            &size(20),
        ),
        style(
            "ToWrite",
            "To write",
            &format!(
                r#"<w:tabs><w:tab w:val="right" w:leader="underscore" w:pos="9638"/></w:tabs>{}"#,
                spacing(100, 40)
            ),
            &size(18),
        ),
        style("Cell", "Cell", &spacing(20, 20), &size(18)),
        style(
            "Margin",
            "Margin",
            &format!(
                r#"<w:tabs><w:tab w:val="right" w:pos="9638"/></w:tabs>{}"#,
                spacing(0, 0)
            ),
            &format!("{grey}{}", size(17)),
        ),
    ]
    .concat()
}

/// Styles: those of headings have the names by which programs know them.
pub(super) fn styles(document: &Document) -> String {
    let (latin, east, right) = tongues(document.language);
    let bidi = if document.is_right_to_left() {
        "<w:bidi/>"
    } else {
        ""
    };
    let all = paragraph_styles(bidi);
    format!(
        concat!(
            "{declaration}\n<w:styles {namespace}><w:docDefaults><w:rPrDefault><w:rPr>",
            r#"<w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:cs="Arial" w:eastAsia="Microsoft YaHei"/>"#,
            r#"<w:lang w:val="{latin}" w:eastAsia="{east}" w:bidi="{right}"/>"#,
            "</w:rPr></w:rPrDefault></w:docDefaults>{all}</w:styles>\n",
        ),
        declaration = DECLARATION,
        namespace = NAMESPACE,
        latin = latin,
        east = east,
        right = right,
        all = all,
    )
}
