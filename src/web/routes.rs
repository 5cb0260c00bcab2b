//! Every address of the service: method, path, handler. Who may ask for it follows from the handler's first argument.
//!
//! This list is the only place that registers anything, and [`to`] takes only handlers whose first argument is a permission
//! ([`Allow`](crate::access::Allow)) or the mark [`Open`](super::guard::Open). `tests/it/security.rs` walks it for every role.

use std::collections::BTreeSet;
use std::future::ready;
use std::sync::LazyLock;

use actix_web::guard;
use actix_web::http::Method;
use actix_web::http::header::{self, HeaderValue};
use actix_web::{
    Handler, HttpRequest, HttpResponse, Resource, Responder, ResponseError, Route, web,
};

use super::guard::{Access, Gate, Guarded, call};
use super::problem::Problem;
use super::{
    account, assets, check_receipt, download, explore, figures, health, home, language, log,
    own_progress, park, people, progress, releases, respond, sign_in, states,
};
use crate::reply::life::Step;

/// Whether a page can be asked for at a path of the list; found out once, since every post asks.
#[must_use]
pub fn can_be_asked(path: &str) -> bool {
    static ASKED: LazyLock<BTreeSet<&'static str>> = LazyLock::new(|| {
        let shown = all().into_iter().filter(|one| one.method == Method::GET);
        shown.map(|one| one.path).collect()
    });
    ASKED.contains(path)
}

/// One address and method.
pub struct Entry {
    /// The method. An address for GET answers HEAD too.
    pub method: Method,
    /// The path, with its parameters in braces.
    pub path: &'static str,
    /// Who may ask for it.
    pub access: Access,
    /// Key of its name on the start page, if it stands there.
    pub menu: Option<&'static str>,
    /// The step of a reply's life that it takes.
    pub step: Option<Step>,
    route: Route,
}

