//! Marks on a scale, two rounds, combinations, points and triangles.

use super::*;
use crate::chart::figure::{Combination, Combinations, Points, Rest, Rounds, Triangle};

/// The kinds that are looked at here.
const COMPARED: [&str; 7] = [
    "dots",
    "dot",
    "rounds",
    "changes",
    "combinations",
    "bubble",
    "triangle",
];

fn series(codes: &[&str]) -> Vec<Series> {
    let one = |code: &&str| Series {
        code: (*code).into(),
        label: format!("Series {code}"),
        role: Role::Answer,
    };
    codes.iter().map(one).collect()
}

fn row(code: &str, base: u64, cells: &[Cell]) -> Row {
    Row {
        code: code.into(),
        label: format!("Row {code}"),
        role: Role::Answer,
        base: Cell::Count(base),
        cells: cells.to_vec(),
    }
}

/// The same kind of plot without rows, and without series where their number is free.
pub(super) fn without_rows(plot: &Plot) -> Plot {
    let of = |codes: &[&str]| Grid::new(series(codes), Vec::new()).unwrap();
    match plot {
        Plot::Dumbbell { scale, .. } => Plot::Dumbbell {
            grid: Rounds::new(of(&["a", "b"])).unwrap(),
            scale: *scale,
        },
        Plot::Bubble { scale, .. } => Plot::Bubble {
            grid: Points::new(of(&["x", "y", "z"])).unwrap(),
            scale: *scale,
        },
        Plot::Combinations { .. } => Plot::Combinations {
            sets: Combinations::new(of(&["all"]), String::new(), Vec::new(), None).unwrap(),
        },
        Plot::Triangle { scale, .. } => Plot::Triangle {
            grid: Triangle::new(of(&[])).unwrap(),
            scale: *scale,
        },
        _ => Plot::Dot {
            grid: of(&[]),
            scale: Scale::Share,
        },
    }
}

/// Texts of a drawing of the sample.
fn texts(figure: &Figure, size: Size) -> Vec<String> {
    let drawn = svg(figure, size, "f").unwrap();
    let document = Document::parse(&drawn).unwrap();
    let texts = document.descendants().filter(|n| n.has_tag_name("text"));
    texts.filter_map(|n| n.text().map(str::to_owned)).collect()
}

fn csv(figure: &Figure) -> String {
    String::from_utf8(figure.csv()).unwrap().replace('\r', "")
}

#[test]
fn a_table_and_its_csv_say_the_same() {
    use crate::chart::figure::Value;
    for kind in COMPARED {
        for (language, tongue) in TONGUES {
            let figure = figure(kind, tongue);
            let (table, text) = (figure.table(), csv(&figure));
            let mut reader = ::csv::Reader::from_reader(text.as_bytes());
            let heads: Vec<_> = reader
                .headers()
                .unwrap()
                .iter()
                .skip(3)
                .map(str::to_owned)
                .collect();
            let codes: Vec<_> = table.columns.iter().map(|c| c.code.clone()).collect();
            assert_eq!(heads, codes, "{kind} {language}");
            let distinct: std::collections::BTreeSet<_> =
                table.rows.iter().map(|r| &r.code).collect();
            assert_eq!(distinct.len(), table.rows.len(), "{kind} {language}");
            let records: Vec<_> = reader.records().map(|r| r.unwrap()).collect();
            assert_eq!(records.len(), table.rows.len());
            for (record, row) in records.iter().zip(&table.rows) {
                assert_eq!(
                    (&record[0], &record[1]),
                    (row.code.as_str(), row.label.as_str())
                );
                for (written, value) in record.iter().skip(3).zip(&row.values) {
                    let same = match value {
                        Value::Number(n) => n.to_string(),
                        Value::Change(n) => n.to_string(),
                        Value::Withheld => "withheld".into(),
                        Value::NotApplicable => String::new(),
                    };
                    assert_eq!(written, same, "{kind} {language} {}", row.code);
                }
            }
        }
    }
}

#[test]
fn combinations_say_in_their_table_what_is_drawn() {
    let figure = figure("combinations", Tongue::English);
    let text = csv(&figure);
    assert!(
        text.starts_with("row,label,role,s0,combination,base\n"),
        "{text}"
    );
    assert!(text.contains("r0,Financing,answer,63,,84\n"), "{text}");
    assert!(text.contains("only:r0,Financing,answer,,11,\n"), "{text}");
    assert!(
        text.contains("only:r2+r4,Transport and logistics + Shared territory,answer,,withheld,\n"),
        "{text}"
    );
    assert!(
        text.ends_with("other_combinations,Other combinations (16),answer,,18,\n"),
        "{text}"
    );
    let shown = texts(&figure, Size::Page);
    for words in [
        "63",
        "11",
        "Number of States with this combination",
        "Other combinations: 16, reported by 18 States in all",
    ] {
        assert!(shown.iter().any(|t| t == words), "{words}: {shown:?}");
    }
}

