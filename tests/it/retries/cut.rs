//! The same through HTTP: the line is cut while a post is sent, or before its answer is heard.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpStream};

use para11::access::{Discuss, Person, Role, permit};
use para11::store::account::sessions::Purpose;

use crate::files::{form, page};
use crate::respond::page_of;
use crate::support::ledger::number;
use crate::support::store::{accounts, at, discuss, key, see};
use crate::support::web::{Browser, TestServer};

/// Somebody signed in, on a line of their own.
struct Line<'s> {
    server: &'s TestServer,
    person: Person,
    cookie: String,
    browser: Browser,
    token: String,
}

/// Where a line is cut.
#[derive(Clone, Copy, Debug)]
enum Cut {
    /// So many thousandths of the request are sent.
    At(usize),
    /// All of it is sent and no answer is heard.
    BeforeTheAnswer,
}

impl<'s> Line<'s> {
    fn sign_in(server: &'s TestServer) -> Self {
        let person = server.person(Role::FocalPoint);
        let link = server
            .store
            .make_link(&accounts(), person.id, Purpose::SignIn, at(0), 72);
        let signed_in = server
            .store
            .redeem_link(&link.unwrap(), at(0))
            .unwrap()
            .unwrap();
        let cookie = format!("s={}", signed_in.session.as_str());
        let browser = server.browser();
        browser.take_cookie(&cookie);
        let token = browser.form_token().unwrap();
        Self {
            server,
            person,
            cookie,
            browser,
            token,
        }
    }

    fn request(&self, path: &str, kind: &str, more: &str, body: &[u8]) -> Vec<u8> {
        let head = format!(
            "POST {path} HTTP/1.1\r\nHost: {}\r\nOrigin: {}\r\nSec-Fetch-Site: same-origin\r\nCookie: {}\r\nConnection: close\r\n\
             {more}Content-Type: {kind}\r\nContent-Length: {}\r\n\r\n",
            self.server.address,
            self.server.origin(),
            self.cookie,
            body.len()
        );
        [head.as_bytes(), body].concat()
    }

    /// Sends up to the cut, and hears nothing.
    fn cut(&self, request: &[u8], cut: Cut) {
        let mut stream = TcpStream::connect(self.server.address).unwrap();
        let sent = match cut {
            Cut::At(thousandths) => &request[..request.len() * thousandths / 1_000],
            Cut::BeforeTheAnswer => request,
        };
        stream.write_all(sent).unwrap();
        stream.shutdown(Shutdown::Both).ok();
    }

    /// Sends all and gives the answer.
    fn heard(&self, request: &[u8]) -> String {
        let mut stream = TcpStream::connect(self.server.address).unwrap();
        stream.write_all(request).unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        String::from_utf8_lossy(&answer).into_owned()
    }
}

#[test]
#[expect(clippy::too_many_lines, reason = "one story, told in order")]
fn posts_whose_line_is_cut_are_done_once_when_they_are_sent_again() {
    let posts = number("CUT_POSTS", 60);
    TestServer::each(|server| {
        let line = Line::sign_in(server);
        let documents = page();
        let question = documents.rsplit('/').next().unwrap();
        let path = page_of(question);
        let cuts = [
            Cut::BeforeTheAnswer,
            Cut::At(999),
            Cut::BeforeTheAnswer,
            Cut::At(500),
            Cut::BeforeTheAnswer,
            Cut::At(100),
        ];
        let (mut seen, mut attached) = (0, 0);
        let urlencoded = "application/x-www-form-urlencoded";
        for post in 0..posts {
            let cut = cuts[post % cuts.len()];
            let said = line
                .server
                .store
                .remarks(&permit::<Discuss>(&line.person).unwrap());
            let said = said
                .unwrap()
                .last()
                .map_or(0, |remark| remark.id)
                .to_string();
            let (revision, text) = (seen.to_string(), format!("text {post}"));
            let names = ["revision", "comment"].map(|part| format!("{question}.{part}"));
            // A save of the script, with its key.
            let pairs = [
                ("form_token", line.token.as_str()),
                (names[0].as_str(), revision.as_str()),
                (names[1].as_str(), text.as_str()),
            ];
            let body = serde_html_form::to_string(pairs).unwrap();
            let more = format!("X-Autosave: 1\r\nIdempotency-Key: save-{post}\r\n");
            let request = line.request(&path, urlencoded, &more, body.as_bytes());
            line.cut(&request, cut);
            let answer = line.heard(&request);
            assert!(answer.starts_with("HTTP/1.1 200 "), "{cut:?}: {answer}");
            let told = answer.split_once("\r\n\r\n").unwrap().1;
            let told: serde_json::Value = serde_json::from_str(told).unwrap();
            assert_eq!(
                told["conflicts"].as_array().map_or(0, Vec::len),
                0,
                "{told}"
            );
            seen = told["revisions"][question].as_i64().unwrap();
            // A remark, by the button of the page.
            let (remark, after) = (format!("remark:{question}"), format!("said:{question}"));
            let (go, body) = (format!("remark.{question}"), format!("remark {post}"));
            let pairs = [
                ("form_token", line.token.as_str()),
                (after.as_str(), said.as_str()),
                (remark.as_str(), body.as_str()),
                ("go", go.as_str()),
            ];
            let body = serde_html_form::to_string(pairs).unwrap();
            let request = line.request(&path, urlencoded, "", body.as_bytes());
            line.cut(&request, cut);
            let answer = line.heard(&request);
            assert!(answer.starts_with("HTTP/1.1 303 "), "{cut:?}: {answer}");
            // A document in one stream.
            if post % 3 == 0 && attached < 20 {
                let content = format!("content {post}\n").repeat(2_000);
                let called = format!("{post}.txt");
                let body = form(&line.token, "", &called, content.as_bytes());
                let kind = "multipart/form-data; boundary=edge";
                let request = line.request(&documents, kind, "", &body);
                line.cut(&request, cut);
                let answer = line.heard(&request);
                let is_there = answer.starts_with("HTTP/1.1 303 ")
                    || (answer.starts_with("HTTP/1.1 422 ")
                        && answer.contains("attached here already"));
                assert!(is_there, "{cut:?}: {answer}");
                attached += 1;
            }
        }
        let history = line
            .server
            .store
            .history(&see("AUT"), &key(question))
            .unwrap();
        let remarks = line.server.store.remarks(&discuss(&line.person)).unwrap();
        let held = line.server.files.list(&see("AUT")).unwrap();
        println!(
            "{} answers, {} remarks, {} documents, each sent twice",
            history.len(),
            remarks.len(),
            held.len()
        );
        assert_eq!(
            (history.len(), remarks.len(), held.len()),
            (posts, posts, attached)
        );
        drop(line.browser);
    });
}
