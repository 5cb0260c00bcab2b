//! Office Open XML: what the lists of a package say of its parts and of what they lead to (ISO/IEC 29500-2).

use std::io::{Read, Seek};

use roxmltree::{Document, Node};
use zip::ZipArchive;

use super::package::tags::{attribute, local_name};
use super::package::text;
use super::{InspectError, Kind, Refusal};

/// What the list of content types says of macros and embedded objects.
const ACTIVE_TYPES: [&str; 7] = [
    "macroenabled",
    "vbaproject",
    "oleobject",
    "activex",
    "ms-excel.sheet.binary",
    "macrosheet",
    "dialogsheet",
];
/// What it says of data that come from elsewhere.
const LINKED_TYPES: [&str; 2] = ["externallink+xml", "connections+xml"];
/// Last words of the kinds of relations whose ends run, or are files of another kind.
const ACTIVE_RELATIONS: [&str; 8] = [
    "oleobject",
    "vbaproject",
    "wordvbadata",
    "control",
    "activexcontrolbinary",
    "attachedtoolbars",
    "afchunk",
    "xlmacrosheet",
];

/// Looks through the lists of a package.
pub(super) fn inspect<R: Read + Seek>(
    kind: Kind,
    archive: &mut ZipArchive<R>,
) -> Result<(), InspectError> {
    let listed = text(archive, "[Content_Types].xml")?.ok_or(Refusal::Content)?;
    types(kind, &listed)?;
    let mut names = Vec::new();
    for name in archive.file_names() {
        names.push(name.map_err(|_unreadable| Refusal::Content)?.into_owned());
    }
    let is_list = |name: &&String| name.to_lowercase().ends_with(".rels");
    for name in names.iter().filter(is_list) {
        let listed = text(archive, name)?.ok_or(Refusal::Content)?;
        let listed = parse(&listed)?;
        let mut relations = listed
            .descendants()
            .filter(|node| is_called(node, "Relationship"));
        relations.try_for_each(|relation| relation_is_sound(&relation))?;
    }
    Ok(())
}

/// Parses a list; one that declares a document type is none.
fn parse(listed: &str) -> Result<Document<'_>, Refusal> {
    Document::parse(listed).map_err(|_damaged| Refusal::Content)
}

fn is_called(node: &Node<'_, '_>, name: &str) -> bool {
    node.is_element() && node.tag_name().name() == name
}

/// The list of content types says what the main part is, and whether macros, objects or links are there.
fn types(kind: Kind, listed: &str) -> Result<(), Refusal> {
    let main = match kind {
        Kind::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
        _ => "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
    };
    let listed = parse(listed)?;
    let mut has_main = false;
    for node in listed.descendants() {
        let Some(said) = node.attribute("ContentType") else {
            continue;
        };
        let said = said.trim().to_lowercase();
        if ACTIVE_TYPES.iter().any(|active| said.contains(active)) {
            return Err(Refusal::Active);
        }
        if LINKED_TYPES.iter().any(|linked| said.ends_with(linked)) {
            return Err(Refusal::Linked);
        }
        has_main |= is_called(&node, "Override") && said == main;
    }
    if has_main {
        Ok(())
    } else {
        Err(Refusal::Content)
    }
}

/// A relation leads to a part of the package, or is a link that a person follows.
fn relation_is_sound(relation: &Node<'_, '_>) -> Result<(), Refusal> {
    let word = |name| {
        relation
            .attribute(name)
            .unwrap_or_default()
            .trim()
            .to_lowercase()
    };
    let (kind, target) = (word("Type"), word("Target"));
    let kind = kind.rsplit('/').next().unwrap_or_default();
    if ACTIVE_RELATIONS.contains(&kind) {
        return Err(Refusal::Active);
    }
    let is_sound = match (word("TargetMode").as_str(), kind) {
        ("external", "hyperlink") => is_followed(&target),
        ("external", "attachedtemplate") => is_on_own_disk(&target),
        ("external", _) => false,
        _ => !target.contains(':'),
    };
    if is_sound {
        Ok(())
    } else {
        Err(Refusal::Linked)
    }
}

/// Whether a link leads to a page or an address of mail, or within the document.
fn is_followed(target: &str) -> bool {
    let is_page = ["http://", "https://", "mailto:", "tel:", "ftp://"]
        .iter()
        .any(|scheme| target.starts_with(scheme));
    is_page || !(target.contains(':') || target.starts_with("//") || target.starts_with('\\'))
}

/// Whether a template lies on the disk of the one who wrote: nothing is fetched from elsewhere.
fn is_on_own_disk(target: &str) -> bool {
    let path = target.strip_prefix("file:///").unwrap_or(target);
    let mut letters = path.chars();
    matches!(
        (letters.next(), letters.next(), letters.next()),
        (Some('a'..='z'), Some(':'), Some('\\' | '/'))
    ) || !(path.contains(':') || path.starts_with(['/', '\\']))
}

/// What fields of a text do that fetch something (ISO/IEC 29500-1, 17.16.5; DDE is of older versions).
const FETCHES: [&str; 7] = [
    "dde",
    "ddeauto",
    "link",
    "import",
    "include",
    "includepicture",
    "includetext",
];

/// The fields of a part; the instruction of one may be written in pieces.
#[derive(Default)]
pub(super) struct Fields(String);

impl Fields {
    /// Looks at a tag of any part, with the text before it.
    pub(super) fn take(&mut self, tag: &str, text: &str) -> Result<(), Refusal> {
        if tag.starts_with("!doctype") || tag.starts_with("!entity") {
            return Err(Refusal::Content);
        }
        match local_name(tag) {
            "script" => Err(Refusal::Active),
            "ddelink" => Err(Refusal::Linked),
            "fldsimple" => instruction(attribute(tag, "instr").unwrap_or_default()),
            "instrtext" if tag.starts_with('/') => {
                self.0.push_str(text);
                instruction(&self.0)
            }
            "fldchar" => {
                self.0.clear();
                Ok(())
            }
            _ => Ok(()),
        }
    }
}

/// A field that fetches nothing. One whose letters are written as numbers hides what it says.
fn instruction(said: &str) -> Result<(), Refusal> {
    let first = said.split_whitespace().next().unwrap_or_default();
    if said.contains("&#") || FETCHES.contains(&first) {
        return Err(Refusal::Linked);
    }
    Ok(())
}