#[test]
fn a_change_is_of_the_printed_numbers_and_signed() {
    let rounds = figure("rounds", Tongue::English);
    let text = csv(&rounds);
    assert!(text.starts_with("row,label,role,s0,s0_per_cent,s1,s1_per_cent,change,base\n"));
    assert!(text.contains(",answer,27,47,39,68,21,57\n"), "{text}");
    assert!(text.contains(",answer,17,30,15,26,-4,57\n"), "{text}");
    assert!(
        text.contains(",answer,12,21,withheld,withheld,withheld,57\n"),
        "{text}"
    );
    // Too small a base: counts, but neither percentages nor their change.
    assert!(text.contains(",answer,4,,9,,,12\n"), "{text}");
    let shown = texts(&rounds, Size::Page);
    for words in ["+21", "\u{2212}4", "0", "47", "68", "96"] {
        assert!(shown.iter().any(|t| t == words), "{words}: {shown:?}");
    }
    let changes = csv(&figure("changes", Tongue::English));
    assert!(changes.contains(",answer,27,39,12,57\n"), "{changes}");
    // In Arabic the sign is held before its number.
    let arabic = texts(&figure("rounds", Tongue::Arabic), Size::Page);
    assert!(
        arabic.contains(&"\u{2067}\u{200E}+21\u{2069}".to_owned()),
        "{arabic:?}"
    );
}

#[test]
fn points_without_a_place_are_listed_and_all_are_in_the_table() {
    let bubble = figure("bubble", Tongue::English);
    let text = csv(&bubble);
    assert!(text.starts_with("row,label,role,s0,s0_per_cent,s1,s1_per_cent,s2,base\n"));
    assert_eq!(bubble.table().rows.len(), 14);
    let drawn = svg(&bubble, Size::Page, "f").unwrap();
    // Eleven circles with an area, each ground and edge, two of the key; one of no area.
    assert_eq!(
        drawn.matches("<circle").count(),
        10 * 2 + 1 + 2 * 2,
        "{drawn}"
    );
    let shown = texts(&bubble, Size::Page);
    for words in [
        "Recruitment",
        "Shared territory",
        "33 (39)",
        "Number (per cent)",
    ] {
        assert!(shown.iter().any(|t| t == words), "{words}: {shown:?}");
    }
}

#[test]
fn a_triangle_has_no_sign_in_its_empty_half() {
    let triangle = figure("triangle", Tongue::English);
    for size in SIZES {
        let shown = texts(&triangle, size);
        assert!(!shown.iter().any(|t| t == "-"), "{shown:?}");
        assert!(!shown.iter().any(|t| t == "Not applicable"), "{shown:?}");
        assert!(shown.iter().any(|t| t == "69"));
    }
    // Where cells would be too narrow, columns are divided, and still nothing is beyond the diagonal.
    let codes: Vec<_> = (0..30).map(|n| format!("c{n}")).collect();
    let codes: Vec<_> = codes.iter().map(String::as_str).collect();
    let rows = codes.iter().enumerate().map(|(n, code)| {
        let cells: Vec<_> = (0..30)
            .map(|m| {
                if m > n {
                    Cell::NotApplicable
                } else {
                    Cell::Count(50)
                }
            })
            .collect();
        row(code, 84, &cells)
    });
    let grid = Grid::new(series(&codes), rows.collect()).unwrap();
    let wide = Figure {
        plot: Plot::Triangle {
            grid: Triangle::new(grid).unwrap(),
            scale: Scale::Share,
        },
        ..figure("triangle", Tongue::English)
    };
    for size in SIZES {
        let shown = texts(&wide, size);
        assert!(!shown.iter().any(|t| t == "-"), "{shown:?}");
        let cells = shown.iter().filter(|t| t.starts_with("50")).count();
        assert_eq!(cells, 30 * 31 / 2);
    }
}

#[test]
fn a_share_of_too_small_a_base_has_no_mark_on_the_scale() {
    let mut figure = figure("dots", Tongue::English);
    let grid = Grid::new(
        series(&["a", "b"]),
        vec![row("few", 19, &[Cell::Count(11), Cell::Count(7)])],
    );
    figure.plot = Plot::Dot {
        grid: grid.unwrap(),
        scale: Scale::Share,
    };
    let shown = texts(&figure, Size::Page);
    // The counts with what they count, and no axis, since nothing stands on it.
    for words in ["11", "7", "Number of States"] {
        assert!(shown.iter().any(|t| t == words), "{words}: {shown:?}");
    }
    for words in ["58", "37", "Per cent", "100"] {
        assert!(!shown.iter().any(|t| t == words), "{words}: {shown:?}");
    }
}

