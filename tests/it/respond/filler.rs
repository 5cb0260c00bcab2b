//! A browser without a script: reads the form that a page really printed, and sends what a browser would.

use std::sync::LazyLock;

use para11::reply::AnswerKey;
use para11::reply::raw::RawAnswer;
use regex::Regex;

/// A form as a page printed it.
#[derive(Debug)]
pub(super) struct Printed {
    pub(super) action: String,
    controls: Vec<Control>,
    buttons: Vec<String>,
}

#[derive(Debug)]
struct Control {
    name: String,
    kind: Kind,
}

#[derive(Debug)]
enum Kind {
    /// Text, hidden values and areas.
    Text(String),
    /// Radios and boxes: the value and whether it is chosen.
    Choice(String, bool),
    /// Lists: all values and the one that is chosen.
    List(Vec<String>, String),
}

static TAGS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r#"(?s)<(?:(input)\b([^>]*)>|(button)\b([^>]*)>|(select)\b([^>]*)>(.*?)</select>|(textarea)\b([^>]*)>(.*?)</textarea>)"#,
    )
    .unwrap()
});

/// The value of an attribute, as a browser reads it.
fn attribute(tag: &str, name: &str) -> Option<String> {
    let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
    Some(plain(rest.split_once('"').unwrap().0))
}

/// Text without the escapes of HTML.
pub(super) fn plain(text: &str) -> String {
    let mut plain = text.to_owned();
    for (escape, character) in [
        ("&#34;", "\""),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&#x27;", "'"),
        ("&#60;", "<"),
        ("&lt;", "<"),
        ("&#62;", ">"),
        ("&gt;", ">"),
        ("&#38;", "&"),
        ("&amp;", "&"),
    ] {
        plain = plain.replace(escape, character);
    }
    plain
}

impl Printed {
    /// The form that saves answers.
    pub(super) fn of(page: &str) -> Self {
        let (_, rest) = page
            .split_once("<form method=\"post\" action=\"/en/reply")
            .unwrap_or_else(|| panic!("the page has no form: {page}"));
        let (action, rest) = rest.split_once('"').unwrap();
        let (form, _) = rest.split_once("</form>").unwrap();
        let mut printed = Self {
            action: format!("/en/reply{action}"),
            controls: Vec::new(),
            buttons: Vec::new(),
        };
        for tag in TAGS.captures_iter(form) {
            let text = |group: usize| tag.get(group).map_or("", |found| found.as_str());
            if tag.get(1).is_some() {
                printed.input(text(2));
            } else if tag.get(3).is_some() {
                printed
                    .buttons
                    .push(attribute(text(4), "value").unwrap_or_default());
            } else if tag.get(5).is_some() {
                printed.list(text(6), text(7));
            } else {
                let name = attribute(text(9), "name").unwrap();
                let kind = Kind::Text(plain(text(10)));
                printed.controls.push(Control { name, kind });
            }
        }
        printed
    }

    fn input(&mut self, tag: &str) {
        let name = attribute(tag, "name").unwrap();
        let value = attribute(tag, "value").unwrap_or_default();
        let kind = match attribute(tag, "type").as_deref() {
            Some("radio" | "checkbox") => Kind::Choice(value, tag.contains(" checked")),
            Some("hidden") | None => Kind::Text(value),
            Some(other) => panic!("an input of type {other}"),
        };
        self.controls.push(Control { name, kind });
    }

    fn list(&mut self, tag: &str, options: &str) {
        let mut values = Vec::new();
        let mut chosen = None;
        for option in options.split("<option").skip(1) {
            let value = attribute(option, "value").unwrap();
            if option.split('>').next().unwrap().contains(" selected") {
                chosen = Some(value.clone());
            }
            values.push(value);
        }
        let chosen = chosen.unwrap_or_else(|| values.first().unwrap().clone());
        self.controls.push(Control {
            name: attribute(tag, "name").unwrap(),
            kind: Kind::List(values, chosen),
        });
    }

