//! A reply through the pages, as a browser without script walks them: bytes on the wire, and the server's processor time.
//!
//! The server runs in this process on a free port; the time of the thread that plays the browser is taken off.

use std::collections::BTreeSet;
use std::net::TcpListener;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::Context;
use para11::access::{Role, operator};
use para11::config::address::PublicUrl;
use para11::config::database::DatabaseUrl;
use para11::keys::Keys;
use para11::keys::passphrase::Passphrases;
use para11::reply::raw::RawAnswers;
use para11::round::Respondent;
use para11::store::Store;
use para11::store::account::people::NewPerson;
use para11::store::account::sessions::Purpose;
use para11::store::reply::files::Files;
use para11::web::client::Proxies;
use para11::web::figures::results::Kept;
use para11::web::forms::Forms;
use para11::web::language::{Offered, Pseudo};
use para11::web::releases::Audits;
use para11::web::respond::kept::Replies;
use para11::web::state::{AppState, Clock, Patience};

use crate::browser::{Answer, Browser};
use crate::spent::{Of, Report, Spent, cpu};
use crate::world::{World, now};
use crate::{OURS, folder};

/// Replies that are written and submitted.
const REPLIES: usize = 10;
/// How often every page is shown.
const TIMES: u32 = 20;
/// Hours that a link is good for.
const HOURS: u32 = 1;

pub(crate) fn measure(report: &mut Report<'_>) -> anyhow::Result<()> {
    let home = tempfile::tempdir_in(folder())?;
    let world = World::of(193)?;
    let store = Store::open(&DatabaseUrl::in_folder(home.path()))?;
    world.put(&store)?;
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = listener.local_addr()?;
    let moment = now()?;
    let keys = tempfile::tempdir()?;
    let ring = Arc::new(Keys::open(&keys.path().join("keys"))?);
    let folder = keys.path().join("files");
    let state = AppState {
        store: store.clone(),
        files: Files::open(store.clone(), &folder, Arc::clone(&ring), None)?,
        keys: ring,
        passphrases: Arc::new(Passphrases::with(64, 1)?),
        provider: None,
        forms: Forms::default(),
        replies: Replies::default(),
        results: Kept::default(),
        audits: Audits::default(),
        public_url: PublicUrl::of_this_machine(address)?,
        institution: "Example Office".to_owned(),
        contact: "help@example.org".to_owned(),
        offered: Offered::new(Pseudo::Hidden),
        patience: Patience::default(),
        proxies: Proxies::default(),
        clock: Clock::new(move || moment),
    };
    let (tell, told) = std::sync::mpsc::channel();
    let server = std::thread::spawn(move || -> std::io::Result<()> {
        actix_web::rt::System::new().block_on(async move {
            let server = para11::web::serve(state, listener, 2)?;
            tell.send(server.handle()).ok();
            server.await
        })
    });
    let handle = told.recv()?;

    let mut paths = BTreeSet::new();
    let mut whole = Vec::new();
    let mut respondents = world.respondents.iter();
    let first = respondents.next().context("no respondent")?;
    let lead = Role::FocalPoint;
    for respondent in respondents.take(REPLIES) {
        let typed = world.typed(respondent)?;
        let mut browser = sign_in(&world, &store, Browser::new(address)?, respondent, lead)?;
        let clears = Role::ClearingOfficial;
        let mut official = sign_in(&world, &store, Browser::new(address)?, respondent, clears)?;
        let walked = cost(|| {
            let done = walk(&world, &mut browser, &mut official, &typed, &mut paths)?;
            Ok((done, ()))
        })?;
        whole.push(walked.0);
    }
    for spent in whole {
        report.time(
            "a whole reply, page by page, and its submission",
            OURS,
            spent,
        )?;
    }
    // Not before: the service closes a connection that rests.
    let mut reader = sign_in(&world, &store, Browser::new(address)?, first, lead)?;
    let spent = cost(|| {
        for _ in 0..TIMES {
            reader.get("/en/reply")?.page()?;
        }
        Ok((TIMES, ()))
    })?;
    report.time("list of sections", OURS, spent.0)?;
    sizes(report, &mut reader, &paths)?;
    autosave(report, &mut reader, &world.typed(first)?, &paths)?;

    // Dropping the future is enough: the command is sent when it is made.
    drop(handle.stop(false));
    server
        .join()
        .map_err(|_panic| anyhow::anyhow!("the server panicked"))??;
    Ok(())
}

