//! `OpenDocument`: the first part says what it is, the manifest whether there is a password, tags whether something acts or is fetched
//! (OASIS `OpenDocument` 1.3).

use std::io::{Read, Seek};

use zip::ZipArchive;

use super::package::tags::{attribute, local_name};
use super::package::text;
use super::{InspectError, Kind, Refusal};

/// Elements whose content comes from where they say.
const FETCHES: [&str; 9] = [
    "image",
    "object",
    "object-ole",
    "plugin",
    "applet",
    "floating-frame",
    "section-source",
    "table-source",
    "template",
];

/// Looks through the lists of a package.
pub(super) fn inspect<R: Read + Seek>(
    kind: Kind,
    archive: &mut ZipArchive<R>,
) -> Result<(), InspectError> {
    let said = text(archive, "mimetype")?.ok_or(Refusal::Content)?;
    if said != kind.media_type() {
        return Err(Refusal::Content.into());
    }
    let manifest = text(archive, "META-INF/manifest.xml")?.ok_or(Refusal::Content)?;
    if manifest.to_lowercase().contains("encryption-data") {
        return Err(Refusal::Locked.into());
    }
    Ok(())
}

/// Looks at a tag of any part.
pub(super) fn tag(tag: &str) -> Result<(), Refusal> {
    if tag.starts_with("!doctype") || tag.starts_with("!entity") {
        return Err(Refusal::Content);
    }
    match local_name(tag) {
        "script" | "event-listener" | "plugin" | "applet" => Err(Refusal::Active),
        "dde-source" | "dde-link" | "dde-connection" | "dde-connection-decl" => {
            Err(Refusal::Linked)
        }
        name if FETCHES.contains(&name) => match attribute(tag, "href") {
            Some(place) if leads_out(name, place) => Err(Refusal::Linked),
            _ => Ok(()),
        },
        _ => Ok(()),
    }
}

/// Whether a place is outside the package. The template that a text was made from is on the disk of the one who wrote it: it is not fetched.
fn leads_out(element: &str, place: &str) -> bool {
    // Letters written as numbers hide what they say.
    let is_hidden = place.contains("&#");
    let is_net = place.starts_with("//") || place.starts_with('\\');
    let own_disk = place
        .strip_prefix("file:///")
        .is_some_and(|path| !path.starts_with('/'));
    match element {
        "template" => is_hidden || is_net || (place.contains(':') && !own_disk),
        _ => is_hidden || is_net || place.contains(':') || place.starts_with("../"),
    }
}