/// All of them, one path's methods side by side.
#[must_use]
#[expect(clippy::too_many_lines, reason = "one list holds every address")]
pub fn all() -> Vec<Entry> {
    vec![
        // Open to anyone
        get("/", to(language::choose)),
        get("/health", to(health::show)),
        get("/assets/{name}", to(assets::show)),
        get("/{lang}", to(home::show)),
        get("/{lang}/sign-in", to(sign_in::steps::explain)),
        post("/{lang}/sign-in", to(sign_in::steps::sign_in)),
        get("/{lang}/sign-in/code", to(sign_in::steps::ask_code)),
        post("/{lang}/sign-in/code", to(sign_in::steps::check_code)),
        get("/sign-in/provider", to(sign_in::provider::finish)),
        get("/{lang}/sign-in/provider", to(sign_in::provider::begin)),
        get("/{lang}/sign-in/letter", to(sign_in::letter::ask)),
        post("/{lang}/sign-in/letter", to(sign_in::letter::send)),
        get("/{lang}/sign-in/passphrase", to(sign_in::reset::ask)),
        post("/{lang}/sign-in/passphrase", to(sign_in::reset::change)),
        get("/{lang}/invitation/{token}", to(sign_in::links::show)),
        post("/{lang}/invitation/{token}", to(sign_in::links::take)),
        get("/{lang}/enrolment/{token}", to(sign_in::links::show)),
        post("/{lang}/enrolment/{token}", to(sign_in::links::take)),
        get("/{lang}/passphrase/{token}", to(sign_in::links::show)),
        post("/{lang}/passphrase/{token}", to(sign_in::links::take)),
        get("/{lang}/enrol", to(sign_in::enrol::ask)),
        post("/{lang}/enrol", to(sign_in::enrol::choose)),
        get("/{lang}/enrol/code", to(sign_in::enrol::show_secret)),
        post("/{lang}/enrol/code", to(sign_in::enrol::finish)),
        get("/{lang}/link/{token}", to(sign_in::ask)),
        post("/{lang}/link/{token}", to(sign_in::take)),
        get("/{lang}/accessibility", to(home::accessibility)),
        get("/{lang}/checkpoint", to(log::checkpoint)),
        get("/{lang}/check-receipt", to(check_receipt::ask)),
        post("/{lang}/check-receipt", to(check_receipt::check)),
        post(
            "/{lang}/check-receipt/files",
            to(check_receipt::check_files),
        ),
        // For people who are signed in
        post("/{lang}/sign-out", to(sign_in::leave)),
        get("/{lang}/account", to(account::own::show)).on_start_page("account-title"),
        post("/{lang}/account/sessions", to(account::own::end_sessions)),
        get(
            "/{lang}/account/passphrase",
            to(account::change::ask_passphrase),
        ),
        post(
            "/{lang}/account/passphrase",
            to(account::change::change_passphrase),
        ),
        get(
            "/{lang}/account/authenticator",
            to(account::change::show_authenticator),
        ),
        post(
            "/{lang}/account/authenticator",
            to(account::change::prepare_authenticator),
        ),
        post(
            "/{lang}/account/authenticator/code",
            to(account::change::change_authenticator),
        ),
        post(
            "/{lang}/account/recovery-codes",
            to(account::change::renew_codes),
        ),
        post(
            "/{lang}/account/provider",
            to(sign_in::provider::begin_link),
        ),
        post(
            "/{lang}/account/provider/unlink",
            to(sign_in::provider::unlink),
        ),
        get("/{lang}/account/confirm", to(account::confirm::ask)),
        post("/{lang}/account/confirm", to(account::confirm::confirm)),
        get("/{lang}/parked", to(park::list)),
        get("/{lang}/parked/{number}", to(park::show)),
        post("/{lang}/parked/{number}/discard", to(park::discard)),
        // For the Secretariat
        get("/{lang}/progress", to(progress::show)).on_start_page("progress-title"),
        get("/{lang}/log", to(log::round)).on_start_page("life-log-menu"),
        get("/{lang}/states/{respondent}", to(states::show)),
        get(
            "/{lang}/states/{respondent}/reply",
            to(states::reading::show),
        ),
        get(
            "/{lang}/states/{respondent}/changes",
            to(states::reading::changes),
        ),
        post("/{lang}/states/{respondent}/take", to(states::take)).taking(Step::Take),
        get(
            "/{lang}/states/{respondent}/questions",
            to(states::questions::write),
        ),
        post(
            "/{lang}/states/{respondent}/questions",
            to(states::questions::ask),
        )
        .taking(Step::Ask),
        post(
            "/{lang}/states/{respondent}/questions/unanswered",
            to(states::close_unanswered),
        )
        .taking(Step::CloseUnanswered),
        post(
            "/{lang}/states/{respondent}/questions/{question}/close",
            to(states::close_question),
        ),
        post("/{lang}/states/{respondent}/reopen", to(states::reopen)).taking(Step::Reopen),
        post("/{lang}/states/{respondent}/decline", to(states::decline)).taking(Step::Decline),
        post("/{lang}/states/{respondent}/validate", to(states::validate)).taking(Step::Validate),
        post("/{lang}/states/{respondent}/extend", to(states::extend)),
        get("/{lang}/figures", to(figures::list)).on_start_page("figures-title"),
        // Before the figures, whose keys these would be.
        get("/{lang}/figures/book", to(figures::book::show)),
        get("/{lang}/figures/book.pdf", to(figures::book::file)),
        get("/{lang}/figures/{key}.{format}", to(figures::file)),
        get("/{lang}/figures/{key}", to(figures::show)),
        get("/{lang}/explore", to(explore::show)).on_start_page("explore-title"),
        get("/{lang}/explore.{format}", to(explore::file)),
        get("/{lang}/releases", to(releases::list)).on_start_page("releases-title"),
        post("/{lang}/releases", to(releases::propose)),
        get("/{lang}/releases/{release}", to(releases::show)),
        post("/{lang}/releases/{release}/approve", to(releases::approve)),
        get(
            "/{lang}/releases/{release}/{key}.{format}",
            to(releases::file),
        ),
        get(
            "/{lang}/replies/{respondent}/documents",
            to(progress::documents),
        ),
        get(
            "/{lang}/replies/{respondent}/documents/{document}",
            to(download::submitted),
        ),
        get("/{lang}/people", to(people::respondents::list)).on_start_page("others-title"),
        get("/{lang}/people/{respondent}", to(people::respondents::show)),
        post(
            "/{lang}/people/{respondent}",
            to(people::respondents::invite),
        ),
        post(
            "/{lang}/people/{respondent}/{account}",
            to(people::respondents::change),
        ),
        get("/{lang}/accounts", to(people::accounts::list)).on_start_page("accounts-title"),
        post("/{lang}/accounts", to(people::accounts::invite)),
        get("/{lang}/accounts/readers", to(people::readers::list)),
        post("/{lang}/accounts/readers", to(people::readers::name)),
        post(
            "/{lang}/accounts/readers/{account}/end",
            to(people::readers::end),
        ),
        post("/{lang}/accounts/{account}", to(people::accounts::change)),
        // For those who reply
        get("/{lang}/reply", to(respond::tasks::show)).on_start_page("respond-menu"),
        get("/{lang}/reply/progress", to(own_progress::show)).on_start_page("life-own-progress"),
        get("/{lang}/reply/check", to(respond::review::check)),
        post("/{lang}/reply/review", to(respond::review::send)).taking(Step::SendToReview),
        post("/{lang}/reply/review/back", to(respond::review::take_back)).taking(Step::TakeBack),
        post("/{lang}/reply/clear", to(respond::review::clear)).taking(Step::Clear),
        post("/{lang}/reply/return", to(respond::review::put_back)).taking(Step::Return),
        get("/{lang}/reply/submit", to(respond::submit::ask)),
        post("/{lang}/reply/submit", to(respond::submit::submit)).taking(Step::Submit),
        get("/{lang}/reply/receipt", to(respond::receipts::show)),
        get(
            "/{lang}/reply/receipts/{id}.zip",
            to(respond::receipts::bundle),
        ),
        get("/{lang}/reply/change", to(respond::change::ask)),
        post("/{lang}/reply/withdraw", to(respond::change::withdraw)).taking(Step::Withdraw),
        post("/{lang}/reply/correct", to(respond::change::correct)).taking(Step::AskToCorrect),
        get("/{lang}/reply/changes", to(respond::change::difference)),
        get("/{lang}/reply/log", to(log::own)),
        get("/{lang}/reply/readers", to(respond::readers::show)),
        get(
            "/{lang}/reply/submission.json",
            to(respond::submit::download),
        ),
        get("/{lang}/reply/people", to(respond::people::show)).on_start_page("people-link"),
        get("/{lang}/reply/people/invite", to(respond::invite::ask)),
        post("/{lang}/reply/people/invite", to(respond::invite::invite)),
        get(
            "/{lang}/reply/people/{section}/{person}",
            to(respond::give::ask),
        ),
        post(
            "/{lang}/reply/people/{section}/{person}",
            to(respond::give::give),
        ),
        post(
            "/{lang}/reply/people/{section}/{person}/return",
            to(respond::give::give_back),
        ),
        post("/{lang}/reply/ready/{section}", to(respond::ready::call)),
        get("/{lang}/reply/record/{question}", to(respond::record::show)),
        post(
            "/{lang}/reply/record/{question}",
            to(respond::record::remark),
        ),
        get("/{lang}/documents/{question}", to(respond::documents::show)),
        post("/{lang}/documents/{question}", to(respond::documents::add)),
        get(
            "/{lang}/documents/{question}/{row}",
            to(respond::documents::show),
        ),
        post(
            "/{lang}/documents/{question}/{row}",
            to(respond::documents::add),
        ),
        get("/{lang}/document/{document}", to(download::own)),
        post(
            "/{lang}/document/{document}/remove",
            to(respond::documents::remove),
        ),
        post("/{lang}/uploads", to(respond::uploads::begin)),
        get("/{lang}/uploads/{upload}", to(respond::uploads::state)),
        post(
            "/{lang}/uploads/{upload}/finish",
            to(respond::uploads::finish),
        ),
        post(
            "/{lang}/uploads/{upload}/give-up",
            to(respond::uploads::give_up),
        ),
        post(
            "/{lang}/uploads/{upload}/{piece}",
            to(respond::uploads::piece),
        ),
        get(
            "/{lang}/reply/questionnaire.{format}",
            to(respond::copy::questionnaire),
        ),
        get("/{lang}/reply/copy.{format}", to(respond::copy::reply)),
        get("/{lang}/reply/{section}", to(respond::section::enter)),
        get("/{lang}/reply/{section}/{page}", to(respond::section::show)),
        post("/{lang}/reply/{section}/{page}", to(respond::section::keep)),
        get(
            "/{lang}/reply/{section}/{page}/{row}",
            to(respond::section::show),
        ),
        post(
            "/{lang}/reply/{section}/{page}/{row}",
            to(respond::section::keep),
        ),
    ]
}

