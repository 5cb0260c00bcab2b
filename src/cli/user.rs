//! `para11 user`: accounts and their one-time links.

use std::io::Write;

use anyhow::{Context, bail};
use clap::{Args, Subcommand};
use serde::Serialize;

use super::{clock, open};
use crate::access::{Allow, ManageAccounts, Role, operator};
use crate::config::Config;
use crate::config::address::PublicUrl;
use crate::form::name::Code;
use crate::store::Store;
use crate::store::people::{Account, NewPerson};
use crate::store::sessions::Purpose;

/// Hours for which a link can be used: it is read within three days or asked for anew.
const LINK_HOURS: u32 = 72;

/// Make accounts, and links that sign in once
#[derive(Debug, Subcommand)]
pub(super) enum User {
    Add(Add),
    Link(Link),
    List(List),
}

/// Make an account and print a link that signs it in once
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    para11 user add --name 'Ana Example' --role manager --round 2026\n  \
    para11 user add --name 'Focal point of Austria' --role focal_point --respondent AUT --round 2026")]
pub(super) struct Add {
    /// Name to show
    #[arg(long)]
    name: String,
    /// What the person is: `focal_point`, `manager`, `analyst`, `drafter` or `administrator`
    #[arg(long, value_parser = role)]
    role: Role,
    /// For a focal point: whose reply, for instance AUT
    #[arg(long, value_name = "CODE")]
    respondent: Option<Code>,
    /// The round they work in
    #[arg(long, value_name = "CODE")]
    round: Code,
    /// Address of electronic mail
    #[arg(long)]
    email: Option<String>,
    #[command(flatten)]
    place: Place,
}

/// Print a new link for an account; its earlier links stop working
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  para11 user link 3")]
pub(super) struct Link {
    /// Number of the account, as `para11 user list` shows it
    account: i64,
    #[command(flatten)]
    place: Place,
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
            Self::Link(command) => command.run(config, out),
            Self::List(command) => command.run(&config, out),
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
        let allow = operator::<ManageAccounts>(());
        let person = store.add_person(&allow, new, clock::now())?;
        writeln!(
            out,
            "Account {} ({}, {})",
            person.id,
            person.name,
            person.role.code()
        )?;
        print_link(&config, &store, &allow, person.id, out)
    }
}

impl Link {
    fn run(self, mut config: Config, out: &mut dyn Write) -> anyhow::Result<()> {
        config.public_url = self.place.public_url.or(config.public_url);
        let store = open::store(&config)?;
        print_link(&config, &store, &operator(()), self.account, out)
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
            let suspended = if line.suspended { "  (suspended)" } else { "" };
            writeln!(
                out,
                "{account:>5}  {role:<14} {round:<8} {respondent:<5} {name}{suspended}"
            )?;
        }
        Ok(())
    }
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

/// A new link for an account, as it is handed over.
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
            suspended: account.suspended.is_some(),
        }
    }
}
