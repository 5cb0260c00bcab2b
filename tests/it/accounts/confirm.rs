//! What wants a fresh proof is not done without one.

use para11::access::Role;
use para11::web::guard::Access;
use para11::web::routes;

use crate::security::concrete;
use crate::support::web::TestServer;

const JSON: (&str, &str) = ("Accept", "application/json");
const OURS: (&str, &str) = ("Sec-Fetch-Site", "same-origin");

#[test]
fn every_route_that_wants_a_fresh_proof_is_closed_without_one() {
    let server = TestServer::start();
    let mut closed = 0;
    for role in Role::ALL {
        let stale = server.signed_in_unconfirmed(role);
        let fresh = server.signed_in(role);
        for entry in routes::all() {
            let Access::Only(action) = entry.access else {
                continue;
            };
            // Two routes change the session that is looked at.
            let changes = ["/sign-out", "/account/confirm"];
            let changes = changes.iter().any(|path| entry.path.ends_with(path));
            if !action.may().contains(&role) || changes {
                continue;
            }
            let path = concrete(entry.path);
            let ask = |browser: &crate::support::web::Browser| {
                let token = browser.form_token().unwrap();
                match entry.method.as_str() {
                    "GET" => browser.get_with(&path, &[JSON]),
                    _ => browser.post_with(&path, &[("form_token", &token)], &[JSON, OURS]),
                }
            };
            let is_closed = |answer: crate::support::web::Answer| {
                answer.status == 403 && answer.body.contains("/problems/confirm")
            };
            assert_eq!(
                is_closed(ask(&stale)),
                action.needs_confirmation(),
                "{} {path} as {role:?}",
                entry.method
            );
            if action.needs_confirmation() {
                assert!(!is_closed(ask(&fresh)), "{} {path}", entry.method);
                closed += 1;
            }
        }
    }
    assert!(closed > 0, "no route wants a fresh proof");
}

#[test]
fn a_page_leads_to_the_proof_and_back_and_a_button_must_be_pressed_again() {
    let server = TestServer::start();
    let browser = server.signed_in_unconfirmed(Role::FocalPoint);
    let asked = browser.get("/en/reply/people/invite");
    assert_eq!(
        (asked.status, asked.header("location")),
        (303, "/en/account/confirm")
    );
    let page = browser.get("/en/account/confirm").body;
    assert!(
        page.contains("invented replies") && !page.contains("button again"),
        "{page}"
    );
    let back = browser.post("/en/account/confirm", &[]);
    assert_eq!(
        (back.status, back.header("location")),
        (303, "/en/reply/people/invite")
    );
    assert_eq!(browser.get("/en/reply/people/invite").status, 200);
    server.pass(599);
    assert_eq!(browser.get("/en/reply/people/invite").status, 200);
    server.pass(1);
    assert_eq!(
        browser.get("/en/reply/people/invite").status,
        303,
        "ten minutes are over"
    );

    let token = browser.form_token().unwrap();
    let from = format!("{}/en/reply/people/invite?x=1", server.origin());
    let posted = browser.post_with(
        "/en/reply/people/invite",
        &[("form_token", &token)],
        &[OURS, ("Referer", &from)],
    );
    assert_eq!(posted.header("location"), "/en/account/confirm?posted");
    let page = browser.get("/en/account/confirm?posted").body;
    assert!(page.contains("press its button again"), "{page}");
    let back = browser.post("/en/account/confirm", &[]);
    assert_eq!(back.header("location"), "/en/reply/people/invite");
}
