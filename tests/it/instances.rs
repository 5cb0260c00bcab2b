//! Two instances of the service on one database: neither overwrites what was saved through the other, and neither shows an old state.

use para11::access::Role;
use para11::form::page::Page;
use para11::form::{catalog, file};

use crate::support::ledger::number;
use crate::support::store::{key, see};
use crate::support::web::{Browser, TestServer};

/// A question with a comment.
const QUESTION: &str = "rep_scope";

/// One who writes the comment as the script does.
struct Writer {
    browser: Browser,
    page: String,
    form_token: String,
}

impl Writer {
    fn on(server: &TestServer) -> Self {
        let browser = server.signed_in(Role::FocalPoint);
        Self {
            page: page(),
            form_token: browser.form_token().unwrap(),
            browser,
        }
    }

    /// The revision of what was saved; or that of the other's text that stands against it.
    fn write(&self, text: &str, seen: i64) -> Result<i64, i64> {
        let seen = seen.to_string();
        let fields = [
            ("form_token", self.form_token.as_str()),
            (&format!("{QUESTION}.revision"), seen.as_str()),
            (&format!("{QUESTION}.comment"), text),
        ];
        let headers = [("Sec-Fetch-Site", "same-origin"), ("X-Autosave", "1")];
        let answer = self.browser.post_with(&self.page, &fields, &headers);
        assert_eq!(answer.status, 200, "{}", answer.body);
        let told: serde_json::Value = serde_json::from_str(&answer.body).unwrap();
        match told["revisions"][QUESTION].as_i64() {
            Some(revision) => Ok(revision),
            None => Err(told["conflicts"][0]["revision"].as_i64().unwrap()),
        }
    }
}

/// The page on which the question stands.
fn page() -> String {
    let form = file::load(&catalog::shipped().remove("para11").unwrap()).unwrap();
    let section = form.section("m1_reply").unwrap();
    let holds = |page: &Page<'_>| {
        let mut questions = page.questions().iter();
        questions.any(|question| question.name.as_str() == QUESTION)
    };
    let page = form.pages(section).into_iter().find(holds).unwrap();
    format!("/en/reply/m1_reply/{}", page.slug)
}

#[test]
fn what_is_saved_through_one_instance_is_shown_by_the_other() {
    TestServer::each(|one| {
        let other = one.beside();
        let writers = [Writer::on(one), Writer::on(&other)];
        let mut seen = 0;
        for (number, writer) in writers.iter().cycle().take(6).enumerate() {
            let text = format!("text {number} of an instance");
            seen = writer.write(&text, seen).unwrap();
            for reader in &writers {
                let page = reader.browser.get(&reader.page).body;
                assert!(page.contains(&text), "{text} is not shown");
            }
        }
    });
}

#[test]
fn two_who_save_through_two_instances_lose_nothing_unseen() {
    TestServer::each(|one| {
        let tries = number("INSTANCE_TRIES", 15);
        let other = one.beside();
        let writers = [Writer::on(one), Writer::on(&other)];
        // Each counts on from what it saw.
        let saved: Vec<i64> = std::thread::scope(|scope| {
            let work = |name: usize, writer: &Writer| {
                let (mut seen, mut saved) = (0, Vec::new());
                for number in 0..tries {
                    let text = format!("instance {name} try {number} after {seen}");
                    seen = writer.write(&text, seen).map_or_else(
                        |theirs| theirs,
                        |own| {
                            saved.push(own);
                            own
                        },
                    );
                }
                saved
            };
            let threads: Vec<_> = writers
                .iter()
                .enumerate()
                .map(|(name, writer)| scope.spawn(move || work(name, writer)))
                .collect();
            let each = threads.into_iter().map(|thread| thread.join().unwrap());
            each.flatten().collect()
        });
        let history = one.store.history(&see("AUT"), &key(QUESTION)).unwrap();
        assert_eq!(history.len(), saved.len());
        let mut before = 0;
        for change in &history {
            assert!(saved.contains(&change.revision));
            let text = &change.raw.comment;
            assert!(
                text.ends_with(&format!(" after {before}")),
                "`{text}` overwrote revision {before}"
            );
            before = change.revision;
        }
    });
}
