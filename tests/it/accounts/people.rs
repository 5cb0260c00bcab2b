//! Pages on which officers and administrators give accounts and take them back.

use para11::access::Role;
use para11::store::account::invitations::Handover;

use super::journey::{enrol, member};
use super::{invited, respondents};
use crate::support::store::{at, change, code as state, edit_as, firm, see};
use crate::support::web::{Answer, Browser, TestServer};

/// The link and the code on the page after an invitation.
fn handed_over(page: &Answer) -> (String, Option<String>) {
    assert_eq!(page.status, 200, "{}", page.body);
    let secrets = page.body.split("p11-secret\" dir=\"ltr\">").skip(1);
    let mut secrets = secrets.map(|rest| rest.split('<').next().unwrap().to_owned());
    let link = secrets.next().unwrap();
    let path = link.find("/en/").unwrap();
    (link[path..].to_owned(), secrets.next())
}

fn invite(officer: &Browser, path: &str, role: &str, address: &str, handover: &str) -> Answer {
    officer.post(
        path,
        &[
            ("name", "Somebody New"),
            ("address", address),
            ("role", role),
            ("handover", handover),
        ],
    )
}

#[test]
fn an_officer_names_a_successor_and_all_work_stays() {
    TestServer::each(|server| {
        let officer = server.signed_in(Role::Manager);
        let first = member(server, Role::FocalPoint, "ana@example.org");
        let saved = vec![change("rep_lead", "Ministry of Justice", 0)];
        server
            .store
            .save(&edit_as(&first.person), firm(), saved, None, at(1))
            .unwrap();

        let page = officer.get("/en/people/AUT");
        assert!(page.body.contains("focal_point AUT") && page.body.contains("name=\"handover\""));
        let unsaid = invite(
            &officer,
            "/en/people/AUT",
            "focal_point",
            "bea@example.org",
            "",
        );
        assert_eq!(unsaid.status, 422);
        let invited = invite(
            &officer,
            "/en/people/AUT",
            "focal_point",
            "bea@example.org",
            "accepted",
        );
        let (link, code) = handed_over(&invited);
        assert_eq!(
            first.browser.get("/en/reply").status,
            200,
            "until it is accepted"
        );
        let (second, ..) = enrol(server, &link, code.as_deref());
        assert_eq!(first.browser.get("/en/reply").status, 303, "at acceptance");
        let answers = server.store.reply(&see("AUT")).unwrap().answers;
        assert_eq!(answers.len(), 1);
        assert!(
            second
                .get("/en/reply/m1_reply/rep_state")
                .body
                .contains("Ministry of Justice")
        );

        let now = invite(
            &officer,
            "/en/people/AUT",
            "focal_point",
            "cea@example.org",
            "now",
        );
        handed_over(&now);
        assert_eq!(second.get("/en/reply").status, 303, "at once");
    });
}

#[test]
fn an_officer_sees_and_changes_only_what_is_the_officers() {
    let server = TestServer::start();
    let officer = server.signed_in(Role::Manager);
    let focal_point = member(&server, Role::FocalPoint, "ana@example.org");
    let contributor = member(&server, Role::Contributor, "con@example.org");
    let staff = member(&server, Role::Analyst, "sta@example.org");
    let deed = |path: &str, deed: &str| officer.post(path, &[("deed", deed), ("reason", "NV 12")]);
    for (path, status) in [
        (format!("/en/people/BRA/{}", focal_point.person.id), 404),
        (format!("/en/people/AUT/{}", contributor.person.id), 404),
        (format!("/en/people/AUT/{}", staff.person.id), 404),
        ("/en/people/AUT/none".to_owned(), 404),
        (format!("/en/people/AUT/{}", focal_point.person.id), 303),
    ] {
        assert_eq!(deed(&path, "end-sessions").status, status, "{path}");
    }
    assert_eq!(contributor.browser.get("/en/account").status, 200);
    assert_eq!(focal_point.browser.get("/en/account").status, 303);
    for (role, status) in [
        ("contributor", 422),
        ("administrator", 422),
        ("mission", 200),
    ] {
        let answer = invite(&officer, "/en/people/BRA", role, "new@example.org", "");
        assert_eq!(answer.status, status, "{role}");
    }
    let taken = invite(&officer, "/en/people/BRA", "mission", "ANA@example.org", "");
    assert!(taken.status == 422 && taken.body.contains("Another account has this address"));
    assert!(
        taken.body.contains("value=\"Somebody New\""),
        "what was typed stays"
    );
    let wrong = invite(&officer, "/en/people/BRA", "mission", "no address", "");
    assert!(wrong.status == 422 && wrong.body.contains("not an address of electronic mail"));
    assert_eq!(officer.get("/en/people/XXX").status, 404);
    let list = officer.get("/en/people").body;
    assert!(list.contains("focal_point AUT") && list.contains("/en/people/AUT"));
}

