//! `para11 user`: accounts, how people get in, and how they are kept out.

use std::io::Write;

use anyhow::{Context, bail};
use clap::{Args, Subcommand};
use serde::Serialize;

use super::{clock, open};
use crate::access::{
    Allow, InviteColleagues, ManageAccounts, ManageRespondents, OwnReply, Role, WholeRound,
    operator,
};
use crate::config::Config;
use crate::config::address::PublicUrl;
use crate::form::name::Code;
use crate::store::Store;
use crate::store::account::invitations::{Invitation, LINK_HOURS};
use crate::store::account::people::{Account, NewPerson};
use crate::store::account::sessions::Purpose;
use crate::store::reply::readers::Naming;

/// Make accounts, invite people to them, and end them
#[derive(Debug, Subcommand)]
pub(super) enum User {
    Add(Add),
    Invite(Invite),
    Reset(Reset),
    Suspend(Suspend),
    Link(Link),
    List(List),
    Reader(Reader),
}

/// Make an account and invite the person; where no letters are sent, print the link
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    para11 user add --name 'Ana Example' --email ana@example.org --role administrator --round 2026\n  \
    para11 user add --name 'Focal point of Austria' --email fp@example.org --role focal_point --respondent AUT --round 2026\n\n\
    In a round that is marked as a sample an account needs no address: then a link is printed that signs in once.")]
pub(super) struct Add {
    /// Name to show
    #[arg(long)]
    name: String,
    /// What the person is, for instance `focal_point`, `manager` or `administrator`
    #[arg(long, value_parser = role)]
    role: Role,
    /// For a role of a State: whose reply, for instance AUT
    #[arg(long, value_name = "CODE")]
    respondent: Option<Code>,
    /// The round they work in
    #[arg(long, value_name = "CODE")]
    round: Code,
    /// Address of electronic mail, with which the person will sign in
    #[arg(long)]
    email: Option<String>,
    #[command(flatten)]
    place: Place,
}

/// Invite the person of an account anew; the earlier invitation stops working
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  para11 user invite 3")]
pub(super) struct Invite {
    /// Number of the account, as `para11 user list` shows it
    account: i64,
    #[command(flatten)]
    place: Place,
}

/// Let a person who lost the second factor set the account up again
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  para11 user reset 3\n\n\
    On the pages this takes two officers. The code must reach the person by another way than the letter, for instance by note verbale.")]
pub(super) struct Reset {
    /// Number of the account, as `para11 user list` shows it
    account: i64,
    #[command(flatten)]
    place: Place,
}

/// End an account: its sessions, links and letters, at once; all work stays
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  para11 user suspend 3")]
pub(super) struct Suspend {
    /// Number of the account, as `para11 user list` shows it
    account: i64,
}

/// Print a link that signs in once, in a round that is marked as a sample; earlier ones stop working
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  para11 user link 3")]
pub(super) struct Link {
    /// Number of the account, as `para11 user list` shows it
    account: i64,
    #[command(flatten)]
    place: Place,
}

/// Name an officer who may read answers for the Secretariat only, or end that
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  para11 user reader 3\n  para11 user reader 3 --end")]
pub(super) struct Reader {
    /// Number of the account, as `para11 user list` shows it
    account: i64,
    /// The account may no longer read them
    #[arg(long)]
    end: bool,
}

/// List the accounts
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  para11 user list\n  para11 user list --json")]
pub(super) struct List {
    /// As JSON
    #[arg(long)]
    json: bool,
}

/// Where links lead.
#[derive(Debug, Args)]
struct Place {
    /// Address under which people reach the service [default: `PARA11_PUBLIC_URL`, else this machine]
    #[arg(long, value_name = "URL", value_parser = PublicUrl::parse)]
    public_url: Option<PublicUrl>,
}

fn role(word: &str) -> Result<Role, String> {
    Role::find(word).ok_or_else(|| {
        let roles: Vec<_> = Role::ALL.into_iter().map(Role::code).collect();
        format!("the roles are {}", roles.join(", "))
    })
}

