//! The scanner for malware: `clamd` on this machine, asked with INSTREAM. What it has not seen stays closed.

use std::io::{self, Read, Write};
use std::net::TcpStream;
use std::sync::Mutex;
use std::time::Duration;

use chrono::{DateTime, Utc};
use clamav_client::TransportProtocol;
use diesel::prelude::*;
use serde::Serialize;

use super::rows::{Document, Scan};
use super::{FileError, Files, SealedReader};
use crate::access::{Allow, AttachDocuments, OwnReply};
use crate::config::scanner::ScannerAddress;
use crate::form::name::Code;
use crate::reply::AnswerKey;
use crate::reply::document::Refusal;
use crate::store::letters::LetterKind;
use crate::store::log::Act;
use crate::store::reply::life::tell_leads;
use crate::store::schema::{documents, replies};
use crate::store::{StoreError, stored};

/// A scanner.
#[derive(Debug)]
pub struct Scanner {
    address: ScannerAddress,
    /// Longest wait for each of its words.
    patience: Duration,
    /// Content is held in memory while it is looked at: one at a time.
    turn: Mutex<()>,
}

impl Scanner {
    /// A scanner at an address, and how long it may be silent.
    #[must_use]
    pub const fn new(address: ScannerAddress, patience: Duration) -> Self {
        Self {
            address,
            patience,
            turn: Mutex::new(()),
        }
    }

    /// What it says of content. Only its own plain words count: an error, a limit, half an answer are failures.
    fn look(&self, content: &mut SealedReader) -> io::Result<Scan> {
        // A poisoned turn is a turn all the same: nothing is kept under it.
        let _turn = self
            .turn
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        let mut bytes = Vec::new();
        content.read_to_end(&mut bytes)?;
        let answer = clamav_client::scan_buffer(&bytes, self, None)?;
        let words = String::from_utf8_lossy(&answer);
        let words = words.trim_end_matches(['\0', '\n']);
        if words.ends_with(" FOUND") {
            Ok(Scan::Infected)
        } else if words == "stream: OK" {
            Ok(Scan::Clean)
        } else {
            Err(io::Error::other(format!("the scanner said `{words}`")))
        }
    }
}

/// Who is told that something was found.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Tell {
    /// Who attaches a document sees it at once.
    Nobody,
    /// Those who lead the reply, by a letter.
    Leads,
}

/// A document, its reply, and whose that is.
type Whose = (i64, i64, String, String);
const WHOSE: (
    documents::id,
    replies::id,
    replies::round,
    replies::respondent,
) = (
    documents::id,
    replies::id,
    replies::round,
    replies::respondent,
);

/// What a sweep over documents came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scanned {
    /// In how many nothing was found.
    pub clean: usize,
    /// In which something was found, now or again.
    pub infected: Vec<Found>,
    /// Which could not be read back.
    pub damaged: Vec<Found>,
    /// About how many the scanner did not answer.
    pub unanswered: usize,
}

impl Scanned {
    /// How many the scanner has seen.
    #[must_use]
    pub fn seen(&self) -> usize {
        self.clean + self.infected.len()
    }
}

/// A document with which something is wrong. Its name is not told: it may say what is in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Found {
    /// Its number.
    pub document: i64,
    /// The round.
    pub round: Code,
    /// Whose reply.
    pub respondent: Code,
    /// With which answer it goes.
    #[serde(rename = "answer", serialize_with = "as_text")]
    pub key: AnswerKey,
    /// Whether a submission names it.
    pub submitted: bool,
}

fn as_text<S: serde::Serializer>(key: &AnswerKey, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(key)
}

/// A connection to the scanner.
#[derive(Debug)]
pub enum Connection {
    /// Over the loopback.
    Tcp(TcpStream),
    /// Over a socket in the file system.
    #[cfg(unix)]
    Socket(std::os::unix::net::UnixStream),
}

impl Read for Connection {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Tcp(stream) => stream.read(buffer),
            #[cfg(unix)]
            Self::Socket(stream) => stream.read(buffer),
        }
    }
}

impl Write for Connection {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Tcp(stream) => stream.write(bytes),
            #[cfg(unix)]
            Self::Socket(stream) => stream.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Tcp(stream) => stream.flush(),
            #[cfg(unix)]
            Self::Socket(stream) => stream.flush(),
        }
    }
}

impl TransportProtocol for Scanner {
    type Stream = Connection;

    fn connect(&self) -> io::Result<Connection> {
        match &self.address {
            ScannerAddress::Loopback(address) => {
                let stream = TcpStream::connect_timeout(address, self.patience)?;
                stream.set_read_timeout(Some(self.patience))?;
                stream.set_write_timeout(Some(self.patience))?;
                Ok(Connection::Tcp(stream))
            }
            #[cfg(unix)]
            ScannerAddress::Socket(path) => {
                let stream = std::os::unix::net::UnixStream::connect(path)?;
                stream.set_read_timeout(Some(self.patience))?;
                stream.set_write_timeout(Some(self.patience))?;
                Ok(Connection::Socket(stream))
            }
        }
    }
}

