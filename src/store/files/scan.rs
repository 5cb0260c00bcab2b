//! The scanner for malware: `clamd` on this machine, asked with INSTREAM. What it has not seen stays closed.

use std::io::{self, Read, Write};
use std::net::TcpStream;
use std::sync::Mutex;
use std::time::Duration;

use chrono::{DateTime, Utc};
use clamav_client::TransportProtocol;
use diesel::prelude::*;

use super::rows::{Document, Scan};
use super::{FileError, Files, SealedReader};
use crate::access::{Allow, AttachDocuments, OwnReply};
use crate::config::scanner::ScannerAddress;
use crate::form::name::Code;
use crate::reply::document::Refusal;
use crate::store::log::Act;
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
        match self.scan(&scope.round, &scope.respondent, &document, at)? {
            Some(Scan::Infected) => {
                self.remove(allow, document.id, at)?;
                Err(Refusal::Infected.into())
            }
            Some(scan) => Ok(Document { scan, ..document }),
            None => Ok(document),
        }
    }

    /// Asks the scanner about a document and keeps what it said; `None` if there is no scanner or it did not say.
    fn scan(
        &self,
        round: &Code,
        respondent: &Code,
        document: &Document,
        at: DateTime<Utc>,
    ) -> Result<Option<Scan>, FileError> {
        let Some(scanner) = &self.0.scanner else {
            return Ok(None);
        };
        let mut content = self.content(round, respondent, document)?;
        let said = match scanner.look(&mut content) {
            Ok(said) => said,
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
        let (id, at) = (document.id, stored(at));
        self.0.store.write(move |conn| {
            let there = diesel::update(documents::table.find(id))
                .set((documents::scan.eq(said.code()), documents::scanned.eq(at)))
                .execute(conn)?;
            if there == 1 {
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

    /// Asks the scanner about every document that it has not seen. How many it has seen now; it is asked no further once it is silent.
    pub fn scan_waiting(&self, at: DateTime<Utc>) -> Result<usize, FileError> {
        type Waiting = (i64, i64, String, String);
        if self.0.scanner.is_none() {
            return Ok(0);
        }
        let waiting: Vec<Waiting> = self.0.store.read(|conn| {
            Ok(documents::table
                .inner_join(replies::table)
                .filter(documents::scan.eq_any([Scan::New.code(), Scan::Unscanned.code()]))
                .order(documents::id)
                .select((
                    documents::id,
                    replies::id,
                    replies::round,
                    replies::respondent,
                ))
                .load(conn)?)
        })?;
        let mut seen = 0;
        for (id, reply, round, respondent) in waiting {
            let damaged = |cause| StoreError::damaged(format!("reply {reply}"), cause);
            let round = Code::parse(&round).map_err(damaged)?;
            let respondent = Code::parse(&respondent).map_err(damaged)?;
            let document = self
                .0
                .store
                .read(|conn| super::rows::find(conn, reply, id))?;
            let Some(document) = document else { continue };
            match self.scan(&round, &respondent, &document, at) {
                Ok(Some(_said)) => seen += 1,
                Ok(None) => break,
                Err(cause @ (FileError::Damaged(_) | FileError::Disk { .. })) => {
                    tracing::error!(
                        document = id,
                        cause = cause.to_string(),
                        "a document cannot be read"
                    );
                }
                Err(cause) => return Err(cause),
            }
        }
        Ok(seen)
    }
}
