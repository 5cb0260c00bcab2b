//! The page of the own account: how one signs in, and where one is signed in.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};

use crate::access::{Allow, OwnAccess};
use crate::text;
use crate::web::input::{Fields, Pairs, Posted};
use crate::web::pages::account::{AccountPage, ProviderLine, SessionLine};
use crate::web::pages::{answer, go_to};
use crate::web::problem::Problem;
use crate::web::sign_in::provider::Failed;
use crate::web::visit::Visit;

/// Which session to end; all others without a name.
#[derive(Debug)]
pub struct Ended {
    name: Option<String>,
}

impl Fields for Ended {
    fn read(pairs: Pairs) -> Result<Self, Problem> {
        let name = pairs.first("session").map(str::to_owned);
        Ok(Self { name })
    }
}

/// `GET /{lang}/account`.
pub async fn show(
    allow: Allow<OwnAccess>,
    visit: Visit,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let Some(session) = visit.session.clone() else {
        return Err(Problem::SignIn { back: None });
    };
    let (state, token) = (visit.state.clone(), session.token().clone());
    let (access, sessions, linked) = web::block(move || {
        let (store, now) = (&state.store, state.clock.now());
        let linked = match &state.provider {
            Some(provider) => store.linked_identity(&allow, provider.issuer())?,
            None => None,
        };
        let sessions = store.own_sessions(&allow, &token, now)?;
        Ok::<_, Problem>((store.own_access(&allow)?, sessions, linked))
    })
    .await??;
    let words = visit.words;
    let moment = |at: chrono::DateTime<chrono::Utc>| {
        let day = text::date(visit.language, at.date_naive());
        let time = at.format("%H:%M").to_string();
        let arguments = [
            ("day", text::Arg::from(&day)),
            ("time", text::Arg::from(&time)),
        ];
        words.with("account-moment", &arguments).into_owned()
    };
    let sessions = sessions.into_iter().map(|session| SessionLine {
        begun: moment(session.begun),
        last_seen: moment(session.last_seen),
        name: session.name,
        agent: browser(&session.agent),
        current: session.current,
    });
    let provider = visit.state.provider.as_deref();
    let provider = provider.filter(|_| access.codes_left.is_some());
    let provider = provider.map(|provider| {
        let name = ("provider", text::Arg::from(provider.name()));
        let since = linked.map(moment);
        let state = match &since {
            Some(since) => words.with(
                "provider-linked",
                &[name, ("since", text::Arg::from(since))],
            ),
            None => words.with("provider-not-linked", &[name]),
        };
        ProviderLine {
            state: state.into_owned(),
            link: words.with("provider-link", &[name]).into_owned(),
            linked: since.is_some(),
        }
    });
    let codes = access.codes_left.map(|left| {
        let left = [("left", text::Arg::Number(left))];
        words.with("account-codes-left", &left).into_owned()
    });
    let wrong = Failed::said(&request, &visit);
    let mut page = visit
        .page(words.text("account-title"))
        .with_back(visit.to(""), words.text("home-title"));
    page.has_errors = !wrong.is_empty();
    let page = AccountPage {
        page,
        wrong,
        provider,
        address: access.address.unwrap_or_default(),
        codes: codes.unwrap_or_default(),
        sessions: sessions.collect(),
    };
    answer(StatusCode::OK, &page)
}

/// `POST /{lang}/account/sessions`: ends one, or all others.
pub async fn end_sessions(
    allow: Allow<OwnAccess>,
    visit: Visit,
    Posted(ended): Posted<Ended>,
) -> Result<HttpResponse, Problem> {
    let Some(session) = visit.session.clone() else {
        return Err(Problem::SignIn { back: None });
    };
    let (state, token) = (visit.state.clone(), session.token().clone());
    web::block(move || {
        let now = state.clock.now();
        let name = ended.name.as_deref();
        state.store.end_own_sessions(&allow, &token, name, now)
    })
    .await??;
    Ok(go_to(&visit.to("/account")))
}

/// Words of the headers of browsers with the names that people know them by; the first that is found counts, since browsers also name others.
const BROWSERS: [(&str, &str); 5] = [
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
];
/// The same of what they run on.
const SYSTEMS: [(&str, &str); 7] = [
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
];

/// A browser in a few words; one that is not known is shown as it calls itself.
fn browser(agent: &str) -> String {
    let find = |names: &[(&str, &'static str)]| {
        let mut names = names.iter();
        names.find_map(|(word, name)| agent.contains(word).then_some(*name))
    };
    match (find(&BROWSERS), find(&SYSTEMS)) {
        (Some(browser), Some(system)) => format!("{browser}, {system}"),
        _ => agent.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::browser;

    #[test]
    fn browsers_are_named_as_people_know_them() {
        let chrome = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0 Safari/537.36";
        assert_eq!(browser(chrome), "Chrome, Linux");
        assert_eq!(
            browser(&format!("{chrome} Edg/156.0").replace("X11; Linux", "Windows NT 10.0")),
            "Edge, Windows"
        );
        assert_eq!(browser("curl/8"), "curl/8");
        assert_eq!(browser(""), "");
    }
}
