//! The table of permissions itself: what the documents print of it, the steps of a reply's life in it, and that no route is beside it.

use std::collections::{BTreeMap, BTreeSet};

use para11::access::{Action, Role, When};
use para11::reply::life::Step;
use para11::web::guard::Access;
use para11::web::routes;

use crate::architecture::sources;
use crate::security::concrete;
use crate::support::web::TestServer;

/// The bounds of an action in words.
fn bounds(action: Action) -> &'static str {
    match action.bounds() {
        "OwnReply" => "own reply",
        "WholeRound" => "round",
        "OwnAccount" => "own account",
        "()" => "–",
        other => panic!("{other}: say here what it is called"),
    }
}

/// The condition of an action in words.
const fn when(when: When) -> &'static str {
    match when {
        When::Always => "–",
        When::Writable => "in work, within its days, asked about",
        When::Step => "the step can be taken",
        When::StepInTime => "the step can be taken, within its days",
        When::Standing => "a version counts",
    }
}

#[test]
fn the_permission_table_in_the_documents_is_the_one_in_force() {
    let mut table = String::from(
        "# Who may do what\n\n\
         The table that is in force: `src/access.rs` decides, `src/web/routes.rs` lists the addresses, and a test holds this page to both\n\
         (`UPDATE_DOCS=1 cargo test --test it permission_table` writes it anew). Another asks for every address as everybody, under every\n\
         condition, and compares what comes with this table.\n\n## Actions\n\n\
         Bounds: of the own reply a contributor has the questions given to them. Proof: minutes old at most, of who sits there.\n\
         When: what must be true of the reply that is changed; to read, nothing more must, unless a version has to count.\n\n| action |",
    );
    for role in Role::ALL {
        table.push_str(&format!(" {} |", role.code().replace('_', " ")));
    }
    table.push_str(" bounds | proof | when |\n|---|");
    table.push_str(&"---|".repeat(Role::ALL.len() + 3));
    table.push('\n');
    for action in Action::ALL {
        table.push_str(&format!("| {action:?} |"));
        for role in Role::ALL {
            table.push_str(if action.may().contains(&role) {
                " yes |"
            } else {
                " – |"
            });
        }
        let proof = if action.needs_confirmation() {
            "yes"
        } else {
            "–"
        };
        let (bounds, when) = (bounds(*action), when(action.when()));
        table.push_str(&format!(" {bounds} | {proof} | {when} |\n"));
    }
    table.push_str("\n## Addresses\n\n| method | address | action | step |\n|---|---|---|---|\n");
    for entry in routes::all() {
        let access = match entry.access {
            Access::Open => "open to anyone".to_owned(),
            Access::Only(action) => format!("{action:?}"),
        };
        let step = entry.step.map_or("–", |step| step.code());
        table.push_str(&format!(
            "| {} | `{}` | {access} | {step} |\n",
            entry.method, entry.path
        ));
    }
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/permissions.md");
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(path, &table).unwrap();
    }
    assert_eq!(std::fs::read_to_string(path).unwrap(), table);
}

#[test]
fn every_step_of_a_replys_life_has_its_route_and_every_route_of_a_step_says_so() {
    let mut taken = BTreeSet::new();
    for entry in routes::all() {
        let Access::Only(action) = entry.access else {
            assert_eq!(entry.step, None, "{}", entry.path);
            continue;
        };
        let takes = matches!(action.when(), When::Step | When::StepInTime);
        let closes = entry.path.ends_with("/close");
        if entry.method == "POST" && takes && !closes {
            assert!(taken.insert(entry.step.unwrap()), "{}", entry.path);
        } else {
            assert_eq!(entry.step, None, "{}", entry.path);
        }
    }
    assert_eq!(taken, Step::ALL.iter().copied().collect());
}

#[test]
fn the_live_routes_are_those_of_the_table() {
    let server = TestServer::start();
    let browser = server.browser();
    let mut methods: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for entry in routes::all() {
        let of_path = methods.entry(entry.path).or_default();
        of_path.insert(entry.method.to_string());
        if entry.method == "GET" {
            of_path.insert("HEAD".to_owned());
        }
    }
    for (path, expected) in &methods {
        let asked = concrete(path);
        let head = format!(
            "PROPFIND {asked} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n",
            server.address
        );
        let answer = server.raw(head);
        assert!(answer.starts_with("HTTP/1.1 405 "), "{path}: {answer}");
        let mut allow = answer
            .lines()
            .filter_map(|line| line.strip_prefix("allow: "));
        let live = allow.next().unwrap_or_else(|| panic!("{path}: {answer}"));
        let live: BTreeSet<_> = live.split(", ").map(str::to_owned).collect();
        assert_eq!(live, *expected, "{path}");
    }
    assert_eq!(browser.get("/en/nothing-of-ours").status, 404);

    // Nothing else registers anything.
    let found: Vec<_> = sources()
        .into_iter()
        .filter(|(path, text)| path != "src/web/routes.rs" && registers(text))
        .map(|(path, _)| path)
        .collect();
    assert_eq!(found, Vec::<String>::new());
    // Controls that must fail: routes planted beside the table.
    for planted in [
        "App::new().route(\"/planted\", web::get().to(show))",
        "config.service(web::resource(\"/planted\").to(show));",
        "web::scope(\"/planted\")",
        "#[actix_web::get(\"/planted\")]",
        "#[post(\"/planted\")]",
        "app.default_service(web::to(show))",
    ] {
        assert!(registers(planted), "{planted}");
    }
}

/// Whether a source puts a handler behind an address.
fn registers(text: &str) -> bool {
    [
        ".route(",
        ".service(",
        "default_service(",
        "web::resource(",
        "web::scope(",
        "::get(\"",
        "#[get(",
        "#[post(",
        "#[actix_web::",
        "#[route(",
        "web::redirect(",
    ]
    .iter()
    .any(|word| text.contains(word))
}
