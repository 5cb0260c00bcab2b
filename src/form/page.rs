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
    /// Questions with the same rows, which follow from earlier answers: one page for each row, with every question for that row.
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

    /// The page with some of its questions only, at the same address; `None` if none is left.
    #[must_use]
    pub fn with_only(self, is_shown: impl Fn(&Question) -> bool) -> Option<Self> {
        let some = |questions: Vec<&'a Question>| {
            let left: Vec<_> = questions.into_iter().filter(|q| is_shown(q)).collect();
            (!left.is_empty()).then_some(left)
        };
        let content = match self.content {
            Content::Questions(questions) => Content::Questions(some(questions)?),
            Content::Rows(questions) => Content::Rows(some(questions)?),
            Content::Matrix(question) => {
                Content::Matrix(Some(question).filter(|question| is_shown(question))?)
            }
        };
        Some(Self { content, ..self })
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

/// Whether two questions are asked for the same rows that follow from earlier answers, by the same rule. A matrix whose rows are all
/// asked, or years, is a table and is read across, not row by row.
fn same_rows(one: &Question, other: &Question) -> bool {
    let rows = |question: &'_ Question| match &question.rows {
        Rows::List {
            list,
            only: Some(only),
        } => Some((list.clone(), only.source().to_owned())),
        Rows::One | Rows::List { only: None, .. } | Rows::Years | Rows::Free { .. } => None,
    };
    rows(one).is_some_and(|one| rows(other) == Some(one))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::catalog::shipped;
    use crate::form::file::load;
    use crate::form::file::tests::form;

    fn slugs(form: &Form, section: usize) -> Vec<(String, usize)> {
        let pages = form.pages(&form.sections[section]);
        let pages = pages.iter();
        pages
            .map(|page| (page.slug.to_owned(), page.questions().len()))
            .collect()
    }

    #[test]
    fn a_section_is_parted_into_pages() {
        let form = form();
        let about: Vec<_> = slugs(&form, 0);
        // Five controls, of which `advice_how` and `covered` count twice, then the rest.
        let pages = [("state", 4), ("advice_how", 4), ("cleared", 1)];
        let pages: Vec<_> = pages.map(|(slug, count)| (slug.to_owned(), count)).into();
        assert_eq!(about, pages);
        let links = form.pages(&form.sections[1]);
        let rows = links.iter().find(|page| page.slug == "link_kind").unwrap();
        assert!(matches!(&rows.content, Content::Rows(questions) if questions.len() == 2));
    }

    #[test]
    fn every_question_is_on_one_page_in_order() {
        for folder in shipped().into_values() {
            let form = load(&folder).unwrap();
            for section in &form.sections {
                let pages = form.pages(section);
                let paged = pages.iter().flat_map(Page::questions);
                let paged: Vec<_> = paged.map(|question| &question.name).collect();
                let all: Vec<_> = section.questions.iter().map(|q| &q.name).collect();
                assert_eq!(paged, all);
                assert!(
                    pages
                        .iter()
                        .all(|page| page.slug == page.questions()[0].name.as_str())
                );
            }
        }
    }

    #[test]
    fn a_long_matrix_stands_alone_and_a_roster_goes_row_by_row() {
        let form = load(&shipped()["para11"]).unwrap();
        let links = form.section("m4_links").unwrap();
        let pages = form.pages(links);
        let of = |slug: &str| &pages.iter().find(|page| page.slug == slug).unwrap().content;
        assert!(matches!(of("lnk_status"), Content::Matrix(_)));
        assert!(matches!(of("lnk_type"), Content::Rows(questions) if questions.len() == 9));
    }
}
