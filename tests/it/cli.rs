//! The program itself: messages that tell what to do, and its exit status.

use std::fs;
use std::net::TcpListener;
use std::path::Path;
use std::process::{Command, Output};

/// Runs the program in a folder of its own, with no settings but these.
fn para11(folder: &Path, arguments: &[&str], settings: &[(&str, &str)]) -> (i32, String, String) {
    let Output {
        status,
        stdout,
        stderr,
    } = Command::new(env!("CARGO_BIN_EXE_para11"))
        .args(arguments)
        .current_dir(folder)
        .env_clear()
        .envs(settings.iter().copied())
        .output()
        .unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (status.code().unwrap(), text(stdout), text(stderr))
}

#[test]
#[expect(
    clippy::too_many_lines,
    reason = "one story, told from its beginning to its end"
)]
fn a_round_and_an_account_are_made_and_listed() {
    let home = tempfile::tempdir().unwrap();
    let run = |arguments: &[&str]| para11(home.path(), arguments, &[]);
    let create = [
        "round",
        "create",
        "2026",
        "--form",
        "para11",
        "--opens",
        "2026-01-15",
        "--closes",
        "2026-09-30",
    ];
    let (status, out, err) = run(&create);
    assert_eq!(
        (status, out.as_str()),
        (
            0,
            "Round 2026: questionnaire para11 2026.1, 193 respondents.\n"
        ),
        "{err}"
    );
    let (status, _, err) = run(&create);
    assert_eq!(
        (status, err.as_str()),
        (1, "error: there is already a round 2026\n")
    );

    let (status, out, err) = run(&[
        "user",
        "add",
        "--name",
        "Ana",
        "--role",
        "focal_point",
        "--respondent",
        "AUT",
        "--round",
        "2026",
        "--email",
        "ana@example.org",
    ]);
    assert_eq!(status, 0, "{err}");
    assert!(
        out.starts_with("Account 1 (Ana, focal_point)\nhttp://127.0.0.1:8011/en/invitation/")
            && out.contains("\nCode: "),
        "{out}"
    );
    let (status, again, _) = run(&["user", "invite", "1"]);
    assert!(status == 0 && again.contains("/en/invitation/") && again != out);
    let (status, reset, _) = run(&["user", "reset", "1"]);
    assert!(status == 0 && reset.contains("/en/enrolment/") && reset.contains("\nCode: "));
    let (status, _, err) = run(&["user", "link", "1"]);
    assert!(
        status == 1 && err.contains("signs in only where the round is marked as a sample"),
        "{err}"
    );
    let (_, out, _) = run(&["user", "list"]);
    assert!(out.contains("Ana  (has not set it up)"), "{out}");
    let relay = [
        ("PARA11_MAIL_RELAY", "folder:out"),
        ("PARA11_MAIL_FROM", "q@example.org"),
    ];
    let (status, out, err) = para11(home.path(), &["user", "invite", "1"], &relay);
    assert!(
        status == 0 && out.contains("A letter with a link is on its way.") && !out.contains("http"),
        "{out}{err}"
    );
    assert_eq!(run(&["user", "suspend", "1"]).0, 0);
    let (status, _, err) = run(&["user", "suspend", "1"]);
    assert!(
        status == 1 && err.contains("`para11 user list` shows"),
        "{err}"
    );
    let (_, out, _) = run(&["user", "list"]);
    assert!(out.contains("Ana  (suspended)"), "{out}");
    let (_, out, _) = run(&["user", "list", "--json"]);
    let accounts: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!(accounts[0]["respondent"], "AUT");
    let (_, out, _) = run(&["round", "list"]);
    assert_eq!(
        out,
        "2026     para11       2026-01-15 to 2026-09-30, on 2021 to 2025\n"
    );
}

#[test]
fn an_account_that_cannot_be_made_is_refused_with_the_remedy() {
    let home = tempfile::tempdir().unwrap();
    let run = |arguments: &[&str]| para11(home.path(), arguments, &[]);
    for (arguments, needle) in [
        (
            vec![
                "user",
                "add",
                "--name",
                "B",
                "--role",
                "focal_point",
                "--round",
                "2026",
            ],
            "a role of a State needs a respondent (--respondent)",
        ),
        (
            vec![
                "user", "add", "--name", "B", "--role", "manager", "--round", "2027",
            ],
            "there is no round 2027; `para11 round list` shows",
        ),
        (vec!["user", "link", "9"], "no link was made: "),
        (vec!["user", "invite", "9"], "there is no account 9"),
    ] {
        let (status, _, err) = run(&arguments);
        assert!(status == 1 && err.contains(needle), "{arguments:?}: {err}");
    }
    let (status, _, err) = run(&[
        "user", "add", "--name", "B", "--role", "king", "--round", "2026",
    ]);
    assert!(
        status == 2 && err.contains("the roles are focal_point, contributor"),
        "{err}"
    );
}

