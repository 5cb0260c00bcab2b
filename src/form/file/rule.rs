//! Rules: parsed when all questions are known, and put where they belong.

use std::collections::BTreeMap;

use super::source::{At, Findings};
use crate::form::expression::schema::{Codes, FieldOutline, Outline, Place, RowsOutline};
use crate::form::expression::{Expression, ExpressionError, Type};
use crate::form::name::{CheckName, ListName, QuestionName};
use crate::form::{Check, Choices, FieldKind, Level, List, Question, Rows, Section};

type Lists = BTreeMap<ListName, List>;
type Outlines = BTreeMap<QuestionName, Outline>;

/// A rule as written.
pub(super) struct Rule {
    /// The file.
    pub(super) path: String,
    /// Place of the section.
    pub(super) section: usize,
    /// Place of the question in it.
    pub(super) question: usize,
    /// Where it belongs.
    pub(super) slot: Slot,
    pub(super) text: At<String>,
}

/// Where a rule belongs in its question.
pub(super) enum Slot {
    /// `relevant`.
    Relevant,
    /// `rows_where`.
    Rows,
    /// `choices_where` of the field at this place.
    Choices(usize),
    /// A check.
    Check {
        name: CheckName,
        level: Level,
        per_row: bool,
        even_if_empty: bool,
    },
}

impl Slot {
    const fn key(&self) -> &'static str {
        match self {
            Self::Relevant => "relevant",
            Self::Rows => "rows_where",
            Self::Choices(_) => "choices_where",
            Self::Check { .. } => "require",
        }
    }
}

/// Parses the rules and puts them into their questions.
pub(super) fn compile(
    sections: &mut [Section],
    lists: &Lists,
    rules: Vec<Rule>,
    findings: &Findings,
) {
    let outlines = outlines(sections, lists);
    for rule in rules {
        let section = sections.get_mut(rule.section);
        let question = section.and_then(|section| section.questions.get_mut(rule.question));
        let Some(question) = question else { continue };
        let place = place(question, &rule.slot, &outlines, lists);
        match Expression::parse_condition(&rule.text.value, &outlines, &place) {
            Ok(expression) => put(question, rule.slot, expression),
            Err(error) => tell(&rule, &error, findings),
        }
    }
}

/// What the parser says is cause and remedy in one sentence, parted by a semicolon.
fn tell(rule: &Rule, error: &ExpressionError, findings: &Findings) {
    let (cause, remedy) = error
        .message
        .split_once("; ")
        .unwrap_or((&error.message, "correct the rule (forms/README.md)"));
    let key = rule.slot.key();
    let cause = format!("`{key}`, at character {}: {cause}", error.position + 1);
    let before = rule.text.value.chars().take(error.position);
    let line = rule.text.line + before.filter(|c| *c == '\n').count();
    findings.add(&rule.path, line, cause, remedy);
}

fn put(question: &mut Question, slot: Slot, expression: Expression) {
    match slot {
        Slot::Relevant => question.relevant = Some(expression),
        Slot::Rows => {
            if let Rows::List { only, .. } = &mut question.rows {
                *only = Some(expression);
            }
        }
        Slot::Choices(place) => {
            let field = question.fields.get_mut(place);
            if let Some(choices) = field.and_then(|field| choices_of(&mut field.kind)) {
                choices.only = Some(expression);
            }
        }
        Slot::Check {
            name,
            level,
            per_row,
            even_if_empty,
        } => question.checks.push(Check {
            name,
            level,
            require: expression,
            per_row,
            even_if_empty,
        }),
    }
}

const fn choices_of(kind: &mut FieldKind) -> Option<&mut Choices> {
    match kind {
        FieldKind::Single(choices)
        | FieldKind::Multiple { choices, .. }
        | FieldKind::Ranked { choices, .. } => Some(choices),
        FieldKind::Text(_)
        | FieldKind::LongText(_)
        | FieldKind::Email
        | FieldKind::Integer { .. }
        | FieldKind::Decimal { .. }
        | FieldKind::Year { .. }
        | FieldKind::Date
        | FieldKind::DateRange
        | FieldKind::Tick
        | FieldKind::File
        | FieldKind::Prefilled(_) => None,
    }
}

/// What a rule may name.
fn place(question: &Question, slot: &Slot, outlines: &Outlines, lists: &Lists) -> Place {
    let outline = outlines.get(&question.name);
    let index = outline.map_or(0, |outline| outline.index);
    let rows = outline.map_or(RowsOutline::One, |outline| outline.rows.clone());
    let (before, own, rows, choices) = match slot {
        Slot::Relevant => (index, None, RowsOutline::One, None),
        Slot::Rows => (index, None, rows, None),
        Slot::Choices(field) => {
            let field = question.fields.get(*field);
            let list = field.and_then(|field| field.kind.list());
            let codes = list.and_then(|list| lists.get(list)).map(codes);
            (index, None, rows, codes)
        }
        Slot::Check { per_row, .. } => {
            let rows = if *per_row { rows } else { RowsOutline::One };
            let own =
                outline.filter(|_| !question.is_group() && (*per_row || !question.has_rows()));
            let own = own.and_then(|outline| outline.fields.first().cloned());
            (index + 1, own, rows, None)
        }
    };
    Place {
        before,
        own,
        rows,
        choices,
    }
}

fn codes(list: &List) -> Codes {
    list.choices
        .iter()
        .map(|choice| choice.code.clone())
        .collect()
}

/// The questions as expressions see them.
fn outlines(sections: &[Section], lists: &Lists) -> Outlines {
    let questions = sections.iter().flat_map(|section| &section.questions);
    let outlines = questions.enumerate().map(|(index, question)| {
        let rows = match &question.rows {
            Rows::One => RowsOutline::One,
            Rows::List { list, .. } => {
                let codes = lists.get(list).map(codes);
                RowsOutline::List(codes.unwrap_or_else(|| Codes::from([])))
            }
            Rows::Years => RowsOutline::Years,
            Rows::Free { .. } => RowsOutline::Free,
        };
        let fields = question.fields.iter().map(|field| FieldOutline {
            name: field.name.clone(),
            kind: type_of(&field.kind),
            // An empty list is told; that no code is in it need not be.
            codes: field
                .kind
                .list()
                .and_then(|list| lists.get(list))
                .filter(|list| !list.choices.is_empty())
                .map(codes),
        });
        let outline = Outline {
            index,
            rows,
            fields: fields.collect(),
        };
        (question.name.clone(), outline)
    });
    outlines.collect()
}

/// The type of what a field gives to expressions.
const fn type_of(kind: &FieldKind) -> Type {
    match kind {
        FieldKind::Multiple { .. } | FieldKind::Ranked { .. } => Type::Codes,
        FieldKind::Integer { .. } | FieldKind::Decimal { .. } | FieldKind::Year { .. } => {
            Type::Number
        }
        FieldKind::Date => Type::Date,
        FieldKind::Tick => Type::Boolean,
        FieldKind::Single(_)
        | FieldKind::Text(_)
        | FieldKind::LongText(_)
        | FieldKind::Email
        | FieldKind::DateRange
        | FieldKind::File
        | FieldKind::Prefilled(_) => Type::Text,
    }
}
