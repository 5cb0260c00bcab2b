//! The check of a receipt, for anyone: pasted, or as the files that the State keeps. Nothing of it is kept here.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::guard::Open;
use super::input::parts::{Parts, PostedParts};
use super::input::{Fields, Pairs, Posted};
use super::pages::answer;
use super::pages::life::{CheckReceiptPage, Found};
use super::problem::Problem;
use super::visit::Visit;
use crate::keys::PublicKey;
use crate::proof::bundle::Bundle;
use crate::proof::receipt::{Receipt, ReceiptError};
use crate::store::{Store, StoreError};

/// A receipt that was pasted.
#[derive(Debug, Default)]
pub struct Pasted {
    text: String,
    signature: String,
}

impl Fields for Pasted {
    fn read(pairs: Pairs) -> Result<Self, Problem> {
        let field = |name| pairs.first(name).unwrap_or_default().to_owned();
        Ok(Self {
            text: field("text"),
            signature: field("signature"),
        })
    }
}

/// What somebody wants to be checked.
enum Claim {
    /// A receipt and its signature.
    Receipt { text: String, signature: Vec<u8> },
    /// The file that a State keeps.
    Bundle(Vec<u8>),
}

/// What does not hold. The code of each is a line of `life-check-why`.
enum Fault {
    Receipt(ReceiptError),
    Bundle,
    Log,
    Nothing,
}

impl Fault {
    const fn code(&self) -> &'static str {
        match self {
            Self::Receipt(ReceiptError::Form) => "form",
            Self::Receipt(ReceiptError::Signature) => "signature",
            Self::Receipt(ReceiptError::Document) => "document",
            Self::Receipt(ReceiptError::Entry) => "entry",
            Self::Receipt(ReceiptError::Proof(_)) => "proof",
            Self::Bundle => "bundle",
            Self::Log => "log",
            Self::Nothing => "nothing",
        }
    }
}

impl Claim {
    fn pasted(pasted: &Pasted) -> Option<Self> {
        if pasted.text.trim().is_empty() {
            return None;
        }
        Some(Self::Receipt {
            // A text area drops the line end at the end of the text, or keeps it.
            text: format!("{}\n", pasted.text.trim_end()),
            signature: digits(&pasted.signature),
        })
    }

    /// The files that were chosen. The signature is taken as it was signed, or as it is pasted.
    fn chosen(parts: &Parts) -> Option<Self> {
        let bundle = parts.bytes("bundle");
        if !bundle.is_empty() {
            return Some(Self::Bundle(bundle.to_owned()));
        }
        let (text, signature) = (parts.bytes("receipt"), parts.bytes("signature"));
        if text.is_empty() {
            return None;
        }
        let pasted = str::from_utf8(signature).map(digits);
        Some(Self::Receipt {
            text: String::from_utf8_lossy(text).into_owned(),
            signature: match pasted {
                Ok(bytes) if bytes.len() == SIGNATURE => bytes,
                _ => signature.to_owned(),
            },
        })
    }

    /// What the receipt says, if it holds: by itself, and against the log.
    fn check(
        self,
        store: &Store,
        keys: &[PublicKey],
    ) -> Result<Result<Receipt, Fault>, StoreError> {
        let checked = match self {
            Self::Receipt { text, signature } => {
                Receipt::check_any(&text, &signature, keys, None).map_err(Fault::Receipt)
            }
            Self::Bundle(bytes) => match Bundle::unzip(&bytes) {
                Ok(bundle) => bundle.check_any(keys).map_err(Fault::Receipt),
                Err(_no_bundle) => Err(Fault::Bundle),
            },
        };
        let receipt = match checked {
            Ok(receipt) => receipt,
            Err(fault) => return Ok(Err(fault)),
        };
        // Who has the key can sign a log of their own; ours has another root.
        if store.log_root(receipt.size)? == Some(receipt.root) {
            Ok(Ok(receipt))
        } else {
            Ok(Err(Fault::Log))
        }
    }
}

/// Bytes of an Ed25519 signature.
const SIGNATURE: usize = 64;

/// The bytes of a text in base64; none if it is no such text.
fn digits(text: &str) -> Vec<u8> {
    let digits: String = text.split_whitespace().collect();
    STANDARD.decode(digits).unwrap_or_default()
}

/// `GET /{lang}/check-receipt`.
pub async fn ask(_open: Open, visit: Visit) -> Result<HttpResponse, Problem> {
    answer(StatusCode::OK, &page(&visit, Pasted::default(), None))
}

/// `POST /{lang}/check-receipt`: what was pasted.
pub async fn check(
    _open: Open,
    visit: Visit,
    Posted(pasted): Posted<Pasted>,
) -> Result<HttpResponse, Problem> {
    let claim = Claim::pasted(&pasted);
    found(&visit, claim, pasted).await
}

/// `POST /{lang}/check-receipt/files`: files.
pub async fn check_files(
    _open: Open,
    visit: Visit,
    PostedParts(parts): PostedParts,
) -> Result<HttpResponse, Problem> {
    let claim = Claim::chosen(&parts);
    found(&visit, claim, Pasted::default()).await
}

async fn found(
    visit: &Visit,
    claim: Option<Claim>,
    pasted: Pasted,
) -> Result<HttpResponse, Problem> {
    let state = visit.state.clone();
    let with_reply = matches!(claim, Some(Claim::Bundle(_)));
    let checked = web::block(move || {
        let Some(claim) = claim else {
            return Ok(Err(Fault::Nothing));
        };
        let known = state.store.log_keys()?;
        let mut keys: Vec<PublicKey> = known
            .iter()
            .filter_map(|key| PublicKey::from_pem(&key.pem))
            .collect();
        keys.push(state.keys.public());
        claim.check(&state.store, &keys)
    })
    .await??;
    let words = visit.words;
    let (status, found) = match checked {
        Ok(receipt) => {
            let key = if with_reply {
                "life-check-holds-reply"
            } else {
                "life-check-holds"
            };
            let found = Found {
                holds: true,
                words: words.text(key).into_owned(),
                says: says(visit, receipt),
            };
            (StatusCode::OK, found)
        }
        Err(fault) => {
            let why = words.attribute("life-check-why", fault.code());
            let found = Found {
                holds: false,
                words: why.into_owned(),
                says: Vec::new(),
            };
            (StatusCode::UNPROCESSABLE_ENTITY, found)
        }
    };
    answer(status, &page(visit, pasted, Some(found)))
}

/// What a receipt says, in words.
fn says(visit: &Visit, receipt: Receipt) -> Vec<(String, String)> {
    let says = [
        ("life-receipt-act", receipt.act),
        (
            "respond-receipt-for",
            format!("{} {}", receipt.respondent, receipt.name),
        ),
        ("life-receipt-round", receipt.round),
        ("respond-receipt-version", receipt.version.to_string()),
        ("respond-receipt-time", receipt.at),
        ("respond-receipt-digest", receipt.sha256),
    ];
    says.into_iter()
        .map(|(key, value)| (visit.words.text(key).into_owned(), value))
        .collect()
}

fn page(visit: &Visit, pasted: Pasted, found: Option<Found>) -> CheckReceiptPage {
    let mut page = visit
        .page(visit.words.text("life-check-title"))
        .with_back(visit.to(""), visit.words.text("home-title"));
    page.has_errors = found.as_ref().is_some_and(|found| !found.holds);
    CheckReceiptPage {
        page,
        found,
        text: pasted.text,
        signature: pasted.signature,
    }
}