impl User {
    /// Does it.
    pub(super) fn run(self, config: Config, out: &mut dyn Write) -> anyhow::Result<()> {
        match self {
            Self::Add(command) => command.run(config, out),
            Self::Invite(command) => command.run(config, out),
            Self::Reset(command) => command.run(config, out),
            Self::Suspend(command) => command.run(&config, out),
            Self::Link(command) => command.run(config, out),
            Self::List(command) => command.run(&config, out),
            Self::Reader(command) => command.run(&config, out),
        }
    }
}

impl Add {
    fn run(self, mut config: Config, out: &mut dyn Write) -> anyhow::Result<()> {
        config.public_url = self.place.public_url.or(config.public_url);
        let name = self.name.trim();
        if name.is_empty() {
            bail!("the name is empty; give the name to show with --name");
        }
        let store = open::store(&config)?;
        let new = NewPerson {
            name: name.to_owned(),
            email_address: self.email,
            role: self.role,
            respondent: self.respondent,
            round: self.round,
        };
        let round = store.round(&new.round)?;
        let sample = round.is_some_and(|round| round.sample);
        if sample && new.email_address.is_none() {
            let allow = operator::<ManageAccounts>(());
            let person = store.add_person(&allow, new, clock::now())?;
            let (id, name, role) = (person.id, &person.name, person.role.code());
            writeln!(out, "Account {id} ({name}, {role})")?;
            return print_link(&config, &store, &allow, id, out);
        }
        let invitation = invite(&store, new)?;
        print_invitation(&config, &invitation, "invitation", out)
    }
}

/// Invites as the one whose account the role is to give.
fn invite(store: &Store, new: NewPerson) -> anyhow::Result<Invitation> {
    let (now, round) = (clock::now(), new.round.clone());
    if new.role.is_of_a_state() != new.respondent.is_some() {
        bail!(
            "a role of a State needs a respondent (--respondent), and a role of the staff has none"
        );
    }
    if store.round(&round)?.is_none() {
        bail!("there is no round {round}; `para11 round list` shows those there are");
    }
    let invitation = match (new.role, new.respondent.clone()) {
        (Role::Contributor, Some(respondent)) => {
            let own = OwnReply::whole(round, respondent);
            store.invite(&operator::<InviteColleagues>(own), new, now)
        }
        (_, Some(_)) => {
            let whole = WholeRound { round };
            store.invite(&operator::<ManageRespondents>(whole), new, now)
        }
        (_, None) => store.invite(&operator::<ManageAccounts>(()), new, now),
    };
    invitation.context("nobody was invited; give the address with --email")
}

impl Invite {
    fn run(self, mut config: Config, out: &mut dyn Write) -> anyhow::Result<()> {
        config.public_url = self.place.public_url.or(config.public_url);
        let store = open::store(&config)?;
        let allow = operator::<ManageAccounts>(());
        let invitation = store.invite_again(&allow, self.account, clock::now())?;
        print_invitation(&config, &invitation, "invitation", out)
    }
}

impl Reset {
    fn run(self, mut config: Config, out: &mut dyn Write) -> anyhow::Result<()> {
        config.public_url = self.place.public_url.or(config.public_url);
        let store = open::store(&config)?;
        let allow = operator::<ManageAccounts>(());
        let invitation = store.re_enrol(&allow, self.account, clock::now())?;
        print_invitation(&config, &invitation, "enrolment", out)
    }
}

impl Suspend {
    fn run(self, config: &Config, out: &mut dyn Write) -> anyhow::Result<()> {
        let store = open::store(config)?;
        let allow = operator::<ManageAccounts>(());
        let account = self.account;
        if !store.suspend(&allow, account, clock::now())? {
            bail!(
                "there is no account {account} that may sign in; `para11 user list` shows the accounts"
            );
        }
        writeln!(out, "Account {account} has ended; all work stays.")?;
        Ok(())
    }
}

impl Link {
    fn run(self, mut config: Config, out: &mut dyn Write) -> anyhow::Result<()> {
        config.public_url = self.place.public_url.or(config.public_url);
        let store = open::store(&config)?;
        print_link(&config, &store, &operator(()), self.account, out)
    }
}