/// The cost of one of what is done, without the time of this thread.
fn cost<T>(work: impl FnOnce() -> anyhow::Result<(u32, T)>) -> anyhow::Result<(Spent, T)> {
    let (all, own, start) = (cpu(Of::Process)?, cpu(Of::Thread)?, Instant::now());
    let (times, gained) = work()?;
    let own = cpu(Of::Thread)?.saturating_sub(own);
    let all: Duration = cpu(Of::Process)?.saturating_sub(all);
    anyhow::ensure!(times > 0, "nothing was done");
    let spent = Spent {
        cpu: all.saturating_sub(own) / times,
        wall: start.elapsed() / times,
    };
    Ok((spent, gained))
}

/// Through the link that a person of a State was sent.
fn sign_in(
    world: &World,
    store: &Store,
    mut browser: Browser,
    respondent: &Respondent,
    role: Role,
) -> anyhow::Result<Browser> {
    let new = NewPerson {
        name: format!("SAMPLE {}", respondent.code),
        email_address: None,
        role,
        respondent: Some(respondent.code.clone()),
        round: world.round.code.clone(),
    };
    let person = store.add_person(&operator(()), new, now()?)?;
    let link = store.make_link(&operator(()), person.id, Purpose::SignIn, now()?, HOURS)?;
    let path = format!("/en/link/{}", link.as_str());
    browser.get(&path)?.page()?;
    browser.post(&path, &[])?.leads()?;
    Ok(browser)
}

/// From the first page of the first section to the receipt.
fn walk(
    world: &World,
    browser: &mut Browser,
    official: &mut Browser,
    typed: &RawAnswers,
    paths: &mut BTreeSet<String>,
) -> anyhow::Result<u32> {
    browser.get("/en/reply")?.page()?;
    let first = world.form.sections.first().context("no section")?;
    let mut path = format!("/en/reply/{}", first.name);
    while path != "/en/reply/check" {
        let shown = browser.get(&path)?;
        if shown.status == 303 {
            path = shown.leads()?.to_owned();
            continue;
        }
        let shown = shown.page()?;
        let filled = fill(&shown, typed)?;
        paths.insert(path.clone());
        let kept = browser.post(&path, &filled)?;
        let next = kept.leads().with_context(|| format!("saving {path}"))?;
        anyhow::ensure!(next != path, "{path} leads to itself");
        path = next.to_owned();
    }
    let checked = browser.get(&path)?.page()?;
    let pairs = hidden(&checked, &["form_token", "seen", "revision"])?;
    browser.post("/en/reply/review", &pairs)?.leads()?;
    let read = official.get(&path)?.page()?;
    let mut pairs = hidden(&read, &["form_token", "seen", "revision"])?;
    pairs.push(("confirmed".to_owned(), "yes".to_owned()));
    official.post("/en/reply/clear", &pairs)?.leads()?;
    let asked = browser.get("/en/reply/submit")?.page()?;
    let mut pairs = hidden(&asked, &["form_token", "checked"])?;
    pairs.push(("confirmed".to_owned(), "yes".to_owned()));
    browser.post("/en/reply/submit", &pairs)?.leads()?;
    Ok(1)
}

/// Hidden fields as they stand on a page.
fn hidden(page: &Answer, names: &[&str]) -> anyhow::Result<Vec<(String, String)>> {
    let value = |name: &&str| {
        let words = format!("name=\"{name}\" value=\"");
        let value = page.after(&words).next().map(str::to_owned);
        Ok((
            (*name).to_owned(),
            value.with_context(|| format!("no field {name}"))?,
        ))
    };
    names.iter().map(value).collect()
}

