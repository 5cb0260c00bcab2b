//! From a question to what its page shows.

use std::borrow::Cow;

use crate::document::rule;
use crate::form::expression::Expression;
use crate::form::name::Code;
use crate::form::text::FormTexts;
use crate::form::{
    Core, Field as FormField, FieldKind, Form, Question as FormQuestion, Rows, With,
};
use crate::reply::raw::RawAnswer;
use crate::reply::{AnswerKey, Draft};
use crate::store::reply::marks::KeptMark;
use crate::store::reply::save::Conflict as Stored;
use crate::text::Catalogue;
use crate::web::pages::respond::{
    Aside, Body, Choice, Conflict, Control, Field, Head, Last, Note, Question, Row,
};

use super::answers;
use super::aside::aside;
use super::both;
use super::field::Room;
use super::last;
use super::notes::{self, Notes};
use super::open::OpenReply;

/// More choices than this do not stand beside each other as columns.
const MOST_COLUMNS: usize = 6;

/// Makes the questions of a page.
pub(super) struct Maker<'a> {
    pub(super) open: &'a OpenReply,
    pub(super) draft: &'a Draft,
    pub(super) texts: FormTexts<'a>,
    pub(super) words: &'a Catalogue,
    /// The questions of the page.
    pub(super) page: &'a [&'a FormQuestion],
    /// Whether the rows of these questions have pages of their own.
    pub(super) by_row: bool,
    /// What is said on the page.
    pub(super) notes: &'a Notes,
    /// What somebody else wrote meanwhile.
    pub(super) conflicts: &'a [Stored],
    /// Marks that stay as they were.
    pub(super) kept: &'a [KeptMark],
}

