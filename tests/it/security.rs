//! Doors and locks of the pages: who may ask for what, forged and oversized requests, sessions and links, headers.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use para11::access::Role;
use para11::config::address::PublicUrl;
use para11::web::guard::Access;
use para11::web::input::{MOST_BYTES, MOST_FIELDS};
use para11::web::routes;
use para11::web::state::Patience;

use super::support::store::{accounts, at};
use super::support::web::{Answer, TestServer};

const JSON: (&str, &str) = ("Accept", "application/json");
const OURS: (&str, &str) = ("Sec-Fetch-Site", "same-origin");

/// A path of the list with something in the place of its parameters that is nothing of anybody.
pub(crate) fn concrete(path: &str) -> String {
    let mut concrete = String::new();
    for part in path.split_inclusive(['{', '}']) {
        match part.strip_suffix('}') {
            Some("lang") => concrete.push_str("en"),
            Some(_) => concrete.push_str("none"),
            None => concrete.push_str(part.trim_end_matches('{')),
        }
    }
    concrete
}

#[test]
fn every_route_answers_every_role_as_the_table_says() {
    let server = TestServer::start();
    let mut cells = 0;
    for entry in routes::all() {
        for role in [None].into_iter().chain(Role::ALL.map(Some)) {
            let browser = role.map_or_else(|| server.browser(), |role| server.signed_in(role));
            let path = concrete(entry.path);
            let token = browser.form_token().unwrap_or_default();
            let answer = match entry.method.as_str() {
                "GET" => browser.get_with(&path, &[JSON]),
                "POST" => browser.post_with(&path, &[("form_token", &token)], &[JSON, OURS]),
                other => panic!("{other}: say here how a browser sends it"),
            };
            let expected = match (entry.access, role) {
                (Access::Open, _) => None,
                (Access::Only(_), None) => Some(401),
                (Access::Only(action), Some(role)) => {
                    (!action.may().contains(&role)).then_some(403)
                }
            };
            let asked = format!("{} {path} as {role:?}: {answer:?}", entry.method);
            match expected {
                Some(status) => assert_eq!(answer.status, status, "{asked}"),
                None => assert!(![401, 403, 405, 500].contains(&answer.status), "{asked}"),
            }
            cells += 1;
        }
    }
    assert_eq!(cells, routes::all().len() * (Role::ALL.len() + 1));
}

#[test]
fn who_is_not_signed_in_is_sent_to_sign_in_and_comes_back() {
    let server = TestServer::start();
    let browser = server.browser();
    assert_eq!(
        browser
            .post_with("/en/sign-out", &[], &[OURS])
            .header("location"),
        "/en/sign-in"
    );
    let program = browser.post_with("/en/sign-out", &[], &[OURS, ("X-Autosave", "1")]);
    assert_eq!(
        (program.status, program.header("content-type")),
        (401, "application/problem+json")
    );
    assert_eq!(
        program.body,
        r#"{"type":"/problems/sign-in","title":"You are not signed in","status":401}"#
    );
    assert_eq!(browser.get("/en").header("location"), "/en/sign-in");

    for (wish, comes_to) in [
        ("/en/accessibility", "/en/accessibility"),
        ("//evil.test/en", "/en"),
        ("/evil", "/en"),
        ("/en/%0d%0aSet-Cookie:x", "/en"),
        ("https://evil.test", "/en"),
    ] {
        let link = server.link(&server.person(Role::Analyst));
        let cookie = format!("back={wish}");
        let answer = server
            .browser()
            .post_with(&link, &[], &[OURS, ("Cookie", &cookie)]);
        assert_eq!(
            (answer.status, answer.header("location")),
            (303, comes_to),
            "{wish}"
        );
    }
}

