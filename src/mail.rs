//! Sends the letters that wait in the store.
//!
//! The words come from `locales/<language>/letters.ftl`; addresses in them only from the settings, never from a request. A letter that
//! cannot be handed over is tried again, with growing waits, by whichever instance is first.

use std::path::PathBuf;
use std::time::Duration;

use chrono::{DateTime, Utc};
use lettre::message::header::ContentType;
use lettre::message::{Mailbox, Message};
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::Tls;
use lettre::{FileTransport, SmtpTransport, Transport};
use thiserror::Error;

use crate::config::address::PublicUrl;
use crate::config::mail::{Mail, Protection, Relay};
use crate::keys::{self, KeyError};
use crate::store::letters::TakenLetter;
use crate::store::{Store, StoreError};
use crate::text::{self, Arg};

/// How long a relay is waited for.
const PATIENCE: Duration = Duration::from_secs(60);

/// Why letters cannot be sent at all.
#[derive(Debug, Error)]
pub enum MailError {
    /// The sender is no address.
    #[error(
        "PARA11_MAIL_FROM is `{0}`; write for instance `Questionnaires <questionnaires@example.org>`"
    )]
    From(String),
    /// The file with the passphrase cannot be read, or others may read it.
    #[error(transparent)]
    Password(#[from] KeyError),
    /// The relay's name or the library refuses.
    #[error("the relay cannot be used: {0}")]
    Relay(#[from] lettre::transport::smtp::Error),
    /// The folder for letters cannot be made.
    #[error("the folder {} for letters cannot be made", .path.display())]
    Folder {
        /// The folder.
        path: PathBuf,
        /// Cause.
        source: std::io::Error,
    },
}

/// Why one letter was not sent this time.
#[derive(Debug, Error)]
enum Unsent {
    #[error("its address or a header cannot be written")]
    Written(#[from] lettre::error::Error),
    #[error("its address is none")]
    Address(#[from] lettre::address::AddressError),
    #[error("the relay did not take it")]
    Relay(#[from] lettre::transport::smtp::Error),
    #[error("the folder did not take it")]
    Folder(#[from] lettre::transport::file::Error),
}

impl Unsent {
    /// Whether the address will never take a letter. Other refusals, such as of the passphrase for the relay or of a full box, are tried
    /// again: they can be mended.
    fn is_final(&self) -> bool {
        match self {
            Self::Written(_) | Self::Address(_) => true,
            Self::Relay(cause) => {
                let code = cause.status().map(u16::from);
                code.is_some_and(|code| NO_SUCH_ADDRESS.contains(&code))
            }
            Self::Folder(_) => false,
        }
    }
}

/// Answers of a relay to an address that it will never take (RFC 5321 section 4.2.3, RFC 7504).
const NO_SUCH_ADDRESS: [u16; 4] = [550, 551, 553, 556];

enum Way {
    Server(Box<SmtpTransport>),
    Folder(FileTransport),
}

/// Hands letters over.
pub struct Post {
    way: Way,
    from: Mailbox,
    public_url: PublicUrl,
    institution: String,
    contact: String,
}

impl std::fmt::Debug for Post {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Post(from {})", self.from)
    }
}

impl Post {
    /// By the settings. Links lead to `public_url`; letters name the institution and where to turn, if there is something to name.
    ///
    /// # Errors
    /// [`MailError`], which names the setting and the remedy.
    pub fn new(
        mail: &Mail,
        public_url: PublicUrl,
        institution: &str,
        contact: &str,
    ) -> Result<Self, MailError> {
        let from = mail.from.parse();
        Ok(Self {
            way: way(mail)?,
            from: from.map_err(|_unreadable| MailError::From(mail.from.clone()))?,
            public_url,
            institution: institution.to_owned(),
            contact: contact.to_owned(),
        })
    }

    /// Hands over all letters that are due; how many were. What cannot be handed over is logged, without its address, and tried later.
    ///
    /// # Errors
    /// Those of the store.
    pub fn send_due(
        &self,
        store: &Store,
        now: impl Fn() -> DateTime<Utc>,
    ) -> Result<usize, StoreError> {
        let mut sent = 0;
        while let Some(taken) = store.take_letter(now())? {
            match self.send(&taken) {
                Ok(()) => {
                    store.letter_sent(&taken, now())?;
                    sent += 1;
                }
                Err(cause) => {
                    let again = if cause.is_final() {
                        store.letter_refused(&taken, now())?;
                        false
                    } else {
                        store.letter_failed(&taken, now())?
                    };
                    let cause: &dyn std::error::Error = &cause;
                    let source = cause.source().map(ToString::to_string);
                    tracing::warn!(letter = taken.id, again, %cause, source, "a letter was not sent");
                }
            }
        }
        Ok(sent)
    }

    fn send(&self, taken: &TakenLetter) -> Result<(), Unsent> {
        let message = self.write(taken)?;
        match &self.way {
            Way::Server(server) => server.send(&message).map(drop)?,
            Way::Folder(folder) => folder.send(&message).map(drop)?,
        }
        Ok(())
    }

    fn write(&self, taken: &TakenLetter) -> Result<Message, Unsent> {
        let letter = &taken.letter;
        let words = text::interface(letter.language);
        let kind = letter.kind.code();
        let page = format!("/{}{}", letter.language.code(), letter.kind.page());
        let secret = letter.secret.as_ref().map_or("", |secret| secret.as_str());
        let link = format!("{}{page}{secret}", self.public_url);
        let mut arguments: Vec<(&str, Arg<'_>)> = letter
            .arguments
            .iter()
            .map(|(name, value)| (name.as_str(), Arg::from(value)))
            .collect();
        arguments.push(("link", Arg::from(&link)));
        let body = words.with(&format!("letter-{kind}"), &arguments);
        let institution = if self.institution.is_empty() {
            words.text("product").into_owned()
        } else {
            self.institution.clone()
        };
        let help = if self.contact.is_empty() {
            words.text("letter-help").into_owned()
        } else {
            let contact = [("contact", Arg::from(&self.contact))];
            words.with("letter-help-at", &contact).into_owned()
        };
        let subject = words.text(&format!("letter-{kind}-subject"));
        let domain = self.from.email.domain();
        let message = Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, letter.address.parse()?))
            .subject(format!("{institution}: {subject}"))
            // The same at each try, so that whoever gets it twice sees it once.
            .message_id(Some(format!("<para11-letter-{}@{domain}>", taken.id)))
            .header(ContentType::TEXT_PLAIN)
            .body(format!("{body}\n\n{help}\n\n{institution}\n"))?;
        Ok(message)
    }
}

fn way(mail: &Mail) -> Result<Way, MailError> {
    let (host, port, protection, user) = match &mail.relay {
        Relay::Folder(path) => {
            std::fs::create_dir_all(path).map_err(|source| MailError::Folder {
                path: path.clone(),
                source,
            })?;
            return Ok(Way::Folder(FileTransport::new(path)));
        }
        Relay::Server {
            host,
            port,
            protection,
            user,
        } => (host, port, protection, user),
    };
    let mut builder = match protection {
        Protection::Tls => SmtpTransport::relay(host)?,
        Protection::StartTls => SmtpTransport::starttls_relay(host)?,
        Protection::None => SmtpTransport::builder_dangerous(host).tls(Tls::None),
    };
    if let Some(port) = port {
        builder = builder.port(*port);
    }
    if let Some(user) = user {
        let password = match &mail.password_file {
            Some(path) => keys::secret(path)?,
            None => String::new(),
        };
        builder = builder.credentials(Credentials::new(user.clone(), password));
    }
    Ok(Way::Server(Box::new(
        builder.timeout(Some(PATIENCE)).build(),
    )))
}
