//! Many hands at one reply, over HTTP: what was given is seen and answered, what was not never appears, anywhere.

use para11::access::{Person, Role, permit};
use para11::form::{Form, catalog, file};
use para11::store::reply::delegation::SectionNames;
use para11::web::routes;

use crate::support::store::*;
use crate::support::web::{Answer, Browser, TestServer};

fn form() -> Form {
    file::load(&catalog::shipped().remove("para11").unwrap()).unwrap()
}

/// Gives somebody these questions, each in its section.
fn give(server: &TestServer, focal: &Person, person: &Person, questions: &[&str]) {
    let form = form();
    for section in &form.sections {
        let section = SectionNames::from(section);
        let given = section.questions.iter();
        let given = given.filter(|name| questions.contains(&name.as_str()));
        let given = given.cloned().collect();
        server
            .store
            .give(&permit(focal).unwrap(), person.id, section, given, at(0))
            .unwrap();
    }
}

fn browser_of(server: &TestServer, person: &Person) -> Browser {
    let browser = server.browser();
    assert_eq!(browser.post(&server.link(person), &[]).status, 303);
    browser
}

/// Words that stand in every field of every answer of the focal point's: nobody else's.
const CANARY: &str = "zqcanary";

/// Puts the canary into every answer, remark and note of the questions that are not `open`: as somebody who types what comes.
fn plant(server: &TestServer, focal: &Person, open: &[&str]) {
    let form = form();
    let mut changes = Vec::new();
    for question in form.questions() {
        if open.contains(&question.name.as_str()) {
            continue;
        }
        for row in [None, Some("1"), Some("ml"), Some("2021")] {
            let mut one = change(question.name.as_str(), CANARY, 0);
            one.key.row = row.map(code);
            for field in &question.fields {
                let typed = vec![format!("{CANARY} {}", field.name)];
                one.raw.values.insert(field.name.clone(), typed);
            }
            one.raw.comment = format!("{CANARY} comment");
            one.raw.source = format!("{CANARY} source");
            changes.push(one);
        }
        let key = key(question.name.as_str());
        server
            .store
            .remark(
                &discuss(focal),
                key,
                format!("{CANARY} remark"),
                None,
                at(1),
            )
            .unwrap();
    }
    server
        .store
        .save(&edit_as(focal), firm(), changes, None, at(1))
        .unwrap();
}

/// Every address of a reply that can be read, with each section, question and row in the place of its parameters.
fn addresses(people: &[i64]) -> Vec<String> {
    let form = form();
    let mut all = Vec::new();
    for entry in routes::all() {
        let path = entry.path.replace("{lang}", "en");
        let path = path.replace("{format}", "docx").replace("{id}", "1");
        if entry.method != "GET" || !path.starts_with("/en/reply") {
            continue;
        }
        for section in &form.sections {
            let pages = form.pages(section);
            let path = path.replace("{section}", section.name.as_str());
            for page in &pages {
                let path = path.replace("{page}", page.slug);
                for question in page.questions() {
                    let path = path.replace("{question}", question.name.as_str());
                    for row in ["ml", "1", "2021"] {
                        let path = path.replace("{row}", row);
                        let people = people
                            .iter()
                            .map(|id| path.replace("{person}", &id.to_string()));
                        all.extend(people);
                    }
                }
            }
        }
    }
    all.sort();
    all.dedup();
    assert!(all.iter().all(|path| !path.contains("/{")), "{all:?}");
    all
}

fn page_of(question: &str) -> String {
    let form = form();
    let section = form.question(question).unwrap().section.clone();
    let section = form.section(section.as_str()).unwrap();
    let pages = form.pages(section);
    let page = pages.iter().find(|page| {
        let mut questions = page.questions().iter();
        questions.any(|other| other.name.as_str() == question)
    });
    format!("/en/reply/{}/{}", section.name, page.unwrap().slug)
}

/// Where the canary is seen by somebody who asks for every address, in every way.
fn seen(browser: &Browser, own: &[&str], people: &[i64]) -> Vec<String> {
    let says = |answer: &Answer| answer.body.contains(CANARY);
    let mut seen = Vec::new();
    for path in addresses(people) {
        if says(&browser.get(&path)) {
            seen.push(path);
        }
    }
    // In what a save answers, to a page and to the script, also where it collides.
    for question in own {
        let path = page_of(question);
        let revision = format!("{question}.revision");
        let value = format!("{question}.value");
        let token = browser.form_token().unwrap();
        let fields = [
            (&*revision, "0"),
            (&*value, "something"),
            ("form_token", &*token),
        ];
        for headers in [&[][..], &[("X-Autosave", "1")]] {
            let mut all = vec![("Sec-Fetch-Site", "same-origin")];
            all.extend(headers);
            if says(&browser.post_with(&path, &fields, &all)) {
                seen.push(format!("POST {path}"));
            }
        }
    }
    seen
}