#[test]
fn a_link_changes_nothing_until_its_button_is_pressed_and_then_works_once() {
    let server = TestServer::start();
    let person = server.person(Role::FocalPoint);
    let link = server.link(&person);
    for _gateway in 0..3 {
        let page = server.browser().get(&link);
        assert_eq!(page.status, 200);
        assert!(page.body.contains("Test focal_point"), "{}", page.body);
        assert!(page.cookies().is_empty());
    }
    let browser = server.browser();
    assert_eq!(browser.post(&link, &[]).status, 303);
    assert!(browser.get("/en").body.contains("Test focal_point"));
    for again in [
        server.browser().post(&link, &[]),
        server.browser().get(&link),
    ] {
        assert_eq!(again.status, 410);
        assert!(again.body.contains("This link does not work any more"));
    }

    let old = server.link(&person);
    let newer = server.link(&person);
    assert_eq!(
        server.browser().post(&old, &[]).status,
        410,
        "a newer link ends the earlier"
    );
    server.pass(72 * 3600);
    assert_eq!(server.browser().post(&newer, &[]).status, 410, "too old");
    for never in ["/en/link/none", &format!("/en/link/{}", "A".repeat(43))] {
        assert_eq!(server.browser().post(never, &[]).status, 410, "{never}");
    }
}

#[test]
fn a_session_begins_under_a_new_secret_and_ends_in_every_way_it_should() {
    let server = TestServer::start();
    let planted = format!("s={}", "A".repeat(43));
    let link = server.link(&server.person(Role::Manager));
    let answer = server
        .browser()
        .post_with(&link, &[], &[OURS, ("Cookie", &planted)]);
    let cookie = answer
        .cookies()
        .into_iter()
        .find(|cookie| cookie.starts_with("s="))
        .unwrap();
    assert!(!cookie.starts_with(&planted));
    for part in ["HttpOnly", "SameSite=Lax", "Path=/"] {
        assert!(cookie.contains(part), "{cookie}");
    }

    // A second sign-in in the same browser ends the first session.
    let browser = server.browser();
    let first = browser.post(&server.link(&server.person(Role::Manager)), &[]);
    let first = first
        .cookies()
        .into_iter()
        .find(|c| c.starts_with("s="))
        .unwrap()
        .split(';')
        .next()
        .unwrap()
        .to_owned();
    let is_live = |cookie: &str| {
        server
            .browser()
            .get_with("/en", &[("Cookie", cookie)])
            .status
            == 200
    };
    assert!(is_live(&first));
    assert_eq!(
        browser
            .post(&server.link(&server.person(Role::Analyst)), &[])
            .status,
        303
    );
    assert!(!is_live(&first));
    assert!(browser.get("/en").body.contains("Test analyst"));

    let left = browser.post("/en/sign-out", &[]);
    assert_eq!((left.status, left.header("location")), (303, "/en/sign-in"));
    assert!(left.header("clear-site-data").contains("\"storage\""));
    assert_eq!(browser.get("/en").status, 303);

    let suspended = server.person(Role::Manager);
    let browser = server.browser();
    browser.post(&server.link(&suspended), &[]);
    assert_eq!(browser.get("/en").status, 200);
    server
        .store
        .suspend(&accounts(), suspended.id, at(1))
        .unwrap();
    assert_eq!(
        browser.get("/en").status,
        303,
        "rights are read at each request"
    );

    let idle = server.signed_in(Role::Manager);
    assert_eq!(idle.get("/en").status, 200);
    server.pass(30 * 60);
    assert_eq!(idle.get("/en").status, 303);
}

#[test]
fn over_tls_the_cookie_is_bound_to_the_host_and_browsers_are_held_to_tls() {
    let server = TestServer::with(|state| {
        state.public_url = PublicUrl::parse("https://example.org").unwrap();
    });
    let link = server.link(&server.person(Role::Manager));
    let host = ("Host", "example.org");
    let answer = server.browser().post_with(&link, &[], &[OURS, host]);
    let cookies = answer.cookies();
    let cookie = cookies
        .iter()
        .find(|cookie| cookie.starts_with("__Host-s="))
        .unwrap();
    assert!(
        cookie.contains("Secure") && cookie.contains("Path=/") && !cookie.contains("Domain"),
        "{cookie}"
    );
    assert!(
        answer
            .header("strict-transport-security")
            .starts_with("max-age=63072000")
    );
    let secret = cookie.split(';').next().unwrap();
    assert_eq!(
        server
            .browser()
            .get_with("/en", &[host, ("Cookie", secret)])
            .status,
        200
    );
    let plain = secret.replace("__Host-", "");
    assert_eq!(
        server
            .browser()
            .get_with("/en", &[host, ("Cookie", &plain)])
            .status,
        303
    );
}

