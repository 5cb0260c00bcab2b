//! `lists.toml` and `data/*.csv`: the choice lists.

use std::collections::{BTreeMap, BTreeSet};

use toml::de::DeValue;

use super::Folder;
use super::source::{At, Findings, Source, Table, propose};
use crate::form::name::{Code, ListName};
use crate::form::{Choice, List, YEARS, YES_NO_UNKNOWN};
use crate::text::Language;

/// The file.
pub(super) const PATH: &str = "lists.toml";

/// A list as written.
struct Written {
    line: usize,
    source: Option<String>,
    label: Option<String>,
    choices: Vec<At<Choice>>,
    include: Option<Include>,
}

struct Include {
    list: At<ListName>,
    except: Vec<At<Code>>,
}

/// The lists by name, with the list every form has. `None` only together with a finding: the file cannot be read.
pub(super) fn read(
    folder: &Folder,
    findings: &Findings,
    languages: &[Language],
) -> Option<BTreeMap<ListName, List>> {
    let Some(text) = folder.get(PATH) else {
        findings.add(PATH, 1, "the file is missing", "add it (forms/README.md)");
        return None;
    };
    let source = Source {
        path: PATH,
        text,
        findings,
    };
    let mut written = BTreeMap::new();
    for (key, table) in source.table()?.into_tables() {
        let name = source.parsed::<ListName>(&key).map(|name| name.value);
        let list = name.and_then(|name| {
            if [YEARS, YES_NO_UNKNOWN].contains(&name.as_str()) {
                let cause = format!("the name `{name}` is reserved");
                source.add(key.line, cause, "give the list another name");
                return None;
            }
            let list = read_list(&name, table, folder, languages);
            Some((name, list))
        });
        written.extend(list);
    }
    let lists = written.keys().map(|name| {
        let choices = resolve(name, &written, source, &mut Vec::new());
        let list = written.get(name);
        // Of data, that is told with its file.
        if let Some(list) = list.filter(|list| choices.is_empty() && list.label.is_none()) {
            let cause = format!("the list `{name}` has no choices");
            source.add(list.line, cause, "add `choices`, `include` or `data`");
        }
        let list = List {
            name: name.clone(),
            source: list.and_then(|list| list.source.clone()),
            label: list.and_then(|list| list.label.clone()),
            choices,
        };
        (name.clone(), list)
    });
    let mut lists: BTreeMap<_, _> = lists.collect();
    lists.extend(yes_no_unknown().map(|list| (list.name.clone(), list)));
    Some(lists)
}

/// The list of the type `yes_no_unknown`; its labels stand in the interface.
fn yes_no_unknown() -> Option<List> {
    let name = ListName::parse(YES_NO_UNKNOWN).ok()?;
    let codes = ["yes", "no", "unknown"].into_iter();
    let choices = codes.filter_map(|code| choice(&name, Code::parse(code).ok()?, None).into());
    Some(List {
        choices: choices.collect(),
        source: None,
        label: None,
        name,
    })
}

const fn empty() -> BTreeMap<String, String> {
    BTreeMap::new()
}

fn choice(origin: &ListName, code: Code, note: Option<String>) -> Choice {
    Choice {
        code,
        origin: origin.clone(),
        note,
        facts: empty(),
    }
}

fn read_list(
    name: &ListName,
    mut table: Table<'_>,
    folder: &Folder,
    languages: &[Language],
) -> Written {
    let line = table.line;
    let source = table.text("source").map(|text| text.value);
    let (label, choices, include) = if table.has("data") {
        let (label, choices) = read_data(name, &mut table, folder, languages);
        (label, choices, None)
    } else {
        let choices = read_choices(name, &mut table);
        (None, choices, read_include(&mut table))
    };
    let list = Written {
        line,
        source,
        label,
        choices,
        include,
    };
    let other = if list.label.is_some() {
        ["choices", "include", ""]
    } else {
        ["data", "code", "label"]
    };
    table.finish("this list", &other);
    list
}

