//! Evaluating an expression without a form, against answers written as JSON: for trying rules out.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{Datelike, NaiveDate};
use serde::Serialize;
use serde_json::Value as Json;

use super::schema::{FieldOutline, Outline, Place, RowsOutline};
use super::value::{number_text, text_date};
use super::{Answers, Expression, ExpressionError, Here, TooLong, Type, Value};
use crate::form::Mark;
use crate::form::name::{Code, FieldName, QuestionName};

/// A value and its type, as JSON prints them.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Evaluated {
    /// Text, number, true or false, a date as `2024-01-31`, codes as an array; `NaN` and `Infinity` as text.
    pub value: Json,
    /// `text`, `number`, `boolean`, `date` or `codes`.
    #[serde(rename = "type")]
    pub kind: &'static str,
}

/// Evaluates an expression against answers.
///
/// `answers` is a JSON object. `{"name": value}` is a question of one value; `{"name": {"row": value}}` one with rows;
/// `{"name": {"row": {"field": value}}}` one with rows of several fields. A value is a text, a number, true or false, an array of
/// codes, or null; a text that is a date (`2024-01-31`) is one. The reference period is the five years before `today`.
///
/// ```
/// # use para11::form::expression::standalone::evaluate;
/// let today = chrono::NaiveDate::from_ymd_opt(2026, 3, 1).unwrap();
/// let answers = serde_json::json!({"cases": {"2021": 4, "2022": null, "2023": 6}});
/// let result = evaluate("sum(${cases}[*]) div count(${cases}[*])", &answers, today).unwrap();
/// assert_eq!(serde_json::to_string(&result).unwrap(), r#"{"value":5.0,"type":"number"}"#);
/// ```
///
/// # Errors
/// An expression that cannot be parsed or takes too long; answers that cannot be read, at position 0.
pub fn evaluate(
    source: &str,
    answers: &Json,
    today: NaiveDate,
) -> Result<Evaluated, ExpressionError> {
    let given = Given::read(answers, today)?;
    let schema = given.schema();
    let place = Place {
        before: usize::MAX,
        ..Place::default()
    };
    let expression = Expression::parse(source, &schema, &place)?;
    let value = expression.evaluate(&given, Here::default());
    let value =
        value.map_err(|TooLong| ExpressionError::new(0, format!("{TooLong}; name fewer rows")))?;
    Ok(Evaluated {
        kind: expression.result_type().name(),
        value: json(&value),
    })
}

fn json(value: &Value) -> Json {
    match value {
        Value::Text(text) => Json::from(text.as_str()),
        Value::Number(number) if number.is_finite() => Json::from(*number),
        Value::Number(number) => Json::from(number_text(*number)),
        Value::Boolean(truth) => Json::from(*truth),
        Value::Date(date) => Json::from(date.to_string()),
        Value::Codes(codes) => codes.iter().map(Code::as_str).collect(),
    }
}

/// A row (or `None`), its fields and their values.
type RowOfFields = (Option<Code>, BTreeMap<FieldName, Option<Value>>);

/// Answers as given.
struct Given {
    questions: BTreeMap<QuestionName, Vec<RowOfFields>>,
    today: NaiveDate,
}

impl Given {
    fn read(answers: &Json, today: NaiveDate) -> Result<Self, ExpressionError> {
        let Json::Object(members) = answers else {
            return Err(ExpressionError::new(
                0,
                "the answers must be a JSON object: {\"name\": value}",
            ));
        };
        let mut questions = BTreeMap::new();
        for (name, member) in members {
            let question = QuestionName::parse(name).map_err(|wrong| unreadable(name, wrong))?;
            let rows = match member {
                Json::Object(rows) => {
                    let rows = rows.iter().map(|(code, row)| {
                        let code = Code::parse(code).map_err(|wrong| unreadable(name, wrong))?;
                        Ok((Some(code), fields(name, row)?))
                    });
                    rows.collect::<Result<_, ExpressionError>>()?
                }
                single => vec![(None, fields(name, single)?)],
            };
            questions.insert(question, rows);
        }
        Ok(Self { questions, today })
    }

