//! Every kind of figure, in three ways of writing and three widths.

use resvg::usvg::roxmltree::Document;

use super::samples::{KINDS, TONGUES, Tongue, figure};
use super::*;

#[test]
fn look() {
    let dir = std::path::Path::new("/tmp/look");
    std::fs::create_dir_all(dir).unwrap();
    for kind in KINDS {
        for (language, tongue) in TONGUES {
            for size in [Size::Page, Size::Column, Size::Phone] {
                let figure = figure(kind, tongue);
                let svg = svg(&figure, size, "f").unwrap();
                let name = format!("{kind}_{language}_{}", size.code());
                std::fs::write(dir.join(format!("{name}.svg")), &svg).unwrap();
                let png = crate::chart::raster::png(&svg).unwrap();
                std::fs::write(dir.join(format!("{name}.png")), png).unwrap();
            }
        }
    }
}