#[test]
fn enrolling_anew_takes_two_officers() {
    TestServer::each(|server| {
        let (one, two) = (
            server.signed_in(Role::Manager),
            server.signed_in(Role::Manager),
        );
        let member = member(server, Role::FocalPoint, "ana@example.org");
        let path = format!("/en/people/AUT/{}", member.person.id);
        let deed = |officer: &Browser, deed: &str| {
            officer.post(&path, &[("deed", deed), ("reason", "note verbale 12/2026")])
        };
        assert_eq!(deed(&two, "agree").status, 409, "nobody asked");
        assert_eq!(deed(&one, "ask").status, 303);
        assert!(!one.get("/en/people/AUT").body.contains("value=\"agree\""));
        assert_eq!(deed(&one, "agree").status, 409, "the same officer");
        let page = two.get("/en/people/AUT").body;
        assert!(page.contains("note verbale 12/2026") && page.contains("value=\"agree\""));
        let agreed = deed(&two, "agree");
        let (link, code) = handed_over(&agreed);
        assert!(link.contains("/enrolment/") && code.is_some());
        assert_eq!(deed(&two, "agree").status, 409, "once");
        assert_eq!(
            member.browser.get("/en/account").status,
            200,
            "until the new is there"
        );
        enrol(server, &link, code.as_deref());
        assert_eq!(member.browser.get("/en/account").status, 303);
    });
}

#[test]
fn an_administrator_gives_accounts_to_staff_and_ends_any() {
    let server = TestServer::start();
    let administrator = server.signed_in(Role::Administrator);
    let focal_point = member(&server, Role::FocalPoint, "ana@example.org");
    let refused = invite(
        &administrator,
        "/en/accounts",
        "focal_point",
        "x@example.org",
        "",
    );
    assert_eq!(refused.status, 422);
    let invited = invite(
        &administrator,
        "/en/accounts",
        "analyst",
        "sta@example.org",
        "",
    );
    let (link, code) = handed_over(&invited);
    assert!(code.is_none(), "staff need no code");
    let (analyst, ..) = enrol(&server, &link, None);
    assert_eq!(analyst.get("/en/account").status, 200);
    let path = format!("/en/accounts/{}", focal_point.person.id);
    assert_eq!(
        administrator.post(&path, &[("deed", "suspend")]).status,
        303
    );
    assert_eq!(focal_point.browser.get("/en/account").status, 303);
    assert_eq!(
        administrator.post(&path, &[("deed", "suspend")]).status,
        404
    );
    assert_eq!(
        administrator.post(&path, &[("deed", "promote")]).status,
        400
    );
    assert!(
        administrator
            .get("/en/accounts")
            .body
            .contains("Somebody New")
    );
}

#[test]
fn only_one_of_the_same_state_and_role_is_succeeded() {
    let server = TestServer::start();
    let focal_point = member(&server, Role::FocalPoint, "ana@example.org").person;
    let mut other = invited(Role::FocalPoint, "BRA", "bea@example.org");
    other.respondent = Some(state("BRA"));
    for handover in [Handover::Now, Handover::AtAcceptance] {
        let place = Some((focal_point.id, handover));
        let refused = server
            .store
            .invite_in_place_of(&respondents(), other.clone(), place, at(1));
        assert!(refused.is_err(), "{handover:?}");
    }
}
