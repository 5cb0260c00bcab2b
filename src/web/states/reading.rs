//! The reply that counts, read by an officer, and what it changed of the version before. Each reading is logged; answers for the
//! Secretariat only are shown to persons who were named for them.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};

use super::{Followed, address, respondent};
use crate::access::{Allow, ReadReplies};
use crate::form::{Form, Mark};
use crate::reply::encoding::{Sealed, decode};
use crate::reply::life::Step;
use crate::reply::submission::{Submission, SubmittedItem};
use crate::store::reply::readers::{Reading, Which};
use crate::web::pages::answer;
use crate::web::pages::life::ReadStatePage;
use crate::web::problem::Problem;
use crate::web::reading::{self, SealedReader};
use crate::web::respond::open::moment;
use crate::web::visit::Visit;

/// A reply as this officer may read it.
pub(super) struct Readable {
    pub(super) submission: Submission,
    pub(super) version: i64,
    /// Answers that are for named readers only, and were left out.
    pub(super) withheld: usize,
}

/// What of a reply somebody may read: answers for the Secretariat only are left out unless they were named for them.
fn readable(form: &Form, reading: Reading) -> Result<Readable, Problem> {
    let version = reading.submission.receipt.version;
    let sealed = Sealed {
        bytes: reading.submission.bytes,
        sha256: reading.submission.receipt.sha256,
    };
    let whole = decode(form, &sealed).map_err(|error| Problem::internal(&error))?;
    let may_read = |item: &SubmittedItem| reading.named || item.mark != Mark::SecretariatOnly;
    let all = whole.items().len();
    let submission = whole.filtered(may_read);
    Ok(Readable {
        withheld: all - submission.items().len(),
        submission,
        version,
    })
}

/// Reads a reply of the round, and logs that it was read.
pub(super) async fn read(
    allow: &Allow<ReadReplies>,
    visit: &Visit,
    followed: &Followed,
    which: Which,
) -> Result<Readable, Problem> {
    let (state, allow) = (visit.state.clone(), allow.clone());
    let (form, who) = (followed.form.clone(), followed.respondent.clone());
    web::block(move || {
        let now = state.clock.now();
        let reading = state.store.read_reply(&allow, &who, which, now)?;
        readable(&form, reading.ok_or(Problem::NotFound)?)
    })
    .await?
}

/// `GET /{lang}/states/{respondent}/reply`.
pub async fn show(
    allow: Allow<ReadReplies>,
    visit: Visit,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let followed = Followed::of(&visit, &respondent(&request)?).await?;
    let page = page(&allow, &visit, &followed).await?;
    answer(StatusCode::OK, &page)
}

/// The page on which an officer reads a reply and ticks what to ask about.
pub(super) async fn page(
    allow: &Allow<ReadReplies>,
    visit: &Visit,
    followed: &Followed,
) -> Result<ReadStatePage, Problem> {
    let read = read(allow, visit, followed, Which::Standing).await?;
    let words = visit.words;
    let head = read.submission.head();
    let texts_arguments = crate::form::text::TextArguments {
        year_first: head.period.first.to_string(),
        year_last: head.period.last.to_string(),
        state: followed.name.clone(),
        round: head.round.to_string(),
    };
    let texts = followed.form.texts(visit.language, &texts_arguments);
    let reader = SealedReader {
        texts: &texts,
        words,
    };
    let args = [("version", read.version.into())];
    let mut lines = vec![words.with("life-version-number", &args).into_owned()];
    let submitted = followed
        .story
        .taken
        .iter()
        .filter(|taken| taken.step == Step::Submit && taken.version == read.version);
    lines.extend(submitted.map(|taken| {
        let at = moment(visit, taken.at);
        let args = [("at", (&at).into())];
        words.with("life-submitted-at", &args).into_owned()
    }));
    lines.extend(head.cleared.iter().map(|cleared| {
        let at = moment(visit, cleared.at);
        let args = [("by", (&cleared.by).into()), ("at", (&at).into())];
        words.with("life-cleared-by-at", &args).into_owned()
    }));
    let withheld = [("count", read.withheld.into())];
    Ok(ReadStatePage {
        page: visit
            .page(followed.name.clone())
            .with_back(address(visit, &followed.respondent), followed.name.clone()),
        address: address(visit, &followed.respondent),
        head: lines,
        withheld: if read.withheld > 0 {
            words.with("life-withheld", &withheld).into_owned()
        } else {
            String::new()
        },
        ask: followed.story.life.allows(Step::Ask),
        unticked: false,
        sections: reader.sections(read.submission.items().iter()),
    })
}

/// `GET /{lang}/states/{respondent}/changes`: what the version that counts changed of the one before.
pub async fn changes(
    allow: Allow<ReadReplies>,
    visit: Visit,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let followed = Followed::of(&visit, &respondent(&request)?).await?;
    let before = followed.story.before_standing().ok_or(Problem::NotFound)?;
    let is = read(&allow, &visit, &followed, Which::Standing).await?;
    let was = read(&allow, &visit, &followed, Which::Version(before)).await?;
    let arguments = crate::form::text::TextArguments::named();
    let texts = followed.form.texts(visit.language, &arguments);
    let back = (address(&visit, &followed.respondent), "life-state");
    let page = reading::changes(
        &visit,
        &texts,
        (&was.submission, was.version),
        (&is.submission, is.version),
        back,
    );
    answer(StatusCode::OK, &page)
}
