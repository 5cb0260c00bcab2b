//! From a field to what a person fills in.

use crate::form::name::Code;
use crate::form::{Choice as ListChoice, Choices, Field, FieldKind, Question};
use crate::reply::AnswerKey;
use crate::reply::raw::RawAnswer;
use crate::web::pages::respond::{Choice, Control, Place};

use super::aside::documents;

use super::question::Maker;

/// More choices than this stand in a list that opens, not below each other.
const MOST_RADIOS: usize = 12;
/// Choice that stands for no answer, so that a choice once made can be taken back.
const NO_CHOICE: &str = "";

/// How much room a field has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Room {
    /// The width of the page.
    Wide,
    /// A column of a grid: choices stand in lists that open.
    Column,
    /// The whole row of a grid: each choice is a column.
    Row,
}

impl Maker<'_> {
    /// What a person fills in for a field.
    pub(super) fn control(
        &self,
        question: &Question,
        field: &Field,
        key: &AnswerKey,
        raw: &RawAnswer,
        room: Room,
    ) -> Control {
        let typed = raw.field(field.name.as_str());
        let first = typed.first().map(String::as_str).unwrap_or_default();
        let name = format!("{key}.{}", field.name);
        let line = |mode, width| Control::Line {
            value: first.to_owned(),
            mode,
            width,
        };
        match &field.kind {
            FieldKind::Single(from) => {
                let offered = self.offered(question, &field.kind, key.row.as_ref(), typed);
                let choices = self.choices(&name, from, &offered, typed);
                let is_long = offered.len() > MOST_RADIOS;
                self.single(&name, choices, room, is_long)
            }
            FieldKind::Multiple {
                choices: from,
                exclusive,
                ..
            } => {
                let offered = self.offered(question, &field.kind, key.row.as_ref(), typed);
                let (alone, others): (Vec<_>, Vec<_>) = offered
                    .into_iter()
                    .partition(|choice| exclusive.contains(&choice.code));
                // The first control of the field has its name for an id, whichever group it stands in.
                let mut all = self.choices(&name, from, &[others.clone(), alone].concat(), typed);
                let exclusive = all.split_off(others.len());
                Control::Boxes {
                    choices: all,
                    exclusive,
                }
            }
            FieldKind::Ranked {
                choices: from, max, ..
            } => {
                let offered = self.offered(question, &field.kind, key.row.as_ref(), typed);
                let places = (*max).min(offered.len()).max(typed.len());
                Control::Ranked(self.ranked(&name, from, &offered, typed, places))
            }
            FieldKind::Text(_) => line("", ""),
            FieldKind::LongText(length) => Control::Area {
                value: first.to_owned(),
                most: self
                    .words
                    .with("respond-most-characters", &[("most", length.max.into())])
                    .into_owned(),
            },
            FieldKind::Email => line("email", "govuk-input--width-30"),
            FieldKind::Integer { .. } => line("numeric", "govuk-input--width-10"),
            FieldKind::Decimal { .. } => line("decimal", "govuk-input--width-10"),
            FieldKind::Year { .. } => line("numeric", "govuk-input--width-4"),
            FieldKind::Date => line("", "govuk-input--width-10"),
            FieldKind::DateRange => Control::Range {
                first: first.to_owned(),
                last: typed.get(1).cloned().unwrap_or_default(),
            },
            FieldKind::Tick => Control::Tick {
                checked: first == "yes",
            },
            FieldKind::Prefilled(list) => {
                let respondent = &self.draft.facts().respondent;
                Control::Fixed(self.texts.choice(list, respondent).into_owned())
            }
            FieldKind::File => Control::Document(documents(self.draft, key)),
        }
    }

    fn single(&self, name: &str, mut choices: Vec<Choice>, room: Room, is_long: bool) -> Control {
        let none = |checked, label: &str| Choice {
            id: format!("{name}-"),
            value: NO_CHOICE.to_owned(),
            label: label.to_owned(),
            hint: String::new(),
            checked,
        };
        let chosen = choices.iter().any(|choice| choice.checked);
        let words = self.words.text("respond-no-answer");
        match room {
            Room::Wide if !is_long => {
                if chosen {
                    choices.push(none(false, &words));
                }
                Control::Radios(choices)
            }
            Room::Row => {
                choices.push(none(!chosen, &words));
                Control::Radios(choices)
            }
            Room::Wide | Room::Column => {
                choices.insert(0, none(!chosen, ""));
                Control::Select(choices)
            }
        }
    }

    fn ranked(
        &self,
        name: &str,
        from: &Choices,
        offered: &[&ListChoice],
        typed: &[String],
        places: usize,
    ) -> Vec<Place> {
        (0..places)
            .map(|place| {
                let chosen = typed.get(place).map_or(&[][..], std::slice::from_ref);
                let mut choices = self.choices("", from, offered, chosen);
                choices.insert(
                    0,
                    Choice {
                        id: String::new(),
                        value: NO_CHOICE.to_owned(),
                        label: String::new(),
                        hint: String::new(),
                        checked: chosen.is_empty(),
                    },
                );
                let number = (place + 1).to_string();
                let args = [("number", (&number).into())];
                Place {
                    id: if place == 0 {
                        name.to_owned()
                    } else {
                        format!("{name}-{number}")
                    },
                    label: self.words.with("respond-rank", &args).into_owned(),
                    choices,
                }
            })
            .collect()
    }

    /// The choices as they are shown.
    fn choices(
        &self,
        name: &str,
        from: &Choices,
        offered: &[&ListChoice],
        typed: &[String],
    ) -> Vec<Choice> {
        let hint = |code: &Code| self.texts.choice_hint(&from.list, code);
        offered
            .iter()
            .enumerate()
            .map(|(at, choice)| Choice {
                id: if at == 0 {
                    name.to_owned()
                } else {
                    format!("{name}-{}", choice.code)
                },
                value: choice.code.to_string(),
                label: self.texts.choice(&from.list, &choice.code).into_owned(),
                hint: hint(&choice.code).unwrap_or_default().into_owned(),
                checked: typed.iter().any(|typed| typed == choice.code.as_str()),
            })
            .collect()
    }

    /// The choices to show: those offered at present, what was chosen, and all where the rule looks at a question of this page, which the
    /// person may be about to change.
    fn offered(
        &self,
        question: &Question,
        kind: &FieldKind,
        row: Option<&Code>,
        typed: &[String],
    ) -> Vec<&ListChoice> {
        let (FieldKind::Single(choices)
        | FieldKind::Multiple { choices, .. }
        | FieldKind::Ranked { choices, .. }) = kind
        else {
            return Vec::new();
        };
        let Some(list) = self.form().list(choices.list.as_str()) else {
            return Vec::new();
        };
        if choices
            .only
            .as_ref()
            .is_some_and(|rule| self.is_of_this_page(rule))
        {
            return list.choices.iter().collect();
        }
        let offered = self.draft.choices(self.form(), question, kind, row);
        list.choices
            .iter()
            .filter(|choice| {
                let chosen = typed.iter().any(|typed| typed == choice.code.as_str());
                chosen || offered.iter().any(|other| other.code == choice.code)
            })
            .collect()
    }
}
