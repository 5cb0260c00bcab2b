//! Every kind of figure, in three ways of writing and three widths.

use proptest::prelude::*;
use resvg::usvg::TextChunk;
use resvg::usvg::roxmltree::{self, Document};

mod compared;

use super::samples::{KINDS, TONGUES, Tongue, figure};
use super::*;
use crate::chart::figure::{Cell, Direction, Grid, Role, Row, Scale, Series};

const SIZES: [Size; 3] = [Size::Page, Size::Column, Size::Phone];

/// Each figure with what it is, so that a failure names it.
fn each(check: impl Fn(&str, &Figure, Size, &str)) {
    for kind in KINDS {
        for (language, tongue) in TONGUES {
            for size in SIZES {
                let figure = figure(kind, tongue);
                let drawn = svg(&figure, size, "f").unwrap();
                check(
                    &format!("{kind} {language} {}", size.code()),
                    &figure,
                    size,
                    &drawn,
                );
            }
        }
    }
}

#[test]
fn english_and_arabic_look_as_before() {
    for kind in KINDS {
        for (language, tongue) in [("en", Tongue::English), ("ar", Tongue::Arabic)] {
            let drawn = svg(&figure(kind, tongue), Size::Page, "f").unwrap();
            insta::assert_snapshot!(format!("{kind}_{language}"), drawn);
        }
    }
}

#[test]
fn the_same_figure_gives_the_same_bytes() {
    each(|name, figure, size, drawn| {
        assert_eq!(svg(figure, size, "f").unwrap(), drawn, "{name}");
    });
}

#[test]
fn a_document_says_what_it_shows_and_holds_no_style() {
    each(|name, figure, _, drawn| {
        let document = Document::parse(drawn).unwrap();
        let root = document.root_element();
        let child = |tag| root.children().find(|n| n.has_tag_name(tag)).unwrap();
        let of_root = |key| root.attribute(key).unwrap();
        assert_eq!(of_root("role"), "img", "{name}");
        assert_eq!(of_root("aria-labelledby"), "f-title f-desc", "{name}");
        assert_eq!(of_root("direction"), "ltr", "{name}");
        assert_eq!(
            root.attributes()
                .find(|a| a.name() == "lang")
                .unwrap()
                .value(),
            figure.language
        );
        assert_eq!(child("title").attribute("id"), Some("f-title"), "{name}");
        assert!(
            child("title").text().unwrap().ends_with(&figure.title),
            "{name}"
        );
        assert_eq!(
            child("desc").text(),
            Some(figure.alternative.as_str()),
            "{name}"
        );
        for node in document.descendants().filter(roxmltree::Node::is_element) {
            let tag = node.tag_name().name();
            assert!(
                !["style", "script", "image", "use", "a"].contains(&tag),
                "{name}: {tag}"
            );
            for attribute in node.attributes() {
                let key = attribute.name();
                assert!(
                    key != "style" && key != "class" && !key.starts_with("on"),
                    "{name}: {key}"
                );
            }
        }
    });
}

#[test]
fn letters_are_at_least_seven_points() {
    each(|name, _, _, drawn| {
        let document = Document::parse(drawn).unwrap();
        for text in document.descendants().filter(|n| n.has_tag_name("text")) {
            let size: i32 = text.attribute("font-size").unwrap().parse().unwrap();
            assert!(size >= 70, "{name}: {:?} has {size}", text.text());
        }
    });
}

/// The boxes round the letters of all texts, in CSS pixels, as the rasteriser sets them.
fn boxes(drawn: &str) -> (resvg::usvg::Size, Vec<(String, resvg::tiny_skia::Rect)>) {
    use resvg::usvg::{Group, Node};
    fn walk(group: &Group, into: &mut Vec<(String, resvg::tiny_skia::Rect)>) {
        for node in group.children() {
            match node {
                Node::Group(group) => walk(group, into),
                Node::Text(text) => {
                    let words = text.chunks().iter().map(TextChunk::text).collect();
                    let letters = text.flattened().abs_bounding_box();
                    into.push((words, letters.transform(text.abs_transform()).unwrap()));
                }
                Node::Path(_) | Node::Image(_) => {}
            }
        }
    }
    let drawing = crate::chart::raster::Drawing::read(drawn.to_owned()).unwrap();
    let mut found = Vec::new();
    walk(drawing.tree().root(), &mut found);
    (drawing.tree().size(), found)
}

#[test]
fn no_letter_leaves_the_paper_or_meets_another() {
    each(|name, _, size, drawn| {
        // A phone's figure is laid out like a column's, and reading letters back is slow.
        if size == Size::Phone {
            return;
        }
        letters_have_room(name, drawn);
    });
}