#[test]
fn what_is_withheld_shows_no_number_and_no_length() {
    let mut figure = figure("dots", Tongue::English);
    let mut drawn = |plot: Plot| {
        figure.plot = plot;
        texts(&figure, Size::Page).join(" ")
    };
    let grid = |codes: &[&str], cells: &[Cell]| {
        Grid::new(series(codes), vec![row("r", 84, cells)]).unwrap()
    };
    for (cell, seen) in [(Cell::Count(61), true), (Cell::Withheld, false)] {
        let three = grid(&["x", "y", "z"], &[Cell::Count(7), cell, Cell::Count(5)]);
        let plots = [
            Plot::Dot {
                grid: grid(&["a"], &[cell]),
                scale: Scale::Count,
            },
            Plot::Dumbbell {
                grid: Rounds::new(grid(&["a", "b"], &[Cell::Count(7), cell])).unwrap(),
                scale: Scale::Count,
            },
            Plot::Triangle {
                grid: Triangle::new(grid(&["r"], &[cell])).unwrap(),
                scale: Scale::Count,
            },
            Plot::Combinations {
                sets: Combinations::new(
                    grid(&["a"], &[Cell::Count(84)]),
                    "Together".into(),
                    vec![Combination {
                        members: vec![0],
                        count: cell,
                    }],
                    None,
                )
                .unwrap(),
            },
        ];
        for plot in plots {
            let shown = drawn(plot);
            assert_eq!(shown.contains("61"), seen, "{shown}");
            assert_eq!(shown.contains("Withheld"), !seen, "{shown}");
        }
        let listed = drawn(Plot::Bubble {
            grid: Points::new(three).unwrap(),
            scale: Scale::Count,
        });
        assert_eq!(listed.contains("Withheld"), !seen, "{listed}");
    }
    // All withheld counts look the same.
    let hidden = |cell| Plot::Combinations {
        sets: Combinations::new(
            grid(&["a"], &[Cell::Withheld]),
            "Together".into(),
            vec![Combination {
                members: vec![0],
                count: cell,
            }],
            Some(Rest {
                label: "Others".into(),
                sentence: "Others".into(),
                count: Cell::Withheld,
            }),
        )
        .unwrap(),
    };
    assert!(drawn(hidden(Cell::Withheld)).contains("Withheld"));
}

/// Any grid with another number of series, all answers, and codes of their own.
fn fitted(grid: &Grid, count: usize) -> Grid {
    let codes: Vec<_> = (0..count).map(|n| format!("c{n}")).collect();
    let codes: Vec<_> = codes.iter().map(String::as_str).collect();
    let rows = grid.rows().iter().map(|r| Row {
        cells: r.cells.iter().copied().cycle().take(count).collect(),
        ..r.clone()
    });
    Grid::new(series(&codes), rows.collect()).unwrap()
}

fn half(grid: &Grid) -> Triangle {
    let count = grid.rows().len();
    let own = fitted(grid, count);
    let total = |n: usize| own.rows()[n].cells[n].count();
    let rows = own.rows().iter().enumerate().map(|(down, r)| {
        let cells = r.cells.iter().enumerate().map(|(across, cell)| match cell {
            _ if across > down => Cell::NotApplicable,
            Cell::Count(n) => {
                let most = total(down).unwrap_or(193).min(total(across).unwrap_or(193));
                Cell::Count(*n.min(&most))
            }
            other => *other,
        });
        Row {
            code: format!("c{down}"),
            cells: cells.collect(),
            ..r.clone()
        }
    });
    let rows = rows.collect();
    Triangle::new(Grid::new(own.series().to_vec(), rows).unwrap()).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8))]

    /// Whatever the numbers are, every plot can be drawn, shows every label, and stays on the paper.
    #[test]
    fn any_numbers_can_be_compared(grid in a_grid(), mirrored: bool, share: bool) {
        let mut figure = figure("dots", Tongue::English);
        figure.direction = if mirrored { Direction::RightToLeft } else { Direction::LeftToRight };
        let scale = if share { Scale::Share } else { Scale::Count };
        let sets = fitted(&grid, 1);
        let members = (0..sets.rows().len()).map(|n| Combination { members: vec![n], count: Cell::Withheld });
        for plot in [
            Plot::Dot { grid: grid.clone(), scale },
            Plot::Dumbbell { grid: Rounds::new(fitted(&grid, 2)).unwrap(), scale },
            Plot::Bubble { grid: Points::new(fitted(&grid, 3)).unwrap(), scale },
            Plot::Triangle { grid: half(&grid), scale },
            Plot::Combinations {
                sets: Combinations::new(sets.clone(), "Together".into(), members.collect(), None).unwrap(),
            },
        ] {
            figure.plot = plot;
            prop_assert_eq!(&serde_json::from_str::<Figure>(&serde_json::to_string(&figure).unwrap()).unwrap(), &figure);
            for size in SIZES {
                let drawn = svg(&figure, size, "f").unwrap();
                let document = Document::parse(&drawn).unwrap();
                let words: String = document.descendants().filter(roxmltree::Node::is_text).filter_map(|n| n.text()).collect();
                let bare = |text: &str| text.replace([' ', '\u{2067}', '\u{2069}', '\n'], "");
                for row in figure.plot.grid().rows() {
                    prop_assert!(bare(&words).contains(&bare(&row.label)), "{}", row.label);
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
