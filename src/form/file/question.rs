//! `sections/<name>.toml`: the questions.

use std::collections::BTreeMap;

use super::Folder;
use super::field::{self, Read};
use super::head::{self, Head};
use super::rule::{Rule, Slot};
use super::source::{At, Findings, Source, Table, propose};
use crate::form::name::{
    CheckName, Code, FieldName, ListName, QuestionName, RESERVED, RESERVED_QUESTIONS, SectionName,
};
use crate::form::{
    Core, Field, FieldKind, Level, List, Mark, Question, Rows, Section, With, YEARS,
};

type Lists = BTreeMap<ListName, List>;

/// Most rows a roster may allow: each is typed by hand, and posted with its page.
const MOST_ROWS: usize = 200;

/// Keys of a question that goes with any type.
const ROWS_KEYS: [&str; 3] = ["rows", "rows_where", "roster"];

/// Path of a section's file.
pub(super) fn path(section: &SectionName) -> String {
    format!("sections/{section}.toml")
}

/// What the files of the sections hold.
pub(super) struct Questions {
    pub(super) sections: Vec<Section>,
    /// Rules that are still to be parsed: they may name any question before.
    pub(super) rules: Vec<Rule>,
    /// Whether every question could be read.
    pub(super) complete: bool,
}

/// Reads the sections.
pub(super) fn read(folder: &Folder, findings: &Findings, head: &Head, lists: &Lists) -> Questions {
    let form = Source {
        path: head::PATH,
        text: "",
        findings,
    };
    let respondents = At {
        value: head.respondents.clone(),
        line: head.respondents_line,
    };
    field::find(form, &respondents, lists);
    // Sections and questions share the names of their texts.
    let mut names: BTreeMap<String, String> = BTreeMap::new();
    let mut sections = Vec::new();
    let mut rules = Vec::new();
    let mut complete = true;
    for name in &head.sections {
        names.insert(name.value.to_string(), "the section".to_owned());
    }
    for (number, name) in (1..).zip(&head.sections) {
        let path = path(&name.value);
        let Some(text) = folder.get(&path) else {
            let cause = format!("the file of the section `{}` is missing", name.value);
            form.add(
                name.line,
                cause,
                format!("add `{path}`, or remove the section"),
            );
            complete = false;
            continue;
        };
        let mut reader = Reader {
            source: Source {
                path: &path,
                text,
                findings,
            },
            section: sections.len(),
            name: &name.value,
            number,
            lists,
            names: &mut names,
            rules: &mut rules,
            complete: &mut complete,
        };
        let questions = reader.read();
        sections.push(Section {
            name: name.value.clone(),
            number,
            questions,
        });
    }
    Questions {
        sections,
        rules,
        complete,
    }
}

/// The questions that the head of the form names for a purpose are there, and offer what the purpose needs.
pub(super) fn check_named(sections: &[Section], lists: &Lists, head: &Head, findings: &Findings) {
    let marks = Mark::ALL.map(Mark::code);
    let purposes = [
        (
            &head.default_mark_question,
            "sets a mark",
            marks.as_slice(),
            0,
        ),
        (
            &head.naming_question,
            "allows to be named",
            &["yes", "no"],
            0,
        ),
        (&head.publishing_question, "allows to publish", &["no"], 1),
    ];
    for (name, purpose, codes, others) in purposes {
        let Some(name) = name else { continue };
        let mut questions = sections.iter().flat_map(|section| &section.questions);
        let question = questions.find(|question| question.name == name.value);
        let list = question.and_then(|question| offered(question, lists));
        let fits = list.is_some_and(|list| {
            let more = list.choices.len().checked_sub(codes.len());
            more.is_some_and(|more| (more > 0) == (others > 0))
                && codes.iter().all(|code| list.find(code).is_some())
        });
        if !fits {
            let cause = format!("`{}` is no question that {purpose}", name.value);
            let codes = codes.join("`, `");
            let more = if others > 0 { " and others" } else { "" };
            let remedy =
                format!("name a question of type `single` with the choices `{codes}`{more}");
            findings.add(head::PATH, name.line, cause, remedy);
        }
    }
}

