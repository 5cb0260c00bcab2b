//! Two people in one section: whoever saves second sees both answers and chooses, with scripts and without, in either direction.

use para11::access::{Role, permit};
use para11::form::{catalog, file};
use para11::store::reply::delegation::SectionNames;

use super::pages::{after, look, place};
use super::sign_in;
use crate::support::browser::{Chrome, Scripts, Size};
use crate::support::store::*;
use crate::support::web::TestServer;

const LEAD: &str = "[id='rep_lead.value']";
const SAVE: &str = ".govuk-button-group button[value=next]";
const PAGE: &str = "/reply/m1_reply/rep_state";

fn stored(server: &TestServer) -> Option<String> {
    let reply = server.store.reply(&see("AUT")).unwrap();
    let mut answers = reply.answers.into_iter();
    let lead = answers.find(|answer| answer.key == key("rep_lead"))?;
    lead.raw.field("value").first().cloned()
}

/// The colleague writes something and saves it with the button.
fn saves(colleague: &Chrome, server: &TestServer, text: &str) {
    colleague.go(&format!("{}/en{PAGE}", server.origin()));
    colleague.enter(LEAD, text);
    colleague.click(SAVE);
    colleague.until("the colleague's text to be stored", || {
        (stored(server)? == text).then_some(())
    });
}

#[test]
fn two_browsers_in_one_section_overwrite_nothing_unseen() {
    let (Some(chrome), Some(colleague)) = (
        Chrome::open(Scripts::On, Size::Desktop),
        Chrome::open(Scripts::Off, Size::Desktop),
    ) else {
        return;
    };
    let server = TestServer::start();
    sign_in(&chrome, &server, Role::FocalPoint);
    sign_in(&colleague, &server, Role::FocalPoint);
    let becomes = |text: &str| {
        chrome.until("what is stored to be what was chosen", || {
            (stored(&server)? == text).then_some(())
        });
    };
    let conflict = "[data-conflict='rep_lead']";
    let (mine, theirs) = ("[id='choose:rep_lead']", "[id='choose:rep_lead-theirs']");
    let sound = |chrome: &Chrome| {
        let mut faults = chrome.axe();
        faults.extend(chrome.overflow());
        faults.extend(chrome.complaints());
        assert_eq!(faults, Vec::<String>::new());
    };

    // While one types.
    for language in ["en", "ar-XB"] {
        chrome.go(&format!("{}/{language}{PAGE}", server.origin()));
        let text = format!("Theirs, {language}");
        saves(&colleague, &server, &text);
        chrome.enter(LEAD, &format!("Mine, {language}"));
        chrome.until_seen(conflict);
        chrome.until_says(conflict, &text);
        chrome.until_says(conflict, &format!("Mine, {language}"));
        sound(&chrome);
        assert_eq!(stored(&server).unwrap(), text, "nothing is written unseen");
        chrome.click(theirs);
        chrome.until("the field to show theirs", || {
            (chrome.field(LEAD)? == text).then_some(())
        });
        assert_eq!(stored(&server).unwrap(), text);
        chrome.until("the choice to be over", || {
            (!chrome.sees(conflict)).then_some(())
        });

        let text = format!("Theirs again, {language}");
        saves(&colleague, &server, &text);
        let own = format!("Mine again, {language}");
        chrome.enter(LEAD, &own);
        chrome.until_says(conflict, &text);
        chrome.click(mine);
        becomes(&own);
        chrome.until("the choice to be over", || {
            (!chrome.sees(conflict)).then_some(())
        });
    }

    // By the button, without scripts.
    for language in ["en", "ar-XB"] {
        for (choice, at) in [(theirs, "theirs"), (mine, "mine")] {
            chrome.run_scripts(Scripts::Off);
            chrome.go(&format!("{}/{language}{PAGE}", server.origin()));
            let text = format!("Theirs by hand, {language}, {at}");
            saves(&colleague, &server, &text);
            let own = format!("Mine by hand, {language}, {at}");
            chrome.enter(LEAD, &own);
            chrome.click(SAVE);
            chrome.until_seen(".govuk-error-summary");
            chrome.until_says(conflict, &text);
            chrome.run_scripts(Scripts::On);
            sound(&chrome);
            chrome.run_scripts(Scripts::Off);
            assert_eq!(stored(&server).unwrap(), text);
            chrome.click(choice);
            chrome.click(SAVE);
            becomes(if at == "mine" { &own } else { &text });
        }
    }
}

#[test]
fn pages_of_many_hands_are_sound() {
    let Some(chrome) = Chrome::open(Scripts::On, Size::Desktop) else {
        return;
    };
    let server = TestServer::start();
    let focal = server.person(Role::FocalPoint);
    let contributor = server.person(Role::Contributor);
    let form = file::load(&catalog::shipped().remove("para11").unwrap()).unwrap();
    for name in ["m9_rights", "m4_links"] {
        let section = SectionNames::from(form.section(name).unwrap());
        let given = section.questions.iter().take(3).cloned().collect();
        server
            .store
            .give(
                &permit(&focal).unwrap(),
                contributor.id,
                section,
                given,
                at(1),
            )
            .unwrap();
    }
    let texts = ["A law of 2019", "A law of 2020, amended"];
    for (revision, text) in (0..).zip(texts) {
        let change = change("frm_risk_year", text, revision);
        server
            .store
            .save(&edit_as(&focal), firm(), vec![change], None, at(2))
            .unwrap();
    }
    let note = "Please say which law, and since when it is in force.".to_owned();
    let name = SectionNames::from(form.section("m9_rights").unwrap());
    server
        .store
        .return_section(&permit(&focal).unwrap(), contributor.id, name, note, at(3))
        .unwrap();
    server
        .store
        .remark(
            &discuss(&focal),
            key("frm_risk_year"),
            "Is it this one?".into(),
            None,
            at(3),
        )
        .unwrap();
    sign_in(&chrome, &server, Role::FocalPoint);
    let places = [
        place("people", "/reply/people"),
        place(
            "give",
            &format!("/reply/people/m9_rights/{}", contributor.id),
        ),
        place("invite", "/reply/people/invite"),
        after("invite-wrong", "/reply/people/invite", |chrome| {
            chrome.click("main form button");
            chrome.until_seen(".govuk-error-summary");
        }),
        place("record", "/reply/record/frm_risk_year"),
    ];
    look(&chrome, &server, &places);
    let link = server.link(&contributor);
    chrome.go(&format!("{}{link}", server.origin()));
    chrome.click("main form button");
    chrome.until_at("/en");
    look(&chrome, &server, &[place("contributor", "/reply")]);
}
