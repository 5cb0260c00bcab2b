//! The guard before every handler: no permission, no call.
//!
//! [`Allow`] as the first argument of a handler makes the request prove its permission; [`Open`] marks the few addresses that anyone may
//! ask for. `web::routes` registers nothing else. Rights are read anew at each request, so that taking one away works at once.

use std::future::{Future, Ready, ready};
use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::http::{Method, Uri, header};
use actix_web::{Error, FromRequest, Handler, HttpRequest, HttpResponse, Responder};

use super::problem::Problem;
use super::sign_in::Wanted;
use super::{park, session};
use crate::access::{Act, Action, Allow, permit};

/// What an extractor that has to wait gives back.
pub type Pending<T> = Pin<Box<dyn Future<Output = Result<T, Problem>>>>;

/// Anyone may ask for this, signed in or not.
#[derive(Clone, Copy, Debug)]
pub struct Open {
    _only_here: (),
}

impl FromRequest for Open {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(_request: &HttpRequest, _payload: &mut Payload) -> Self::Future {
        ready(Ok(Self { _only_here: () }))
    }
}

impl<A: Act + 'static> FromRequest for Allow<A> {
    type Error = Problem;
    type Future = Pending<Self>;

    fn from_request(request: &HttpRequest, _payload: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move {
            let Some(session) = session::find(&request).await? else {
                let back = (request.method() == Method::GET).then(|| request.path().to_owned());
                return Err(Problem::SignIn { back });
            };
            let allow = permit::<A>(session.person()).ok_or_else(|| {
                if A::ACTION.may().contains(&session.person().role) {
                    // The role may, but nothing is within this person's bounds.
                    Problem::NotFound
                } else {
                    Problem::Forbidden
                }
            })?;
            if A::ACTION.needs_confirmation() && !session.is_confirmed() {
                return Err(unconfirmed(&request));
            }
            Ok(allow)
        })
    }
}

/// Where to come back to once the person has proved who they are: the page itself, or the one whose button was pressed.
fn unconfirmed(request: &HttpRequest) -> Problem {
    let posted = request.method() != Method::GET;
    let referrer = request.headers().get(header::REFERER);
    let page = referrer
        .and_then(|address| address.to_str().ok()?.parse::<Uri>().ok())
        .map(|address| address.path().to_owned());
    Problem::Confirm {
        back: if posted {
            page
        } else {
            Some(request.path().to_owned())
        },
        wanted: if posted { Wanted::Press } else { Wanted::Page },
    }
}

/// Who may ask for an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Access {
    /// Anyone.
    Open,
    /// Those to whom the table of `access` gives this.
    Only(Action),
}

/// A first argument of a handler that settles who may call it.
pub trait Gate: FromRequest {
    /// Who may.
    const ACCESS: Access;
}

impl Gate for Open {
    const ACCESS: Access = Access::Open;
}

impl<A: Act + 'static> Gate for Allow<A> {
    const ACCESS: Access = Access::Only(A::ACTION);
}

/// Arguments of a handler of which the first is a [`Gate`].
pub trait Guarded: FromRequest {
    /// The first.
    type Gate: Gate;
}

macro_rules! guarded {
    ($($argument:ident)*) => {
        impl<G: Gate + 'static, $($argument: FromRequest + 'static),*> Guarded for (G, $($argument,)*) {
            type Gate = G;
        }
    };
}

guarded! {}
guarded! { A }
guarded! { A B }
guarded! { A B C }
guarded! { A B C D }
guarded! { A B C D E }

/// Calls a handler after its gate.
///
/// The gate is asked before anything else of the request is looked at: actix-web extracts all arguments at the same time, so that
/// somebody without permission could make the service read a body.
///
/// # Errors
/// The problem that a gate or another argument found.
pub async fn call<F, Args>(
    handler: F,
    request: HttpRequest,
    mut payload: Payload,
) -> Result<HttpResponse, Error>
where
    F: Handler<Args>,
    F::Output: Responder,
    Args: Guarded,
{
    let gate = <Args::Gate as FromRequest>::from_request(&request, &mut Payload::None).await;
    if let Err(refused) = gate {
        let refused: Error = refused.into();
        return match park::takes(<Args::Gate as Gate>::ACCESS, &request, &refused) {
            Some(first) => park::keep(&request, payload, first, refused).await,
            None => match park::not_taken(&request, Some(&refused)).await? {
                Some(page) => Ok(page),
                None => Err(refused),
            },
        };
    }
    let arguments = Args::from_request(&request, &mut payload)
        .await
        .map_err(Into::into)?;
    let answer = handler.call(arguments).await;
    let answer = answer.respond_to(&request).map_into_boxed_body();
    if let Some(page) = park::not_taken(&request, answer.error()).await? {
        return Ok(page);
    }
    park::saved(&request, answer.status()).await?;
    Ok(answer)
}