/// The names that addresses of a reply have in the place of a section: a section that was called so would never be shown.
#[must_use]
pub fn names_beside_sections() -> BTreeSet<&'static str> {
    let entries = all().into_iter();
    let names = entries.filter_map(|entry| {
        let rest = entry.path.strip_prefix("/{lang}/reply/")?;
        rest.split('/').next()
    });
    names.filter(|name| !name.contains('{')).collect()
}

impl Entry {
    /// Puts it on the start page of everyone who may ask for it, under this key.
    #[must_use]
    pub const fn on_start_page(mut self, key: &'static str) -> Self {
        self.menu = Some(key);
        self
    }

    /// Says which step of a reply's life it takes.
    #[must_use]
    pub const fn taking(mut self, step: Step) -> Self {
        self.step = Some(step);
        self
    }
}

/// A handler behind its gate.
pub struct Gated {
    access: Access,
    route: Route,
}

/// Puts a handler behind its gate, which is its first argument.
pub fn to<F, Args>(handler: F) -> Gated
where
    F: Handler<Args>,
    F::Output: Responder,
    Args: Guarded + 'static,
{
    let route = web::route().to(move |request: HttpRequest, payload: web::Payload| {
        call(handler.clone(), request, payload.into_inner())
    });
    Gated {
        access: <Args::Gate as Gate>::ACCESS,
        route,
    }
}

