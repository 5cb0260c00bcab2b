//! Every kind of page, left to right and right to left, wide and narrow, with its script and without: no fault that axe knows, nothing
//! that reaches beyond the window, nothing the browser complains of. `PARA11_SCREENSHOTS=DIR` also writes a picture of each, to be looked
//! at, since axe sees neither what is ugly nor what is hidden.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use para11::access::Role;
use para11::form::page::Content;
use para11::form::{Form, Question, Rows, catalog, file};

use super::sign_in;
use super::typist::{self, Wishes};
use crate::figures;
use crate::support::browser::{Chrome, Scripts, Size};
use crate::support::web::{Browser, TestServer};

/// A page to look at: a name for its picture, its path without the language, and what is done there first.
pub(super) struct Place {
    name: String,
    path: String,
    then: Box<dyn Fn(&Chrome)>,
}

pub(super) fn place(name: &str, path: &str) -> Place {
    after(name, path, |_| {})
}

pub(super) fn after(name: &str, path: &str, then: impl Fn(&Chrome) + 'static) -> Place {
    Place {
        name: name.to_owned(),
        path: path.to_owned(),
        then: Box::new(then),
    }
}

/// A way to look at a page: the window, the language, whether its script runs.
type View = (Size, &'static str, Scripts);

/// Both directions of writing, both sizes, with the script of the pages and without. Without it pages differ in little: one way of writing on
/// each window is enough.
const ALL_VIEWS: [View; 6] = [
    (Size::Desktop, "en", Scripts::Off),
    (Size::Desktop, "en", Scripts::On),
    (Size::Desktop, "ar-XB", Scripts::On),
    (Size::Phone, "en", Scripts::On),
    (Size::Phone, "ar-XB", Scripts::Off),
    (Size::Phone, "ar-XB", Scripts::On),
];

/// The two that differ most.
pub(super) const FAR_VIEWS: [View; 2] = [
    (Size::Desktop, "en", Scripts::On),
    (Size::Phone, "ar-XB", Scripts::Off),
];

/// Looks at pages in every way; none may have a fault.
#[track_caller]
pub(super) fn look(chrome: &Chrome, server: &TestServer, places: &[Place]) {
    look_in(chrome, server, places, &ALL_VIEWS);
}

/// Looks at pages in some ways; none may have a fault.
#[track_caller]
pub(super) fn look_in(chrome: &Chrome, server: &TestServer, places: &[Place], views: &[View]) {
    let pictures = std::env::var_os("PARA11_SCREENSHOTS");
    let mut faults = BTreeMap::new();
    for (size, language, scripts) in views.iter().copied() {
        chrome.resize(size);
        for Place { name, path, then } in places {
            let name = format!("{name}-{language}-{}", size.width());
            chrome.run_scripts(scripts);
            chrome.go(&format!("{}/{language}{path}", server.origin()));
            then(chrome);
            // The page has been read; axe needs timers, which are scripts too.
            chrome.run_scripts(Scripts::On);
            let found = chrome.axe().into_iter().chain(chrome.overflow());
            let found = found.chain(chrome.complaints());
            for fault in found {
                let places = faults.entry(fault).or_insert_with(Vec::new);
                places.push(format!("{name} ({scripts:?})"));
            }
            if let Some(folder) = &pictures {
                let file = format!("{name}-{scripts:?}.png").to_lowercase();
                chrome.picture(size, &Path::new(folder).join(file));
            }
        }
    }
    assert!(faults.is_empty(), "{} faults: {faults:#?}", faults.len());
}

#[test]
fn pages_for_anyone_are_sound() {
    let Some(chrome) = Chrome::open(Scripts::On, Size::Desktop) else {
        return;
    };
    let server = TestServer::start();
    let link = server.link(&server.person(Role::FocalPoint));
    let places = [
        place("sign-in", "/sign-in?sent"),
        place("sign-in-link", link.trim_start_matches("/en")),
        place("sign-in-spent", "/link/none"),
        place("accessibility", "/accessibility"),
        place("problem", "/nothing"),
    ];
    look(&chrome, &server, &places);
}

fn form() -> Form {
    file::load(&catalog::shipped()["para11"]).unwrap()
}

/// What a question looks like: kinds of its fields, and how its rows come about.
fn looks(question: &Question) -> impl Iterator<Item = String> {
    let rows = match question.rows {
        Rows::One => "one",
        Rows::List { .. } => "list",
        Rows::Years => "years",
        Rows::Free { .. } => "free",
    };
    let fields = question.fields.iter();
    fields.map(move |field| format!("{rows} {}", field.kind.code()))
}

/// Pages of the questionnaire on which every look of a question is seen, the longest first.
fn sections(form: &Form) -> Vec<Place> {
    let mut pages: Vec<_> = form
        .sections
        .iter()
        .flat_map(|section| {
            form.pages(section)
                .into_iter()
                .map(move |page| (section, page))
        })
        .map(|(section, page)| {
            let kind = match page.content {
                Content::Questions(_) => "",
                Content::Matrix(_) => "matrix ",
                Content::Rows(_) => "row ",
            };
            let looks = page.questions().iter().copied().flat_map(looks);
            let looks: BTreeSet<_> = looks.map(|look| format!("{kind}{look}")).collect();
            (format!("/reply/{}/{}", section.name, page.slug), looks)
        })
        .collect();
    let mut places = Vec::new();
    loop {
        pages.sort_by_key(|(_, looks)| std::cmp::Reverse(looks.len()));
        let Some((path, seen)) = pages
            .first()
            .cloned()
            .filter(|(_, looks)| !looks.is_empty())
        else {
            return places;
        };
        let name = path.rsplit('/').next().unwrap().to_owned();
        places.push(place(&format!("section-{name}"), &path));
        for (_, looks) in &mut pages {
            looks.retain(|look| !seen.contains(look));
        }
    }
}

/// A server with a complete reply of Austria, not submitted, and the browser that wrote it.
pub(super) fn complete() -> (TestServer, Browser) {
    let server = TestServer::start();
    let browser = server.signed_in(Role::FocalPoint);
    // One in which figures are asked for.
    let wishes = (1..).map(|seed| Wishes::invented(false, seed));
    let wishes = wishes
        .into_iter()
        .find(|wishes| wishes.of("cas_kept.value") == ["central"]);
    typist::post_reply(&browser, &wishes.unwrap());
    (server, browser)
}

#[test]
fn pages_of_a_reply_are_sound() {
    let Some(chrome) = Chrome::open(Scripts::On, Size::Desktop) else {
        return;
    };
    let (server, colleague) = complete();
    sign_in(&chrome, &server, Role::FocalPoint);
    let mut places = vec![
        place("start", ""),
        place("tasks", "/reply"),
        place("check", "/reply/check"),
    ];
    places.extend(sections(&form()));
    look(&chrome, &server, &places);
    // From here on the reply has mistakes in it.
    let places = [
        after("section-errors", "/reply/m6_cases/cas_counts", |chrome| {
            for year in [2022, 2023] {
                chrome.enter(
                    &format!("[id='cas_counts.{year}.inv_opened']"),
                    "twelve or so",
                );
            }
            chrome.click("form > .govuk-button-group button");
            chrome.until_seen(".govuk-error-summary");
        }),
        after(
            "section-conflict",
            "/reply/m1_reply/rep_state",
            move |chrome| {
                let path = "/en/reply/m1_reply/rep_state";
                let page = colleague.get(path);
                let revision = page.after("name=\"rep_lead.revision\" value=\"").unwrap();
                let other = format!("Ministry of Justice, department {revision}");
                let fields = [
                    ("rep_lead.value", &*other),
                    ("rep_lead.revision", &*revision),
                ];
                assert_eq!(colleague.post(path, &fields).status, 303);
                chrome.enter("[id='rep_lead.value']", "Federal Chancellery");
                chrome.click("form > .govuk-button-group button");
                chrome.until_seen(".govuk-error-summary");
            },
        ),
    ];
    look(&chrome, &server, &places);
}

#[test]
fn pages_of_a_submitted_reply_are_sound() {
    let Some(chrome) = Chrome::open(Scripts::On, Size::Desktop) else {
        return;
    };
    let server = TestServer::start();
    let browser = server.signed_in(Role::FocalPoint);
    typist::post_reply(&browser, &Wishes::invented(true, 3));
    typist::submit(&server, &browser);
    sign_in(&chrome, &server, Role::FocalPoint);
    let places = [
        place("receipt", "/reply/receipt"),
        place("submitted-tasks", "/reply"),
        place("submitted-check", "/reply/check"),
        place("submitted-section", "/reply/m4_links/lnk_overview"),
    ];
    look(&chrome, &server, &places);
}

#[test]
fn pages_of_figures_and_progress_are_sound() {
    let Some(chrome) = Chrome::open(Scripts::On, Size::Desktop) else {
        return;
    };
    let server = figures::filled();
    sign_in(&chrome, &server, Role::Manager);
    let mut places = vec![
        place("start-manager", ""),
        place("progress", "/progress"),
        place("figures", "/figures"),
    ];
    // One of each kind of drawing, and one with nothing below a level.
    for id in ["T1", "T4", "T5", "T15"] {
        places.push(place(&format!("figure-{id}"), &format!("/figures/{id}")));
    }
    look(&chrome, &server, &places);
}
