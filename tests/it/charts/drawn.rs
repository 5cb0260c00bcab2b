//! Every declared chart can be drawn, in each width and both directions, from a sample round.

use para11::chart::draw::{self, Size};
use para11::chart::raster::Drawing;
use para11::text::Language;

#[test]
fn every_chart_is_drawn_in_each_width_and_direction() {
    let sample = super::sample(84);
    for language in [Language::English, Language::Arabic] {
        for (id, figure) in sample.figures(language) {
            for size in [Size::Page, Size::Column, Size::Phone] {
                let svg = draw::svg(&figure, size, &id).unwrap();
                assert!(svg.contains(&format!("<title id=\"{id}-title\">")), "{id}");
                // The page is as wide as it says, however long the labels of the form are.
                let width = svg
                    .split_once(" width=\"")
                    .and_then(|(_, rest)| rest.split_once("pt\""));
                let points = match size {
                    Size::Page => "493.2",
                    Size::Column => "238.1",
                    Size::Phone => "270.0",
                };
                assert_eq!(width.unwrap().0, points, "{id}");
            }
        }
    }
}

#[test]
fn the_main_chart_becomes_a_picture_and_a_document() {
    let sample = super::sample(84);
    let figures = sample.figures(Language::English);
    let figure = figures.values().find(|f| f.output == "T4").unwrap();
    let svg = draw::svg(figure, Size::Column, "t4").unwrap();
    let drawing = Drawing::read(svg).unwrap();
    assert!(drawing.png().unwrap().starts_with(b"\x89PNG"));
    assert!(drawing.pdf(figure).unwrap().starts_with(b"%PDF-1.7"));
    assert!(!drawing.outlined().contains("<text"));
}
