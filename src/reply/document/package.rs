//! Text documents and workbooks: ZIP archives with a fixed build. What can run, what is hidden and what unpacks without end is refused.

use std::io::{self, Read, Seek, SeekFrom};

use zip::ZipArchive;
use zip::read::ZipFile;

use super::{InspectError, Kind, Refusal};

/// Most parts.
const MOST_PARTS: usize = 2_000;
/// Most bytes of all parts unpacked.
const MOST_UNPACKED: u64 = 128 * 1024 * 1024;
/// A part may unpack to so many times its size, once it is larger than [`SMALL`].
const MOST_RATIO: u64 = 100;
const SMALL: u64 = 1024 * 1024;
/// Most bytes of the part that says what the others are.
const MOST_LISTED: u64 = 1024 * 1024;
/// Bytes of the end record of an archive without a comment.
const END_RECORD: u64 = 22;

/// Endings of parts that some system runs, or that hold other files.
const ACTIVE_ENDINGS: [&str; 36] = [
    "exe", "dll", "com", "scr", "cpl", "msi", "bat", "cmd", "ps1", "vbs", "vbe", "js", "jse",
    "wsf", "wsh", "hta", "lnk", "jar", "class", "sh", "py", "pl", "rb", "app", "so", "dylib",
    "bin", "ole", "docm", "dotm", "xlsm", "xltm", "xlam", "xlsb", "swf", "reg",
];
/// How programs and older compound files begin.
const ACTIVE_STARTS: [&[u8]; 6] = [
    b"MZ",
    b"\x7fELF",
    b"#!",
    b"\xca\xfe\xba\xbe",
    b"\xcf\xfa\xed\xfe",
    b"\xd0\xcf\x11\xe0",
];
/// What the list of content types says of macros and embedded objects.
const ACTIVE_TYPES: [&str; 5] = [
    "macroenabled",
    "vbaproject",
    "oleobject",
    "activex",
    "ms-excel.sheet.binary",
];

/// Looks through a whole archive: what it says it is, the name and size of each part, and that each unpacks to what it says.
pub(super) fn inspect<R: Read + Seek>(
    kind: Kind,
    content: &mut R,
    size: u64,
) -> Result<(), InspectError> {
    is_alone(content, size)?;
    let mut archive = ZipArchive::new(content).map_err(|cause| failure(cause.into()))?;
    if archive.offset() != 0 {
        return Err(Refusal::Content.into());
    }
    sizes(&mut archive, size)?;
    match kind {
        Kind::Docx | Kind::Xlsx => office(kind, &mut archive)?,
        _ => open_document(kind, &mut archive)?,
    }
    for number in 0..archive.len() {
        let mut part = open(&mut archive, number)?;
        unpack(&mut part)?;
    }
    Ok(())
}

/// An archive begins with its first part and ends with its end record: nothing stands before or behind, so it is no other file as well.
fn is_alone<R: Read + Seek>(content: &mut R, size: u64) -> Result<(), InspectError> {
    let mut start = Vec::new();
    content.by_ref().take(4).read_to_end(&mut start)?;
    content.seek(SeekFrom::Start(size.saturating_sub(END_RECORD)))?;
    let mut end = Vec::new();
    content.by_ref().take(END_RECORD).read_to_end(&mut end)?;
    content.seek(SeekFrom::Start(0))?;
    // An older compound file under a new name: a document with a password, or one with macros.
    if start == b"\xd0\xcf\x11\xe0" {
        return Err(Refusal::Locked.into());
    }
    if start != b"PK\x03\x04" || !end.starts_with(b"PK\x05\x06") || !end.ends_with(&[0, 0]) {
        return Err(Refusal::Content.into());
    }
    Ok(())
}

fn open<R: Read + Seek>(
    archive: &mut ZipArchive<R>,
    number: usize,
) -> Result<ZipFile<'_, R>, InspectError> {
    archive
        .by_index(number)
        .map_err(|cause| failure(cause.into()))
}

/// What an archive's reader says: damage is a refusal, a failing disk is not.
fn failure(cause: io::Error) -> InspectError {
    match cause.kind() {
        io::ErrorKind::InvalidData
        | io::ErrorKind::InvalidInput
        | io::ErrorKind::UnexpectedEof
        | io::ErrorKind::NotFound
        | io::ErrorKind::Unsupported
        | io::ErrorKind::Other => Refusal::Content.into(),
        _ => cause.into(),
    }
}

