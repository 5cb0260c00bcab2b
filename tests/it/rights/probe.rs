//! A request for each route, as the page sends it that leads there.

use para11::access::Person;
use para11::form::Form;
use para11::reply::document::pieces;
use sha2::{Digest, Sha256};

use super::cast::{DAY, State, World};
use super::situation::Who;
use crate::support::store::at;
use crate::support::web::{Answer, Browser};

/// The questions that requests concern: one that a clarification asks about, one that it does not, one with rows.
pub(super) const TARGETS: [&str; 3] = ["asked", "other", "rows"];

const JSON: (&str, &str) = ("Accept", "application/json");
const OURS: (&str, &str) = ("Sec-Fetch-Site", "same-origin");

/// What a request carries.
pub(super) enum Body {
    /// It reads.
    None,
    /// A form.
    Form(Vec<(String, String)>),
    /// A form with a file.
    File(String),
    /// A piece of a file.
    Piece(String),
}

/// A request.
pub(super) struct Request {
    pub(super) path: String,
    pub(super) body: Body,
}

/// Whose things the parameters of a path name.
pub(super) struct Named<'a> {
    /// The State that a request concerns.
    pub(super) state: &'a State,
    /// The question that it concerns.
    pub(super) question: &'static str,
    /// Whose uploads.
    pub(super) sender: &'a Person,
}

/// The address and the body of the page of a question.
fn page(form: &Form, question: &str) -> (String, String, &'static str) {
    let section = form.sections.iter();
    let mut section = section.filter(|s| s.questions.iter().any(|q| q.name.as_str() == question));
    let section = section.next().unwrap();
    let pages = form.pages(section);
    let page = pages.iter().find(|page| {
        let mut here = page.questions().iter();
        here.any(|one| one.name.as_str() == question)
    });
    let row = if question == "rows" { "one" } else { "" };
    (section.name.to_string(), page.unwrap().slug.to_owned(), row)
}

impl World<'_> {
    /// Fills the parameters of a route in.
    fn path(&self, route: &str, named: &Named<'_>) -> String {
        let Named {
            state,
            question,
            sender,
        } = named;
        let (section, slug, row) = page(&self.form, question);
        let number = |id: Option<i64>| id.map_or_else(|| "999999".to_owned(), |id| id.to_string());
        let mut path = String::new();
        for part in route.split_inclusive(['{', '}']) {
            let Some(name) = part.strip_suffix('}') else {
                path.push_str(part.trim_end_matches('{'));
                continue;
            };
            path.push_str(&match name {
                "lang" => "en".to_owned(),
                "respondent" => state.code.to_string(),
                "section" => section.clone(),
                "page" => slug.clone(),
                "row" => (if row.is_empty() { "one" } else { row }).to_owned(),
                "question" if route.contains("/states/") => {
                    let asked = self.story(state).clarifications;
                    number(asked.first().map(|asked| asked.id))
                }
                "question" => (*question).to_owned(),
                "document" => number(self.document(state, question)),
                "upload" => number(self.upload(sender, question)),
                "piece" => "0".to_owned(),
                "person" => number(Some(state.people.idle.id)),
                "account" => number(Some(state.people.spare.id)),
                "id" => {
                    let receipts = self.server.store.signed_receipts(&super::cast::see(state));
                    number(receipts.unwrap().first().map(|receipt| receipt.id))
                }
                "format" if route.contains("figures") => "csv".to_owned(),
                "format" => "pdf".to_owned(),
                _ => "none".to_owned(),
            });
        }
        path
    }

    /// The request for a route, if one can be made.
    #[expect(clippy::too_many_lines, reason = "a list of cases")]
    pub(super) fn request(&self, method: &str, route: &str, named: &Named<'_>) -> Request {
        let path = self.path(route, named);
        if method == "GET" {
            return Request {
                path,
                body: Body::None,
            };
        }
        let Named {
            state, question, ..
        } = named;
        let story = self.story(state);
        let (seen, revision) = (story.seen().to_string(), story.revision.to_string());
        let day = (at(self.server.now() + 30 * DAY)).date_naive().to_string();
        let fresh = self.fresh();
        let step = |more: &[(&str, &str)]| {
            let all = [("seen", seen.as_str()), ("revision", revision.as_str())];
            let all = all.into_iter().chain(more.iter().copied());
            Body::Form(all.map(|(n, v)| (n.to_owned(), v.to_owned())).collect())
        };
        let form = |fields: &[(&str, &str)]| {
            let fields = fields.iter();
            Body::Form(
                fields
                    .map(|(n, v)| ((*n).to_owned(), (*v).to_owned()))
                    .collect(),
            )
        };
        let address = format!("{fresh}@example.org");
        let row = if *question == "rows" { "one" } else { "" };
        let end = route.rsplit("/{lang}/").next().unwrap();
        let body = match end {
            "reply/review"
            | "reply/review/back"
            | "states/{respondent}/take"
            | "states/{respondent}/questions/unanswered"
            | "states/{respondent}/validate" => step(&[]),
            "reply/clear" => step(&[("confirmed", "yes")]),
            "reply/return" | "reply/correct" | "states/{respondent}/decline" => {
                step(&[("words", "words")])
            }
            "reply/withdraw" => step(&[("words", "words"), ("confirmed", "yes")]),
            "reply/submit" => form(&[("checked", &revision), ("confirmed", "yes")]),
            "states/{respondent}/questions" => step(&[
                ("question", "asked"),
                ("words.asked", "words"),
                ("day", &day),
            ]),
            "states/{respondent}/reopen" => step(&[("words", "words"), ("day", &day)]),
            "states/{respondent}/extend" => step(&[("day", &day)]),
            "reply/people/invite" => form(&[
                ("name", "New"),
                ("email", &address),
                ("role", "contributor"),
            ]),
            "reply/people/{section}/{person}" => form(&[("question", question)]),
            "reply/people/{section}/{person}/return" => form(&[("note", &fresh)]),
            "reply/ready/{section}" => form(&[("ready", "yes")]),
            "reply/record/{question}" => form(&[("row", row), ("body", &fresh)]),
            "documents/{question}" | "documents/{question}/{row}" => Body::File(fresh),
            "uploads" => form(&[
                ("question", question),
                ("row", row),
                ("slot", ""),
                ("name", &format!("{fresh}.txt")),
                ("size", "11"),
            ]),
            "uploads/{upload}/{piece}" => Body::Piece(fresh),
            "reply/{section}/{page}" | "reply/{section}/{page}/{row}" => {
                let name = match row {
                    "" => (*question).to_owned(),
                    row => format!("{question}.{row}"),
                };
                form(&[
                    (&format!("{name}.revision"), &revision),
                    (&format!("{name}.value"), &fresh),
                    ("go", "tasks"),
                ])
            }
            "people/{respondent}" => form(&[
                ("name", "New"),
                ("address", &address),
                ("role", "mission"),
                ("handover", "beside"),
            ]),
            "people/{respondent}/{account}" | "accounts/{account}" => {
                form(&[("deed", "end-sessions")])
            }
            "accounts" => form(&[("name", "New"), ("address", &address), ("role", "analyst")]),
            _ => form(&[]),
        };
        Request { path, body }
    }

    /// Sends it as somebody, or as nobody.
    pub(super) fn send(
        &self,
        request: &Request,
        person: Option<&Person>,
        confirmed: bool,
    ) -> Answer {
        match person {
            Some(person) => self.session(person, confirmed, |browser, token| {
                send(browser, token, request)
            }),
            None => send(&self.server.browser(), "", request),
        }
    }
}