#[test]
fn a_form_counts_only_if_a_page_of_ours_posted_it() {
    let server = TestServer::start();
    let ours = server.browser().origin;
    let localhost = ours.replace("127.0.0.1", "localhost");
    let secure = ours.replace("http:", "https:");
    fn site(site: &str) -> (&str, &str) {
        ("Sec-Fetch-Site", site)
    }
    fn origin(origin: &str) -> (&str, &str) {
        ("Origin", origin)
    }
    let with_token: Vec<(Vec<(&str, &str)>, bool)> = vec![
        (vec![], false),
        (vec![site("same-origin")], true),
        (vec![site("none")], true),
        (vec![site("same-site")], false),
        (vec![site("cross-site")], false),
        (vec![site("nonsense")], false),
        (vec![origin(&ours)], true),
        (vec![origin("null")], false),
        (vec![origin(&localhost)], false),
        (vec![origin(&secure)], false),
        (vec![origin("http://evil.test")], false),
        (vec![site("same-origin"), origin(&ours)], true),
        (vec![site("same-origin"), origin("null")], true),
        (vec![site("same-origin"), origin("http://evil.test")], false),
        (vec![site("cross-site"), origin(&ours)], false),
    ];
    for (headers, counts) in with_token {
        let browser = server.signed_in(Role::Manager);
        let token = browser.form_token().unwrap();
        let answer = browser.post_with("/en/sign-out", &[("form_token", &token)], &headers);
        assert_eq!(answer.status, if counts { 303 } else { 403 }, "{headers:?}");
        assert_eq!(
            browser.get("/en").status,
            if counts { 303 } else { 200 },
            "{headers:?}"
        );
    }

    let browser = server.signed_in(Role::Manager);
    let others = server.signed_in(Role::Manager).form_token().unwrap();
    for fields in [
        vec![],
        vec![("form_token", "")],
        vec![("form_token", others.as_str())],
        vec![("form_tokens", "x")],
    ] {
        assert_eq!(
            browser.post_with("/en/sign-out", &fields, &[OURS]).status,
            403,
            "{fields:?}"
        );
    }
    let json = [OURS, ("Content-Type", "application/json")];
    assert_eq!(browser.post_with("/en/sign-out", &[], &json).status, 400);

    // Without a session nothing can be forged but the sign-in itself.
    let link = server.link(&server.person(Role::Manager));
    assert_eq!(
        server
            .browser()
            .post_with(&link, &[], &[site("cross-site")])
            .status,
        403
    );
    assert_eq!(server.browser().post_with(&link, &[], &[]).status, 303);
}

#[test]
fn no_route_that_changes_something_takes_a_forged_request() {
    let server = TestServer::start();
    let mut asked = 0;
    for entry in routes::all() {
        let Access::Only(action) = entry.access else {
            continue;
        };
        if entry.method != "POST" {
            continue;
        }
        let browser = server.signed_in(action.may()[0]);
        let token = browser.form_token().unwrap();
        let path = concrete(entry.path);
        let kinds = [
            (
                "application/x-www-form-urlencoded",
                format!("form_token={token}"),
            ),
            (
                "multipart/form-data; boundary=edge",
                format!(
                    "--edge\r\nContent-Disposition: form-data; name=\"form_token\"\r\n\r\n{token}\r\n--edge--\r\n"
                ),
            ),
            ("application/octet-stream", "piece".to_owned()),
        ];
        let mut refused = 0;
        for (kind, body) in &kinds {
            for headers in [
                vec![],
                vec![("Sec-Fetch-Site", "cross-site")],
                vec![("Sec-Fetch-Site", "same-site")],
                vec![("Origin", "http://evil.test")],
                vec![("Origin", "null")],
            ] {
                let all: Vec<_> = headers
                    .iter()
                    .copied()
                    .chain([("X-Form-Token", &*token)])
                    .collect();
                let answer = browser.send(&path, kind, body.as_bytes(), &all);
                assert_eq!(answer.status, 403, "{path} {kind} {headers:?}: {answer:?}");
                asked += 1;
            }
            // From our own page and without the token, or in a body of another kind.
            let bare = body.replace(&token, "");
            let answer = browser.send(&path, kind, bare.as_bytes(), &[OURS]);
            assert!(
                [400, 403, 404].contains(&answer.status),
                "{path} {kind}: {answer:?}"
            );
            refused += usize::from(answer.status == 403);
            asked += 1;
        }
        assert_eq!(
            browser.get("/en").status,
            200,
            "{path}: the session lives on"
        );
        assert!(refused >= 1, "{path}: nothing asked for its token");
    }
    println!("{asked} forged requests");
}

