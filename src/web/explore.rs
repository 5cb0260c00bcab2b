//! The explorer: any question, by itself, by group, against another. What is looked at stands in the address.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use serde::Deserialize;

use super::figures::{drawing, figure, position, with_results};
use super::pages::explore::{Choice, ExplorePage, Seen};
use super::pages::{answer, attachment};
use super::problem::Problem;
use super::visit::Visit;
use crate::access::{Allow, SeeFigures};
use crate::chart::catalog::Chart;
use crate::chart::draw::Size;
use crate::chart::explore::{ExploreError, ID, View, fields, is_crossed, questions};
use crate::chart::export::Format;
use crate::form::{FieldKind, Form, Question};
use crate::text::{self, Language};
use crate::web::figures::results::Results;

/// What is asked for, as it stands in the address.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Wish {
    question: String,
    field: String,
    by: String,
    only: String,
    together: String,
    rounds: String,
}

impl Wish {
    fn view(&self) -> View {
        let Self {
            question,
            field,
            by,
            only,
            together,
            rounds,
        } = self.clone();
        View {
            question,
            field,
            by,
            only,
            together: !together.is_empty(),
            rounds: !rounds.is_empty(),
        }
    }

    /// The same, as the part of an address after the question mark.
    fn query(&self) -> String {
        let pairs = [
            ("question", &self.question),
            ("field", &self.field),
            ("by", &self.by),
            ("only", &self.only),
            ("together", &self.together),
            ("rounds", &self.rounds),
        ];
        let pairs = pairs.into_iter().filter(|(_, value)| !value.is_empty());
        let pairs: Vec<_> = pairs.collect();
        serde_html_form::to_string(pairs).unwrap_or_default()
    }
}

/// Why nothing is seen, as a key of the texts.
const fn why(error: ExploreError) -> &'static str {
    match error {
        ExploreError::Question => "explore-no-question",
        ExploreError::Uncountable => "explore-uncountable",
        ExploreError::By => "explore-no-crossing",
        ExploreError::Rounds => "explore-no-rounds",
        ExploreError::Only => "explore-no-group",
    }
}

/// `GET /{lang}/explore`: what can be looked at, and what is.
pub async fn show(
    allow: Allow<SeeFigures>,
    visit: Visit,
    wish: web::Query<Wish>,
) -> Result<HttpResponse, Problem> {
    let wish = wish.into_inner();
    let (language, words) = (visit.language, visit.words);
    let query = wish.query();
    let page = visit
        .page(words.text("explore-title"))
        .with_back(visit.to("/figures"), words.text("figures-title"));
    let page = with_results(allow, &visit, move |results| {
        let seen = if wish.question.is_empty() {
            None
        } else {
            Some(seen(results, &wish.view(), language)?)
        };
        let (seen, wrong) = match seen {
            Some(Ok(seen)) => (Some(seen), String::new()),
            Some(Err(error)) => (
                None,
                text::interface(language).text(why(error)).into_owned(),
            ),
            None => (None, String::new()),
        };
        let menus = Menus::of(results, &wish, language);
        Ok(ExplorePage {
            page,
            wrong,
            position: position(results, language),
            questions: menus.questions,
            fields: menus.fields,
            by: menus.by,
            only: menus.only,
            together: menus.together,
            rounds: menus.rounds,
            files: Format::ALL
                .map(|format| {
                    (
                        format.code(),
                        format!("/{}/explore.{}?{query}", language.code(), format.code()),
                    )
                })
                .to_vec(),
            seen,
        })
    })
    .await?;
    answer(StatusCode::OK, &page)
}

fn seen(
    results: &Results,
    view: &View,
    language: Language,
) -> Result<Result<Seen, ExploreError>, Problem> {
    let chart = match chart(results, view) {
        Ok(chart) => chart,
        Err(error) => return Ok(Err(error)),
    };
    let figure = figure(results, &chart, language)?;
    Ok(Ok(Seen {
        table: figure.table(),
        wide: drawing(&figure, Size::Page, "wide-")?,
        narrow: drawing(&figure, Size::Phone, "narrow-")?,
        figure,
    }))
}

fn chart(results: &Results, view: &View) -> Result<Chart, ExploreError> {
    if view.rounds && !results.has_before() {
        return Err(ExploreError::Rounds);
    }
    view.chart(&results.form)
}

