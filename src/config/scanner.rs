//! Where the scanner for malware is: on this machine, and nowhere else, since documents go to it as they are.

use std::net::SocketAddr;
#[cfg(unix)]
use std::path::PathBuf;

use thiserror::Error;

/// Where `clamd` listens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ScannerAddress {
    /// A socket in the file system.
    #[cfg(unix)]
    Socket(PathBuf),
    /// A port of the loopback.
    Loopback(SocketAddr),
}

/// Why a text is no address of a scanner.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum ScannerAddressError {
    /// It is neither a socket nor an address and port.
    #[error(
        "`{0}` is no address of a scanner; give `unix:/run/clamav/clamd.ctl` or `127.0.0.1:3310`"
    )]
    Unknown(String),
    /// It is on another machine.
    #[error("{0} is on another machine; documents are sent to a scanner on this one only")]
    Elsewhere(SocketAddr),
}

impl ScannerAddress {
    /// Reads `unix:PATH` or an address and port of the loopback.
    ///
    /// # Errors
    /// [`ScannerAddressError`], which names the remedy.
    pub fn parse(text: &str) -> Result<Self, ScannerAddressError> {
        #[cfg(unix)]
        if let Some(path) = text
            .strip_prefix("unix:")
            .filter(|path| path.starts_with('/'))
        {
            return Ok(Self::Socket(path.into()));
        }
        let address: SocketAddr = text
            .parse()
            .map_err(|_unhelpful| ScannerAddressError::Unknown(text.to_owned()))?;
        if address.ip().is_loopback() {
            Ok(Self::Loopback(address))
        } else {
            Err(ScannerAddressError::Elsewhere(address))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scanner_is_on_this_machine() {
        let says = |text: &str| ScannerAddress::parse(text).unwrap_err().to_string();
        assert!(ScannerAddress::parse("127.0.0.1:3310").is_ok());
        assert!(ScannerAddress::parse("[::1]:3310").is_ok());
        #[cfg(unix)]
        assert!(ScannerAddress::parse("unix:/run/clamav/clamd.ctl").is_ok());
        assert!(says("10.0.0.7:3310").contains("another machine"));
        for text in ["clamd", "localhost:3310", "unix:clamd.ctl", "3310"] {
            assert!(says(text).contains("give `unix:"), "{text}");
        }
    }
}
