//! Text documents and workbooks: ZIP archives with a fixed build. What can run, what is hidden and what unpacks without end is refused.

use std::io::{self, Cursor, Read, Seek, SeekFrom};

use zip::ZipArchive;
use zip::read::ZipFile;

use super::{InspectError, Kind, MOST_BYTES, Refusal, office, open_document};

pub(super) mod tags;

use tags::Tags;

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
/// How much of the beginning of a part is looked at: enough to know a program by, and how characters are written.
const START: u64 = 128;
/// How an archive begins.
const ARCHIVE_START: &[u8] = b"PK\x03\x04";
/// Endings of parts that are XML.
const XML_ENDINGS: [&str; 5] = ["xml", "rels", "svg", "rdf", "vml"];

/// Whether a package may hold another.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Depth {
    /// The file itself: the workbook behind a chart of a text may be in it.
    Outer,
    /// A package in a file.
    Inner,
}

/// Looks through a whole archive: what it says it is, the name and size of each part, and that each unpacks to what it says.
pub(super) fn inspect<R: Read + Seek>(
    kind: Kind,
    content: &mut R,
    size: u64,
    depth: Depth,
) -> Result<(), InspectError> {
    let listed = is_alone(content, size)?;
    let mut archive = ZipArchive::new(content).map_err(|cause| failure(cause.into()))?;
    // Of two parts with one name readers take different ones.
    if archive.offset() != 0 || archive.len() != listed {
        return Err(Refusal::Content.into());
    }
    sizes(&mut archive, size)?;
    match kind {
        Kind::Docx | Kind::Xlsx => office::inspect(kind, &mut archive)?,
        _ => open_document::inspect(kind, &mut archive)?,
    }
    for number in 0..archive.len() {
        let mut part = open(&mut archive, number)?;
        unpack(kind, &mut part, depth)?;
    }
    Ok(())
}

/// An archive begins with its first part and ends with its end record: nothing stands before or behind, so it is no other file as well. How
/// many parts it says it has.
fn is_alone<R: Read + Seek>(content: &mut R, size: u64) -> Result<usize, InspectError> {
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
    if start != ARCHIVE_START || !end.starts_with(b"PK\x05\x06") || !end.ends_with(&[0, 0]) {
        return Err(Refusal::Content.into());
    }
    match end.get(10..12) {
        Some(&[low, high]) => Ok(u16::from_le_bytes([low, high]).into()),
        _ => Err(Refusal::Content.into()),
    }
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

/// Unpacks a part and looks it through: it has to be as long as it says, sound, no program, and if it is XML without what acts.
fn unpack<R: Read>(
    kind: Kind,
    part: &mut ZipFile<'_, R>,
    depth: Depth,
) -> Result<(), InspectError> {
    let declared = part.size();
    let name = part.name().map_err(|_unreadable| Refusal::Content)?;
    let name = name.to_lowercase();
    let ending = name.rsplit('.').next().unwrap_or_default();
    let mut start = Vec::new();
    part.by_ref()
        .take(START)
        .read_to_end(&mut start)
        .map_err(failure)?;
    if ACTIVE_STARTS.iter().any(|active| start.starts_with(active)) {
        return Err(Refusal::Active.into());
    }
    // Read up to one byte more than it says, to find one that is longer.
    let mut content = start.as_slice().chain(part.take(declared));
    if start.starts_with(ARCHIVE_START) {
        return inner(ending, &mut content, declared, depth);
    }
    let is_xml = XML_ENDINGS.contains(&ending);
    let (mut tags, mut fields) = (Tags::default(), office::Fields::default());
    let mut buffer = vec![0; 64 * 1024];
    let mut length = 0_u64;
    loop {
        let read = content.read(&mut buffer).map_err(failure)?;
        let Some(bytes) = buffer.get(..read).filter(|bytes| !bytes.is_empty()) else {
            break;
        };
        length = length.saturating_add(u64::try_from(read).unwrap_or(u64::MAX));
        if is_xml {
            tags.take(bytes, |tag, text| match kind {
                Kind::Docx | Kind::Xlsx => fields.take(tag, text),
                _ => open_document::tag(tag),
            })?;
        }
    }
    if length != declared {
        return Err(Refusal::Bomb.into());
    }
    if is_xml { Ok(tags.end()?) } else { Ok(()) }
}

/// A package in a package: a workbook or a text like the outer one, with no third in it.
fn inner<R: Read>(
    ending: &str,
    content: &mut R,
    declared: u64,
    depth: Depth,
) -> Result<(), InspectError> {
    let kind = Kind::find(ending).filter(|kind| matches!(kind, Kind::Docx | Kind::Xlsx));
    let (Some(kind), Depth::Outer) = (kind, depth) else {
        return Err(Refusal::Active.into());
    };
    if declared > MOST_BYTES {
        return Err(Refusal::Bomb.into());
    }
    let mut bytes = Vec::new();
    content.read_to_end(&mut bytes).map_err(failure)?;
    if !u64::try_from(bytes.len()).is_ok_and(|length| length == declared) {
        return Err(Refusal::Bomb.into());
    }
    inspect(kind, &mut Cursor::new(bytes), declared, Depth::Inner)
}

/// The text of a part, if it is there and short enough.
pub(super) fn text<R: Read + Seek>(
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
    let text = String::from_utf8(bytes).map_err(|_other| Refusal::Content)?;
    Ok(Some(text.trim_start_matches('\u{feff}').to_owned()))
}