impl<'a> Maker<'a> {
    pub(super) fn form(&self) -> &'a Form {
        self.texts.form()
    }

    /// Whether a rule looks at a question of this page.
    pub(super) fn is_of_this_page(&self, rule: &Expression) -> bool {
        rule.questions().iter().any(|reference| {
            let mut page = self.page.iter();
            page.any(|question| question.name == reference.question)
        })
    }

    /// A question as its page shows it; on a page of one row, of that row.
    pub(super) fn question(&self, question: &FormQuestion, row: Option<&Code>) -> Question {
        let whole = key(question, row);
        let body = match (&question.rows, row) {
            (Rows::List { .. }, None) if self.by_row => Body::Whole,
            (Rows::One, _) | (_, Some(_)) => self.answer(question, &whole),
            (Rows::Free { max, .. }, None) => self.free(question, *max),
            (Rows::List { .. } | Rows::Years, None) => self.rows(question),
        };
        let raw = self.raw(question, &whole);
        let hint = self.texts.hint(question).unwrap_or_default().into_owned();
        let fixed = |field: &FormField| matches!(field.kind, FieldKind::Prefilled(_));
        let only_fixed = question.fields.iter().all(fixed);
        let takes_whole = row.is_some() || !question.has_rows() || question.with != With::default();
        Question {
            id: whole.to_string(),
            number: question.number.clone(),
            words: self.texts.question(question).into_owned(),
            hint,
            rule: if row.is_some() {
                String::new()
            } else {
                rule::sentence(question, &self.texts, self.words, self.draft.facts())
            },
            asks: self.asks(question),
            core: is_core(question, row),
            // What two people wrote is shown, whether it is asked at present or not.
            off: !self.is_asked(question, row) && !self.collides(question),
            body,
            aside: self.aside(question, &whole, &raw),
            note: self.notes.at(&whole.to_string()),
            conflict: self.conflict(&whole),
            talk: None,
            last: self.last(question, &whole, &question.number),
            revision: (takes_whole && !(only_fixed && question.with == With::default()))
                .then(|| self.open.revision_of(&whole)),
        }
    }

    fn asks(&self, question: &FormQuestion) -> Vec<String> {
        let asked = self.open.story.clarifications.iter();
        asked
            .filter(|asked| asked.waits() && asked.question == question.name)
            .map(|asked| asked.words.clone())
            .collect()
    }

    fn collides(&self, question: &FormQuestion) -> bool {
        let mut conflicts = self.conflicts.iter();
        conflicts.any(|conflict| conflict.key.question == question.name)
    }

    fn is_asked(&self, question: &FormQuestion, row: Option<&Code>) -> bool {
        self.draft.asked(&question.name)
            && row.is_none_or(|row| self.draft.rows(&question.name).contains(row))
    }

    fn answer(&self, question: &FormQuestion, key: &AnswerKey) -> Body {
        let raw = self.raw(question, key);
        let mut fields: Vec<_> = question
            .fields
            .iter()
            .map(|field| self.field(question, field, key, &raw, Room::Wide))
            .collect();
        if self.texts.hint(question).is_some()
            && let [field] = fields.as_mut_slice()
        {
            field.described_by = format!("{key}-hint {}", field.described_by);
        }
        match fields.pop() {
            Some(field) if !question.is_group() => Body::One(field),
            last => {
                fields.extend(last);
                Body::Group(fields)
            }
        }
    }

    /// A question with a row for each choice of a list, or for each year.
    fn rows(&self, question: &FormQuestion) -> Body {
        let codes = self.codes(question);
        let Some(room) = room(self.form(), question) else {
            let rows = codes.iter();
            return Body::Stack {
                rows: rows
                    .map(|row| self.row(question, row, Room::Wide))
                    .collect(),
                free: false,
                more: false,
            };
        };
        let rows: Vec<_> = codes
            .iter()
            .map(|row| self.row(question, row, room))
            .collect();
        Body::Grid {
            heads: self.heads(question, room, &rows),
            rows,
        }
    }

    /// The rows to show: those asked, and all where the rule looks at a question of this page or nothing is asked.
    fn codes(&self, question: &FormQuestion) -> Vec<Code> {
        match &question.rows {
            Rows::List {
                list,
                only: Some(only),
            } if self.is_of_this_page(only) => {
                let list = self.form().list(list.as_str());
                let choices = list.into_iter().flat_map(|list| &list.choices);
                choices.map(|choice| choice.code.clone()).collect()
            }
            Rows::List { list, only: None } => {
                let list = self.form().list(list.as_str());
                let choices = list.into_iter().flat_map(|list| &list.choices);
                choices.map(|choice| choice.code.clone()).collect()
            }
            Rows::Years => {
                let years = self.draft.facts().period.years();
                years
                    .filter_map(|year| Code::parse(&year.to_string()).ok())
                    .collect()
            }
            Rows::One | Rows::List { .. } | Rows::Free { .. } => {
                self.draft.rows(&question.name).to_vec()
            }
        }
    }

    fn heads(&self, question: &FormQuestion, room: Room, rows: &[Row]) -> Vec<Head> {
        if room == Room::Row {
            let choices = rows.first().and_then(|row| row.fields.first());
            let Some(Control::Radios(choices)) = choices.map(|field| &field.control) else {
                return Vec::new();
            };
            let head = |choice: &Choice| Head {
                words: choice.label.clone(),
                hint: choice.hint.clone(),
            };
            return choices.iter().map(head).collect();
        }
        let head = |field: &FormField| {
            let unit = self.texts.unit(question, field).unwrap_or_default();
            let hint = self.texts.field_hint(question, field).unwrap_or_default();
            let both = [unit, hint].map(Cow::into_owned);
            let both: Vec<_> = both.into_iter().filter(|part| !part.is_empty()).collect();
            Head {
                words: self.texts.field(question, field).into_owned(),
                hint: both.join(" "),
            }
        };
        question.fields.iter().map(head).collect()
    }

    /// Rows that a person adds: those there are, and one more.
    fn free(&self, question: &FormQuestion, max: usize) -> Body {
        let kept = self.draft.rows(&question.name);
        let ordinal = |row: &Code| row.as_str().parse::<u32>().unwrap_or(0);
        let mut kept: Vec<_> = if self.draft.asked(&question.name) {
            kept.to_vec()
        } else {
            self.kept_though_not_asked(question)
        };
        // Rows of last time that nobody has looked at stand among them.
        let of_last_time = self.open.last.keys(&question.name).into_iter();
        let waiting: Vec<Code> = of_last_time
            .filter_map(|key| key.row.clone())
            .filter(|row| !kept.contains(row))
            .collect();
        let typed = kept.clone();
        kept.extend(waiting);
        kept.sort_by_key(ordinal);
        let next = kept.last().map_or(1, |last| ordinal(last) + 1);
        let mut rows: Vec<_> = kept
            .iter()
            .map(|row| Row {
                kept: typed.contains(row),
                ..self.row(question, row, Room::Wide)
            })
            .collect();
        let more = rows.len() < max;
        if let (true, Ok(row)) = (more, Code::parse(&next.to_string())) {
            rows.push(self.row(question, &row, Room::Wide));
        }
        Body::Stack {
            rows,
            free: true,
            more,
        }
    }

    /// Rows in which something was typed while the question was asked.
    fn kept_though_not_asked(&self, question: &FormQuestion) -> Vec<Code> {
        let raw = self.draft.raw().iter();
        raw.filter(|(key, answer)| key.question == question.name && !answer.says_nothing())
            .filter_map(|(key, _)| key.row.clone())
            .collect()
    }

    fn row(&self, question: &FormQuestion, row: &Code, room: Room) -> Row {
        let key = key(question, Some(row));
        let raw = self.raw(question, &key);
        let label = match &question.rows {
            Rows::Free { .. } => {
                let args = [("number", row.as_str().into())];
                self.words.with("respond-row", &args).into_owned()
            }
            Rows::One | Rows::List { .. } | Rows::Years => {
                self.texts.row(question, row).into_owned()
            }
        };
        let hint = match &question.rows {
            Rows::List { list, .. } => self.texts.choice_hint(list, row),
            Rows::One | Rows::Years | Rows::Free { .. } => None,
        };
        let fields = question
            .fields
            .iter()
            .map(|field| self.field(question, field, &key, &raw, room));
        let shown = self.last(question, &key, &label);
        Row {
            id: key.to_string(),
            label,
            hint: hint.unwrap_or_default().into_owned(),
            revision: self.open.revision_of(&key),
            core: matches!(question.core, Core::Rows(_)) && is_core(question, Some(row)),
            off: match question.rows {
                // A row that is about to be added is not there yet.
                Rows::Free { .. } => false,
                Rows::One | Rows::List { .. } | Rows::Years => {
                    self.draft.asked(&question.name)
                        && !self.is_asked(question, Some(row))
                        && !self.conflicts.iter().any(|other| other.key == key)
                }
            },
            kept: false,
            fields: fields.collect(),
            aside: self.aside(question, &key, &raw),
            note: self.notes.at(&key.to_string()),
            conflict: self.conflict(&key),
            last: shown,
        }
    }

    fn field(
        &self,
        question: &FormQuestion,
        field: &FormField,
        key: &AnswerKey,
        raw: &RawAnswer,
        room: Room,
    ) -> Field {
        let name = format!("{key}.{}", field.name);
        let hint = self.field_hint(question, field, room);
        let said_at = notes::said_at(question, field, key, self.form());
        let note = if said_at == name {
            self.notes.at(&name)
        } else {
            Note::default()
        };
        let mut described_by = Vec::new();
        if !hint.is_empty() {
            described_by.push(format!("{name}-hint"));
        }
        if room == Room::Wide {
            // In a grid the row is described once, not each of its cells.
            described_by.push(format!("{said_at}-finding"));
        }
        Field {
            control: self.control(question, field, key, raw, room),
            label: self.texts.field(question, field).into_owned(),
            unit: self
                .texts
                .unit(question, field)
                .unwrap_or_default()
                .into_owned(),
            hint,
            described_by: described_by.join(" "),
            invalid: self.notes.is_wrong(&name),
            note,
            name,
        }
    }

    /// The hint of a field: that of a group its own; how a date is written.
    fn field_hint(&self, question: &FormQuestion, field: &FormField, room: Room) -> String {
        let own = self.texts.field_hint(question, field).unwrap_or_default();
        let dates = match field.kind {
            FieldKind::Date if room == Room::Wide => self.words.text("respond-date-hint"),
            _ => "".into(),
        };
        match room {
            // The head of the column says it once.
            Room::Column | Room::Row => String::new(),
            Room::Wide => [own, dates]
                .into_iter()
                .filter(|part| !part.is_empty())
                .collect::<Vec<_>>()
                .join(" "),
        }
    }

    /// The answer of last time. Where rows have pages of their own it stands there.
    fn last(&self, question: &FormQuestion, key: &AnswerKey, label: &str) -> Option<Last> {
        last::shown(
            self.open,
            self.draft,
            question,
            key,
            (label, &self.texts, self.words),
        )
    }

    fn aside(&self, question: &FormQuestion, key: &AnswerKey, raw: &RawAnswer) -> Aside {
        let mut aside = aside(question, key, raw, &self.texts, self.words, self.draft);
        aside.open |= self.kept.iter().any(|kept| kept.key == *key);
        // A field for documents has the button that leads to all of them.
        let has_fields = key.row.is_some() || !question.has_rows();
        let mut fields = question.fields.iter();
        if has_fields && fields.any(|field| matches!(field.kind, FieldKind::File)) {
            aside.documents = None;
        }
        aside
    }

    fn conflict(&self, key: &AnswerKey) -> Conflict {
        let found = self.conflicts.iter().find(|conflict| conflict.key == *key);
        found.map_or_else(
            || Conflict {
                key: key.to_string(),
                ..Conflict::default()
            },
            |conflict| {
                let own = self.draft.raw().get(key).cloned().unwrap_or_default();
                let both = both::is_possible(self.open, conflict, &own);
                answers::conflict(conflict, &own, both, &self.texts, self.words)
            },
        )
    }

    /// What stands in the fields: what was typed, or at first what the form begins with.
    fn raw(&self, question: &FormQuestion, key: &AnswerKey) -> RawAnswer {
        if let Some(raw) = self.draft.raw().get(key) {
            return raw.clone();
        }
        let mut raw = RawAnswer::default();
        if self.open.revision_of(key) == 0 {
            let defaults = question.fields.iter();
            let defaults =
                defaults.filter_map(|field| Some((field.name.clone(), field.default.clone()?)));
            raw.values = defaults.map(|(name, value)| (name, vec![value])).collect();
        }
        raw
    }
}

