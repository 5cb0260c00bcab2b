//! `para11 demo`: a round of invented replies in a throw-away database, served.

use std::io::Write;
use std::net::SocketAddr;
use std::path::PathBuf;

use anyhow::Context;
use chrono::{DateTime, Days, NaiveDate, Utc};
use clap::Args;

use super::{clock, form, round, sample, serve, user};
use crate::access::{Allow, Delegate, InviteColleagues, Person, Role, operator, permit};
use crate::config::Config;
use crate::config::address::PublicUrl;
use crate::config::database::DatabaseUrl;
use crate::form::Form;
use crate::form::name::Code;
use crate::form::version::Version;
use crate::round::{Period, Round};
use crate::store::Store;
use crate::store::account::people::NewPerson;
use crate::store::reply::delegation::SectionNames;

/// The questionnaire that is shown.
const FORM: &str = "para11";

/// Show the whole system with invented replies, all marked SAMPLE
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  para11 demo\n  para11 demo --listen 127.0.0.1:9000 --replies 120 --seed 7\n\n\
    Without --data the database is in a folder that is removed when the demonstration stops. DATABASE_URL is not used."
)]
pub(super) struct Demo {
    /// Address and port to listen on
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:8011")]
    listen: SocketAddr,
    /// How many respondents reply
    #[arg(long, default_value_t = 84)]
    replies: usize,
    /// Another seed makes other replies
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

impl Demo {
    /// Serves until the process is told to stop. `data` is the folder the person named, if any.
    pub(super) fn run(
        self,
        mut config: Config,
        data: Option<PathBuf>,
        out: &mut dyn Write,
    ) -> anyhow::Result<()> {
        let listener = serve::listen(self.listen)?;
        let throw_away =
            tempfile::tempdir().context("no folder can be made for the throw-away database")?;
        config.data = data.unwrap_or_else(|| throw_away.path().to_owned());
        config.database = Some(DatabaseUrl::in_folder(&config.data));
        config.mail = None;
        config.listen = listener.local_addr()?;
        config.public_url = Some(PublicUrl::of_this_machine(config.listen)?);
        std::fs::create_dir_all(&config.data).with_context(|| {
            format!(
                "the folder {} cannot be made; name another with --data",
                config.data.display()
            )
        })?;
        let state = serve::state(&config)?;
        let links = self.fill(&config, &state.store)?;
        writeln!(
            out,
            "SAMPLE: every reply in this demonstration was invented by a program.\n"
        )?;
        writeln!(out, "Open {}\n", state.public_url)?;
        for (who, link) in links {
            writeln!(out, "  {who:<34} {link}")?;
        }
        writeln!(out, "\nEach link signs in once. Stop with Ctrl-C.")?;
        out.flush()?;
        serve::tend(
            state.store.clone(),
            std::sync::Arc::clone(&state.keys),
            None,
        )?;
        serve::serve(state, listener)
    }

    /// Makes the round, its replies and accounts; a sign-in link for each account.
    fn fill(
        &self,
        config: &Config,
        store: &crate::store::Store,
    ) -> anyhow::Result<Vec<(String, String)>> {
        let now = clock::now();
        let today = now.date_naive();
        let folder = form::folder(FORM)?;
        let questionnaire = form::load(FORM, &folder)?;
        let sample_round = round_of(&questionnaire, Version::of(&folder).hash(), today)?;
        if store.round(&sample_round.code)?.is_some() {
            anyhow::bail!(
                "{} holds a demonstration already; name another folder with --data",
                config.data.display()
            );
        }
        // It was made on the day it opened: replies have come since.
        round::create(
            store,
            &questionnaire,
            &folder,
            sample_round.clone(),
            sample_round.opening(),
        )?;
        let replied = sample::fill(
            store,
            &questionnaire,
            &sample_round,
            self.replies,
            self.seed,
            now,
        )?;
        let open = store
            .respondents(&sample_round.code)?
            .into_iter()
            .find(|asked| !replied.contains(&asked.code));
        let mut people = vec![
            (
                "Secretariat officer (SAMPLE)".to_owned(),
                Role::Manager,
                None,
            ),
            ("Analyst (SAMPLE)".to_owned(), Role::Analyst, None),
        ];
        if let Some(respondent) = open {
            let name = respondent
                .facts
                .get("name_en")
                .map_or(respondent.code.as_str(), String::as_str);
            let team = [
                (format!("Focal point of {name} (SAMPLE)"), Role::FocalPoint),
                (
                    "Contributor, Justice (SAMPLE)".to_owned(),
                    Role::Contributor,
                ),
                ("Contributor, Police (SAMPLE)".to_owned(), Role::Contributor),
                (
                    "Official who clears (SAMPLE)".to_owned(),
                    Role::ClearingOfficial,
                ),
                ("Permanent Mission (SAMPLE)".to_owned(), Role::Mission),
            ];
            let team = team.map(|(name, role)| (name, role, Some(respondent.code.clone())));
            people.splice(0..0, team);
        }
        let allow = operator(());
        let (mut links, mut team) = (Vec::new(), Vec::new());
        for (name, role, respondent) in people {
            let account = NewPerson {
                name: name.clone(),
                email_address: None,
                role,
                respondent,
                round: sample_round.code.clone(),
            };
            let person = store.add_person(&allow, account, now)?;
            links.push((name, user::link(config, store, &allow, person.id)?));
            team.push(person);
        }
        share(store, &questionnaire, &team, now)?;
        Ok(links)
    }
}

/// A round of samples that opened two months ago and closes in two.
fn round_of(form: &Form, version: &str, today: NaiveDate) -> anyhow::Result<Round> {
    let opens = today - Days::new(60);
    Ok(Round {
        code: Code::parse("sample")?,
        form: form.name.clone(),
        form_version: version.to_owned(),
        opens,
        closes: today + Days::new(60),
        period: Period::five_years_before(opens),
        threshold: 3,
        group_threshold: 5,
        sample: true,
    })
}

/// Whose authority each contributor of the demonstration answers for, and which sections are theirs.
const AUTHORITIES: [(&str, &[&str]); 2] = [
    (
        "Ministry of Justice (SAMPLE)",
        &["m3_framework", "m9_rights"],
    ),
    ("Police (SAMPLE)", &["m4_links", "m5_patterns"]),
];

/// The focal point gives the contributors their sections.
fn share(
    store: &Store,
    questionnaire: &Form,
    team: &[Person],
    now: DateTime<Utc>,
) -> anyhow::Result<()> {
    let leader = team.iter().find(|one| one.role == Role::FocalPoint);
    let leave = leader.and_then(|one| Some((permit::<Delegate>(one)?, permit(one)?)));
    let Some((delegate, invite)): Option<(_, Allow<InviteColleagues>)> = leave else {
        return Ok(());
    };
    let contributors = team.iter().filter(|one| one.role == Role::Contributor);
    for (person, (authority, sections)) in contributors.zip(AUTHORITIES) {
        store.set_authority(&invite, person.id, authority.to_owned())?;
        for section in sections
            .iter()
            .filter_map(|name| questionnaire.section(name))
        {
            let section = SectionNames::from(section);
            let all = section.questions.clone();
            store.give(&delegate, person.id, section, all, now)?;
        }
    }
    Ok(())
}