fn letters_have_room(name: &str, drawn: &str) {
    let (paper, found) = boxes(drawn);
    assert!(found.len() > 10, "{name}");
    for (words, at) in &found {
        let inside = at.left() >= 1.0 && at.top() >= 1.0;
        let inside = inside && at.right() <= paper.width() - 1.0 && at.bottom() <= paper.height();
        assert!(inside, "{name}: {words} at {at:?} of {paper:?}");
    }
    for (n, (words, a)) in found.iter().enumerate() {
        for (others, b) in &found[n + 1..] {
            let across = a.right().min(b.right()) - a.left().max(b.left());
            let down = a.bottom().min(b.bottom()) - a.top().max(b.top());
            assert!(across < 0.5 || down < 0.5, "{name}: {words} and {others}");
        }
    }
}

#[test]
fn turned_heads_of_many_words_stand_side_by_side() {
    let mut figure = figure("wide", Tongue::English);
    let Plot::Heat { grid, .. } = &mut figure.plot else {
        unreachable!("a wide table is a heat table");
    };
    let long =
        "as a language says it that needs many more words than English does for what it heads";
    let series = grid.series().iter().map(|series| Series {
        label: format!("{} {long}", series.label),
        ..series.clone()
    });
    *grid = Grid::new(series.collect(), grid.rows().to_vec()).unwrap();
    let drawn = svg(&figure, Size::Column, "f").unwrap();
    letters_have_room("long heads", &drawn);
}

#[test]
fn measured_widths_are_the_widths_that_are_drawn() {
    let figure = figure("bars", Tongue::English);
    let drawn = svg(&figure, Size::Page, "f").unwrap();
    let ruler = Ruler::new("en");
    let label = "Crimes that affect the environment";
    let (_, found) = boxes(&drawn);
    let (_, at) = found.iter().find(|(words, _)| words == label).unwrap();
    let measured = ruler.width(
        label,
        ruler::Type {
            size: 85,
            bold: false,
        },
    );
    // Pixels to tenths of a point; the box has no room before the first letter and after the last.
    let difference = f64::from(measured) - f64::from(at.width()) * 7.5;
    assert!((0.0..15.0).contains(&difference), "{difference}");
}

#[test]
fn a_withheld_cell_shows_no_number() {
    let series = vec![Series {
        code: "s".into(),
        label: "S".into(),
        role: Role::Answer,
    }];
    let row = |cell| Row {
        code: "r".into(),
        label: "R".into(),
        role: Role::Answer,
        base: Cell::Count(84),
        cells: vec![cell],
    };
    let mut figure = figure("bars", Tongue::English);
    let plots: [fn(Grid) -> Plot; 4] = [
        |grid| Plot::Bars { grid },
        |grid| Plot::Stacked {
            grid,
            scale: Scale::Count,
        },
        |grid| Plot::Heat {
            grid,
            scale: Scale::Share,
        },
        |grid| Plot::Diverging { grid },
    ];
    for plot in plots {
        let mut draw = |cell| {
            figure.plot = plot(Grid::new(series.clone(), vec![row(cell)]).unwrap());
            svg(&figure, Size::Page, "f").unwrap()
        };
        let (open, shut) = (draw(Cell::Count(61)), draw(Cell::Withheld));
        assert!(open.contains(">61"), "{open}");
        assert!(
            !shut.contains(">61") && shut.contains(">Withheld<"),
            "{shut}"
        );
    }
}

#[test]
fn hostile_words_stay_words() {
    let mut figure = figure("heat", Tongue::English);
    let hostile = "</title><script>alert(1)</script>\" onload=\"x&\u{0}\u{FFFF}";
    figure.title = hostile.into();
    figure.alternative = hostile.into();
    figure.source = hostile.into();
    figure.language = hostile.into();
    let drawn = svg(&figure, Size::Page, "f").unwrap();
    let document = Document::parse(&drawn).unwrap();
    assert!(document.descendants().all(|n| !n.has_tag_name("script")));
    assert!(
        document
            .descendants()
            .flat_map(|n| n.attributes())
            .all(|a| a.name() != "onload")
    );
}