fn key(question: &FormQuestion, row: Option<&Code>) -> AnswerKey {
    AnswerKey {
        question: question.name.clone(),
        row: row.cloned(),
    }
}

fn is_core(question: &FormQuestion, row: Option<&Code>) -> bool {
    match (&question.core, row) {
        (Core::Yes, _) => true,
        (Core::Rows(rows), Some(row)) => rows.contains(row),
        (Core::No | Core::Rows(_), _) => false,
    }
}

/// Whether the fields fit into columns, and then how.
pub(super) fn room(form: &Form, question: &FormQuestion) -> Option<Room> {
    if matches!(question.rows, Rows::One | Rows::Free { .. }) {
        return None;
    }
    let is_flat = |field: &FormField| match field.kind {
        FieldKind::Single(_)
        | FieldKind::Integer { .. }
        | FieldKind::Decimal { .. }
        | FieldKind::Year { .. }
        | FieldKind::Date
        | FieldKind::Tick => true,
        FieldKind::Multiple { .. }
        | FieldKind::Ranked { .. }
        | FieldKind::Text(_)
        | FieldKind::LongText(_)
        | FieldKind::Email
        | FieldKind::DateRange
        | FieldKind::File
        | FieldKind::Prefilled(_) => false,
    };
    if question.fields.len() > MOST_COLUMNS || !question.fields.iter().all(is_flat) {
        return None;
    }
    let [field] = question.fields.as_slice() else {
        return Some(Room::Column);
    };
    match &field.kind {
        FieldKind::Single(choices) if choices.only.is_none() => {
            let list = form.list(choices.list.as_str());
            let fits = list.is_some_and(|list| list.choices.len() <= MOST_COLUMNS);
            Some(if fits { Room::Row } else { Room::Column })
        }
        _ => Some(Room::Column),
    }
}
