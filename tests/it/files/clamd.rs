//! A scanner that tests make: it speaks the words of clamd over the loopback, and behaves as it is told.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

use para11::config::scanner::ScannerAddress;
use para11::store::reply::files::scan::Scanner;

/// The harmless file that every scanner takes for malware.
pub(super) const EICAR: &[u8] =
    b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*";

/// How it behaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mood {
    /// It looks for the test file.
    Well,
    /// It says that it was sent too much.
    Limited,
    /// It answers half a word and hangs up.
    Stammering,
    /// It takes all and says nothing.
    Silent,
    /// It hangs up at once.
    Rude,
}

/// A scanner.
pub(super) struct Clamd {
    port: u16,
    mood: Arc<Mutex<Mood>>,
}

impl Clamd {
    pub(super) fn start(mood: Mood) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let mood = Arc::new(Mutex::new(mood));
        let now = Arc::clone(&mood);
        std::thread::spawn(move || {
            // It ends with the process of the tests.
            for stream in listener.incoming().flatten() {
                let mood = *now.lock().unwrap();
                std::thread::spawn(move || answer(stream, mood));
            }
        });
        Self { port, mood }
    }

    pub(super) fn is(&self, mood: Mood) {
        *self.mood.lock().unwrap() = mood;
    }

    pub(super) fn address(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }

    pub(super) fn scanner(&self) -> Scanner {
        scanner_at(self.port)
    }
}

fn scanner_at(port: u16) -> Scanner {
    let address = ScannerAddress::parse(&format!("127.0.0.1:{port}")).unwrap();
    Scanner::new(address, super::PATIENCE)
}

/// A scanner of which nothing but the address is left.
pub(super) fn dead() -> Scanner {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    scanner_at(listener.local_addr().unwrap().port())
}

fn answer(mut stream: TcpStream, mood: Mood) {
    if mood == Mood::Rude {
        return;
    }
    let mut command = [0; 10];
    if stream.read_exact(&mut command).is_err() || &command != b"zINSTREAM\0" {
        return;
    }
    let mut content = Vec::new();
    let mut length = [0; 4];
    while stream.read_exact(&mut length).is_ok() {
        let length = u32::from_be_bytes(length);
        if length == 0 {
            break;
        }
        let mut chunk = vec![0; usize::try_from(length).unwrap()];
        if stream.read_exact(&mut chunk).is_err() {
            return;
        }
        content.extend(chunk);
    }
    let found = content.windows(EICAR.len()).any(|window| window == EICAR);
    let words: &[u8] = match mood {
        Mood::Well if found => b"stream: Eicar-Test-Signature FOUND\0",
        Mood::Well => b"stream: OK\0",
        Mood::Limited => b"INSTREAM size limit exceeded. ERROR\0",
        Mood::Stammering => b"stream: O",
        Mood::Silent => {
            // Until the one who asked hangs up.
            stream.read_to_end(&mut Vec::new()).ok();
            return;
        }
        Mood::Rude => return,
    };
    stream.write_all(words).ok();
}
