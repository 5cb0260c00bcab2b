//! The order of the pages of a reply.

use super::open::OpenReply;
use crate::access::{Allow, EditAnswers};
use crate::form::name::Code;
use crate::form::page::{Content, Page};
use crate::form::{Form, Question, Rows, Section};
use crate::reply::Draft;
use crate::store::reply::parked::Parked;
use crate::web::problem::Problem;
use crate::web::visit::Visit;

/// What an address of a page names, whether there is such a page or not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    pub(super) section: String,
    pub(super) page: String,
    pub(super) row: Option<String>,
}

impl Place {
    /// Reads `/{lang}/reply/{section}/{page}` and `…/{row}`; `None` for other paths.
    pub(super) fn parse(path: &str) -> Option<Self> {
        let mut parts = path.split('/').skip(2);
        let ("reply", section, page) = (parts.next()?, parts.next()?, parts.next()?) else {
            return None;
        };
        Some(Self {
            section: section.to_owned(),
            page: page.to_owned(),
            row: parts.next().map(str::to_owned),
        })
    }

    /// The step that stands there.
    ///
    /// # Errors
    /// [`Problem::NotFound`] if nothing that the reader is shown does.
    pub(super) fn find<'a>(&self, open: &'a OpenReply) -> Result<Step<'a>, Problem> {
        let Self { section, page, row } = self;
        Step::find(&open.form, &open.draft, section, page, row.as_deref()).ok_or(Problem::NotFound)
    }
}

/// The titles of the sections on whose pages kept posts were typed, in the order of these; empty where it was another page.
///
/// # Errors
/// If the store cannot be asked.
pub async fn titles(visit: &Visit, kept: &[Parked]) -> Result<Vec<String>, Problem> {
    let edit: Option<Allow<EditAnswers>> = visit.may();
    if edit.is_none() {
        return Ok(vec![String::new(); kept.len()]);
    }
    let open = OpenReply::of(visit).await?;
    let texts = open.texts(visit.language);
    let title = |kept: &Parked| {
        let place = Place::parse(&kept.path)?;
        let step = place.find(&open).ok()?;
        Some(texts.section(step.section).into_owned())
    };
    Ok(kept
        .iter()
        .map(|kept| title(kept).unwrap_or_default())
        .collect())
}

/// A page, or a row of one whose rows have pages of their own.
#[derive(Clone, Debug)]
pub(super) struct Step<'a> {
    pub(super) section: &'a Section,
    pub(super) page: Page<'a>,
    pub(super) row: Option<Code>,
    /// Section, page and row by number: a smaller place comes before.
    place: (usize, usize, usize),
}

impl<'a> Step<'a> {
    /// The step at an address, asked at present or not, with the questions that are shown; `None` also if none is.
    fn find(
        form: &'a Form,
        draft: &Draft,
        section: &str,
        slug: &str,
        row: Option<&str>,
    ) -> Option<Self> {
        let section = form.section(section)?;
        let mut pages = form.pages(section).into_iter().enumerate();
        let (at, page) = pages.find(|(_, page)| page.slug == slug)?;
        let page = page.with_only(|question| draft.shows(&question.name))?;
        let (row, row_at) = match row {
            None => (None, 0),
            Some(row) => {
                let (place, code) = rows_of(form, &page)?
                    .enumerate()
                    .find(|(_, code)| code.as_str() == row)?;
                (Some(code.clone()), place + 1)
            }
        };
        Some(Self {
            section,
            page,
            row,
            place: (section.number, at, row_at),
        })
    }

    /// Its address without the language.
    pub(super) fn address(&self) -> String {
        let Self { section, page, .. } = self;
        match &self.row {
            None => format!("/reply/{}/{}", section.name, page.slug),
            Some(row) => format!("/reply/{}/{}/{row}", section.name, page.slug),
        }
    }

    /// Whether it is the first page of its section.
    pub(super) const fn is_first(&self) -> bool {
        self.place.1 == 0 && self.place.2 == 0
    }

    /// Its questions.
    pub(super) fn questions(&self) -> &[&'a Question] {
        self.page.questions()
    }

    /// Whether the rows of its page have pages of their own. Without a row it is then the page that stands before them, for what holds for
    /// all rows.
    pub(super) const fn has_row_pages(&self) -> bool {
        matches!(self.page.content, Content::Rows(_))
    }
}

/// All codes of the rows of a page whose rows have pages, asked or not.
fn rows_of<'a>(
    form: &'a Form,
    page: &Page<'a>,
) -> Option<impl Iterator<Item = &'a Code> + use<'a>> {
    let Content::Rows(questions) = &page.content else {
        return None;
    };
    let Rows::List { list, .. } = &questions.first()?.rows else {
        return None;
    };
    let choices = &form.list(list.as_str())?.choices;
    Some(choices.iter().map(|choice| &choice.code))
}

/// The steps of a section that are asked at present, in order.
pub(super) fn of_section<'a>(form: &'a Form, section: &'a Section, draft: &Draft) -> Vec<Step<'a>> {
    let mut steps = Vec::new();
    for (at, page) in form.pages(section).into_iter().enumerate() {
        let Some(page) = page.with_only(|question| draft.shows(&question.name)) else {
            continue;
        };
        let asked = |question: &&&Question| draft.asked(&question.name);
        let Some(first) = page.questions().iter().find(asked).copied() else {
            continue;
        };
        let step = |row, row_at| Step {
            section,
            page: page.clone(),
            row,
            place: (section.number, at, row_at),
        };
        steps.push(step(None, 0));
        if let Some(all) = rows_of(form, &page) {
            let asked = draft.rows(&first.name);
            for (place, code) in all.enumerate().filter(|(_, code)| asked.contains(code)) {
                steps.push(step(Some(code.clone()), place + 1));
            }
        }
    }
    steps
}

/// The step that comes after one; `None` after the last.
pub(super) fn next<'a>(form: &'a Form, draft: &Draft, after: &Step<'a>) -> Option<Step<'a>> {
    let sections = form
        .sections
        .iter()
        .skip(after.section.number.saturating_sub(1));
    sections
        .flat_map(|section| of_section(form, section, draft))
        .find(|step| step.place > after.place)
}

/// The step on which a question, and a row of it, stands.
pub(super) fn of_answer<'a>(
    form: &'a Form,
    question: &'a Question,
    row: Option<&Code>,
    draft: &Draft,
) -> Option<Step<'a>> {
    let section = form.section(question.section.as_str())?;
    let steps = of_section(form, section, draft);
    let mut here = steps.into_iter().filter(|step| {
        let mut questions = step.questions().iter();
        questions.any(|other| other.name == question.name)
    });
    let first = here.next()?;
    if row.is_none() || first.row.as_ref() == row {
        return Some(first);
    }
    here.find(|step| step.row.as_ref() == row).or(Some(first))
}