fn read_choices(list: &ListName, table: &mut Table<'_>) -> Vec<At<Choice>> {
    let source = table.source;
    let mut choices: Vec<At<Choice>> = Vec::new();
    for (line, item) in table.items("choices") {
        let (code, note) = if let DeValue::String(code) = item.get_ref() {
            let value = code.clone().into_owned();
            (source.parsed::<Code>(&At { value, line }), None)
        } else if let Some(mut table) = source.into_table("a choice", line, item) {
            let code = table.needed("code");
            let note = table.text("note").map(|note| note.value);
            table.finish("a choice", &[]);
            (code, note)
        } else {
            (None, None)
        };
        let Some(code) = code else { continue };
        if !code
            .value
            .as_str()
            .starts_with(|c: char| c.is_ascii_alphabetic())
        {
            let cause = format!("the code `{}` does not begin with a letter", code.value);
            source.add(line, cause, "begin it with one: its label is named by it");
        }
        if choices.iter().any(|choice| choice.value.code == code.value) {
            let cause = format!("the code `{}` stands twice in `{list}`", code.value);
            source.add(line, cause, "remove one, or give it another code");
            continue;
        }
        let value = choice(list, code.value, note);
        choices.push(At { value, line });
    }
    choices
}

fn read_include(table: &mut Table<'_>) -> Option<Include> {
    let mut include = table.table("include")?;
    let list = include.needed("list");
    let except = include.all_parsed("except");
    include.finish("`include`", &[]);
    Some(Include {
        list: list?,
        except,
    })
}

/// A list from a CSV file: its label column and its choices.
fn read_data(
    list: &ListName,
    table: &mut Table<'_>,
    folder: &Folder,
    languages: &[Language],
) -> (Option<String>, Vec<At<Choice>>) {
    let source = table.source;
    table.need("code");
    table.need("label");
    let (path, code, label) = (table.text("data"), table.text("code"), table.text("label"));
    let pattern = label.as_ref().map(|label| label.value.clone());
    let (Some(path), Some(code), Some(label)) = (path, code, label) else {
        return (pattern.or_else(|| Some(String::new())), Vec::new());
    };
    let Some((file, text)) = folder.get_key_value(&path.value) else {
        let files = folder.keys().map(String::as_str);
        let files = files.filter(|path| path.starts_with("data/"));
        let cause = format!("the file `{}` is missing", path.value);
        source.add(path.line, cause, propose(&path.value, files, "add it"));
        return (pattern, Vec::new());
    };
    let data = Source {
        path: file,
        text,
        findings: source.findings,
    };
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let columns: Vec<String> = match reader.headers() {
        Ok(headers) => headers.iter().map(str::to_owned).collect(),
        Err(error) => {
            data.add(1, format!("this is not CSV: {error}"), "correct the file");
            return (pattern, Vec::new());
        }
    };
    let labels = languages.iter().map(|language| At {
        value: column(&label.value, *language),
        line: label.line,
    });
    let needed: Vec<At<String>> = std::iter::once(code.clone()).chain(labels).collect();
    let mut complete = true;
    for column in needed
        .iter()
        .filter(|column| !columns.contains(&column.value))
    {
        complete = false;
        let near = columns.iter().map(String::as_str);
        let cause = format!("`{file}` has no column `{}`", column.value);
        source.add(column.line, cause, propose(&column.value, near, "add it"));
    }
    let choices = if complete {
        read_rows(list, data, reader, &columns, &needed)
    } else {
        Vec::new()
    };
    (pattern, choices)
}

/// The column that labels a choice in a language.
pub(in crate::form) fn column(pattern: &str, language: Language) -> String {
    pattern.replace("{lang}", language.source().code())
}