impl Reader {
    fn run(self, config: &Config, out: &mut dyn Write) -> anyhow::Result<()> {
        let naming = if self.end { Naming::End } else { Naming::Name };
        let store = open::store(config)?;
        let changed = store.name_reader(&operator(()), self.account, naming, clock::now())?;
        let account = self.account;
        let said = match (naming, changed) {
            (_, false) => "nothing changed, it was so already",
            (Naming::Name, true) => {
                "may read answers for the Secretariat only; each reading is logged"
            }
            (Naming::End, true) => "may no longer read answers for the Secretariat only",
        };
        writeln!(out, "Account {account}: {said}.")?;
        Ok(())
    }
}

impl List {
    fn run(self, config: &Config, out: &mut dyn Write) -> anyhow::Result<()> {
        let accounts = open::store(config)?.people(&operator(()))?;
        let lines: Vec<_> = accounts.iter().map(Line::from).collect();
        if self.json {
            serde_json::to_writer_pretty(&mut *out, &lines)?;
            writeln!(out)?;
            return Ok(());
        }
        for line in lines {
            let Line {
                account,
                name,
                role,
                round,
                ..
            } = line;
            let round = round.as_str();
            let respondent = line.respondent.map_or("-", Code::as_str);
            let state = match (line.suspended, line.enrolled) {
                (true, _) => "  (suspended)",
                (false, false) => "  (has not set it up)",
                (false, true) => "",
            };
            writeln!(
                out,
                "{account:>5}  {role:<17} {round:<8} {respondent:<5} {name}{state}"
            )?;
        }
        Ok(())
    }
}

/// What the one at the shell hands on: the link where no letter goes out, and the code.
fn print_invitation(
    config: &Config,
    invitation: &Invitation,
    path: &str,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    let public_url = open::public_url(config)?;
    let person = &invitation.person;
    let (id, name, role) = (person.id, &person.name, person.role.code());
    writeln!(out, "Account {id} ({name}, {role})")?;
    if invitation.letter {
        writeln!(out, "A letter with a link is on its way.")?;
    } else {
        writeln!(out, "{public_url}/en/{path}/{}", invitation.token.as_str())?;
        writeln!(
            out,
            "It works once, within {LINK_HOURS} hours. Hand it over by a way that only this person reads."
        )?;
    }
    if let Some(code) = &invitation.code {
        writeln!(
            out,
            "Code: {code}\nTell it by another way, for instance by note verbale or telephone. It is not shown again."
        )?;
    }
    Ok(())
}

fn print_link(
    config: &Config,
    store: &Store,
    allow: &Allow<ManageAccounts>,
    account: i64,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    let link = link(config, store, allow, account)?;
    writeln!(out, "{link}")?;
    writeln!(
        out,
        "It signs in once, within {LINK_HOURS} hours. Hand it over by a way that only this person reads."
    )?;
    Ok(())
}

/// A new link that signs an account in, as it is handed over.
pub(super) fn link(
    config: &Config,
    store: &Store,
    allow: &Allow<ManageAccounts>,
    account: i64,
) -> anyhow::Result<String> {
    let public_url = open::public_url(config)?;
    let token = store
        .make_link(allow, account, Purpose::SignIn, clock::now(), LINK_HOURS)
        .context("no link was made")?;
    Ok(format!("{public_url}/en/link/{}", token.as_str()))
}

/// An account as another program reads it.
#[derive(Debug, Serialize)]
struct Line<'a> {
    account: i64,
    name: &'a str,
    role: &'static str,
    respondent: Option<&'a Code>,
    round: &'a Code,
    email: Option<&'a str>,
    enrolled: bool,
    suspended: bool,
}

impl<'a> From<&'a Account> for Line<'a> {
    fn from(account: &'a Account) -> Self {
        let person = &account.person;
        Self {
            account: person.id,
            name: &person.name,
            role: person.role.code(),
            respondent: person.respondent.as_ref(),
            round: &person.round,
            email: account.email_address.as_deref(),
            enrolled: account.enrolled,
            suspended: account.suspended.is_some(),
        }
    }
}