/// Sends a request in a browser, with a token as its pages carry it.
pub(super) fn send(browser: &Browser, token: &str, request: &Request) -> Answer {
    let path = &request.path;
    match &request.body {
        Body::None => browser.get_with(path, &[JSON]),
        Body::Form(fields) => {
            let fields = fields.iter().map(|(n, v)| (n.as_str(), v.as_str()));
            let fields: Vec<_> = fields.chain([("form_token", token)]).collect();
            browser.post_with(path, &fields, &[JSON, OURS])
        }
        Body::File(content) => {
            let field = |name: &str, value: &str| {
                format!(
                    "--edge\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
                )
            };
            let body = format!(
                "{}{}--edge\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{content}.txt\"\r\n\r\n{content}\r\n--edge--\r\n",
                field("form_token", token),
                field("slot", "")
            );
            let kind = "multipart/form-data; boundary=edge";
            browser.send(path, kind, body.as_bytes(), &[JSON, OURS])
        }
        Body::Piece(content) => {
            assert_eq!(pieces(11), 1);
            let digest = hex::encode(Sha256::digest(content));
            let headers = [
                JSON,
                OURS,
                ("X-Form-Token", token),
                ("X-Sha256", digest.as_str()),
            ];
            browser.send(
                path,
                "application/octet-stream",
                content.as_bytes(),
                &headers,
            )
        }
    }
}

/// Whether a route concerns one question, so that it is asked once for each target.
pub(super) fn concerns_a_question(route: &str) -> bool {
    let names = ["{question}", "{section}", "{document}", "{upload}"];
    !route.contains("/states/")
        && (names.iter().any(|name| route.contains(name)) || route.ends_with("/uploads"))
}

/// Whether a route can be asked for a target: those with a row for the question with rows alone, and the other way round.
pub(super) fn fits(route: &str, question: &str) -> bool {
    if route.contains("{question}") || route.contains("{page}") {
        let by_row = route.contains("{row}");
        let alone = route.contains("documents") || route.contains("{page}");
        return !alone || by_row == (question == "rows");
    }
    true
}

/// Who may ask for a thing of which only its sender knows.
pub(super) fn sender(state: &State, who: Who) -> &Person {
    match who {
        Who::One(para11::access::Role::Contributor) => &state.people.contributor,
        _ => &state.people.focal_point,
    }
}