#[test]
fn what_was_not_given_is_seen_nowhere() {
    let server = TestServer::start();
    let focal = server.person(Role::FocalPoint);
    let contributor = server.person(Role::Contributor);
    let own = [
        "frm_risk_year",
        "lnk_note",
        "pat_rank",
        "cas_rules",
        "hr_note",
    ];
    give(&server, &focal, &contributor, &own);
    plant(&server, &focal, &own);
    let people = [focal.id, contributor.id];
    let browser = browser_of(&server, &contributor);
    assert_eq!(seen(&browser, &own, &people), Vec::<String>::new());
    let tasks = browser.get("/en/reply").body;
    assert!(
        tasks.contains("Rule of law") || tasks.contains("m9_rights"),
        "{tasks}"
    );
    assert!(!tasks.contains("m8_assistance"), "{tasks}");

    // The control: who has all of the reply sees it on many pages.
    let all = seen(&browser_of(&server, &focal), &[], &people);
    assert!(all.len() > 20, "{all:?}");
}

#[test]
fn an_attempt_on_what_was_not_given_finds_nothing_and_changes_nothing() {
    let server = TestServer::start();
    let focal = server.person(Role::FocalPoint);
    let contributor = server.person(Role::Contributor);
    give(&server, &focal, &contributor, &["hr_note"]);
    let browser = browser_of(&server, &contributor);
    for path in [
        "/en/reply/m8_assistance",
        &page_of("ta_matrix"),
        "/en/reply/record/hr_review",
        "/en/reply/record/nothing",
        "/en/reply/submission.json",
    ] {
        assert_eq!(browser.get(path).status, 404, "{path}");
    }
    assert_eq!(browser.get(&page_of("hr_note")).status, 200);
    assert_eq!(browser.get("/en/reply/record/hr_note").status, 200);
    let own = page_of("hr_note");
    let foreign = [("hr_review.value", "before"), ("hr_review.revision", "0")];
    assert_eq!(
        browser.post(&own, &foreign).status,
        404,
        "from the own page"
    );
    assert_eq!(browser.post(&page_of("hr_review"), &foreign).status, 404);
    let mixed = [
        ("hr_note.value", "mine"),
        ("hr_note.revision", "0"),
        ("hr_review.value", "before"),
        ("hr_review.revision", "0"),
    ];
    assert_eq!(browser.post(&own, &mixed).status, 404);
    let remark = [("body", "text")];
    assert_eq!(
        browser.post("/en/reply/record/hr_review", &remark).status,
        404
    );
    let ready = [("ready", "yes")];
    assert_eq!(
        browser.post("/en/reply/ready/m8_assistance", &ready).status,
        404
    );
    assert_eq!(server.store.reply(&see("AUT")).unwrap().answers, []);
    assert_eq!(
        browser.post("/en/reply/ready/m9_rights", &ready).status,
        303
    );

    // Taken back, it is out of their hands at the next request.
    assert_eq!(browser.post(&own, &mixed[..2]).status, 303);
    give(&server, &focal, &contributor, &[]);
    assert_eq!(browser.get(&own).status, 404);
    assert_eq!(browser.post(&own, &mixed[..2]).status, 404);
    assert!(
        browser
            .get("/en/reply")
            .body
            .contains("Nothing was given to you yet")
    );
}

