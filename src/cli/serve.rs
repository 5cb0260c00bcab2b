//! `para11 serve`: the service itself.

use std::io::Write;
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, sync_channel};
use std::time::Duration;

use actix_web::rt::System;
use anyhow::Context;
use clap::Args;

use super::{clock, open};
use crate::access::{ManageAccounts, operator};
use crate::config::Config;
use crate::config::address::PublicUrl;
use crate::keys::Keys;
use crate::keys::passphrase::Passphrases;
use crate::mail::Post;
use crate::oidc::Provider;
use crate::store::Store;
use crate::store::reply::files::Files;
use crate::web;
use crate::web::client::Proxies;
use crate::web::figures::results::Kept;
use crate::web::forms::Forms;
use crate::web::language::{Offered, Pseudo};
use crate::web::releases::Audits;
use crate::web::respond::kept::Replies;
use crate::web::state::{AppState, Clock, Patience};

/// Serve the pages until stopped
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    para11 serve\n  \
    para11 serve --listen 127.0.0.1:8011 --public-url https://questionnaires.example.org\n\n\
    TLS is the reverse proxy's task. `para11 config` lists the settings.")]
pub(super) struct Serve {
    /// Address and port to listen on [default: 127.0.0.1:8011]
    #[arg(long, value_name = "ADDRESS:PORT")]
    listen: Option<SocketAddr>,

    /// Address under which people reach the service, for instance `https://questionnaires.example.org`
    #[arg(long, value_name = "URL", value_parser = PublicUrl::parse)]
    public_url: Option<PublicUrl>,
}

impl Serve {
    /// Serves until the process is told to stop.
    pub(super) fn run(self, mut config: Config, out: &mut dyn Write) -> anyhow::Result<()> {
        config.listen = self.listen.unwrap_or(config.listen);
        config.public_url = self.public_url.or(config.public_url);
        let listener = listen(config.listen)?;
        config.listen = listener.local_addr()?;
        let state = state(&config)?;
        writeln!(out, "Serving at {}", state.public_url)?;
        let accounts = state.store.people(&operator::<ManageAccounts>(()))?;
        if accounts.is_empty() {
            writeln!(out, "\n{FIRST_ACCOUNT}")?;
        }
        let post = post(&config, &state.public_url)?;
        if post.is_none() {
            writeln!(out, "No letters are sent: PARA11_MAIL_RELAY is not set.")?;
        }
        out.flush()?;
        tend(state.store.clone(), Arc::clone(&state.keys), post)?;
        serve(state, listener)
    }
}

const FIRST_ACCOUNT: &str =
    "There are no accounts yet. Make a round, then the first administrator; the link to begin with is printed:

  para11 round create 2026 --form para11 --opens 2026-01-15 --closes 2026-09-30
  para11 user add --name 'Ana Example' --email ana@example.org --role administrator --round 2026
";

/// How often letters are looked for.
const LETTERS: Duration = Duration::from_secs(5);
/// After how many looks for letters what is over is swept away: a minute.
const SWEEP: u32 = 12;
/// After how many minutes what was logged gets its place and a checkpoint is signed.
const SIGN: u32 = 60;

/// What hands letters over, if a relay is configured.
fn post(config: &Config, public_url: &PublicUrl) -> anyhow::Result<Option<Post>> {
    let Some(mail) = &config.mail else {
        return Ok(None);
    };
    let post = Post::new(
        mail,
        public_url.clone(),
        &config.institution,
        &config.contact,
    )?;
    Ok(Some(post))
}

