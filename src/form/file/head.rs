//! `form.toml`: what the questionnaire is, its languages, its sections in order.

use super::Folder;
use super::source::{At, Findings, Source, propose};
use crate::form::Mark;
use crate::form::name::{FormName, ListName, QuestionName, SectionName};
use crate::text::Language;

/// The file.
pub(super) const PATH: &str = "form.toml";

/// The version of the format that this program reads.
const FORMAT: i64 = 1;

pub(super) struct Head {
    pub(super) name: FormName,
    pub(super) version: String,
    pub(super) mandate: String,
    pub(super) languages: Vec<Language>,
    pub(super) default_mark: Mark,
    pub(super) default_mark_question: Option<At<QuestionName>>,
    pub(super) naming_question: Option<At<QuestionName>>,
    pub(super) publishing_question: Option<At<QuestionName>>,
    pub(super) respondents: ListName,
    pub(super) respondents_line: usize,
    pub(super) sections: Vec<At<SectionName>>,
}

/// `None` only together with a finding.
pub(super) fn read(folder: &Folder, findings: &Findings) -> Option<Head> {
    let Some(text) = folder.get(PATH) else {
        findings.add(PATH, 1, "the file is missing", "add it (forms/README.md)");
        return None;
    };
    let source = Source {
        path: PATH,
        text,
        findings,
    };
    let mut table = source.table()?;
    table.need("format");
    if let Some(format) = table.integer("format").filter(|f| f.value != FORMAT) {
        let cause = format!("`format` is {}", format.value);
        source.add(
            format.line,
            cause,
            format!("this program reads format {FORMAT}"),
        );
    }
    let name = table.needed("id");
    let mut words = |key| {
        table.need(key);
        let text = table.text(key)?;
        if text.value.trim().is_empty() {
            source.add(text.line, format!("`{key}` is empty"), "fill it in");
        }
        Some(text.value)
    };
    let version = words("version");
    let mandate = words("mandate");
    table.need("languages");
    let languages = table.texts("languages");
    let languages = languages.map(|list| languages_of(source, &list));
    table.need("default_mark");
    let mark = table.text("default_mark");
    let default_mark = mark.and_then(|mark| self::mark(source, &mark));
    let default_mark_question = table.parsed("default_mark_question");
    let naming_question = table.parsed("naming_question");
    let publishing_question = table.parsed("publishing_question");
    let respondents: Option<At<ListName>> = table.needed("respondents");
    table.need("sections");
    let named: Vec<At<SectionName>> = table.all_parsed("sections");
    let mut sections: Vec<At<SectionName>> = Vec::new();
    for section in named {
        if sections.iter().any(|other| other.value == section.value) {
            let cause = format!("the section `{}` stands twice", section.value);
            source.add(section.line, cause, "remove one");
        } else {
            sections.push(section);
        }
    }
    table.finish("form.toml", &[]);
    let respondents = respondents?;
    Some(Head {
        name: name?.value,
        version: version?,
        mandate: mandate?,
        languages: languages?,
        default_mark: default_mark?,
        default_mark_question,
        naming_question,
        publishing_question,
        respondents: respondents.value,
        respondents_line: respondents.line,
        sections,
    })
}

fn languages_of(source: Source<'_>, list: &At<Vec<At<String>>>) -> Vec<Language> {
    let codes = || Language::ALL.iter().map(|language| language.code());
    let mut languages = Vec::new();
    for code in &list.value {
        match Language::ALL.into_iter().find(|l| l.code() == code.value) {
            Some(language) if languages.contains(&language) => {
                let cause = format!("the language `{}` stands twice", code.value);
                source.add(code.line, cause, "remove one");
            }
            Some(language) => languages.push(language),
            None => {
                let known = codes().collect::<Vec<_>>().join("`, `");
                let remedy = format!("a questionnaire can be offered in `{known}`");
                let cause = format!("the language `{}` is not known", code.value);
                source.add(code.line, cause, remedy);
            }
        }
    }
    if !languages.contains(&Language::English) {
        let cause = "`languages` lacks `en`";
        source.add(
            list.line,
            cause,
            "add it: English is what the others are made from",
        );
    }
    languages
}

/// A mark by its code.
pub(super) fn mark(source: Source<'_>, code: &At<String>) -> Option<Mark> {
    let mark = Mark::find(&code.value);
    if mark.is_none() {
        let cause = format!("`{}` is not a mark", code.value);
        let codes = Mark::ALL.map(Mark::code);
        let remedy = propose(&code.value, codes, &format!("use `{}`", codes.join("`, `")));
        source.add(code.line, cause, remedy);
    }
    mark
}
