//! Questionnaires and replies as PDF and Word: nothing is lost, every page says whose it is, the structure is there, and others read it:
//! poppler the PDF, Python the Word file.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Read as _, Write as _};
use std::process::{Command, Stdio};

use chrono::NaiveDate;
use para11::document::about::About;
use para11::document::blank;
use para11::document::filled::{self, Seal};
use para11::document::{
    Block, Cell, Choice, Document, Level, Shape, Table, Text, Tick, Tone, pdf, word,
};
use para11::form::name::{Code, QuestionName};
use para11::form::{FieldKind, Form, Rows};
use para11::reply::last::LastTime;
use para11::reply::raw::{RawAnswer, RawAnswers};
use para11::reply::{AnswerKey, Draft, Facts};
use para11::text::Language;

use crate::support::sample::{self, SampleRound};

/// What a program of poppler says of a PDF.
pub(crate) fn poppler(program: &str, arguments: &[&str], pdf: &[u8]) -> String {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(pdf).unwrap();
    let mut command = Command::new(program);
    command.args(arguments).arg(file.path());
    if program == "pdftotext" {
        command.arg("-");
    }
    let output = command.output().unwrap_or_else(|error| {
        panic!("{program} cannot be run ({error}); install poppler-utils, as tests/run does")
    });
    assert!(
        output.status.success(),
        "{program}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    // Titles in the tree of parts are printed as the file holds them.
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// The text between the heads and feet of the pages, in the order in which it is drawn.
fn body(pdf: &[u8]) -> String {
    let area = ["-raw", "-x", "0", "-y", "66", "-W", "596", "-H", "712"];
    poppler("pdftotext", &area, pdf)
}

/// Without blanks and marks of direction: lines break where there is room, and letters that join may be told apart.
fn squeezed(text: &str) -> String {
    let is_mark = |c: char| matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{ad}');
    text.chars()
        .filter(|c| !c.is_whitespace() && !c.is_control() && !is_mark(*c))
        .collect()
}

/// Text from right to left in the order in which it is read. Its reader sets points and brackets by their place on the line, and marks
/// before or behind the letter they stand on, so letters and digits alone are compared.
fn letters(text: &str) -> String {
    text.chars()
        .filter(|c| c.is_alphanumeric() && !('\u{64b}'..='\u{652}').contains(c))
        .collect()
}

fn read(document: &Document, pdf: &[u8]) -> (String, fn(&str) -> String) {
    if document.is_right_to_left() {
        let area = ["-x", "0", "-y", "66", "-W", "596", "-H", "712"];
        return (letters(&poppler("pdftotext", &area, pdf)), letters);
    }
    (squeezed(&body(pdf)), squeezed)
}

/// The parts of a Word file.
fn parts(docx: &[u8]) -> BTreeMap<String, String> {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(docx)).unwrap();
    let mut parts = BTreeMap::new();
    for at in 0..archive.len() {
        let mut file = archive.by_index(at).unwrap();
        let name = file.name().unwrap().into_owned();
        let mut text = String::new();
        file.read_to_string(&mut text).unwrap();
        parts.insert(name, text);
    }
    parts
}

/// The words of its main part, a paragraph a line.
fn word_text(docx: &[u8]) -> String {
    let parts = parts(docx);
    let main = parts["word/document.xml"].replace("</w:p>", "\n");
    let tag = regex::Regex::new("<[^>]*>").unwrap();
    let text = tag.replace_all(&main, "");
    let text = text.replace("&lt;", "<").replace("&gt;", ">");
    text.replace("&quot;", "\"").replace("&amp;", "&")
}

fn facts(round: &SampleRound, respondent: &str) -> Facts {
    Facts {
        period: round.round.period,
        today: round.round.opens,
        respondent: Code::parse(respondent).unwrap(),
    }
}

fn everything(_: &QuestionName) -> bool {
    true
}

/// The questionnaire blank in a language.
fn blank_in(round: &SampleRound, language: Language) -> Document {
    let arguments = round.round.text_arguments("Austria");
    blank::document(&About {
        texts: round.form.texts(language, &arguments),
        round: Some(&round.round),
        facts: &facts(round, "AUT"),
        respondent: Some("Austria"),
        within: &everything,
    })
}

/// A draft of Austria as a document, of these questions.
fn draft_of(
    round: &SampleRound,
    raw: RawAnswers,
    language: Language,
    within: &dyn Fn(&QuestionName) -> bool,
) -> Document {
    let facts = facts(round, "AUT");
    let draft = Draft::check(&round.form, &facts, raw);
    let arguments = round.round.text_arguments("Austria");
    let about = About {
        texts: round.form.texts(language, &arguments),
        round: Some(&round.round),
        facts: &facts,
        respondent: Some("Austria"),
        within,
    };
    filled::of_draft(&about, &draft, None, &LastTime::default())
}

/// Words in Arabic and Chinese and others between them, in every part that a document has.
fn written_by_hand(language: Language, words: [&str; 4]) -> Document {
    let [title, question, sentence, label] = words;
    let choice = |is_ticked| Choice {
        tick: Tick {
            shape: Shape::Square,
            is_ticked,
        },
        label: label.to_owned(),
        hint: sentence.to_owned(),
    };
    let row = vec![
        Cell::plain(label),
        Cell::Words(vec![Text::plain(sentence)]),
        Cell::Tick(Tick::empty(Shape::Round)),
        Cell::Room(2),
    ];
    Document {
        language,
        title: title.to_owned(),
        day: NaiveDate::from_ymd_opt(2026, 11, 27),
        head: format!("{label} 2026"),
        foot: "para11 2026.1".to_owned(),
        level: Level::Confidential,
        level_words: label.to_owned(),
        stamps: Vec::new(),
        blocks: vec![
            Block::Title(title.to_owned()),
            Block::Section(format!("1. {title}")),
            Block::Question(format!("1.1 {question}")),
            Block::Paragraph(Text {
                label: format!("{label}:"),
                words: format!("{sentence}\nHow many cases, 17 of 2025?\nСколько дел?"),
                tone: Tone::Plain,
                is_free: true,
            }),
            Block::Choices {
                label: label.to_owned(),
                items: vec![choice(true), choice(false)],
                in_line: false,
            },
            Block::Table(Table {
                heads: vec![
                    String::new(),
                    title.to_owned(),
                    label.to_owned(),
                    "%".to_owned(),
                ],
                widths: vec![30, 40, 15, 15],
                rows: vec![row; 60],
                ..Table::default()
            }),
        ],
    }
}

const ARABIC: [&str; 4] = [
    "الصلات بين الإرهاب والجريمة المنظمة",
    "هل توجد صلات بين الإرهاب وأشكال أخرى من الجريمة في دولتكم؟",
    "تعني الصلة أي تعاون أو تبادل للموارد (مثلاً بالمال) بين عامي 2021 و2025.",
    "لا ينطبق",
];
const CHINESE: [&str; 4] = [
    "恐怖主义与有组织犯罪之间的联系",
    "贵国是否存在恐怖主义与其他形式犯罪之间的联系？",
    "联系是指2021年至2025年期间的任何合作或资源交换（例如资金）。",
    "不适用",
];

#[test]
fn the_pdf_holds_every_word_of_the_document_in_its_order() {
    let round = sample::round(0, 1);
    for document in [
        blank_in(&round, Language::English),
        written_by_hand(Language::Arabic, ARABIC),
        written_by_hand(Language::Chinese, CHINESE),
    ] {
        let pdf = pdf::write(&document).unwrap();
        assert!(pdf.missing.is_empty(), "{:?}", pdf.missing);
        let (text, plain) = read(&document, &pdf.bytes);
        let mut from = 0;
        for words in document.words() {
            let words = plain(words);
            // Words that stand on two pages are parted by the head of a table.
            let found = text[from..].find(&words).map(|at| from + at);
            let found = found.or_else(|| text.find(&words));
            assert!(found.is_some(), "{:?}: {words}", document.language);
            from = found.unwrap_or(from);
        }
    }
}

#[test]
fn every_page_says_whose_it_is_and_how_to_handle_it() {
    let round = sample::round(0, 1);
    let raw = RawAnswers::from([answer("rep_lead", None, "value", "Ministry")]);
    let document = draft_of(&round, raw, Language::English, &everything);
    let pdf = pdf::write(&document).unwrap();
    assert!(pdf.pages > 5, "{}", pdf.pages);
    for number in 1..=pdf.pages {
        let page = number.to_string();
        let text = poppler("pdftotext", &["-f", &page, "-l", &page], &pdf.bytes);
        let count = format!("Page {number} of {}", pdf.pages);
        for words in [
            "Austria",
            "round sample",
            "DRAFT, not submitted",
            "SAMPLE",
            "Confidential",
            "version",
            &count,
        ] {
            assert!(text.contains(words), "page {number} lacks {words}: {text}");
        }
    }
    let parts = parts(&word::write(&document).unwrap());
    for words in ["Austria", "round sample", "DRAFT", "SAMPLE", "Confidential"] {
        assert!(parts["word/header1.xml"].contains(words), "{words}");
    }
    let foot = &parts["word/footer1.xml"];
    assert!(foot.contains(" PAGE ") && foot.contains(" NUMPAGES "));
}

#[test]
fn the_structure_is_there_for_those_who_do_not_see_the_page() {
    let document = written_by_hand(Language::Arabic, ARABIC);
    let pdf = pdf::write(&document).unwrap();
    let about = poppler("pdfinfo", &[], &pdf.bytes);
    assert!(about.contains("Tagged:          yes"), "{about}");
    assert!(
        about.contains(ARABIC[0]) && about.contains("confidential"),
        "{about}"
    );
    assert!(about.contains("595.28 x 841.89"), "{about}");
    let structure = poppler("pdfinfo", &["-struct"], &pdf.bytes);
    let count = |name: &str| {
        let names = structure
            .lines()
            .map(|line| line.trim().split([' ', ':']).next());
        names.filter(|found| *found == Some(name)).count()
    };
    for (name, expected) in [
        ("H1", 1),
        ("H2", 1),
        ("H3", 1),
        ("Table", 1),
        ("THead", 1),
        ("TBody", 1),
        ("TR", 61),
        ("TH", 64),
        ("TD", 180),
        ("L", 1),
        ("LI", 2),
    ] {
        let found = count(name);
        assert_eq!(found, expected, "{name}: {structure}");
    }
    let bytes = String::from_utf8_lossy(&pdf.bytes);
    for part in [
        "pdfuaid:part",
        "pdfaid:part",
        "/Outlines",
        "/Lang",
        "DisplayDocTitle",
    ] {
        assert!(bytes.contains(part), "{part}");
    }
}

#[test]
fn the_same_document_gives_the_same_bytes() {
    let document = written_by_hand(Language::Chinese, CHINESE);
    let (one, other) = (
        pdf::write(&document).unwrap(),
        pdf::write(&document).unwrap(),
    );
    assert!(one.bytes == other.bytes);
    assert_eq!(
        word::write(&document).unwrap(),
        word::write(&document).unwrap()
    );
    let mut changed = document;
    changed.title.push('!');
    assert!(pdf::write(&changed).unwrap().bytes != one.bytes);
}

#[test]
fn a_letter_that_no_font_has_is_shown_as_its_code() {
    let mut document = written_by_hand(Language::English, ["A", "B", "C", "D"]);
    let words = "before \u{1f600}\u{e000}\u{0} \u{0e01} after";
    document.blocks.push(Block::Paragraph(Text::plain(words)));
    let pdf = pdf::write(&document).unwrap();
    let missing: BTreeSet<char> = pdf.missing.into_iter().collect();
    assert_eq!(
        missing,
        BTreeSet::from(['\0', '\u{e01}', '\u{e000}', '\u{1f600}'])
    );
    let text = squeezed(&body(&pdf.bytes));
    assert!(
        text.contains("before[U+1F600][U+E000][U+0000][U+0E01]after"),
        "{text}"
    );
    let text = word_text(&word::write(&document).unwrap());
    assert!(
        text.contains("before \u{1f600}\u{e000}[U+0000] \u{0e01} after"),
        "{text}"
    );
}

#[test]
fn the_word_file_has_its_styles_heads_language_and_direction() {
    let docx = word::write(&written_by_hand(Language::Arabic, ARABIC)).unwrap();
    let parts = parts(&docx);
    let main = &parts["word/document.xml"];
    for part in [
        "<w:pStyle w:val=\"Title\"/>",
        "<w:pStyle w:val=\"Heading1\"/>",
        "<w:pStyle w:val=\"Heading2\"/>",
        "<w:tblHeader/>",
        "<w:bidiVisual/>",
        "<w:rtl/>",
        // A sentence from left to right between others.
        "<w:bidi w:val=\"0\"/>",
    ] {
        assert!(main.contains(part), "{part}");
    }
    let styles = &parts["word/styles.xml"];
    assert!(styles.contains("w:bidi=\"ar-SA\"") && styles.contains("<w:bidi/>"));
    assert!(styles.contains("<w:name w:val=\"heading 1\"/>"));
    let properties = &parts["docProps/core.xml"];
    assert!(properties.contains("<dc:language>ar</dc:language>") && properties.contains(ARABIC[0]));
    let left = word::write(&written_by_hand(Language::English, ["A", "B", "C", "D"])).unwrap();
    let left = &self::parts(&left)["word/document.xml"];
    assert!(!left.contains("bidiVisual") && !left.contains("<w:rtl/>"));
    read_by_python(&docx);
}

/// Another program finds every part to be sound XML.
fn read_by_python(docx: &[u8]) {
    let program = "import io,sys,zipfile,xml.dom.minidom as m\n\
        z=zipfile.ZipFile(io.BytesIO(sys.stdin.buffer.read()))\n\
        assert z.testzip() is None\n\
        [m.parseString(z.read(n)) for n in z.namelist()]";
    let python = std::env::var_os("PARA11_TEST_PYTHON").unwrap_or_else(|| "python3".into());
    let python = python.into_string().unwrap();
    let mut child = Command::new(&python)
        .args(["-c", program])
        .stdin(Stdio::piped())
        .spawn()
        .unwrap_or_else(|error| panic!("{python} cannot be run: {error}; install python3"));
    child.stdin.take().unwrap().write_all(docx).unwrap();
    assert!(child.wait().unwrap().success());
}

fn answer(question: &str, row: Option<&str>, field: &str, value: &str) -> (AnswerKey, RawAnswer) {
    let key = AnswerKey {
        question: QuestionName::parse(question).unwrap(),
        row: row.map(|row| Code::parse(row).unwrap()),
    };
    let mut raw = RawAnswer::default();
    let field = para11::form::name::FieldName::parse(field).unwrap();
    raw.values.insert(field, vec![value.to_owned()]);
    (key, raw)
}

/// A reply in which everything that is asked is answered, and every text, comment and source holds a word of its own.
fn with_canaries(round: &SampleRound) -> (RawAnswers, BTreeMap<String, QuestionName>) {
    let plan = para11::reply::sample::Plan {
        core_only: 0,
        blank: 0,
        ..Default::default()
    };
    let respondent = round
        .respondents
        .iter()
        .find(|one| one.code.as_str() == "AUT")
        .unwrap();
    let facts = facts(round, "AUT");
    let mut raw = para11::reply::sample::reply(&round.form, &facts, respondent, &plan, 7).unwrap();
    let draft = Draft::check(&round.form, &facts, raw.clone());
    let mut canaries = BTreeMap::new();
    let mut canary = |question: &QuestionName| {
        let word = format!("canary{:04}x", canaries.len());
        canaries.insert(word.clone(), question.clone());
        word
    };
    for question in round.form.questions() {
        if !draft.asked(&question.name) {
            continue;
        }
        let mut keys: Vec<Option<Code>> = vec![None];
        keys.extend(draft.rows(&question.name).iter().cloned().map(Some));
        for row in keys {
            let has_values = row.is_some() == question.has_rows();
            let key = AnswerKey {
                question: question.name.clone(),
                row,
            };
            let answer = raw.entry(key).or_default();
            if question.with.comment {
                answer.comment = canary(&question.name);
            }
            if question.with.source {
                answer.source = canary(&question.name);
            }
            for field in question.fields.iter().filter(|_| has_values) {
                if matches!(field.kind, FieldKind::Text(_) | FieldKind::LongText(_)) {
                    answer.status = None;
                    answer
                        .values
                        .insert(field.name.clone(), vec![canary(&question.name)]);
                }
            }
        }
    }
    assert!(canaries.len() > 150, "{}", canaries.len());
    (raw, canaries)
}

#[test]
fn no_word_of_an_answer_is_lost_and_none_outside_of_ones_parts_is_shown() {
    let round = sample::round(0, 1);
    let (raw, canaries) = with_canaries(&round);
    let given: BTreeSet<QuestionName> = canaries
        .values()
        .enumerate()
        .filter(|(at, _)| at % 3 == 0)
        .map(|(_, question)| question.clone())
        .collect();
    let parts = |question: &QuestionName| given.contains(question);
    let whole: &dyn Fn(&QuestionName) -> bool = &everything;
    for (is_whole, within) in [(true, whole), (false, &parts)] {
        let document = draft_of(&round, raw.clone(), Language::English, within);
        let pdf = pdf::write(&document).unwrap();
        let pdf = squeezed(&poppler("pdftotext", &["-raw"], &pdf.bytes));
        let docx = word_text(&word::write(&document).unwrap());
        for (word, question) in &canaries {
            let expected = is_whole || given.contains(question);
            assert_eq!(
                pdf.contains(word.as_str()),
                expected,
                "PDF, {question}: {word}"
            );
            assert_eq!(
                docx.contains(word.as_str()),
                expected,
                "Word, {question}: {word}"
            );
        }
        let hidden = round
            .form
            .questions()
            .filter(|question| !within(&question.name));
        for question in hidden {
            let number = format!("{} {}", question.number, word_of(&round.form, question));
            assert!(!docx.contains(&number), "{number}");
        }
    }
}

fn word_of(form: &Form, question: &para11::form::Question) -> String {
    let arguments = para11::form::text::TextArguments::default();
    form.texts(Language::English, &arguments)
        .question(question)
        .into_owned()
}

#[test]
fn what_was_typed_and_is_not_taken_is_shown_as_typed() {
    let round = sample::round(0, 1);
    let raw = RawAnswers::from([answer("cls_hours", None, "value", "approx. twelve hundred")]);
    let document = draft_of(&round, raw, Language::English, &everything);
    let text = word_text(&word::write(&document).unwrap());
    assert!(text.contains("approx. twelve hundred"), "{text}");
}

#[test]
fn a_sealed_reply_says_which_submission_it_is_and_its_narrowest_mark() {
    let round = sample::round(12, 3);
    let mut levels = BTreeSet::new();
    for submission in &round.submissions {
        let facts = facts(&round, submission.head().respondent.as_str());
        let arguments = round.round.text_arguments("Austria");
        let about = About {
            texts: round.form.texts(Language::English, &arguments),
            round: Some(&round.round),
            facts: &facts,
            respondent: Some("Austria"),
            within: &everything,
        };
        let seal = Seal {
            version: 2,
            day: round.round.opens,
            received: "15 January 2026".to_owned(),
            sha256: "0123456789abcdef".repeat(4),
        };
        let document = filled::of_submission(&about, submission, &seal, &LastTime::default());
        assert!(!document.stamps.iter().any(|stamp| stamp.contains("DRAFT")));
        assert!(document.foot.contains("submission 2") && document.foot.contains("0123456789ab"));
        let is_closed = submission.items().iter().any(|item| {
            item.mark == para11::form::Mark::SecretariatOnly
                && item.state != para11::reply::submission::State::Hidden
        });
        let expected = if is_closed {
            Level::SecretariatOnly
        } else {
            Level::Confidential
        };
        assert_eq!(document.level, expected);
        levels.insert(document.level);
    }
    assert!(levels.contains(&Level::SecretariatOnly), "{levels:?}");
}

#[test]
fn the_blank_questionnaire_asks_everything_and_has_room_for_it() {
    let round = sample::round(0, 1);
    let document = blank_in(&round, Language::English);
    let text = document.words().join("\n");
    for question in round.form.questions() {
        assert!(
            text.contains(&word_of(&round.form, question)) || question.period,
            "{}",
            question.name
        );
        if let Rows::List { list, .. } = &question.rows {
            let list = round.form.list(list.as_str()).unwrap();
            let tables = document.blocks.iter().filter_map(|block| match block {
                Block::Table(table) => Some(table.rows.len()),
                _ => None,
            });
            assert!(
                tables.into_iter().any(|rows| rows == list.choices.len()),
                "{}",
                question.name
            );
        }
    }
    assert_eq!(document.level, Level::Unclassified);
    // A few parts of it as they are: condition, boxes, lines, table.
    let shown: Vec<String> = document
        .blocks
        .iter()
        .skip_while(|block| !matches!(block, Block::Section(words) if words.starts_with("3.")))
        .take(24)
        .map(|block| format!("{block:?}"))
        .collect();
    insta::assert_snapshot!(shown.join("\n"));
}
