//! The pages of a section: a few questions each, so that a page is short on a phone and an error is near.

use super::{Field, FieldKind, Form, Question, Rows, Section};

/// A page of a section.
#[derive(Clone, Debug)]
pub struct Page<'a> {
    /// Its stable name in an address: that of its first question.
    pub slug: &'a str,
    /// What is on it.
    pub content: Content<'a>,
}

/// What is on a page.
#[derive(Clone, Debug)]
pub enum Content<'a> {
    /// One or several questions below each other.
    Questions(Vec<&'a Question>),
    /// A matrix of many rows, alone.
    Matrix(&'a Question),
    /// Questions with the same rows, asked row by row: one page for each row, with every question for that row.
    Rows(Vec<&'a Question>),
}

impl<'a> Page<'a> {
    /// Its questions in order.
    #[must_use]
    pub fn questions(&self) -> &[&'a Question] {
        match &self.content {
            Content::Questions(questions) | Content::Rows(questions) => questions,
            Content::Matrix(question) => std::slice::from_ref(question),
        }
    }
}

/// Controls that a page of several questions holds at most.
const MOST_CONTROLS: usize = 6;
/// A section that has no more than this is one page.
const SMALL_SECTION: usize = 8;
/// A matrix with more rows than this stands alone.
const MATRIX_ROWS: usize = 6;

impl Form {
    /// The pages of a section in order. Every question is on exactly one.
    #[must_use]
    pub fn pages<'a>(&'a self, section: &'a Section) -> Vec<Page<'a>> {
        let mut pages = Vec::new();
        let mut group: Vec<&Question> = Vec::new();
        let mut weight = 0;
        let whole: usize = section.questions.iter().map(|q| self.controls(q)).sum();
        let most = if whole <= SMALL_SECTION {
            SMALL_SECTION
        } else {
            MOST_CONTROLS
        };
        let mut rest = section.questions.as_slice();
        while let Some((question, others)) = rest.split_first() {
            let same = rest
                .iter()
                .take_while(|other| same_rows(question, other))
                .count();
            let alone = if same > 1 {
                rest = rest.get(same..).unwrap_or_default();
                let from = section.questions.len() - rest.len() - same;
                let questions = section.questions.iter().skip(from).take(same).collect();
                Some(Content::Rows(questions))
            } else {
                rest = others;
                (self.rows(question) > MATRIX_ROWS).then_some(Content::Matrix(question))
            };
            let controls = self.controls(question);
            if alone.is_some() || weight + controls > most {
                pages.extend(page(Content::Questions(std::mem::take(&mut group))));
                weight = 0;
            }
            match alone {
                Some(content) => pages.extend(page(content)),
                None => {
                    group.push(question);
                    weight += controls;
                }
            }
        }
        pages.extend(page(Content::Questions(group)));
        pages
    }

    /// About how many rows a question has on a page.
    fn rows(&self, question: &Question) -> usize {
        match &question.rows {
            Rows::One => 1,
            Rows::List { list, .. } => self.lists.get(list).map_or(1, |list| list.choices.len()),
            Rows::Years => 5,
            Rows::Free { min, .. } => (*min).max(1),
        }
    }

    /// About how many controls a question has: a text of several lines counts twice.
    fn controls(&self, question: &Question) -> usize {
        let weight = |field: &Field| match field.kind {
            FieldKind::LongText(_) | FieldKind::DateRange | FieldKind::Ranked { .. } => 2,
            FieldKind::Single(_)
            | FieldKind::Multiple { .. }
            | FieldKind::Text(_)
            | FieldKind::Email
            | FieldKind::Integer { .. }
            | FieldKind::Decimal { .. }
            | FieldKind::Year { .. }
            | FieldKind::Date
            | FieldKind::Tick
            | FieldKind::File
            | FieldKind::Prefilled(_) => 1,
        };
        self.rows(question) * question.fields.iter().map(weight).sum::<usize>()
    }
}

/// `None` for a page without questions.
fn page(content: Content<'_>) -> Option<Page<'_>> {
    let first = match &content {
        Content::Questions(questions) | Content::Rows(questions) => questions.first().copied(),
        Content::Matrix(question) => Some(*question),
    };
    let slug = first?.name.as_str();
    Some(Page { slug, content })
}

/// Whether two questions are asked for the same rows, by the same rule.
fn same_rows(one: &Question, other: &Question) -> bool {
    match (&one.rows, &other.rows) {
        (
            Rows::List { list, only },
            Rows::List {
                list: other_list,
                only: other_only,
            },
        ) => {
            let source = |only: &Option<super::expression::Expression>| {
                only.as_ref().map(|only| only.source().to_owned())
            };
            list == other_list && source(only) == source(other_only)
        }
        (Rows::Years, Rows::Years) => true,
        (Rows::One | Rows::List { .. } | Rows::Years | Rows::Free { .. }, _) => false,
    }
}