/// What can be chosen.
struct Menus {
    questions: Vec<Choice>,
    fields: Vec<Choice>,
    by: Vec<Choice>,
    only: Vec<Choice>,
    /// Whether the combinations of the question can be looked at, and whether they are.
    together: Option<bool>,
    /// Whether there is a round to be set beside this one, and whether it is.
    rounds: Option<bool>,
}

impl Menus {
    fn of(results: &Results, wish: &Wish, language: Language) -> Self {
        let form: &Form = &results.form;
        let arguments = results.round().text_arguments_of_all();
        let texts = form.texts(language, &arguments);
        let words = text::interface(language);
        let choice = |value: &str, label: String, chosen: &str| Choice {
            chosen: value == chosen,
            value: value.to_owned(),
            label,
        };
        let label = |question: &Question| format!("{} {}", question.number, texts.short(question));
        let all = questions(form);
        let asked = questions(form).find(|one| one.name.as_str() == wish.question);
        let own = asked.into_iter().flat_map(fields);
        let own: Vec<_> = own.collect();
        let facts = form.list(form.respondents.as_str());
        let facts = facts.and_then(|list| list.choices.first());
        let facts = facts.into_iter().flat_map(|one| one.facts.keys());
        // Facts that have words can be chosen: others are codes of other lists.
        let facts: Vec<&String> = facts
            .filter(|fact| {
                words
                    .find(&format!("chart-fact-{fact}"), None, &[])
                    .is_some()
            })
            .collect();
        let by_fact = facts.iter().map(|fact| {
            let label = words.text(&format!("chart-fact-{fact}")).into_owned();
            choice(fact, label, &wish.by)
        });
        let crossed =
            questions(form).filter(|one| is_crossed(one) && one.name.as_str() != wish.question);
        let by_question = crossed.map(|one| choice(one.name.as_str(), label(one), &wish.by));
        let only = facts.iter().flat_map(|fact| {
            let values = results.dataset.fact(fact);
            let values: Vec<_> = values.sets().map(|(value, _)| value.clone()).collect();
            values.into_iter().map(move |value| {
                let key = format!("chart-fact-{fact}");
                let label = words.find(&key, Some(value.as_str()), &[]);
                let label = label.map_or_else(|| value.to_string(), std::borrow::Cow::into_owned);
                choice(&format!("{fact}:{value}"), label, &wish.only)
            })
        });
        let several = asked.is_some_and(has_combinations);
        Self {
            questions: all
                .map(|one| choice(one.name.as_str(), label(one), &wish.question))
                .collect(),
            fields: if own.len() > 1 {
                let question = asked.into_iter();
                let named = question.flat_map(|question| {
                    let texts = &texts;
                    own.iter().map(move |field| {
                        (
                            field.name.to_string(),
                            texts.field(question, field).into_owned(),
                        )
                    })
                });
                named
                    .map(|(value, label)| choice(&value, label, &wish.field))
                    .collect()
            } else {
                Vec::new()
            },
            by: by_fact.chain(by_question).collect(),
            only: only.collect(),
            together: several.then_some(!wish.together.is_empty()),
            rounds: results.has_before().then_some(!wish.rounds.is_empty()),
        }
    }
}

/// Whether choices of a question can be named together.
fn has_combinations(question: &Question) -> bool {
    let mut fields = question.fields.iter();
    !question.has_rows() && fields.any(|field| matches!(field.kind, FieldKind::Multiple { .. }))
}

/// `GET /{lang}/explore.{format}`: what is looked at as a file.
pub async fn file(
    allow: Allow<SeeFigures>,
    visit: Visit,
    path: web::Path<(String, String)>,
    wish: web::Query<Wish>,
) -> Result<HttpResponse, Problem> {
    let format = Format::find(&path.1).ok_or(Problem::NotFound)?;
    let (view, language) = (wish.view(), visit.language);
    let (name, bytes) = with_results(allow, &visit, move |results| {
        let chart = chart(results, &view).map_err(|_none| Problem::NotFound)?;
        let mut figure = figure(results, &chart, language)?;
        figure.id = format!("{ID}-{}", view.question);
        let bytes = figure.export(format, Size::Page);
        let bytes = bytes.map_err(|error| Problem::internal(&error))?;
        let name = figure.file_name(results.round().code.as_str(), format, Size::Page);
        Ok((name, bytes))
    })
    .await?;
    Ok(attachment(format.media_type(), name).body(bytes))
}