    fn schema(&self) -> BTreeMap<QuestionName, Outline> {
        let outline = |(index, (name, rows)): (usize, (&QuestionName, &Vec<RowOfFields>))| {
            let codes: Arc<[Code]> = rows.iter().filter_map(|(code, _)| code.clone()).collect();
            let single = rows.iter().any(|(code, _)| code.is_none());
            let outline = Outline {
                index,
                rows: if single {
                    RowsOutline::One
                } else {
                    RowsOutline::List(codes)
                },
                fields: kinds(rows),
            };
            (name.clone(), outline)
        };
        self.questions.iter().enumerate().map(outline).collect()
    }
}

/// The fields of all rows with their types; text where rows differ.
fn kinds(rows: &[RowOfFields]) -> Vec<FieldOutline> {
    let mut kinds: BTreeMap<&FieldName, Option<Type>> = BTreeMap::new();
    for (field, value) in rows.iter().flat_map(|(_, fields)| fields) {
        let kind = kinds.entry(field).or_default();
        if let Some(found) = value.as_ref().map(Value::kind) {
            *kind = Some(if kind.is_none_or(|kind| kind == found) {
                found
            } else {
                Type::Text
            });
        }
    }
    let outline = |(name, kind): (&FieldName, Option<Type>)| FieldOutline {
        name: name.clone(),
        kind: kind.unwrap_or(Type::Text),
        codes: None,
    };
    kinds.into_iter().map(outline).collect()
}

fn fields(
    question: &str,
    json: &Json,
) -> Result<BTreeMap<FieldName, Option<Value>>, ExpressionError> {
    let Json::Object(members) = json else {
        return Ok([(FieldName::value(), value(question, json)?)].into());
    };
    let fields = members.iter().map(|(name, member)| {
        let field = FieldName::parse(name).map_err(|wrong| unreadable(question, wrong))?;
        Ok((field, value(question, member)?))
    });
    fields.collect()
}

fn value(question: &str, json: &Json) -> Result<Option<Value>, ExpressionError> {
    Ok(Some(match json {
        Json::Null => return Ok(None),
        Json::Bool(truth) => Value::Boolean(*truth),
        Json::Number(number) => Value::Number(number.as_f64().unwrap_or(f64::NAN)),
        Json::String(text) => {
            text_date(text).map_or_else(|| Value::Text(text.clone()), Value::Date)
        }
        Json::Array(codes) => {
            let codes = codes
                .iter()
                .map(|code| Code::parse(code.as_str().unwrap_or_default()));
            Value::Codes(
                codes
                    .collect::<Result<_, _>>()
                    .map_err(|wrong| unreadable(question, wrong))?,
            )
        }
        Json::Object(_) => return Err(unreadable(question, "more than a row and a field")),
    }))
}

fn unreadable(question: &str, why: impl std::fmt::Display) -> ExpressionError {
    ExpressionError::new(
        0,
        format!("the answers cannot be read at `{question}`: {why}"),
    )
}

impl Answers for Given {
    fn value(
        &self,
        question: &QuestionName,
        row: Option<&Code>,
        field: &FieldName,
    ) -> Option<Value> {
        let rows = self.questions.get(question)?;
        let (_, fields) = rows.iter().find(|(code, _)| code.as_ref() == row)?;
        fields.get(field)?.clone()
    }

    fn rows(&self, question: &QuestionName) -> Vec<Code> {
        let rows = self.questions.get(question);
        rows.into_iter()
            .flatten()
            .filter_map(|(code, _)| code.clone())
            .collect()
    }

    fn status(&self, question: &QuestionName, row: Option<&Code>) -> Option<&str> {
        let rows = self.questions.get(question)?;
        let mut of_row = rows
            .iter()
            .filter(|(code, _)| row.is_none() || code.as_ref() == row);
        let filled = of_row.any(|(_, fields)| fields.values().any(Option::is_some));
        filled.then_some("answered")
    }

    fn comment(&self, _: &QuestionName, _: Option<&Code>) -> &str {
        ""
    }

    fn narrowest_mark(&self) -> Mark {
        Mark::Attributable
    }

    fn today(&self) -> NaiveDate {
        self.today
    }

    fn period(&self) -> (i32, i32) {
        (
            self.today.year().saturating_sub(5),
            self.today.year().saturating_sub(1),
        )
    }
}
