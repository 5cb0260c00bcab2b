//! Pages of accounts: short forms of one shape, and the lists beside them.

use askama::Template;

use super::Page;

/// A page with a few fields and a button.
#[derive(Debug, Template)]
#[template(path = "account/form.html")]
pub struct FormPage {
    /// What surrounds it.
    pub page: Page,
    /// What stands in a box above the title; may be empty.
    pub notice: String,
    /// Paragraphs above the form.
    pub intro: Vec<String>,
    /// A name that is set off after the paragraphs; may be empty.
    pub name: String,
    /// The form.
    pub form: Form,
    /// Links below it: where they lead, and their words.
    pub links: Vec<(String, String)>,
    /// Where people turn for help, if it is to be said here.
    pub help: bool,
}

/// The secret for an authenticator, and the field for the first code of it.
#[derive(Debug, Template)]
#[template(path = "account/authenticator.html")]
pub struct AuthenticatorPage {
    /// What surrounds it.
    pub page: Page,
    /// The QR code, as an address that holds the picture.
    pub picture: String,
    /// The secret as text.
    pub secret: String,
    /// The form.
    pub form: Form,
}

/// Recovery codes, shown once.
#[derive(Debug, Template)]
#[template(path = "account/codes.html")]
pub struct CodesPage {
    /// What surrounds it.
    pub page: Page,
    /// The codes.
    pub codes: Vec<String>,
    /// Where to go on.
    pub next: String,
}

/// The link that leads to the identity provider, to link an account.
#[derive(Debug, Template)]
#[template(path = "account/provider.html")]
pub struct ProviderPage {
    /// What surrounds it.
    pub page: Page,
    /// Words of the link.
    pub next: String,
    /// Where it leads.
    pub address: String,
}

/// An account and the identity provider.
#[derive(Clone, Debug)]
pub struct ProviderLine {
    /// How the two stand to each other.
    pub state: String,
    /// Words of the button that links them.
    pub link: String,
    /// Whether they are linked.
    pub linked: bool,
}

/// The own account.
#[derive(Debug, Template)]
#[template(path = "account/own.html")]
pub struct AccountPage {
    /// What surrounds it.
    pub page: Page,
    /// The address to sign in with; may be empty.
    pub address: String,
    /// How many recovery codes are left, in words; empty where there is no passphrase.
    pub codes: String,
    /// What went wrong with the identity provider; may be empty.
    pub wrong: String,
    /// The identity provider, if there is one and the account may be linked.
    pub provider: Option<ProviderLine>,
    /// Where the person is signed in.
    pub sessions: Vec<SessionLine>,
}

/// A session in words.
#[derive(Clone, Debug)]
pub struct SessionLine {
    /// What it is called in the form that ends it.
    pub name: String,
    /// When it began.
    pub begun: String,
    /// When it was last used.
    pub last_seen: String,
    /// What the browser calls itself; may be empty.
    pub agent: String,
    /// Whether it is the one that asks.
    pub current: bool,
}

/// The States, and who leads their replies.
#[derive(Debug, Template)]
#[template(path = "account/states.html")]
pub struct StatesPage {
    /// What surrounds it.
    pub page: Page,
    /// Whether letters are sent.
    pub sends_letters: bool,
    /// The States by name.
    pub states: Vec<StateLine>,
}

/// A State.
#[derive(Clone, Debug)]
pub struct StateLine {
    /// Where its people are.
    pub address: String,
    /// Its name.
    pub name: String,
    /// Names of its focal points.
    pub leads: Vec<String>,
}

/// Accounts, and a form that invites.
#[derive(Debug, Template)]
#[template(path = "account/people.html")]
pub struct PeoplePage {
    /// What surrounds it.
    pub page: Page,
    /// Whether letters are sent.
    pub sends_letters: bool,
    /// The accounts.
    pub people: Vec<PersonLine>,
    /// Where what is done to one is posted to, before its number.
    pub base: String,
    /// Where the named readers are; empty for who does not name them.
    pub readers: String,
    /// The form that invites.
    pub form: Form,
}

/// Who may read answers for the Secretariat only, and a form that names another.
#[derive(Debug, Template)]
#[template(path = "account/readers.html")]
pub struct ReadersPage {
    /// What surrounds it.
    pub page: Page,
    /// Those who were named, the latest first.
    pub readers: Vec<ReaderLine>,
    /// Whether there is somebody who could be named.
    pub some: bool,
    /// The form that names one.
    pub form: Form,
}