#[test]
fn a_body_that_no_page_of_ours_sends_is_refused_and_nothing_breaks() {
    let server = TestServer::start();
    let browser = server.signed_in(Role::Manager);
    let token = browser.form_token().unwrap();
    let post = |value: &str| {
        browser.post_with(
            "/en/sign-out",
            &[("form_token", &token), ("x", value)],
            &[OURS],
        )
    };
    let large = post(&"a".repeat(MOST_BYTES));
    assert_eq!(large.status, 413);
    assert!(large.body.contains("Too much at once"));
    assert_eq!(post("a\0b").status, 400);
    let many: Vec<_> = std::iter::repeat_n(("x", "1"), MOST_FIELDS + 1).collect();
    assert_eq!(
        browser.post_with("/en/sign-out", &many, &[OURS]).status,
        400
    );

    let link = server.link(&server.person(Role::Manager));
    let host = server.address;
    let send = |body: &str, length: usize| {
        server.raw(format!(
            "POST {link} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nContent-Type: application/x-www-form-urlencoded\r\n\
             Content-Length: {length}\r\n\r\n{body}"
        ))
    };
    for body in ["a=%FF", "a=%", "a=%00"] {
        let answer = send(body, body.len());
        assert!(answer.starts_with("HTTP/1.1 400 "), "{answer}");
        assert!(answer.contains("What was sent cannot be read"), "{answer}");
    }
    assert!(
        send("a=1", 10_000_000_000).starts_with("HTTP/1.1 413 ")
            || send(&"a".repeat(600_000), 10_000_000_000).starts_with("HTTP/1.1 413 ")
    );
    assert_eq!(
        browser.get("/en").status,
        200,
        "the session and the service live on"
    );
    assert_eq!(
        browser
            .post("/en/sign-out", &[("x", &"é".repeat(50_000))])
            .status,
        303,
        "a long answer passes"
    );
}

