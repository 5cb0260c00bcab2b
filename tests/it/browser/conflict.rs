//! Two browsers at one answer that is not a line of text: a row of a matrix, boxes, a ranking, entries of a list. With scripts and without.

use std::collections::BTreeMap;

use para11::access::Role;
use para11::reply::AnswerKey;
use para11::reply::raw::RawAnswer;
use serde_json::json;

use super::sign_in;
use crate::respond::{page_of, stored};
use crate::support::browser::{Chrome, Scripts, Size};
use crate::support::store::*;
use crate::support::web::TestServer;

const SAVE: &str = ".govuk-button-group button[value=next]";

/// One way to answer, and what somebody presses for it.
struct Case {
    key: AnswerKey,
    /// Two different things to press for the colleague, and two others for oneself.
    theirs: [String; 2],
    mine: [String; 2],
}

fn cases() -> [Case; 3] {
    let radio = |value: &str| format!("[name='lnk_status.cbrn.value'][value={value}]");
    let tick = |value: &str| format!("[name='pat_actors.value'][value={value}]");
    let first = |value: &str| format!("[id='pat_rank.value'] option[value={value}]");
    let two = |press: &dyn Fn(&str) -> String, values: [&str; 2]| values.map(press);
    [
        Case {
            key: AnswerKey {
                row: Some(code("cbrn")),
                ..key("lnk_status")
            },
            theirs: two(&radio, ["established", "none_found"]),
            mine: two(&radio, ["indicated", "not_examined"]),
        },
        Case {
            key: key("pat_actors"),
            theirs: two(&tick, ["listed_un", "cell"]),
            mine: two(&tick, ["ftf", "ocg"]),
        },
        Case {
            key: key("pat_rank"),
            theirs: two(&first, ["ml", "drugs"]),
            mine: two(&first, ["toc", "arms"]),
        },
    ]
}

/// What is stored of an answer.
fn values(server: &TestServer, key: &AnswerKey) -> Vec<String> {
    let raw: RawAnswer = stored(server).remove(key).unwrap_or_default();
    raw.field("value").to_vec()
}

/// What the page shows of it.
fn shown(chrome: &Chrome, key: &AnswerKey) -> Vec<String> {
    let all = "return new FormData(document.querySelector('form[data-autosave]')).getAll(arguments[0]).filter((v) => v)";
    let all = chrome.value(all, &[json!(format!("{key}.value"))]);
    serde_json::from_value(all).unwrap_or_default()
}

fn sound(chrome: &Chrome) {
    let mut faults = chrome.axe();
    faults.extend(chrome.overflow());
    faults.extend(chrome.complaints());
    assert_eq!(faults, Vec::<String>::new(), "{}", chrome.address());
}

/// A server on which some links are established, so that all is asked.
fn server() -> TestServer {
    let server = TestServer::start();
    let mut changes = vec![change("lnk_overview", "established", 0)];
    for row in ["ml", "toc", "drugs", "arms"] {
        let mut link = change("lnk_status", "established", 0);
        link.key.row = Some(code(row));
        changes.push(link);
    }
    let saved = server
        .store
        .save(&edit("AUT"), firm(), changes, None, at(1));
    saved.unwrap();
    server
}

fn browsers(server: &TestServer) -> Option<[Chrome; 2]> {
    let chrome = Chrome::open(Scripts::On, Size::Desktop)?;
    let colleague = Chrome::open(Scripts::Off, Size::Desktop)?;
    for one in [&chrome, &colleague] {
        sign_in(one, server, Role::FocalPoint);
    }
    Some([chrome, colleague])
}

