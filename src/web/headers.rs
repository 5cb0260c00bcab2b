//! The outermost layer: refuses requests for another host, prints problems, and sets the headers of every answer.

use actix_web::body::{EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::{Error, HttpRequest, HttpResponse, web};

use super::pages::{self, Written};
use super::problem::Problem;
use super::state::AppState;
use super::visit::Visit;
use super::{language, session, sign_in};
use crate::text;

/// Nothing inline, nothing from elsewhere, no frame. The icon of the pages is a `data:` image, to save a request.
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
     font-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; \
     require-trusted-types-for 'script'";

/// Headers of every answer.
///
/// `Referrer-Policy` is `same-origin`: nothing leaves the site, as with `no-referrer`, but browsers that do not send `Sec-Fetch-Site`
/// then say `Origin: null` of our own forms, and could not post.
const ALWAYS: [(HeaderName, &str); 6] = [
    (header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "same-origin"),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        "same-origin",
    ),
    (
        header::PERMISSIONS_POLICY,
        "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
    ),
];

/// For two years, once people come by TLS.
const STRICT_TRANSPORT_SECURITY: &str = "max-age=63072000; includeSubDomains";

/// Lets a request through and dresses its answer.
///
/// # Errors
/// Those of the layers below that are not answers; they get the headers too.
pub async fn dress<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B>>, Error> {
    let state = request
        .app_data::<web::Data<AppState>>()
        .cloned()
        .ok_or_else(|| Problem::internal(&NoState))?;
    let secure = state.public_url.is_secure();
    if !is_for_us(&request, &state) {
        // Nothing of the request is trusted, so the answer is not a page with links.
        let mut answer = HttpResponse::build(Problem::Host.status()).finish();
        set(answer.headers_mut(), secure);
        return Ok(request.into_response(answer).map_into_right_body());
    }
    let answer = next.call(request).await.map_err(|mut error| {
        error.add_response_mapper(move |mut answer| {
            set(answer.headers_mut(), secure);
            answer
        });
        error
    })?;
    let mut answer = print(answer, &state).await;
    set(answer.headers_mut(), secure);
    Ok(answer)
}

/// The application was built without its state.
#[derive(Debug, thiserror::Error)]
#[error("the application was built without its state")]
pub struct NoState;

/// Whether the one `Host` header, and the address line if it names a host, name this service.
fn is_for_us(request: &ServiceRequest, state: &AppState) -> bool {
    let mut hosts = request.headers().get_all(header::HOST);
    let (Some(host), None) = (hosts.next(), hosts.next()) else {
        return false;
    };
    let named = request.uri().authority();
    host.to_str()
        .is_ok_and(|host| state.public_url.is_host(host))
        && named.is_none_or(|authority| state.public_url.is_host(authority.as_str()))
}

fn set(headers: &mut HeaderMap, secure: bool) {
    for (name, value) in ALWAYS {
        // A document that is sent has a policy of its own, which allows nothing at all.
        if name == header::CONTENT_SECURITY_POLICY && headers.contains_key(&name) {
            continue;
        }
        headers.insert(name, HeaderValue::from_static(value));
    }
    if secure {
        headers.insert(
            header::STRICT_TRANSPORT_SECURITY,
            HeaderValue::from_static(STRICT_TRANSPORT_SECURITY),
        );
    }
    if !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
}

/// Puts a page, or a document for programs, in the place of an error's empty body. Errors of the libraries are covered, too: their own
/// words never leave.
async fn print<B: MessageBody + 'static>(
    answer: ServiceResponse<B>,
    state: &web::Data<AppState>,
) -> ServiceResponse<EitherBody<B>> {
    let status = answer.status();
    let failed = status.is_client_error() || status.is_server_error();
    let problem = answer.response().extensions().get::<Problem>().cloned();
    let written = answer.response().extensions().get::<Written>().is_some();
    let problem = match problem {
        Some(problem) => problem,
        None if failed && !written => Problem::of_status(status),
        None => return answer.map_into_left_body(),
    };
    let allow = answer.headers().get(header::ALLOW).cloned();
    let request = answer.request().clone();
    let mut printed = print_problem(&problem, &request, state).await;
    if let Some(allow) = allow {
        printed.headers_mut().insert(header::ALLOW, allow);
    }
    answer.into_response(printed.map_into_right_body())
}

async fn print_problem(
    problem: &Problem,
    request: &HttpRequest,
    state: &web::Data<AppState>,
) -> HttpResponse {
    let language = state
        .offered
        .of_path(request.path())
        .unwrap_or_else(|| language::wanted(state, request));
    if is_for_a_program(request.headers()) {
        let title =
            text::interface(language).attribute(&format!("problem-{}", problem.name()), "title");
        return HttpResponse::build(problem.status())
            .content_type("application/problem+json")
            .json(problem.details(&title));
    }
    if let Problem::SignIn { back } = problem
        && let Ok(answer) = sign_in::redirect(state, language, back.as_deref())
    {
        return answer;
    }
    if let Problem::Confirm { back, wanted } = problem
        && let Ok(answer) = sign_in::redirect_to_confirm(state, language, back.as_deref(), *wanted)
    {
        return answer;
    }
    // The store may be what is out of reach: then the page is made without the person.
    let session = match problem.reference() {
        Some(_) => session::known(request),
        None => session::find(request).await.unwrap_or_default(),
    };
    let visit = Visit::of(request, state.clone(), language, session);
    pages::problem::show(&visit, problem)
        .unwrap_or_else(|_logged| HttpResponse::build(problem.status()).finish())
}

/// Whether a program asked: our own script, or one that wants JSON.
pub(super) fn is_for_a_program(headers: &HeaderMap) -> bool {
    let accepts_json = headers
        .get(header::ACCEPT)
        .and_then(|accept| accept.to_str().ok())
        .is_some_and(|accept| {
            accept.starts_with("application/json") || accept.starts_with("application/problem+json")
        });
    accepts_json || headers.contains_key("x-autosave")
}