/// Starts the thread that sends letters, signs checkpoints of the log and sweeps away what is over. It ends with the process: what it was about is done at the next
/// start or by another instance.
pub(super) fn tend(store: Store, keys: Arc<Keys>, post: Option<Post>) -> anyhow::Result<()> {
    let work = move || {
        for turn in (0..SWEEP * SIGN).cycle() {
            if let Some(post) = &post
                && let Err(cause) = post.send_due(&store, clock::now)
            {
                tracing::warn!(%cause, "letters cannot be sent now");
            }
            if turn == 0
                && let Err(cause) = store.sign_log(Arc::clone(&keys), clock::now())
            {
                tracing::warn!(%cause, "no checkpoint of the log can be signed now");
            }
            if turn % SWEEP == 0
                && let Err(cause) = store.sweep(clock::now())
            {
                tracing::warn!(%cause, "what is over cannot be swept away now");
            }
            std::thread::sleep(LETTERS);
        }
    };
    std::thread::Builder::new()
        .name("post".into())
        .spawn(work)
        .context("the thread that sends letters cannot be started")?;
    Ok(())
}

/// Takes the port.
pub(super) fn listen(address: SocketAddr) -> anyhow::Result<TcpListener> {
    TcpListener::bind(address).with_context(|| {
        format!("cannot listen on {address}; if another service is there, choose another port with --listen")
    })
}

/// What the requests may use, by the settings.
pub(super) fn state(config: &Config) -> anyhow::Result<AppState> {
    let pseudo = if config.pseudo_languages {
        Pseudo::Offered
    } else {
        Pseudo::Hidden
    };
    let store = open::store(config)?;
    let keys = open::keys(config)?;
    store.check_signing_key(&keys)?;
    Ok(AppState {
        public_url: open::public_url(config)?,
        files: open::files(config, &store, &keys)?,
        store,
        keys,
        passphrases: Arc::new(Passphrases::new()?),
        provider: provider(config)?,
        forms: Forms::default(),
        replies: Replies::default(),
        results: Kept::default(),
        audits: Audits::default(),
        proxies: Proxies {
            hops: config.proxy_hops,
            nearest: config.proxy,
        },
        institution: config.institution.clone(),
        contact: config.contact.clone(),
        offered: Offered::new(pseudo),
        patience: Patience::default(),
        clock: Clock::new(clock::now),
    })
}

/// The identity provider that the settings name, if they do.
fn provider(config: &Config) -> anyhow::Result<Option<Arc<Provider>>> {
    let Some(settings) = &config.oidc else {
        return Ok(None);
    };
    let provider = Provider::new(settings).context("nobody can sign in with PARA11_OIDC_ISSUER")?;
    Ok(Some(Arc::new(provider)))
}

/// How often left-over files are swept away, and the scanner is asked about documents that wait.
const FILES: Duration = Duration::from_secs(5 * 60);

/// Serves on a socket until the process is told to stop.
pub(super) fn serve(state: AppState, listener: TcpListener) -> anyhow::Result<()> {
    let workers = std::thread::available_parallelism().map_or(1, usize::from);
    let (stop, stopped) = sync_channel::<()>(0);
    let (store, files) = (state.store.clone(), state.files.clone());
    let looking = std::thread::Builder::new()
        .name("files".into())
        .spawn(move || look_after(&store, &files, &stopped))
        .context("the thread that looks after the files cannot be started")?;
    let served = System::new()
        .block_on(async move { web::serve(state, listener, workers)?.await })
        .context("the service stopped");
    drop(stop);
    // A panic of the thread was logged where it happened.
    looking.join().ok();
    served
}

/// Looks after the files now and then, until the service stops: beside letters, since a scanner that is silent takes its time.
fn look_after(store: &Store, files: &Files, stopped: &Receiver<()>) {
    loop {
        let now = clock::now();
        match files.scan_waiting(now) {
            Ok(scanned) => {
                for found in scanned.infected {
                    tracing::warn!(document = found.document, "malware was found in a document");
                }
            }
            Err(cause) => {
                tracing::warn!(%cause, "documents cannot be looked at for malware now");
            }
        }
        if let Err(cause) = files.sweep(now) {
            tracing::warn!(%cause, "left-over files cannot be swept away now");
        }
        if let Err(cause) = store.sweep_parked(now) {
            tracing::warn!(%cause, "posts that were kept long enough cannot be swept away now");
        }
        if stopped.recv_timeout(FILES) != Err(RecvTimeoutError::Timeout) {
            return;
        }
    }
}
