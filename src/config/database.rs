//! Which database holds everything: an embedded SQLite file or a PostgreSQL server.
//!
//! Only parses; the store opens it.

use std::fmt;
use std::path::{Path, PathBuf};

use thiserror::Error;

/// Name of the embedded database in the data folder.
const FILE: &str = "para11.sqlite";

/// A database that was named clearly enough to be opened.
#[derive(Clone, PartialEq, Eq)]
pub enum DatabaseUrl {
    /// The embedded database in this file.
    Sqlite(PathBuf),
    /// A PostgreSQL server: a connection URL as its client library takes it.
    Postgres(String),
}

/// Why a text names no database.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum DatabaseUrlError {
    /// The text is empty.
    #[error(
        "the database URL is empty; give `postgres://user@host/database`, or unset it to use the embedded database"
    )]
    Empty,
    /// It begins with neither scheme. The text is not repeated, since it may hold a passphrase.
    #[error(
        "the database URL begins with neither `postgres://` nor `sqlite:`; give `postgres://user@host/database` or `sqlite:path/to/file`"
    )]
    Scheme,
    /// A URL of SQLite without a file.
    #[error("the database URL `sqlite:` names no file; give `sqlite:path/to/file`")]
    NoFile,
    /// A URL of PostgreSQL without anything after the scheme.
    #[error("the database URL names no PostgreSQL server; give `postgres://user@host/database`")]
    NoServer,
    /// A character that no URL or path holds.
    #[error("the database URL holds a NUL character")]
    Nul,
}

impl DatabaseUrl {
    /// The embedded database of a data folder.
    #[must_use]
    pub fn in_folder(data: &Path) -> Self {
        Self::Sqlite(data.join(FILE))
    }

    /// Parses `postgres://…`, `postgresql://…` or `sqlite:path`. A relative path starts at the working folder.
    pub fn parse(text: &str) -> Result<Self, DatabaseUrlError> {
        if text.is_empty() {
            return Err(DatabaseUrlError::Empty);
        }
        if text.contains('\0') {
            return Err(DatabaseUrlError::Nul);
        }
        if let Some(path) = text.strip_prefix("sqlite:") {
            return if path.is_empty() {
                Err(DatabaseUrlError::NoFile)
            } else {
                Ok(Self::Sqlite(PathBuf::from(path)))
            };
        }
        let server = text
            .strip_prefix("postgres://")
            .or_else(|| text.strip_prefix("postgresql://"))
            .ok_or(DatabaseUrlError::Scheme)?;
        if server.is_empty() {
            return Err(DatabaseUrlError::NoServer);
        }
        Ok(Self::Postgres(text.to_owned()))
    }
}

impl fmt::Display for DatabaseUrl {
    /// For messages: nothing of a server's URL, which may hold a passphrase in several places.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(path) => write!(f, "{}", path.display()),
            Self::Postgres(_) => f.write_str("the PostgreSQL server of the database URL"),
        }
    }
}

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{self}`")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_scheme_decides() {
        assert_eq!(
            DatabaseUrl::parse("sqlite:a b/c.db"),
            Ok(DatabaseUrl::Sqlite("a b/c.db".into()))
        );
        for url in ["postgres://u@h/d", "postgresql://h"] {
            assert_eq!(
                DatabaseUrl::parse(url),
                Ok(DatabaseUrl::Postgres(url.into()))
            );
        }
        for (text, error) in [
            ("", DatabaseUrlError::Empty),
            ("para11.db", DatabaseUrlError::Scheme),
            ("mysql://h/d", DatabaseUrlError::Scheme),
            ("Postgres://h/d", DatabaseUrlError::Scheme),
            ("sqlite:", DatabaseUrlError::NoFile),
            ("postgres://", DatabaseUrlError::NoServer),
            ("postgres://h/\0d", DatabaseUrlError::Nul),
        ] {
            assert_eq!(DatabaseUrl::parse(text), Err(error), "{text}");
        }
    }

    #[test]
    fn a_passphrase_is_never_shown() {
        let url =
            DatabaseUrl::parse("postgres://ann:s3cr@t@db.example:5432/para11?password=s3cr@t");
        let shown = format!("{url:?} {}", url.clone().unwrap());
        assert!(
            !shown.contains("s3cr") && shown.contains("PostgreSQL"),
            "{shown}"
        );
    }
}
