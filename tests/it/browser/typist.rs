//! Somebody who fills in a whole reply: by hand in a browser, or by a script that knows only HTTP. Both go from page to page as the service
//! leads them, and give what is on each page.

use std::collections::BTreeMap;

use para11::form::{catalog, file};
use para11::reply::raw::RawAnswers;
use para11::reply::sample::{self, Plan};
use para11::reply::{AnswerKey, Facts};
use para11::round::{Period, Respondent};
use serde::Deserialize;
use serde_json::json;

use crate::support::browser::Chrome;
use crate::support::store::{at, clear, code};
use crate::support::web::{Answer, Browser, TestServer};

/// What somebody wants to say, by the names of fields on the pages.
pub(crate) struct Wishes(BTreeMap<String, Vec<String>>);

impl Wishes {
    /// A reply of Austria from the generator, to the questions of the short reply and no other, or to all that are asked.
    pub(crate) fn invented(core_only: bool, seed: u64) -> Self {
        let folder = catalog::shipped().remove("para11").unwrap();
        let form = file::load(&folder).unwrap();
        let mut plan = Plan::parse(&form, catalog::sample_plan("para11").unwrap()).unwrap();
        plan.core_only = if core_only { 100 } else { 0 };
        let list = form.list(form.respondents.as_str()).unwrap();
        let austria = list
            .choices
            .iter()
            .find(|choice| choice.code.as_str() == "AUT");
        let austria = Respondent {
            code: code("AUT"),
            facts: austria.unwrap().facts.clone(),
        };
        let facts = Facts {
            period: Period::five_years_before(at(0).date_naive()),
            today: at(0).date_naive(),
            respondent: code("AUT"),
        };
        let typed = sample::reply(&form, &facts, &austria, &plan, seed).unwrap();
        Self(names(&typed))
    }

    /// How many fields it fills in.
    pub(crate) fn count(&self) -> usize {
        self.0.values().map(Vec::len).sum()
    }

    /// The values of a field.
    pub(crate) fn of(&self, name: &str) -> &[String] {
        self.0.get(name).map_or(&[], Vec::as_slice)
    }

    /// The rows wanted of the roster of a question whose rows are not on a page.
    fn lacks_row(&self, question: &str, is_there: impl Fn(&str) -> bool) -> bool {
        let begin = format!("{question}.");
        let rows = self
            .0
            .keys()
            .filter_map(|name| name.strip_prefix(&begin)?.split('.').next());
        rows.filter(|row| row.parse::<u32>().is_ok())
            .any(|row| !is_there(&format!("{question}.{row}.revision")))
    }
}

/// The names under which pages ask for answers.
fn names(typed: &RawAnswers) -> BTreeMap<String, Vec<String>> {
    let mut names = BTreeMap::new();
    for (key, raw) in typed {
        let mut put = |part: &str, values: Vec<String>| {
            if values.iter().any(|value| !value.is_empty()) {
                names.insert(name(key, part), values);
            }
        };
        for (field, values) in &raw.values {
            put(field.as_str(), values.clone());
        }
        put("status", raw.status.iter().cloned().collect());
        put("mark", raw.mark.iter().cloned().collect());
        put("comment", vec![raw.comment.clone()]);
        put("source", vec![raw.source.clone()]);
    }
    names
}

fn name(key: &AnswerKey, part: &str) -> String {
    format!("{key}.{part}")
}

/// A control of the page, as the browser shows it.
#[derive(Debug, Deserialize)]
struct Control {
    id: String,
    name: String,
    kind: String,
    value: String,
    checked: bool,
    visible: bool,
    /// Inside something that opens at a click.
    folded: bool,
    /// Which of the fields of this name it is, among those that hold one value each.
    place: usize,
}

impl Control {
    /// Whether it says what is wanted.
    fn says(&self, wishes: &Wishes) -> bool {
        let wanted = wishes.of(&self.name);
        match self.kind.as_str() {
            "radio" | "checkbox" => self.checked || !wanted.contains(&self.value),
            _ => wanted
                .get(self.place)
                .is_none_or(|wanted| *wanted == self.value),
        }
    }

    fn css(&self) -> String {
        format!("[id=\"{}\"]", self.id)
    }
}

fn controls(chrome: &Chrome) -> Vec<Control> {
    const LIST: &str = "const places = {}; const form = document.querySelector('form[data-autosave]');
        return [...form.elements].filter((e) => e.name && e.type !== 'hidden' && e.tagName !== 'BUTTON').map((e) => {
            const one = e.type !== 'radio' && e.type !== 'checkbox';
            const place = one ? (places[e.name] = (places[e.name] ?? -1) + 1) : 0;
            const fold = e.closest('details:not([open])');
            return {id: e.id, name: e.name, kind: e.type, value: e.value, checked: !!e.checked, place,
                visible: e.checkVisibility() || (!!fold && fold.checkVisibility()), folded: !!fold};
        })";
    serde_json::from_value(chrome.value(LIST, &[])).unwrap()
}

/// Fills in the page that is shown: with clicks and keys, in the order of the page. What is hidden is waited for until the service shows it.
#[track_caller]
pub(crate) fn fill_in(chrome: &Chrome, wishes: &Wishes) {
    chrome.until("every field filled in", || {
        let open: Vec<_> = controls(chrome)
            .into_iter()
            .filter(|control| !control.says(wishes))
            .collect();
        for control in open.iter().filter(|control| control.visible) {
            give(chrome, control, wishes);
        }
        open.is_empty().then_some(())
    });
}