#[test]
fn a_slow_body_is_cut_off_and_an_honest_slow_line_is_not() {
    let patience = Patience {
        grace: Duration::from_millis(400),
        per_kib: Duration::from_millis(400),
        longest: Duration::from_secs(20),
    };
    let server = TestServer::with(|state| state.patience = patience);
    let link = server.link(&server.person(Role::Manager));
    let send = |chunk: usize, chunks: usize| {
        let start = Instant::now();
        let mut stream = TcpStream::connect(server.address).unwrap();
        stream
            .set_read_timeout(Some(Duration::from_secs(10)))
            .unwrap();
        let (host, length) = (server.address, chunk * chunks);
        write!(stream, "POST {link} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {length}\r\n\r\n").unwrap();
        for _chunk in 0..chunks {
            if stream.write_all("a".repeat(chunk).as_bytes()).is_err() {
                break;
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        let mut answer = String::new();
        stream.read_to_string(&mut answer).ok();
        (answer, start.elapsed())
    };
    let (answer, _) = send(1, 30);
    assert!(answer.starts_with("HTTP/1.1 408 "), "{answer}");
    let (answer, time) = send(1024, 12);
    assert!(answer.starts_with("HTTP/1.1 303 "), "{answer}");
    assert!(
        time > patience.grace,
        "the test was too quick to show anything"
    );
}

#[test]
fn a_request_for_another_host_gets_nothing() {
    let server = TestServer::start();
    let port = server.address.port();
    let ask = |head: &str| server.raw(format!("{head}\r\nConnection: close\r\n\r\n"));
    for good in [
        format!("GET /health HTTP/1.1\r\nHost: localhost:{port}"),
        format!("GET /health HTTP/1.1\r\nHost: 127.0.0.1:{port}"),
    ] {
        assert!(ask(&good).starts_with("HTTP/1.1 200 "), "{good}");
    }
    for bad in [
        "GET /en/sign-in HTTP/1.1\r\nHost: evil.test".to_owned(),
        format!("GET /en/sign-in HTTP/1.1\r\nHost: evil.test:{port}"),
        format!("GET /en/sign-in HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nHost: evil.test"),
        format!("GET http://evil.test/en/sign-in HTTP/1.1\r\nHost: 127.0.0.1:{port}"),
        "GET /en/sign-in HTTP/1.1".to_owned(),
    ] {
        let answer = ask(&bad);
        assert!(
            answer.starts_with("HTTP/1.1 421 ") || answer.starts_with("HTTP/1.1 400 "),
            "{bad}: {answer}"
        );
        assert!(!answer.contains("evil.test"), "{answer}");
    }
}

fn has_all_headers(answer: &Answer, asked: &str) {
    let policy = answer.header("content-security-policy");
    assert!(
        policy.starts_with("default-src 'none'; script-src 'self';"),
        "{asked}: {policy}"
    );
    assert!(!policy.contains("unsafe"), "{asked}");
    for (name, value) in [
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "same-origin"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
    ] {
        assert_eq!(answer.header(name), value, "{asked}");
    }
    assert!(!answer.header("permissions-policy").is_empty(), "{asked}");
    let cache = answer.header("cache-control");
    let public = answer.header("content-type").starts_with("text/css")
        || answer.header("content-type").starts_with("text/javascript");
    assert_eq!(
        cache,
        if public {
            "public, max-age=31536000, immutable"
        } else {
            "no-store"
        },
        "{asked}"
    );
    assert!(
        answer.header("server").is_empty() && answer.header("strict-transport-security").is_empty()
    );
}

#[test]
fn every_answer_carries_the_headers_errors_too() {
    let server = TestServer::start();
    for browser in [server.browser(), server.signed_in(Role::FocalPoint)] {
        for entry in routes::all() {
            let path = concrete(entry.path);
            has_all_headers(&browser.get(&path), &path);
            has_all_headers(&browser.post(&path, &[]), &path);
            has_all_headers(
                &browser.post_with(&path, &[], &[("Sec-Fetch-Site", "cross-site")]),
                &path,
            );
        }
        for path in [
            "/nothing",
            "/en/nothing",
            "/xx/sign-in",
            "/assets/../Cargo.toml",
        ] {
            let answer = browser.get(path);
            assert_eq!(answer.status, 404, "{path}: {answer:?}");
            has_all_headers(&answer, path);
        }
        has_all_headers(
            &browser.get_with("/", &[("Host", "evil.test")]),
            "another host",
        );
        for asset in para11::web::assets::all() {
            has_all_headers(&browser.get(&asset.address), &asset.address);
        }
    }
}

#[test]
fn what_no_page_offers_is_answered_in_words_that_tell_nothing() {
    let server = TestServer::start();
    let browser = server.browser();
    let wrong = browser.post("/en/accessibility", &[]);
    assert_eq!((wrong.status, wrong.header("allow")), (405, "GET, HEAD"));
    let missing = browser.get_with("/en/nothing", &[JSON]);
    assert_eq!(
        missing.body,
        r#"{"type":"/problems/not-found","title":"Page not found","status":404}"#
    );
    let missing = browser.get("/ar-XB/nothing");
    assert!(
        missing.body.contains("dir=\"rtl\"") && missing.body.contains('⟦'),
        "{}",
        missing.body
    );
}