#[test]
fn rows_of_a_matrix_boxes_and_rankings_are_chosen_from_with_scripts_and_without() {
    let server = server();
    let Some([chrome, colleague]) = browsers(&server) else {
        return;
    };
    for Case { key, theirs, mine } in cases() {
        let page = page_of(key.question.as_str());
        let conflict = format!("[data-conflict='{key}']");
        let rounds = [Scripts::On, Scripts::Off].map(|scripts| [(scripts, 0), (scripts, 1)]);
        for (scripts, round) in rounds.into_iter().flatten() {
            let path = match round {
                0 => page.clone(),
                _ => page.replace("/en/", "/ar-XB/"),
            };
            chrome.run_scripts(scripts);
            chrome.go(&format!("{}{path}", server.origin()));
            let before = values(&server, &key);
            colleague.go(&format!("{}{page}", server.origin()));
            colleague.click(&theirs[round]);
            colleague.click(SAVE);
            let other = colleague.until("the colleague's answer to be stored", || {
                let now = values(&server, &key);
                (now != before).then_some(now)
            });

            chrome.click(&mine[round]);
            if scripts == Scripts::Off {
                chrome.click(SAVE);
                chrome.until_seen(".govuk-error-summary");
            }
            chrome.until_seen(&conflict);
            chrome.run_scripts(Scripts::On);
            sound(&chrome);
            let own = shown(&chrome, &key);
            assert_ne!(own, other);
            assert_eq!(values(&server, &key), other, "nothing is written unseen");
            let which = if round == 0 { "-theirs" } else { "" };
            chrome.run_scripts(scripts);
            chrome.click(&format!("[id='choose:{key}{which}']"));
            if scripts == Scripts::Off {
                chrome.click(SAVE);
            }
            let chosen = if round == 0 { other } else { own };
            chrome.until("what was chosen to be stored and shown", || {
                let is_shown = scripts == Scripts::Off || shown(&chrome, &key) == chosen;
                let is_over = !chrome.sees(&conflict);
                (is_over && is_shown && values(&server, &key) == chosen).then_some(())
            });
        }
    }
}

/// Titles of the examples that are stored, by row.
fn titles(server: &TestServer) -> BTreeMap<String, String> {
    let rows = stored(server).into_iter();
    let rows = rows.filter(|(key, _)| key.question.as_str() == "cas_examples");
    rows.filter_map(|(key, raw)| Some((key.row?.to_string(), raw.field("title").concat())))
        .collect()
}

#[test]
fn two_people_add_an_entry_to_one_list_and_both_stand() {
    for scripts in [Scripts::On, Scripts::Off] {
        let server = server();
        let Some([chrome, colleague]) = browsers(&server) else {
            return;
        };
        let page = format!("{}{}", server.origin(), page_of("cas_examples"));
        let title = "[id='cas_examples.1.title']";
        chrome.run_scripts(scripts);
        chrome.go(&page);
        colleague.go(&page);
        colleague.enter(title, "Theirs");
        colleague.click(SAVE);
        colleague.until("the colleague's entry to be stored", || {
            (titles(&server).len() == 1).then_some(())
        });
        chrome.enter(title, "Mine");
        if scripts == Scripts::Off {
            chrome.click(SAVE);
        }
        chrome.until_says("[data-conflict='cas_examples.1']", "Theirs");
        assert_eq!(titles(&server).len(), 1);
        chrome.run_scripts(Scripts::On);
        sound(&chrome);
        chrome.run_scripts(scripts);
        // Without a script it is chosen already, as it loses nothing.
        match scripts {
            Scripts::On => chrome.click("[id='choose:cas_examples.1-both']"),
            Scripts::Off => chrome.click(SAVE),
        }
        let both = [("1", "Theirs"), ("2", "Mine")];
        let both = both.map(|(row, title)| (row.to_owned(), title.to_owned()));
        let both = BTreeMap::from(both);
        chrome.until("both to be stored", || {
            (titles(&server) == both).then_some(())
        });
        if scripts == Scripts::On {
            chrome.until("both to be shown", || {
                let first = chrome.field(title)?;
                let second = chrome.field("[id='cas_examples.2.title']")?;
                (first == "Theirs" && second == "Mine").then_some(())
            });
            assert!(!chrome.sees("[data-conflict='cas_examples.1']"));
        }
    }
}
