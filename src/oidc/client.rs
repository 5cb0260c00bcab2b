//! The provider as the service asks it: its settings and keys, and the code for an identity.

use std::borrow::Cow;
use std::error::Error;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use openidconnect::core::{
    CoreAuthenticationFlow, CoreClient, CoreIdToken, CoreJwsSigningAlgorithm, CoreProviderMetadata,
};
use openidconnect::http::Response;
use openidconnect::{
    AuthenticationContextClass, AuthorizationCode, ClaimsVerificationError, ClientId, ClientSecret,
    CsrfToken, HttpRequest, HttpResponse, IssuerUrl, Nonce, PkceCodeChallenge, PkceCodeVerifier,
    RedirectUrl, SignatureVerificationError, TokenResponse,
};
use thiserror::Error;
use ureq::Agent;
use ureq::tls::{RootCerts, TlsConfig};

use super::{Answer, Identity, OidcError, Request, Strength};
use crate::config::oidc::Oidc;
use crate::keys;

/// How long the provider may take for one answer.
const PATIENCE: Duration = Duration::from_secs(10);
/// Most bytes of one answer.
const LONGEST: u64 = 256 * 1024;
/// For how long its settings and keys are kept.
const KEEP: TimeDelta = TimeDelta::hours(1);
/// After how long they are asked for anew when a key is missing.
const RENEW: TimeDelta = TimeDelta::minutes(1);
/// How far its clock may be ahead of ours.
const AHEAD: TimeDelta = TimeDelta::minutes(1);
/// Signatures that are taken: with a public key, never with a shared secret or none.
const SIGNATURES: [CoreJwsSigningAlgorithm; 9] = [
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha384,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha512,
    CoreJwsSigningAlgorithm::RsaSsaPssSha256,
    CoreJwsSigningAlgorithm::RsaSsaPssSha384,
    CoreJwsSigningAlgorithm::RsaSsaPssSha512,
    CoreJwsSigningAlgorithm::EcdsaP256Sha256,
    CoreJwsSigningAlgorithm::EcdsaP384Sha384,
    CoreJwsSigningAlgorithm::EdDsa,
];

/// An identity provider.
pub struct Provider {
    settings: Oidc,
    issuer: IssuerUrl,
    secret: Option<ClientSecret>,
    agent: Agent,
    kept: Mutex<Option<Kept>>,
}

/// Its settings and keys, and when it told them.
#[derive(Clone)]
struct Kept {
    at: DateTime<Utc>,
    told: Arc<CoreProviderMetadata>,
}

/// Why a request had no answer.
#[derive(Debug, Error)]
enum Unanswered {
    #[error("`{0}` is not one of its hosts; name it in PARA11_OIDC_HOSTS if it is")]
    Elsewhere(String),
    #[error("no answer")]
    Line(#[source] Box<ureq::Error>),
}

impl From<ureq::Error> for Unanswered {
    fn from(cause: ureq::Error) -> Self {
        Self::Line(Box::new(cause))
    }
}

impl std::fmt::Debug for Provider {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Provider({})", self.issuer.as_str())
    }
}

impl Provider {
    /// By the settings. It is asked for nothing before the first person comes.
    ///
    /// # Errors
    /// [`OidcError::Address`]; [`OidcError::Secret`] if the file of the secret cannot be read or others may read it.
    pub fn new(settings: &Oidc) -> Result<Self, OidcError> {
        let issuer = IssuerUrl::new(settings.issuer.clone())
            .map_err(|_unreadable| OidcError::Address(settings.issuer.clone()))?;
        let secret = settings.secret_file.as_deref().map(keys::secret);
        let tls = TlsConfig::builder().root_certs(RootCerts::PlatformVerifier);
        let agent = Agent::config_builder()
            .https_only(settings.issuer.starts_with("https://"))
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            // None from the environment.
            .proxy(None)
            .timeout_global(Some(PATIENCE))
            .tls_config(tls.build())
            .build();
        Ok(Self {
            issuer,
            secret: secret.transpose()?.map(ClientSecret::new),
            agent: agent.into(),
            settings: settings.clone(),
            kept: Mutex::default(),
        })
    }

