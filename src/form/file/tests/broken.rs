//! What is told of broken questionnaires: one for each kind of finding.

use std::fmt::Write;

use super::{changed, folder, load};

const FORM: &str = "form.toml";
const LISTS: &str = "lists.toml";
const DATA: &str = "data/states.csv";
const ABOUT: &str = "sections/about.toml";
const LINKS: &str = "sections/links.toml";
const WORDS: &str = "text/en/links.ftl";
const FRENCH: &str = "text/fr/links.ftl";

/// What is wrong, the file, the sound text and what stands there instead.
#[rustfmt::skip]
const BROKEN: &[(&str, &str, &str, &str)] = &[
    ("format of the future", FORM, "format = 1", "format = 2"),
    ("format is a text", FORM, "format = 1", "format = \"1\""),
    ("name missing", FORM, "id = \"small\"\n", ""),
    ("name misspelt", FORM, "version = ", "verson = "),
    ("name illegal", FORM, "id = \"small\"", "id = \"Small-1\""),
    ("version empty", FORM, "version = \"1\"", "version = \" \""),
    ("language unknown", FORM, "[\"en\", \"fr\"]", "[\"en\", \"de\"]"),
    ("language twice", FORM, "[\"en\", \"fr\"]", "[\"en\", \"fr\", \"fr\"]"),
    ("English missing", FORM, "[\"en\", \"fr\"]", "[\"fr\"]"),
    ("mark unknown", FORM, "default_mark = \"attributable\"", "default_mark = \"atributable\""),
    ("mark question missing", FORM, "\"own_mark\"", "\"my_mark\""),
    ("mark question of another kind", FORM, "\"own_mark\"", "\"advice\""),
    ("publishing question without no", FORM, "respondents = ", "publishing_question = \"own_mark\"\nrespondents = "),
    ("respondents unknown", FORM, "respondents = \"states\"", "respondents = \"state\""),
    ("section without file", FORM, "[\"about\", \"links\"]", "[\"about\", \"link\"]"),
    ("section twice", FORM, "[\"about\", \"links\"]", "[\"about\", \"links\", \"links\"]"),
    ("not TOML", LISTS, "choices = [\"none\"]", "choices = [\"none\""),
    ("section not TOML", ABOUT, "max = 2000", "max = = 2000"),
    ("data without rows", DATA, "AUT,weog,Austria,Autriche\nEGY,afr,Egypt,Égypte\n", ""),
    ("list name illegal", LISTS, "[found]", "[Found]"),
    ("list name reserved", LISTS, "[found]", "[years]"),
    ("list empty", LISTS, "choices = [\"yes\", \"no\", \"unknown\"]", "choices = []"),
    ("list key misspelt", LISTS, "include = ", "includes = "),
    ("list of both kinds", LISTS, "code = \"iso3\"", "code = \"iso3\"\nchoices = [\"a\"]"),
    ("code twice", LISTS, "\"arms\", \"cyber\"]", "\"arms\", \"arms\", \"cyber\"]"),
    ("code illegal", LISTS, "\"arms\"", "\"small arms\""),
    ("code begins with a digit", LISTS, "choices = [\"none\"]", "choices = [\"none\", \"2x\"]"),
    ("choice is a number", LISTS, "\"arms\"", "3"),
    ("include of a list that is not there", LISTS, "list = \"crime\"", "list = \"crimes\""),
    ("include of itself", LISTS, "list = \"crime\"", "list = \"crime_or_none\""),
    ("exception that is not there", LISTS, "except = [\"cyber\"]", "except = [\"ciber\"]"),
    ("code in the included list too", LISTS, "choices = [\"none\"]", "choices = [\"none\", \"arms\"]"),
    ("data file missing", LISTS, "data/states.csv", "data/state.csv"),
    ("code column missing", LISTS, "code = \"iso3\"", "code = \"iso\""),
    ("label column missing", DATA, "name_fr", "nom_fr"),
    ("data row of another length", DATA, "AUT,weog,Austria,Autriche", "AUT,weog,Austria"),
    ("data code twice", DATA, "EGY", "AUT"),
    ("data label empty", DATA, "Égypte", " "),
    ("question key unknown", LINKS, "period = true", "perod = true"),
    ("question key of no type", LINKS, "period = true", "colour = \"red\""),
    ("key of another type", LINKS, "min_length = 2", "min = 2"),
    ("choices on a text", ABOUT, "max_length = 500", "choices = \"found\""),
    ("fields on a question that is no group", ABOUT, "type = \"group\"", "type = \"text\""),
    ("group without fields", LINKS, "type = \"ranked\"", "type = \"group\""),
    ("question without a name", ABOUT, "id = \"hours\"\n", ""),
    ("question name taken", LINKS, "id = \"first\"", "id = \"hours\""),
    ("question named as a section", LINKS, "id = \"first\"", "id = \"about\""),
    ("question name too long", LINKS, "id = \"first\"", "id = \"first_of_all_the_forms_of_crime_x\""),
    ("type unknown", ABOUT, "type = \"tick\"", "type = \"tik\""),
    ("type missing", ABOUT, "type = \"tick\"", ""),
    ("widest mark unknown", LINKS, "period = true", "widest_mark = \"open\"\nperiod = true"),
    ("flag is a text", LINKS, "period = true", "period = \"yes\""),
    ("field name reserved", LINKS, "id = \"title\"", "id = \"comment\""),
    ("field name twice", LINKS, "id = \"title\"", "id = \"year\""),
    ("choices unknown", LINKS, "choices = \"found\"", "choices = \"fund\""),
    ("choices missing", LINKS, "choices = \"found\"\n", ""),
    ("exclusive code unknown", LINKS, "exclusive = [\"none\"]", "exclusive = [\"nine\"]"),
    ("more choices than there are", LINKS, "max_choices = 2", "max_choices = 9"),
    ("bounds upside down", ABOUT, "min = 0", "min = 3000"),
    ("bound below nought", ABOUT, "min = 0", "min = -1"),
    ("question named as a table", ABOUT, "id = \"signed\"", "id = \"replies\""),
    ("lengths upside down", LINKS, "min_length = 2", "min_length = 300"),
    ("length of nothing", LINKS, "min_length = 2", "min_length = 0"),
    ("years upside down", LINKS, "max = \"this_year\"", "max = 1999"),
    ("year that is no year", LINKS, "max = \"this_year\"", "max = \"next_year\""),
    ("default not in the list", ABOUT, "default = \"attributable\"", "default = \"atributable\""),
    ("default out of bounds", ABOUT, "unit = \"hours\"", "unit = \"hours\"\ndefault = \"2001\""),
    ("core row unknown", LINKS, "core_rows = [\"drugs\"]", "core_rows = [\"drug\"]"),
    ("core rows without rows", ABOUT, "core = true", "core_rows = [\"AUT\"]"),
    ("core twice", LINKS, "core_rows = [\"drugs\"]", "core = true\ncore_rows = [\"drugs\"]"),
    ("rows unknown", LINKS, "rows = \"crime\"", "rows = \"crimes\""),
    ("rows and roster", LINKS, "roster = { min = 0, max = 3 }", "roster = { min = 0, max = 3 }\nrows = \"crime\""),
    ("roster upside down", LINKS, "{ min = 0, max = 3 }", "{ min = 4, max = 3 }"),
    ("roster too long", LINKS, "{ min = 0, max = 3 }", "{ min = 0, max = 1_000_000 }"),
    ("text too long", ABOUT, "max_length = 500", "max_length = 1_000_000"),
    ("roster without end", LINKS, "{ min = 0, max = 3 }", "{ min = 0 }"),
    ("rows_where without rows", LINKS, "choices_where", "rows_where"),
    ("rows_where on years", LINKS, "rows = \"years\"", "rows = \"years\"\nrows_where = \"true()\""),
    ("with of nothing", ABOUT, "\"status\", \"comment\"", "\"status\", \"coment\""),
    ("with twice", ABOUT, "\"status\", \"comment\"", "\"status\", \"status\""),
    ("check without level", LINKS, "level = \"warn\"\n", ""),
    ("check of unknown level", LINKS, "level = \"warn\"", "level = \"error\""),
    ("check per row without rows", ABOUT, "level = \"block\"", "level = \"block\"\nper_row = true"),
    ("rule that cannot be read", ABOUT, "${advice} = 'yes'", "${advice} = = 'yes'"),
    ("rule about a question that is not there", ABOUT, "${advice} = 'yes'", "${advise} = 'yes'"),
    ("rule about a later question", ABOUT, "${advice} = 'yes'", "${hours} > 1"),
    ("rule about itself: a circle", ABOUT, "${advice} = 'yes'", "${advice_how} != ''"),
    ("rule with a code that is not there", ABOUT, "${advice} = 'yes'", "${advice} = 'yess'"),
    ("rule of the wrong type", ABOUT, "${advice} = 'yes'", "${advice} + 1"),
    ("rule about a field that is not there", LINKS, "${counts}[row()].opened >=", "${counts}[row()].open >="),
    ("section without questions", LINKS, "[[question]]", "[[questions]]"),
    ("section file not named", FORM, "[\"about\", \"links\"]", "[\"about\"]"),
    ("text missing", WORDS, "first = Which matter most?\n    .short = Most important\n", ""),
    ("text misspelt", WORDS, "first = ", "frist = "),
    ("text too many", WORDS, "first = ", "second = Another\nfirst = "),
    ("text twice", WORDS, "first = ", "links = Again\nfirst = "),
    ("short text missing", WORDS, "    .short = Most important\n", ""),
    ("label of a field missing", WORDS, "    .field-opened = Opened\n", ""),
    ("message of a check missing", WORDS, "    .check-worthless = No case was opened, but a worth is given.\n", ""),
    ("sentence of a rule that is not there", WORDS, "    .field-title", "    .when = Answer only if it rains.\n    .field-title"),
    ("attribute too many", WORDS, "    .field-title", "    .field-titel"),
    ("not Fluent", WORDS, "first = ", "first "),
    ("unknown argument", WORDS, "{ $year_first }", "{ $year_frist }"),
    ("years on a question without period", WORDS, "Which matter most?", "Which mattered in { $year_first }?"),
    ("argument in a label", "text/en/lists.ftl", "Drugs", "Drugs of { $state }"),
    ("choice between forms", WORDS, "Of which kind?", "{ $year_first ->\n    [one] A\n   *[other] B\n    }"),
    ("term", WORDS, "first = ", "-brand = X\nfirst = "),
    ("translation missing", FRENCH, "first = FR Which matter most?\n    .short = FR Most important\n", ""),
    ("translation with other arguments", FRENCH, " to { $year_last }", ""),
];