impl Files {
    /// Has a document looked at that was just attached. If the scanner does not answer it stays closed, and the sweep asks again. One in
    /// which something is found goes at once.
    pub(super) fn scan_after(
        &self,
        allow: &Allow<AttachDocuments>,
        document: Document,
        at: DateTime<Utc>,
    ) -> Result<Document, FileError> {
        let scope = allow.scope();
        match self.scan(&scope.round, &scope.respondent, &document, Tell::Nobody, at)? {
            Some(Scan::Infected) => {
                self.remove(allow, document.id, at)?;
                Err(Refusal::Infected.into())
            }
            Some(scan) => Ok(Document { scan, ..document }),
            None => Ok(document),
        }
    }

    /// Asks the scanner about a document and keeps what it said; `None` if there is no scanner or it did not say. What it says otherwise
    /// than before stands in the log.
    fn scan(
        &self,
        round: &Code,
        respondent: &Code,
        document: &Document,
        tell: Tell,
        at: DateTime<Utc>,
    ) -> Result<Option<Scan>, FileError> {
        let Some(scanner) = &self.0.scanner else {
            return Ok(None);
        };
        let mut content = self.content(round, respondent, document)?;
        let said = match scanner.look(&mut content) {
            Ok(said) => said,
            // It is not the scanner that failed.
            Err(_) if content.is_damaged() => return Err(content.damaged()),
            Err(cause) => {
                tracing::warn!(
                    document = document.id,
                    cause = cause.to_string(),
                    "the scanner did not say whether a document is clean; it stays closed"
                );
                return Ok(None);
            }
        };
        let reply = OwnReply::whole(round.clone(), respondent.clone());
        let (id, before, at) = (document.id, document.scan, stored(at));
        let letters = self.0.store.letters();
        self.0.store.write(move |conn| {
            let there = diesel::update(documents::table.find(id))
                .set((documents::scan.eq(said.code()), documents::scanned.eq(at)))
                .execute(conn)?;
            if there == 1 && said != before {
                if said == Scan::Infected && tell == Tell::Leads {
                    tell_leads(conn, &letters, &reply, LetterKind::DocumentInfected, at)?;
                }
                Act {
                    person: None,
                    reply: Some(&reply),
                    action: "document_scanned",
                    object: format!("document {id}"),
                    at,
                }
                .log(conn, &serde_json::json!({ "said": said.code() }))?;
            }
            Ok(())
        })?;
        Ok(Some(said))
    }

    /// Asks the scanner about every document that it has not seen. It is asked no further once it is silent.
    pub fn scan_waiting(&self, at: DateTime<Utc>) -> Result<Scanned, FileError> {
        let waiting = documents::scan.eq_any([Scan::New.code(), Scan::Unscanned.code()]);
        let waiting = self.0.store.read(|conn| {
            let all = documents::table.inner_join(replies::table);
            let waiting = all.filter(waiting).order(documents::id);
            Ok(waiting.select(WHOSE).load(conn)?)
        })?;
        self.scan_each(waiting, at)
    }

    /// Asks the scanner about every document again, also about those that a submission holds: it may know more than when they came.
    pub fn scan_all(&self, at: DateTime<Utc>) -> Result<Scanned, FileError> {
        let all = self.0.store.read(|conn| {
            let all = documents::table.inner_join(replies::table);
            Ok(all.order(documents::id).select(WHOSE).load(conn)?)
        })?;
        self.scan_each(all, at)
    }

    fn scan_each(&self, each: Vec<Whose>, at: DateTime<Utc>) -> Result<Scanned, FileError> {
        let mut scanned = Scanned::default();
        let mut is_silent = self.0.scanner.is_none();
        for (id, reply, round, respondent) in each {
            if is_silent {
                scanned.unanswered += 1;
                continue;
            }
            let damaged = |cause| StoreError::damaged(format!("reply {reply}"), cause);
            let round = Code::parse(&round).map_err(damaged)?;
            let respondent = Code::parse(&respondent).map_err(damaged)?;
            let found = self.0.store.read(|conn| {
                let document = super::rows::find(conn, reply, id)?;
                Ok(document.zip(Some(super::rows::is_submitted(conn, id)?)))
            })?;
            // It was removed meanwhile.
            let Some((document, submitted)) = found else {
                continue;
            };
            let said = self.scan(&round, &respondent, &document, Tell::Leads, at);
            let found = Found {
                document: id,
                key: document.slot.key,
                round,
                respondent,
                submitted,
            };
            match said {
                Ok(Some(Scan::Infected)) => scanned.infected.push(found),
                Ok(Some(Scan::New | Scan::Clean | Scan::Unscanned)) => scanned.clean += 1,
                Ok(None) => {
                    is_silent = true;
                    scanned.unanswered += 1;
                }
                Err(cause @ (FileError::Damaged(_) | FileError::Disk { .. })) => {
                    tracing::error!(
                        document = id,
                        cause = cause.to_string(),
                        "a document cannot be read"
                    );
                    scanned.damaged.push(found);
                }
                Err(cause) => return Err(cause),
            }
        }
        Ok(scanned)
    }
}