    /// What people call it.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.settings.name
    }

    /// Its issuer.
    #[must_use]
    pub fn issuer(&self) -> &str {
        &self.settings.issuer
    }

    /// Where the browser is to go, to come back with an answer to this request.
    ///
    /// # Errors
    /// [`OidcError::Settings`] if the provider does not tell where that is.
    pub fn address(&self, request: &Request<'_>, at: DateTime<Utc>) -> Result<String, OidcError> {
        let told = self.told(at, KEEP)?;
        let client = CoreClient::from_provider_metadata(
            CoreProviderMetadata::clone(&told),
            ClientId::new(self.settings.client.clone()),
            None,
        );
        let (state, nonce) = (request.state.to_owned(), request.nonce.to_owned());
        let verifier = PkceCodeVerifier::new(request.verifier.to_owned());
        let mut asking = client
            .authorize_url(
                CoreAuthenticationFlow::AuthorizationCode,
                move || CsrfToken::new(state),
                move || Nonce::new(nonce),
            )
            .set_redirect_uri(Cow::Owned(redirect(request)?))
            .set_pkce_challenge(PkceCodeChallenge::from_code_verifier_sha256(&verifier))
            .set_max_age(self.settings.max_age);
        for class in &self.settings.both_factors {
            asking = asking.add_auth_context_value(AuthenticationContextClass::new(class.clone()));
        }
        let (address, _, _) = asking.url();
        self.allowed(address.scheme(), address.authority())
            .map_err(|cause| OidcError::Settings(chain(&cause)))?;
        Ok(address.into())
    }

    /// Who came back with an answer to this request: the code is redeemed, and what is given for it checked.
    ///
    /// # Errors
    /// [`OidcError`], which says what is wrong, with nothing secret in it.
    pub fn identify(
        &self,
        request: &Request<'_>,
        answer: &Answer,
        at: DateTime<Utc>,
    ) -> Result<Identity, OidcError> {
        if let Some(issuer) = &answer.issuer
            && *issuer != self.settings.issuer
        {
            let why = format!("the answer is of `{issuer}`");
            return Err(OidcError::Identity(why));
        }
        let token = self.redeem(request, &answer.code, at)?;
        match self.check(&token, request.nonce, at) {
            // Its keys may have been exchanged since it was asked.
            Err(ClaimsVerificationError::SignatureVerification(
                SignatureVerificationError::NoMatchingKey,
            )) => {
                self.told(at, RENEW)?;
                self.check(&token, request.nonce, at)
            }
            checked => checked,
        }
        .map_err(|cause| OidcError::Identity(chain(&cause)))
    }

    fn redeem(
        &self,
        request: &Request<'_>,
        code: &str,
        at: DateTime<Utc>,
    ) -> Result<CoreIdToken, OidcError> {
        let told = self.told(at, KEEP)?;
        let client = CoreClient::from_provider_metadata(
            CoreProviderMetadata::clone(&told),
            ClientId::new(self.settings.client.clone()),
            self.secret.clone(),
        )
        .set_redirect_uri(redirect(request)?);
        let token = client
            .exchange_code(AuthorizationCode::new(code.to_owned()))
            .map_err(|cause| OidcError::Settings(chain(&cause)))?
            .set_pkce_verifier(PkceCodeVerifier::new(request.verifier.to_owned()))
            .request(&|asked: HttpRequest| self.send(asked))
            .map_err(|cause| OidcError::Code(chain(&cause)))?;
        let identity = token.id_token().cloned();
        identity.ok_or_else(|| OidcError::Identity("there is none in the answer".to_owned()))
    }

    fn check(
        &self,
        token: &CoreIdToken,
        nonce: &str,
        at: DateTime<Utc>,
    ) -> Result<Identity, ClaimsVerificationError> {
        let told = self
            .told(at, KEEP)
            .map_err(|cause| ClaimsVerificationError::Other(cause.to_string()))?;
        let client = CoreClient::from_provider_metadata(
            CoreProviderMetadata::clone(&told),
            ClientId::new(self.settings.client.clone()),
            None,
        );
        let oldest = TimeDelta::from_std(self.settings.max_age).unwrap_or(TimeDelta::MAX);
        let verifier = client
            .id_token_verifier()
            .set_allowed_algs(SIGNATURES)
            .set_time_fn(move || at)
            .set_auth_time_verifier_fn(move |proved| match proved {
                None => Err("when the person signed in there is not said (`auth_time`)".to_owned()),
                Some(proved) if proved.signed_duration_since(at) > AHEAD => {
                    Err("the person signed in there in the future".to_owned())
                }
                Some(proved) if at.signed_duration_since(proved) > oldest => {
                    Err("the person signed in there too long ago".to_owned())
                }
                Some(_) => Ok(()),
            });
        let claims = token.claims(&verifier, &Nonce::new(nonce.to_owned()))?;
        let class = claims.auth_context_ref().map(|class| class.as_str());
        let both = class.is_some_and(|class| {
            let known = &self.settings.both_factors;
            known.iter().any(|known| known == class)
        });
        Ok(Identity {
            issuer: self.settings.issuer.clone(),
            subject: claims.subject().as_str().to_owned(),
            proved: claims.auth_time().unwrap_or(at).min(at),
            strength: if both {
                Strength::BothFactors
            } else {
                Strength::OneFactor
            },
        })
    }

    /// Its settings and keys, asked for anew once they are this old.
    fn told(
        &self,
        at: DateTime<Utc>,
        age: TimeDelta,
    ) -> Result<Arc<CoreProviderMetadata>, OidcError> {
        let kept = self
            .kept
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone();
        if let Some(Kept { at: told_at, told }) = kept
            && at.signed_duration_since(told_at).abs() < age
        {
            return Ok(told);
        }
        let told =
            CoreProviderMetadata::discover(&self.issuer, &|asked: HttpRequest| self.send(asked))
                .map_err(|cause| OidcError::Settings(chain(&cause)))?;
        let told = Arc::new(told);
        *self.kept.lock().unwrap_or_else(PoisonError::into_inner) = Some(Kept {
            at,
            told: Arc::clone(&told),
        });
        Ok(told)
    }

    /// Sends a request to one of the provider's hosts, and follows no redirect from there.
    fn send(&self, request: HttpRequest) -> Result<HttpResponse, Unanswered> {
        let address = request.uri();
        let authority = address
            .authority()
            .map_or("", |authority| authority.as_str());
        self.allowed(address.scheme_str().unwrap_or_default(), authority)?;
        let response = if request.body().is_empty() {
            self.agent.run(request.map(drop))?
        } else {
            self.agent.run(request)?
        };
        let (parts, mut body) = response.into_parts();
        let bytes = body.with_config().limit(LONGEST).read_to_vec()?;
        Ok(Response::from_parts(parts, bytes))
    }

    fn allowed(&self, scheme: &str, authority: &str) -> Result<(), Unanswered> {
        let hosts = &self.settings.hosts;
        let known = hosts
            .iter()
            .any(|host| host.eq_ignore_ascii_case(authority));
        let protected = self.settings.issuer.split(':').next() == Some(scheme);
        if known && protected {
            Ok(())
        } else {
            Err(Unanswered::Elsewhere(format!("{scheme}://{authority}")))
        }
    }
}

fn redirect(request: &Request<'_>) -> Result<RedirectUrl, OidcError> {
    RedirectUrl::new(request.back.to_owned())
        .map_err(|_unreadable| OidcError::Address(request.back.to_owned()))
}

/// An error with its causes.
fn chain(error: &(dyn Error + 'static)) -> String {
    let mut words = error.to_string();
    let mut cause = error.source();
    while let Some(deeper) = cause {
        words.push_str(": ");
        words.push_str(&deeper.to_string());
        cause = deeper.source();
    }
    words
}