/// The form of a page, with what the respondent typed into it.
fn fill(page: &Answer, typed: &RawAnswers) -> anyhow::Result<Vec<(String, String)>> {
    let mut pairs = hidden(page, &["form_token"])?;
    // Every answer on a page stands there with its revision.
    let names = page
        .after("name=\"")
        .filter(|name| name.ends_with(".revision"));
    let names: Vec<&str> = names.collect();
    pairs.extend(hidden(page, &names)?);
    for (key, raw) in typed {
        let of_key = format!("{key}.revision");
        if !names.contains(&of_key.as_str()) {
            // A row that a person adds with a button of the page.
            let whole = format!("{}.revision", key.question);
            let is_added = names.contains(&whole.as_str())
                && page
                    .body
                    .contains(&format!("value=\"add.{}\"", key.question));
            if !is_added {
                continue;
            }
            pairs.push((of_key, "0".to_owned()));
        }
        let mut put =
            |part: &str, value: &str| pairs.push((format!("{key}.{part}"), value.to_owned()));
        for (field, values) in &raw.values {
            values.iter().for_each(|value| put(field.as_str(), value));
        }
        let codes = [("status", &raw.status), ("mark", &raw.mark)];
        for (part, code) in codes {
            code.iter().for_each(|code| put(part, code));
        }
        put("comment", &raw.comment);
        put("source", &raw.source);
    }
    Ok(pairs)
}

/// Bytes of every page, of a first visit, and the processor time of a page.
fn sizes(
    report: &mut Report<'_>,
    reader: &mut Browser,
    paths: &BTreeSet<String>,
) -> anyhow::Result<()> {
    let mut largest = 0;
    let mut shown = Vec::new();
    for path in paths {
        let page = reader.get(path)?.page()?;
        largest = largest.max(page.down);
        shown.push((page.down, path.clone()));
    }
    shown.sort();
    let median = shown.get(shown.len() / 2).context("no page")?;
    report.size("page of a section, median", median.0)?;
    report.size("page of a section, largest", largest)?;
    report.size("list of sections", reader.get("/en/reply")?.page()?.down)?;
    report.size("pages of a whole reply", paths.len())?;
    let page = reader.get(&median.1)?.page()?;
    let assets: BTreeSet<&str> = ["href=\"/assets/", "src=\"/assets/"]
        .into_iter()
        .flat_map(|words| page.after(words))
        .collect();
    let mut first = page.down;
    for asset in &assets {
        first += reader.get(&format!("/assets/{asset}"))?.page()?.down;
    }
    report.size("first visit: bytes", first)?;
    report.size("first visit: requests", 1 + assets.len())?;
    let spent = cost(|| {
        for path in paths.iter().cycle().take(paths.len() * 5) {
            reader.get(path)?.page()?;
        }
        Ok((u32::try_from(paths.len() * 5)?, ()))
    })?;
    report.time("page of a section, mean of all", OURS, spent.0)
}

/// What the script sends while one types, on every page.
fn autosave(
    report: &mut Report<'_>,
    reader: &mut Browser,
    typed: &RawAnswers,
    paths: &BTreeSet<String>,
) -> anyhow::Result<()> {
    let mut sizes = Vec::new();
    let mut forms = Vec::new();
    for path in paths {
        let page = reader.get(path)?.page()?;
        forms.push((path, fill(&page, typed)?));
    }
    let spent = cost(|| {
        for (number, (path, form)) in forms.iter().enumerate() {
            let told = reader
                .autosave(path, form, &format!("measure-{number}"))?
                .page()?;
            sizes.push((told.up, told.down));
        }
        Ok((u32::try_from(forms.len())?, ()))
    })?;
    report.time("autosave of a page, mean of all", OURS, spent.0)?;
    let middle = sizes.len() / 2;
    let mut way = |which: &str, mut bytes: Vec<usize>| {
        bytes.sort_unstable();
        let median = bytes.get(middle).copied().context("no page")?;
        report.size(&format!("autosave {which}, median"), median)?;
        report.size(
            &format!("autosave {which}, largest"),
            bytes.last().copied().unwrap_or(0),
        )
    };
    way("up", sizes.iter().map(|(up, _)| *up).collect())?;
    way("down", sizes.iter().map(|(_, down)| *down).collect())
}