fn give(chrome: &Chrome, control: &Control, wishes: &Wishes) {
    let css = control.css();
    if control.folded {
        let fold = "let fold = document.querySelector(arguments[0]).closest('details:not([open])');
            if (fold) fold.firstElementChild.id = 'fold-' + Date.now(); return fold?.firstElementChild.id";
        let fold = chrome.value(fold, &[json!(css)]);
        if let Some(id) = fold.as_str() {
            chrome.click(&format!("#{id}"));
        }
    }
    match control.kind.as_str() {
        "radio" | "checkbox" => chrome.click(&css),
        "select-one" => {
            let wanted = &wishes.of(&control.name)[control.place];
            chrome.click(&format!("{css} option[value=\"{wanted}\"]"));
        }
        _ => chrome.enter(&css, &wishes.of(&control.name)[control.place]),
    }
}

/// Goes on from the page that is shown to the next, adding the rows that are wanted before.
#[track_caller]
pub(crate) fn go_on(chrome: &Chrome, wishes: &Wishes) {
    loop {
        fill_in(chrome, wishes);
        let adds = chrome.value(
            "return [...document.querySelectorAll('button[value^=\"add.\"]')].map((e) => e.value.slice(4))",
            &[],
        );
        let adds: Vec<String> = serde_json::from_value(adds).unwrap();
        let is_there = |name: &str| chrome.field(&format!("[name=\"{name}\"]")).is_some();
        let Some(add) = adds
            .iter()
            .find(|question| wishes.lacks_row(question, is_there))
        else {
            break;
        };
        let rows = count_rows(chrome, add);
        chrome.click(&format!("button[value=\"add.{add}\"]"));
        chrome.until("a new row", || {
            (count_rows(chrome, add) > rows).then_some(())
        });
    }
    let before = chrome.path();
    chrome.click(".govuk-button-group button[value=next]");
    chrome.until("the next page", || {
        let complaint = chrome.text(".govuk-error-summary");
        assert_eq!(complaint, None, "{before} was not accepted");
        (chrome.path() != before).then_some(())
    });
}

fn count_rows(chrome: &Chrome, question: &str) -> u64 {
    let count = "return document.querySelectorAll(arguments[0]).length";
    let css = format!("[name^=\"{question}.\"][name$=\".revision\"]");
    chrome
        .value(count, &[json!(css)])
        .as_u64()
        .unwrap_or_default()
}

/// Fills in every page from the one that is shown to the check of answers; gives how many there were.
#[track_caller]
pub(crate) fn fill_in_reply(chrome: &Chrome, wishes: &Wishes) -> usize {
    for page in 0..300 {
        if chrome.path().ends_with("/reply/check") {
            return page;
        }
        go_on(chrome, wishes);
    }
    panic!("the pages do not end");
}

/// The same without a browser: reads the pages as text, posts what is wanted of each and follows where the service leads.
#[track_caller]
pub(crate) fn post_reply(browser: &Browser, wishes: &Wishes) -> usize {
    let mut path = follow(&browser.get("/en/reply/m1_reply"));
    for pages in 0..300 {
        if path.ends_with("/reply/check") {
            return pages;
        }
        let page = browser.get(&path);
        assert_eq!(page.status, 200, "{path}: {}", page.body);
        let revisions = revisions(&page.body);
        let is_there = |name: &str| revisions.iter().any(|(there, _)| there == name);
        let mut fields = revisions.clone();
        for (revision, _) in &revisions {
            let begin = revision.trim_end_matches("revision");
            for (name, values) in &wishes.0 {
                let part = name.strip_prefix(begin);
                if part.is_some_and(|part| !part.contains('.')) {
                    fields.extend(values.iter().map(|value| (name.clone(), value.clone())));
                }
            }
        }
        let mut adds = page
            .body
            .split("value=\"add.")
            .skip(1)
            .filter_map(|rest| rest.split('"').next());
        let add = adds.find(|question| wishes.lacks_row(question, is_there));
        let go = add.map_or_else(|| "next".to_owned(), |question| format!("add.{question}"));
        fields.push(("go".to_owned(), go));
        let fields: Vec<_> = fields
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        path = follow(&browser.post(&path, &fields));
    }
    panic!("the pages do not end");
}

/// Submits what is complete, once another person has cleared it.
#[track_caller]
pub(crate) fn submit(server: &TestServer, browser: &Browser) {
    clear(&server.store, "AUT", at(0));
    let page = browser.get("/en/reply/submit");
    let checked = page.after("name=\"checked\" value=\"").unwrap();
    let done = browser.post(
        "/en/reply/submit",
        &[("checked", &checked), ("confirmed", "yes")],
    );
    assert_eq!(follow(&done), "/en/reply/receipt");
}

/// Where an answer leads.
#[track_caller]
fn follow(answer: &Answer) -> String {
    assert_eq!(answer.status, 303, "{}", answer.body);
    answer
        .header("location")
        .split('#')
        .next()
        .unwrap()
        .to_owned()
}

/// Names and values of the fields that tell which answers are on a page.
fn revisions(page: &str) -> Vec<(String, String)> {
    let fields = page.split("name=\"").skip(1).filter_map(|rest| {
        let (name, rest) = rest.split_once('"')?;
        let value = rest.strip_prefix(" value=\"")?.split('"').next()?;
        name.ends_with(".revision")
            .then(|| (name.to_owned(), value.to_owned()))
    });
    fields.collect()
}