/// The parts by their names and declared sizes, before any is unpacked.
fn sizes<R: Read + Seek>(archive: &mut ZipArchive<R>, size: u64) -> Result<(), InspectError> {
    if archive.is_empty() {
        return Err(Refusal::Content.into());
    }
    if archive.len() > MOST_PARTS {
        return Err(Refusal::Bomb.into());
    }
    let (mut packed, mut unpacked) = (0_u64, 0_u64);
    for number in 0..archive.len() {
        let part = archive
            .by_index_raw(number)
            .map_err(|cause| failure(cause.into()))?;
        if part.encrypted() {
            return Err(Refusal::Locked.into());
        }
        packed = packed.saturating_add(part.compressed_size());
        unpacked = unpacked.saturating_add(part.size());
        let ratio = part.size() / part.compressed_size().max(1);
        if (part.size() > SMALL && ratio > MOST_RATIO) || unpacked > MOST_UNPACKED {
            return Err(Refusal::Bomb.into());
        }
        name(&part)?;
    }
    // Parts that share their bytes say that they are more than the file.
    if packed > size {
        return Err(Refusal::Bomb.into());
    }
    Ok(())
}

/// Refuses a part by its name: one that leads out of the archive, a link, a program, a macro.
fn name<R: Read>(part: &ZipFile<'_, R>) -> Result<(), InspectError> {
    let name = part
        .name()
        .map_err(|_unreadable| Refusal::Content)?
        .to_lowercase();
    let leads_out = name.starts_with('/')
        || name.contains(['\\', '\0', ':'])
        || name.split('/').any(|step| step == "..");
    if leads_out || part.is_symlink() {
        return Err(Refusal::Content.into());
    }
    let ending = name.rsplit('.').next().unwrap_or_default();
    // What a printer was told is kept in a form of its own, and is not run.
    let is_printer = name.starts_with("xl/printersettings/");
    let is_macro = ["basic/", "scripts/", "dialogs/"]
        .iter()
        .any(|folder| name.starts_with(folder));
    let is_active = ACTIVE_ENDINGS.contains(&ending) && !is_printer;
    if is_active || is_macro || name.contains("vbaproject") || name.contains("/activex/") {
        return Err(Refusal::Active.into());
    }
    Ok(())
}

/// Unpacks a part into nothing: it has to be as long as it says, sound, and no program.
fn unpack<R: Read>(part: &mut ZipFile<'_, R>) -> Result<(), InspectError> {
    let declared = part.size();
    let mut start = Vec::new();
    part.by_ref()
        .take(8)
        .read_to_end(&mut start)
        .map_err(failure)?;
    if ACTIVE_STARTS.iter().any(|active| start.starts_with(active)) {
        return Err(Refusal::Active.into());
    }
    let length = u64::try_from(start.len()).unwrap_or(u64::MAX);
    let left = declared.saturating_sub(length).saturating_add(1);
    let rest = io::copy(&mut part.by_ref().take(left), &mut io::sink()).map_err(failure)?;
    if length.saturating_add(rest) != declared {
        return Err(Refusal::Bomb.into());
    }
    Ok(())
}

/// The text of a part, if it is there and short enough.
fn text<R: Read + Seek>(
    archive: &mut ZipArchive<R>,
    name: &str,
) -> Result<Option<String>, InspectError> {
    let Ok(part) = archive.by_name(name) else {
        return Ok(None);
    };
    let mut bytes = Vec::new();
    part.take(MOST_LISTED + 1)
        .read_to_end(&mut bytes)
        .map_err(failure)?;
    if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > MOST_LISTED {
        return Err(Refusal::Bomb.into());
    }
    Ok(Some(String::from_utf8_lossy(&bytes).to_lowercase()))
}

/// Office Open XML: the list of content types says what the main part is, and whether macros or objects are there.
fn office<R: Read + Seek>(kind: Kind, archive: &mut ZipArchive<R>) -> Result<(), InspectError> {
    let types = text(archive, "[Content_Types].xml")?.ok_or(Refusal::Content)?;
    if ACTIVE_TYPES.iter().any(|active| types.contains(active)) {
        return Err(Refusal::Active.into());
    }
    let main = match kind {
        Kind::Xlsx => "spreadsheetml.sheet.main+xml",
        _ => "wordprocessingml.document.main+xml",
    };
    if types.contains(main) && !types.contains("<!doctype") {
        Ok(())
    } else {
        Err(Refusal::Content.into())
    }
}

/// `OpenDocument`: the first part says in plain words what it is; the manifest says whether there is a password.
fn open_document<R: Read + Seek>(
    kind: Kind,
    archive: &mut ZipArchive<R>,
) -> Result<(), InspectError> {
    let said = text(archive, "mimetype")?.ok_or(Refusal::Content)?;
    if said != kind.media_type() {
        return Err(Refusal::Content.into());
    }
    let manifest = text(archive, "META-INF/manifest.xml")?.ok_or(Refusal::Content)?;
    if manifest.contains("encryption-data") {
        return Err(Refusal::Locked.into());
    }
    Ok(())
}