/// A named reader in words.
#[derive(Clone, Debug)]
pub struct ReaderLine {
    /// Number of the account.
    pub id: i64,
    /// Name.
    pub name: String,
    /// Who named them.
    pub by: String,
    /// Since when.
    pub from: String,
    /// Until when; empty while they may read.
    pub until: String,
}

/// An account in words.
#[derive(Clone, Debug)]
pub struct PersonLine {
    /// Its number.
    pub id: i64,
    /// Name.
    pub name: String,
    /// Address; may be empty.
    pub address: String,
    /// Role.
    pub role: String,
    /// How it stands.
    pub state: String,
    /// Why the last letter to it did not go out; empty if it did or waits.
    pub trouble: String,
    /// Whether it has ended.
    pub suspended: bool,
    /// Whether the person has set it up.
    pub enrolled: bool,
    /// Why it is to be set up anew, if somebody asked for that.
    pub reason: Option<String>,
    /// Whether the reader may agree to it.
    pub may_agree: bool,
    /// Whether it is the reader's own.
    pub is_self: bool,
}

/// What came of an invitation; its code is shown once.
#[derive(Debug, Template)]
#[template(path = "account/invited.html")]
pub struct InvitedPage {
    /// What surrounds it.
    pub page: Page,
    /// Who was invited.
    pub name: String,
    /// The link, where no letter goes out; otherwise empty.
    pub link: String,
    /// The code to be told by another way; may be empty.
    pub code: String,
}

/// Fields and a button.
#[derive(Clone, Debug, Default)]
pub struct Form {
    /// Where it is posted to.
    pub action: String,
    /// What a person fills in.
    pub fields: Vec<Field>,
    /// Words of the button.
    pub button: String,
    /// Something is wrong with the whole and with no field of it; may be empty.
    pub wrong: String,
}

impl Form {
    /// Whether something has to be mended.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        !self.wrong.is_empty() || self.fields.iter().any(|field| !field.wrong.is_empty())
    }
}

/// One field.
#[derive(Clone, Debug)]
pub struct Field {
    /// Its name in the form, and its id.
    pub name: &'static str,
    /// What is asked.
    pub label: String,
    /// How to answer; may be empty.
    pub hint: String,
    /// How it is answered.
    pub kind: FieldKind,
    /// What is wrong with what was typed; may be empty.
    pub wrong: String,
}

/// How a field is answered.
#[derive(Clone, Debug)]
pub enum FieldKind {
    /// A line that all may see, with what was typed and what browsers may fill in (`autocomplete`).
    Line {
        /// What was typed.
        value: String,
        /// For `autocomplete`.
        filled: &'static str,
    },
    /// An address of electronic mail.
    Address {
        /// What was typed.
        value: String,
    },
    /// A passphrase, which is never shown again.
    Passphrase {
        /// For `autocomplete`: `current-password` or `new-password`.
        filled: &'static str,
    },
    /// A code that is used once.
    Code,
    /// One of a few.
    Choice(Vec<Choice>),
}

/// One of a few.
#[derive(Clone, Debug)]
pub struct Choice {
    /// Its value in the form.
    pub value: String,
    /// Its words.
    pub label: String,
    /// Whether it is chosen.
    pub checked: bool,
}

impl Field {
    /// A field without a hint in which nothing is wrong.
    #[must_use]
    pub fn new(name: &'static str, label: impl Into<String>, kind: FieldKind) -> Self {
        Self {
            name,
            label: label.into(),
            hint: String::new(),
            kind,
            wrong: String::new(),
        }
    }

    /// With a hint.
    #[must_use]
    pub fn with_hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = hint.into();
        self
    }

    /// With what is wrong, if something is.
    #[must_use]
    pub fn with_wrong(mut self, wrong: Option<impl Into<String>>) -> Self {
        self.wrong = wrong.map(Into::into).unwrap_or_default();
        self
    }

    /// Where a link of the error summary leads: the first control of the field.
    #[must_use]
    pub fn first(&self) -> String {
        match self.kind {
            FieldKind::Choice(_) => format!("{}-0", self.name),
            FieldKind::Line { .. }
            | FieldKind::Address { .. }
            | FieldKind::Passphrase { .. }
            | FieldKind::Code => self.name.to_owned(),
        }
    }

    /// Ids of what describes the control; may be empty.
    #[must_use]
    pub fn described_by(&self) -> String {
        let hint = (!self.hint.is_empty()).then(|| format!("{}-hint", self.name));
        let wrong = (!self.wrong.is_empty()).then(|| format!("{}-wrong", self.name));
        [hint, wrong]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(" ")
    }
}