    /// What a browser sends.
    pub(super) fn fields(&self) -> Vec<(&str, &str)> {
        let sent = |control: &'_ Control| match &control.kind {
            Kind::Text(value) | Kind::Choice(value, true) | Kind::List(_, value) => {
                Some(value.clone())
            }
            Kind::Choice(_, false) => None,
        };
        self.controls
            .iter()
            .filter(|control| sent(control).is_some())
            .map(|control| {
                let value = match &control.kind {
                    Kind::Text(value) | Kind::Choice(value, _) | Kind::List(_, value) => value,
                };
                (control.name.as_str(), value.as_str())
            })
            .filter(|(name, _)| *name != "form_token")
            .collect()
    }

    /// The same, with a button pressed.
    pub(super) fn pressed<'a>(&'a self, button: &'a str) -> Vec<(&'a str, &'a str)> {
        assert!(
            self.buttons.iter().any(|other| other == button),
            "no button {button}: {:?}",
            self.buttons
        );
        let mut fields = self.fields();
        fields.push(("go", button));
        fields
    }

    /// Names of the answers on the page.
    pub(super) fn answers(&self) -> Vec<String> {
        let names = self.controls.iter().map(|control| control.name.as_str());
        names
            .filter_map(|name| name.strip_suffix(".revision"))
            .map(str::to_owned)
            .collect()
    }

    /// Questions to which entries can be added.
    pub(super) fn addable(&self) -> Vec<&str> {
        let buttons = self.buttons.iter();
        buttons
            .filter_map(|button| button.strip_prefix("add."))
            .collect()
    }

    /// The value of a control that has one.
    pub(super) fn value(&self, name: &str) -> &str {
        let fields = self.fields();
        let found = fields.iter().find(|(other, _)| *other == name);
        found.unwrap_or_else(|| panic!("{name} is not sent")).1
    }

    /// Puts values into the controls of a name, and empties the rest of them.
    pub(super) fn set(&mut self, name: &str, values: &[String]) {
        let mut left: Vec<&str> = values.iter().map(String::as_str).collect();
        let mut taken = 0;
        for control in self.controls.iter_mut().filter(|other| other.name == name) {
            match &mut control.kind {
                Kind::Text(value) => {
                    *value = if left.is_empty() {
                        String::new()
                    } else {
                        taken += 1;
                        left.remove(0).to_owned()
                    };
                }
                Kind::Choice(value, chosen) => {
                    *chosen = left.contains(&value.as_str());
                    taken += usize::from(*chosen);
                }
                Kind::List(all, chosen) => {
                    *chosen = if left.is_empty() {
                        String::new()
                    } else {
                        taken += 1;
                        left.remove(0).to_owned()
                    };
                    assert!(
                        all.contains(chosen),
                        "{name} does not offer `{chosen}`: {all:?}"
                    );
                }
            }
        }
        assert_eq!(
            taken,
            values.len(),
            "{name} on the page takes not all of {values:?}"
        );
    }

    /// Fills in an answer as somebody wants it, with what the page offers.
    pub(super) fn answer(&mut self, key: &str, wanted: &RawAnswer) {
        let fields = wanted.values.keys().map(|field| format!("{key}.{field}"));
        let mut names: Vec<String> = self
            .controls
            .iter()
            .map(|control| control.name.clone())
            .chain(fields)
            .filter(|name| {
                let part = name
                    .strip_prefix(key)
                    .and_then(|rest| rest.strip_prefix('.'));
                part.is_some_and(|part| !part.contains('.') && part != "revision")
            })
            .collect();
        names.dedup();
        let one = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        for name in names {
            let part = name.rsplit('.').next().unwrap();
            let values: Vec<String> = match part {
                "status" => wanted.status.clone().into_iter().collect(),
                "mark" => wanted.mark.clone().into_iter().collect(),
                "comment" => one(&wanted.comment).into_iter().collect(),
                "source" => one(&wanted.source).into_iter().collect(),
                "remove" => Vec::new(),
                field => wanted.field(field).to_vec(),
            };
            self.set(&name, &values);
        }
    }
}

/// The name of an answer in what is posted.
pub(super) fn name(key: &AnswerKey) -> String {
    key.to_string()
}