/// An address for reading.
#[must_use]
pub fn get(path: &'static str, gated: Gated) -> Entry {
    entry(Method::GET, path, gated)
}

/// An address for changing something.
#[must_use]
pub fn post(path: &'static str, gated: Gated) -> Entry {
    entry(Method::POST, path, gated)
}

fn entry(method: Method, path: &'static str, Gated { access, route }: Gated) -> Entry {
    Entry {
        method,
        path,
        access,
        menu: None,
        step: None,
        route,
    }
}

/// Registers them: one resource a path, which answers 405 for methods it does not have.
pub fn register(config: &mut web::ServiceConfig) {
    let mut entries = all().into_iter().peekable();
    while let Some(entry) = entries.next() {
        let path = entry.path;
        let mut methods = vec![entry.method.clone()];
        let mut resource = add(web::resource(path), entry);
        while let Some(entry) = entries.next_if(|next| next.path == path) {
            methods.push(entry.method.clone());
            resource = add(resource, entry);
        }
        if methods.contains(&Method::GET) {
            methods.push(Method::HEAD);
        }
        let allow = methods
            .iter()
            .map(Method::as_str)
            .collect::<Vec<_>>()
            .join(", ");
        config.service(resource.default_service(web::to(move || ready(refuse(&allow)))));
    }
    config.default_service(web::to(|| ready(Problem::NotFound.error_response())));
}

fn add(resource: Resource, entry: Entry) -> Resource {
    let by_method = match entry.method {
        Method::GET => guard::Any(guard::Get()).or(guard::Head()),
        other => guard::Any(guard::Method(other)),
    };
    resource.route(entry.route.guard(by_method))
}

fn refuse(allow: &str) -> HttpResponse {
    let mut answer = Problem::Method.error_response();
    if let Ok(allow) = HeaderValue::from_str(allow) {
        answer.headers_mut().insert(header::ALLOW, allow);
    }
    answer
}