fn read_rows(
    list: &ListName,
    data: Source<'_>,
    mut reader: csv::Reader<&[u8]>,
    columns: &[String],
    needed: &[At<String>],
) -> Vec<At<Choice>> {
    let mut choices = Vec::new();
    let mut codes = BTreeSet::new();
    for record in reader.records() {
        let position = |position: Option<&csv::Position>| {
            position.map_or(1, |p| usize::try_from(p.line()).unwrap_or(usize::MAX))
        };
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                let line = position(error.position());
                let cause = match error.kind() {
                    csv::ErrorKind::UnequalLengths {
                        len, expected_len, ..
                    } => {
                        format!("the row has {len} cells, the head {expected_len}")
                    }
                    _ => format!("this row is broken: {error}"),
                };
                data.add(line, cause, "correct it");
                continue;
            }
        };
        let line = position(record.position());
        let cells = record.iter().map(str::to_owned);
        let facts: BTreeMap<String, String> = columns.iter().cloned().zip(cells).collect();
        for column in needed {
            if facts
                .get(&column.value)
                .is_none_or(|cell| cell.trim().is_empty())
            {
                let cause = format!("the column `{}` is empty", column.value);
                data.add(line, cause, "fill it in");
            }
        }
        let code = needed.first().and_then(|column| facts.get(&column.value));
        let code = code.filter(|code| !code.is_empty()).cloned();
        let code = code.and_then(|value| data.parsed::<Code>(&At { value, line }));
        let Some(code) = code else { continue };
        if !codes.insert(code.value.clone()) {
            let cause = format!("the code `{}` stands twice", code.value);
            data.add(line, cause, "remove one row");
            continue;
        }
        let value = Choice {
            facts,
            ..choice(list, code.value, None)
        };
        choices.push(At { value, line });
    }
    if codes.is_empty() {
        data.add(1, "the file has no rows", "add them");
    }
    choices
}

/// The choices of a list with those it takes over. `path` holds the lists on the way here.
fn resolve(
    name: &ListName,
    lists: &BTreeMap<ListName, Written>,
    source: Source<'_>,
    path: &mut Vec<ListName>,
) -> Vec<Choice> {
    let Some(list) = lists.get(name) else {
        return Vec::new();
    };
    let mut choices: Vec<Choice> = list.choices.iter().map(|c| c.value.clone()).collect();
    let Some(include) = &list.include else {
        return choices;
    };
    // Only the list itself tells its mistakes, not every list that takes it over.
    let told = path.is_empty();
    let from = &include.list;
    path.push(name.clone());
    if path.contains(&from.value) {
        if told || path.first() == Some(&from.value) {
            let cause = format!("`{name}` takes itself over through `{}`", from.value);
            source.add(from.line, cause, "remove one `include` of the circle");
        }
        path.pop();
        return choices;
    }
    if !lists.contains_key(&from.value) && told {
        let cause = format!("there is no list `{}`", from.value);
        let names = lists.keys().map(ListName::as_str);
        let remedy = propose(from.value.as_str(), names, "add it to lists.toml");
        source.add(from.line, cause, remedy);
    }
    let taken = resolve(&from.value, lists, source, path);
    path.pop();
    if told && lists.contains_key(&from.value) {
        for code in &include.except {
            if !taken.iter().any(|choice| choice.code == code.value) {
                let codes = taken.iter().map(|choice| choice.code.as_str());
                let cause = format!("`{}` has no code `{}`", from.value, code.value);
                let remedy = propose(code.value.as_str(), codes, "remove it from `except`");
                source.add(code.line, cause, remedy);
            }
        }
    }
    let excepted = |code: &Code| include.except.iter().any(|except| except.value == *code);
    for choice in taken.into_iter().filter(|choice| !excepted(&choice.code)) {
        if choices.iter().any(|own| own.code == choice.code) {
            if told {
                let cause = format!("the code `{}` stands in `{}` too", choice.code, from.value);
                source.add(list.line, cause, "remove it, or except it");
            }
            continue;
        }
        choices.push(choice);
    }
    choices
}