#[test]
fn a_figure_without_rows_or_series_is_a_frame() {
    for kind in KINDS {
        let mut figure = figure(kind, Tongue::English);
        let empty = || Grid::new(Vec::new(), Vec::new()).unwrap();
        figure.plot = match figure.plot {
            plot @ (Plot::Dot { .. }
            | Plot::Dumbbell { .. }
            | Plot::Combinations { .. }
            | Plot::Bubble { .. }
            | Plot::Triangle { .. }) => compared::without_rows(&plot),
            Plot::Bars { .. } => Plot::Bars { grid: empty() },
            Plot::Stacked { scale, .. } => Plot::Stacked {
                grid: empty(),
                scale,
            },
            Plot::Diverging { .. } => Plot::Diverging { grid: empty() },
            Plot::Heat { scale, .. } => Plot::Heat {
                grid: empty(),
                scale,
            },
            Plot::Response { .. } => Plot::Response { grid: empty() },
        };
        let drawn = svg(&figure, Size::Column, "f").unwrap();
        assert!(
            drawn.contains(">SAMPLE<") && drawn.contains("sample round"),
            "{kind}"
        );
    }
}

fn a_cell() -> impl Strategy<Value = Cell> {
    prop_oneof![
        8 => (0_u64..=193).prop_map(Cell::Count),
        1 => Just(Cell::Withheld),
        1 => Just(Cell::NotApplicable),
    ]
}

fn a_grid() -> impl Strategy<Value = Grid> {
    let roles = [
        Role::Answer,
        Role::Neutral,
        Role::Against,
        Role::NonResponse,
        Role::Column,
    ];
    let role = proptest::sample::select(roles.to_vec());
    (proptest::collection::vec(role, 1..7), 0_usize..6).prop_flat_map(|(roles, rows)| {
        let cells = proptest::collection::vec(a_cell(), roles.len());
        proptest::collection::vec((cells, "[a-z ]{0,60}"), rows).prop_map(move |rows| {
            let series = roles.iter().map(|role| Series {
                code: "s".into(),
                label: "A label of some length".into(),
                role: *role,
            });
            let rows = rows.into_iter().map(|(cells, label)| Row {
                code: "r".into(),
                label,
                role: Role::Answer,
                base: Cell::Count(193),
                cells,
            });
            Grid::new(series.collect(), rows.collect()).unwrap()
        })
    })
}

#[test]
fn amounts_of_any_size_have_few_ticks() {
    // The greatest number that a questionnaire takes.
    for greatest in [3, 60_001, 4_294_967_296, 9_007_199_254_740_991] {
        let mut figure = figure("bars", Tongue::English);
        let series = ["low", "middle", "high"].map(|code| Series {
            code: code.into(),
            label: code.into(),
            role: Role::Value,
        });
        let row = Row {
            code: "r".into(),
            label: "Reports".into(),
            role: Role::Answer,
            base: Cell::Count(12),
            cells: [greatest / 3, greatest / 2, greatest]
                .map(Cell::Count)
                .into(),
        };
        figure.plot = Plot::Dot {
            grid: Grid::new(series.into(), vec![row]).unwrap(),
            scale: Scale::Count,
        };
        for size in SIZES {
            let drawn = svg(&figure, size, "f").unwrap();
            let ticks = drawn.matches("fill=\"none\"").count();
            assert!(drawn.contains(">Reports<"), "{greatest}");
            assert!((3..30).contains(&ticks), "{greatest}: {ticks}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8))]

    /// Whatever the numbers are, every plot can be drawn, is well formed, and shows every label.
    #[test]
    fn any_numbers_can_be_drawn(grid in a_grid(), mirrored: bool, share: bool) {
        let mut figure = figure("bars", Tongue::English);
        figure.direction = if mirrored { Direction::RightToLeft } else { Direction::LeftToRight };
        let scale = if share { Scale::Share } else { Scale::Count };
        for plot in [
            Plot::Bars { grid: grid.clone() },
            Plot::Stacked { grid: grid.clone(), scale },
            Plot::Diverging { grid: grid.clone() },
            Plot::Heat { grid: grid.clone(), scale },
            Plot::Response { grid: grid.clone() },
        ] {
            figure.plot = plot;
            for size in SIZES {
                let drawn = svg(&figure, size, "f").unwrap();
                let document = Document::parse(&drawn).unwrap();
                let words: String = document.descendants().filter(roxmltree::Node::is_text).filter_map(|n| n.text()).collect();
                let bare = |text: &str| text.replace([' ', '\u{2067}', '\u{2069}', '\n'], "");
                for row in grid.rows() {
                    prop_assert!(bare(&words).contains(&bare(&row.label)));
                }
                for rect in document.descendants().filter(|n| n.has_tag_name("rect")) {
                    let number = |key| rect.attribute(key).unwrap().parse::<i32>().unwrap();
                    prop_assert!(number("width") >= 0 && number("height") >= 0);
                    prop_assert!(number("x") >= -MARGIN && number("x") + number("width") <= size.paper());
                }
            }
        }
    }
}