/// The list of a question of one choice and no rows.
fn offered<'a>(question: &Question, lists: &'a Lists) -> Option<&'a List> {
    match (&question.rows, question.fields.as_slice()) {
        (Rows::One, [field]) => match &field.kind {
            FieldKind::Single(choices) => lists.get(&choices.list),
            _ => None,
        },
        _ => None,
    }
}

/// Reads one section.
struct Reader<'a> {
    source: Source<'a>,
    /// Place of the section.
    section: usize,
    name: &'a SectionName,
    number: usize,
    lists: &'a Lists,
    /// Names given so far, with where.
    names: &'a mut BTreeMap<String, String>,
    rules: &'a mut Vec<Rule>,
    /// Whether every question could be read.
    complete: &'a mut bool,
}

impl Reader<'_> {
    fn read(&mut self) -> Vec<Question> {
        let mut questions = Vec::new();
        let Some(mut table) = self.source.table() else {
            *self.complete = false;
            return questions;
        };
        for question in table.tables("question") {
            let place = questions.len();
            let question = self.question(question, place);
            if question.is_none() {
                let here = |rule: &Rule| rule.section == self.section && rule.question == place;
                self.rules.retain(|rule| !here(rule));
                *self.complete = false;
            }
            questions.extend(question);
        }
        if questions.is_empty() {
            *self.complete = false;
            self.source
                .add(1, "the section has no question", "add `[[question]]`");
        }
        table.finish("a section", &[]);
        questions
    }

    /// A question. `None` only together with a finding.
    fn question(&mut self, mut table: Table<'_>, place: usize) -> Option<Question> {
        let name: Option<At<QuestionName>> = table.needed("id");
        table.need("type");
        let kind = table.text("type");
        let rows = self.rows(&mut table, place);
        let many = !matches!(rows, Rows::One);
        let row_list = match &rows {
            Rows::List { list, .. } => self.lists.get(list),
            Rows::One | Rows::Years | Rows::Free { .. } => None,
        };
        let fields = kind
            .as_ref()
            .and_then(|kind| self.fields(&mut table, kind, place));
        self.rule(table.text("relevant"), place, || Slot::Relevant);
        self.checks(table.tables("checks"), place, many);
        let core = self.core(&mut table, row_list);
        let with = self.with(&mut table);
        let default_mark = table.text("default_mark");
        let default_mark = default_mark.and_then(|mark| head::mark(self.source, &mark));
        let widest_mark = table.text("widest_mark");
        let widest_mark = widest_mark.and_then(|mark| head::mark(self.source, &mark));
        let period = table.flag("period") || matches!(rows, Rows::Years);
        let internal = table.flag("internal");
        let last_round = table.parsed("last_round").map(|name| name.value);
        let serves = table.text("serves").map(|text| text.value);
        let note = table.text("note").map(|text| text.value);
        let line = table.line;
        match (&fields, &kind) {
            (Some(_), Some(kind)) => {
                table.finish(
                    &format!("the type `{}`", kind.value),
                    &other_keys(&kind.value),
                );
            }
            // Its type is not known, so neither is which keys go with it.
            _ => return None,
        }
        let name = self.claim(name?)?;
        Some(Question {
            section: self.name.clone(),
            number: format!("{}.{}", self.number, place + 1),
            rows,
            fields: fields.filter(|fields| !fields.is_empty()).or_else(|| {
                let cause = format!("the group `{name}` has no field");
                self.source.add(line, cause, "add `[[question.fields]]`");
                None
            })?,
            name,
            relevant: None,
            checks: Vec::new(),
            core,
            with,
            default_mark,
            widest_mark: widest_mark.unwrap_or(Mark::Attributable),
            period,
            internal,
            last_round,
            serves: serves.unwrap_or_default(),
            note,
        })
    }

    /// A name that no other question or section has.
    fn claim(&mut self, name: At<QuestionName>) -> Option<QuestionName> {
        if RESERVED_QUESTIONS.contains(&name.value.as_str()) {
            let cause = format!("the question name `{}` is reserved", name.value);
            let remedy = "give the question another: a table or column of the data package has it";
            self.source.add(name.line, cause, remedy);
        }
        let here = format!("{}:{}", self.source.path, name.line);
        if let Some(other) = self.names.get(name.value.as_str()) {
            let cause = format!("the name `{}` is taken by {other}", name.value);
            self.source
                .add(name.line, cause, "give the question another name");
            return None;
        }
        self.names.insert(name.value.to_string(), here);
        Some(name.value)
    }

    fn rule(&mut self, text: Option<At<String>>, question: usize, slot: impl FnOnce() -> Slot) {
        self.rules.extend(text.map(|text| Rule {
            path: self.source.path.to_owned(),
            section: self.section,
            question,
            slot: slot(),
            text,
        }));
    }

    fn rows(&mut self, table: &mut Table<'_>, place: usize) -> Rows {
        let source = self.source;
        if let Some(mut roster) = table.table("roster") {
            for other in ["rows", "rows_where"] {
                if table.has(other) {
                    let cause = format!("`roster` and `{other}` stand together");
                    source.add(roster.line, cause, "keep one: rows are given, or added");
                }
            }
            let (_, _) = (table.text("rows"), table.text("rows_where"));
            roster.need("max");
            let (min, max) = (roster.count("min"), roster.count("max"));
            roster.finish("`roster`", &[]);
            let (line, max) = max.map_or((roster_line(&min), 0), |max| (max.line, max.value));
            let min = min.map_or(0, |min| min.value);
            if max == 0 || min > max {
                let cause = format!("a roster of {min} to {max} rows holds nothing");
                source.add(line, cause, "correct the bounds");
            } else if max > MOST_ROWS {
                let cause = format!("a roster of {max} rows is too long");
                source.add(line, cause, format!("allow at most {MOST_ROWS}"));
            }
            return Rows::Free { min, max };
        }
        let only = table.text("rows_where");
        if table.has("rows") {
            let name: Option<At<ListName>> = table.parsed("rows");
            return match name {
                Some(name) if name.value.as_str() == YEARS => {
                    if let Some(only) = only {
                        let remedy = "remove it: every year of the period is asked";
                        source.add(only.line, "`rows_where` does not go with years", remedy);
                    }
                    Rows::Years
                }
                Some(name) => {
                    field::find(source, &name, self.lists);
                    self.rule(only, place, || Slot::Rows);
                    let list = name.value;
                    Rows::List { list, only: None }
                }
                None => Rows::One,
            };
        }
        if let Some(only) = only {
            let remedy = "add `rows`, or remove it";
            source.add(only.line, "`rows_where` stands without `rows`", remedy);
        }
        Rows::One
    }

    /// The fields of a question. `None` only together with a finding.
    fn fields(
        &mut self,
        table: &mut Table<'_>,
        kind: &At<String>,
        place: usize,
    ) -> Option<Vec<Field>> {
        if kind.value != "group" {
            let read = field::read(table, FieldName::value(), kind, false, self.lists)?;
            return Some(vec![self.field(read, place, 0)]);
        }
        let mut fields: Vec<Field> = Vec::new();
        let mut complete = true;
        for mut table in table.tables("fields") {
            let name: Option<At<FieldName>> = table.needed("id");
            table.need("type");
            let kind = table.text("type");
            let required = table.flag("required");
            let (Some(name), Some(kind)) = (name, kind) else {
                complete = false;
                continue;
            };
            if RESERVED.contains(&name.value.as_str()) {
                let cause = format!("the field name `{}` is reserved", name.value);
                let remedy = "give it another: that is posted beside the fields";
                self.source.add(name.line, cause, remedy);
            }
            if name.value.is_value() || fields.iter().any(|f| f.name == name.value) {
                let cause = format!("the field name `{}` is taken", name.value);
                let remedy = "give it another; `value` is the field of a question without fields";
                self.source.add(name.line, cause, remedy);
            }
            match field::read(&mut table, name.value, &kind, required, self.lists) {
                Some(read) => {
                    let field = self.field(read, place, fields.len());
                    fields.push(field);
                    table.finish(&format!("the type `{}`", kind.value), &field::KEYS);
                }
                None => complete = false,
            }
        }
        complete.then_some(fields)
    }

    fn field(&mut self, read: Read, place: usize, field: usize) -> Field {
        self.rule(read.choices_where, place, || Slot::Choices(field));
        read.field
    }

    fn checks(&mut self, tables: Vec<Table<'_>>, place: usize, many: bool) {
        let mut names: Vec<CheckName> = Vec::new();
        for mut table in tables {
            let name: Option<At<CheckName>> = table.needed("id");
            table.need("level");
            let level = table.text("level");
            table.need("require");
            let require = table.text("require");
            let line = table.line;
            let per_row = table.flag("per_row");
            let even_if_empty = table.flag("even_if_empty");
            table.finish("a check", &[]);
            if per_row && !many {
                let remedy = "remove it, or give the question rows";
                self.source
                    .add(line, "`per_row` stands on a question without rows", remedy);
            }
            let level = level.and_then(|level| match level.value.as_str() {
                "block" => Some(Level::Block),
                "warn" => Some(Level::Warn),
                other => {
                    let cause = format!("`{other}` is not a level");
                    self.source.add(level.line, cause, "use `block` or `warn`");
                    None
                }
            });
            let (Some(name), Some(level)) = (name, level) else {
                continue;
            };
            if names.contains(&name.value) {
                let cause = format!("the check `{}` stands twice", name.value);
                self.source.add(name.line, cause, "give it another name");
            }
            names.push(name.value.clone());
            self.rule(require, place, || Slot::Check {
                name: name.value,
                level,
                per_row,
                even_if_empty,
            });
        }
    }

    fn core(&self, table: &mut Table<'_>, rows: Option<&List>) -> Core {
        let line = table.line;
        let whole = table.flag("core");
        let had_rows = table.has("core_rows");
        let codes: Vec<At<Code>> = table.all_parsed("core_rows");
        if !had_rows {
            return if whole { Core::Yes } else { Core::No };
        }
        if whole {
            let cause = "`core` and `core_rows` stand together";
            self.source.add(line, cause, "keep one");
        }
        match rows {
            Some(list) => Core::Rows(field::codes(self.source, codes, list)),
            None => {
                let cause = "`core_rows` stands on a question without rows of a list";
                self.source.add(line, cause, "use `core`");
                Core::Yes
            }
        }
    }

    fn with(&self, table: &mut Table<'_>) -> With {
        let words = table.texts("with").map(|words| words.value);
        let mut with = With::default();
        for word in words.unwrap_or_default() {
            let part = match word.value.as_str() {
                "status" => &mut with.status,
                "comment" => &mut with.comment,
                "source" => &mut with.source,
                "mark" => &mut with.mark,
                "documents" => &mut with.documents,
                other => {
                    let known = ["status", "comment", "source", "mark", "documents"];
                    let otherwise = format!("use `{}`", known.join("`, `"));
                    let remedy = propose(other, known, &otherwise);
                    let cause = format!("`{other}` cannot go with a question");
                    self.source.add(word.line, cause, remedy);
                    continue;
                }
            };
            if std::mem::replace(part, true) {
                let cause = format!("`{}` stands twice", word.value);
                self.source.add(word.line, cause, "remove one");
            }
        }
        with
    }
}

const fn roster_line(min: &Option<At<usize>>) -> usize {
    match min {
        Some(min) => min.line,
        None => 1,
    }
}

/// Keys of questions that exist but do not go with a type.
fn other_keys(kind: &str) -> Vec<&'static str> {
    let mut keys = field::KEYS.to_vec();
    keys.extend(ROWS_KEYS);
    if kind != "group" {
        keys.push("fields");
    }
    keys
}