#[test]
fn what_keeps_the_service_from_starting_is_said_with_the_remedy() {
    let home = tempfile::tempdir().unwrap();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let (status, _, err) = para11(home.path(), &["serve", "--listen", &address], &[]);
    assert_eq!(status, 1);
    assert!(err.contains(&format!("cannot listen on {address}; if another service is there, choose another port with --listen")), "{err}");

    let serve = ["serve", "--listen", "127.0.0.1:0"];
    let of = |settings: &[(&str, &str)]| {
        let (status, _, err) = para11(home.path(), &serve, settings);
        assert_eq!(status, 1, "{err}");
        err
    };
    let err = of(&[("DATABASE_URL", "mysql://me:secret@host/db")]);
    assert!(
        err.contains("begins with neither `postgres://` nor `sqlite:`") && !err.contains("secret"),
        "{err}"
    );
    let err = of(&[("DATABASE_URL", "sqlite:no/such/folder/x.db")]);
    assert!(
        err.contains("the folder no/such/folder does not exist"),
        "{err}"
    );
    fs::write(
        home.path().join("text.db"),
        "This is no database. ".repeat(100),
    )
    .unwrap();
    let err = of(&[("DATABASE_URL", "sqlite:text.db")]);
    assert!(err.contains("text.db"), "{err}");
    let err = of(&[("PARA11_LOG", "para11=loud")]);
    assert!(err.contains("PARA11_LOG is `para11=loud`"), "{err}");
    let (status, _, err) = para11(home.path(), &["serve", "--listen", "0.0.0.0:0"], &[]);
    assert!(status == 1 && err.contains("--public-url"), "{err}");
    let (status, _, err) = para11(
        home.path(),
        &["serve", "--public-url", "http://example.org"],
        &[],
    );
    assert!(
        status == 2 && err.contains("only `https://` is allowed"),
        "{err}"
    );
}

#[test]
fn a_broken_questionnaire_is_told_by_file_and_line() {
    let home = tempfile::tempdir().unwrap();
    let (status, out, _) = para11(home.path(), &["form", "check"], &[]);
    assert_eq!(
        (status, out.as_str()),
        (
            0,
            "para11: sound. Version 2026.1, 10 sections, 88 questions.\n"
        )
    );
    let form = home.path().join("broken");
    fs::create_dir(&form).unwrap();
    fs::write(
        form.join("form.toml"),
        "format = 1\nid = \"broken\"\ncolour = \"red\"\n",
    )
    .unwrap();
    let (status, out, err) = para11(home.path(), &["form", "check", "broken"], &[]);
    assert_eq!(status, 1);
    assert!(out.contains("broken/form.toml:3: "), "{out}");
    assert!(err.contains("mistake"), "{err}");
    let (status, _, err) = para11(home.path(), &["form", "check", "nowhere"], &[]);
    assert!(status == 1 && err.contains("`nowhere` is neither a folder nor a questionnaire that comes with the program (para11)"), "{err}");
}

#[test]
fn an_expression_is_tried_out_and_its_mistake_is_pointed_at() {
    let home = tempfile::tempdir().unwrap();
    fs::write(
        home.path().join("a.json"),
        r#"{"cases": {"2021": 4, "2022": null}}"#,
    )
    .unwrap();
    let run = |arguments: &[&str]| para11(home.path(), arguments, &[]);
    let (status, out, err) = run(&[
        "form",
        "evaluate",
        "sum(${cases}[*]) + 1",
        "--answers",
        "a.json",
    ]);
    assert_eq!(
        (status, out.as_str()),
        (0, "{\"value\":5.0,\"type\":\"number\"}\n"),
        "{err}"
    );
    let (status, out, err) = run(&["form", "evaluate", "1 + * 2"]);
    assert_eq!((status, out.as_str()), (1, ""));
    assert!(err.contains("\n  1 + * 2\n      ^"), "{err}");
    let (status, _, err) = run(&["form", "evaluate", "1", "--answers", "none.json"]);
    assert!(
        status == 1 && err.contains("none.json cannot be read"),
        "{err}"
    );
}

#[test]
fn help_and_wrong_usage_have_their_own_status() {
    let home = tempfile::tempdir().unwrap();
    let (status, out, _) = para11(home.path(), &["--help"], &[]);
    assert!(
        status == 0 && out.contains("serve") && out.contains("form"),
        "{out}"
    );
    let (status, _, err) = para11(home.path(), &["sever"], &[]);
    assert!(status == 2 && err.contains("serve"), "{err}");
    let (status, out, _) = para11(home.path(), &["config"], &[]);
    assert!(
        status == 0 && out.contains("DATABASE_URL") && out.contains("PARA11_PUBLIC_URL"),
        "{out}"
    );
    assert_eq!(
        fs::read_dir(home.path()).unwrap().count(),
        0,
        "nothing of this makes a data folder"
    );
}