#[test]
#[expect(
    clippy::too_many_lines,
    reason = "one story, told from its beginning to its end"
)]
fn a_section_goes_from_the_focal_point_to_a_contributor_and_back() {
    let server = TestServer::start();
    let (focal, contributor) = (
        server.person(Role::FocalPoint),
        server.person(Role::Contributor),
    );
    let (focal_browser, browser) = (
        browser_of(&server, &focal),
        browser_of(&server, &contributor),
    );
    let place = format!("/en/reply/people/m9_rights/{}", contributor.id);
    assert!(focal_browser.get("/en/reply/people").body.contains(&place));
    assert_eq!(focal_browser.get(&place).status, 200);
    assert_eq!(focal_browser.post(&place, &[("give", "all")]).status, 303);
    let own = page_of("hr_note");
    let note = [
        ("hr_note.value", "A law of 2019"),
        ("hr_note.revision", "0"),
    ];
    // Nothing is said to be ready of which nothing was written.
    let says_ready = || browser.get("/en/reply").body.contains("/reply/ready/");
    assert!(!says_ready());
    assert_eq!(browser.post(&own, &note).status, 303);
    assert!(says_ready());
    assert_eq!(
        browser
            .post("/en/reply/ready/m9_rights", &[("ready", "yes")])
            .status,
        303
    );
    let overview = focal_browser.get("/en/reply/people").body;
    assert!(overview.contains("govuk-tag--green"), "{overview}");
    assert!(overview.contains("the whole section"), "{overview}");
    assert!(
        overview.contains("Last changed by Test contributor"),
        "{overview}"
    );

    let empty = focal_browser.post(&format!("{place}/return"), &[("note", " ")]);
    assert_eq!(empty.status, 422);
    let back = [("note", "Which law of <2019>?")];
    assert_eq!(
        focal_browser.post(&format!("{place}/return"), &back).status,
        303
    );
    let tasks = browser.get("/en/reply").body;
    assert!(tasks.contains("Which law of &#60;2019&#62;?"), "{tasks}");
    assert!(tasks.contains("Returned"), "{tasks}");

    // A change after it was called ready makes it be in work again.
    browser.post("/en/reply/ready/m9_rights", &[("ready", "yes")]);
    let change = [
        ("hr_note.value", "A law of 2020"),
        ("hr_note.revision", "1"),
    ];
    assert_eq!(browser.post(&own, &change).status, 303);
    let overview = focal_browser.get("/en/reply/people").body;
    assert!(!overview.contains("govuk-tag--green"), "{overview}");

    let record = focal_browser.get("/en/reply/record/hr_note").body;
    assert!(
        record.contains("<del>") && record.contains("<ins>"),
        "{record}"
    );
    assert!(record.contains("Test contributor"), "{record}");
    assert!(record.contains("A law of "), "{record}");

    // A remark from the page of the section, kept apart from the answers.
    let remark = [
        ("remark:hr_note", "Ask the courts"),
        ("hr_note.value", "A law of 2020"),
        ("hr_note.revision", "2"),
        ("go", "remark.hr_note"),
    ];
    let said = browser.post(&own, &remark);
    assert_eq!(
        (said.status, said.header("location")),
        (303, &*format!("{own}#hr_note"))
    );
    assert!(focal_browser.get(&own).body.contains("Ask the courts"));
    assert!(
        focal_browser
            .get("/en/reply/record/hr_note")
            .body
            .contains("Ask the courts")
    );
    let long = "x".repeat(2_001);
    let long = browser.post(
        &own,
        &[
            ("remark:hr_note", &*long),
            ("hr_note.revision", "2"),
            ("hr_note.value", "A law of 2020"),
        ],
    );
    assert_eq!(long.status, 422);
    assert!(
        long.body.contains(&"x".repeat(2_001)),
        "what was typed stays"
    );
    let stored = server.store.reply(&see("AUT")).unwrap();
    assert!(
        stored
            .answers
            .iter()
            .all(|answer| !format!("{:?}", answer.raw).contains("courts"))
    );
}

#[test]
fn a_contributor_tightens_marks_and_loosens_none() {
    let server = TestServer::start();
    let (focal, contributor) = (
        server.person(Role::FocalPoint),
        server.person(Role::Contributor),
    );
    give(&server, &focal, &contributor, &["frm_tf"]);
    let browser = browser_of(&server, &contributor);
    let path = page_of("frm_tf");
    let save = |browser: &Browser, mark: &str, revision: &str| {
        browser.post(
            &path,
            &[
                ("frm_tf.value", "no"),
                ("frm_tf.mark", mark),
                ("frm_tf.revision", revision),
            ],
        )
    };
    let mark = || {
        let reply = server.store.reply(&see("AUT")).unwrap();
        reply.answers[0].raw.mark.clone().unwrap()
    };
    assert_eq!(save(&browser, "secretariat_only", "0").status, 303);
    let kept = save(&browser, "attributable", "1");
    assert_eq!((kept.status, mark()), (422, "secretariat_only".to_owned()));
    assert!(
        kept.body
            .contains("Only the focal point can let more be shown"),
        "{}",
        kept.body
    );
    assert_eq!(
        save(&browser_of(&server, &focal), "not_attributable", "1").status,
        303
    );
    assert_eq!(mark(), "not_attributable");
}

#[test]
fn people_are_invited_with_their_authority() {
    let server = TestServer::start();
    let browser = server.signed_in(Role::FocalPoint);
    let wrong = browser.post(
        "/en/reply/people/invite",
        &[("name", ""), ("email", "nobody")],
    );
    assert_eq!(wrong.status, 422);
    for words in [
        "Choose what they are to do",
        "Write a name",
        "for instance name@example.org",
        "nobody",
    ] {
        assert!(wrong.body.contains(words), "{words}: {}", wrong.body);
    }
    let fields = [
        ("name", "Maria Musterfrau"),
        ("email", "maria@example.org"),
        ("authority", "Ministry of Justice"),
        ("role", "contributor"),
    ];
    let done = browser.post("/en/reply/people/invite", &fields);
    assert_eq!(done.status, 200, "{}", done.body);
    let overview = browser.get("/en/reply/people").body;
    assert!(
        overview.contains("Maria Musterfrau (Ministry of Justice)"),
        "{overview}"
    );
    let mut other = fields;
    other[3].1 = "focal_point";
    assert_eq!(browser.post("/en/reply/people/invite", &other).status, 400);
    assert_eq!(
        server
            .signed_in(Role::Contributor)
            .get("/en/reply/people/invite")
            .status,
        403
    );
}