#[test]
fn every_mistake_is_told_with_its_place_its_cause_and_its_remedy() {
    assert!(load(&folder()).is_ok());
    let mut told = String::new();
    for (name, file, from, to) in BROKEN {
        let errors = load(&changed(file, from, to)).expect_err(name);
        writeln!(told, "{name}").unwrap();
        for error in errors {
            writeln!(told, "    {error}").unwrap();
        }
    }
    insta::assert_snapshot!(told);
}

#[test]
fn missing_and_needless_files_are_told() {
    let mut told = String::new();
    let files: Vec<String> = folder().into_keys().collect();
    for file in &files {
        let mut folder = folder();
        folder.remove(file);
        let errors = load(&folder).expect_err(file);
        writeln!(told, "without {file}\n    {}", errors[0]).unwrap();
    }
    for file in [
        "sections/link.toml",
        "text/en/link.ftl",
        "text/de/links.ftl",
    ] {
        let mut folder = folder();
        folder.insert(file.to_owned(), String::new());
        let errors = load(&folder).expect_err(file);
        writeln!(told, "with {file}\n    {}", errors[0]).unwrap();
    }
    insta::assert_snapshot!(told);
}

#[test]
fn mistakes_in_several_files_are_told_at_once() {
    let mut folder = changed(
        LISTS,
        "\"arms\", \"cyber\"]",
        "\"arms\", \"arms\", \"cyber\"]",
    );
    let mut change = |file: &str, from: &str, to: &str| {
        let text = folder.get_mut(file).unwrap();
        assert!(text.contains(from));
        *text = text.replacen(from, to, 1);
    };
    change(LINKS, "period = true", "period = true\ncolour = \"red\"");
    change(LINKS, "exclusive = [\"none\"]", "exclusive = [\"nine\"]");
    change(ABOUT, "${advice} = 'yes'", "${advise} = 'yes'");
    change(WORDS, "    .short = Most important\n", "");
    let errors = load(&folder).unwrap_err();
    let places: Vec<_> = errors
        .iter()
        .map(|e| format!("{}:{}", e.file, e.line))
        .collect();
    let expected = [
        "lists.toml:11",
        "sections/about.toml:36",
        "sections/links.toml:8",
        "sections/links.toml:15",
        "text/en/links.ftl:8",
    ];
    assert_eq!(places, expected);
}
