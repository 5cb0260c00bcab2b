//! From what is laid out to the file: pages with their heads and feet, the tree of parts, bookmarks.

use std::num::NonZeroU16;

use krilla::Document as File;
use krilla::annotation::{Annotation, LinkAnnotation, Target};
use krilla::color::rgb;
use krilla::destination::XyzDestination;
use krilla::geom::{Path, PathBuilder, Point, Rect, Size, Transform};
use krilla::outline::{Outline, OutlineNode};
use krilla::page::{Page, PageSettings};
use krilla::paint::{Fill, Stroke};
use krilla::surface::Surface;
use krilla::tagging::{
    Artifact, ArtifactType, ContentTag, Identifier, SpanTag, Tag, TagGroup, TagKind, TagTree,
};
use krilla_svg::{SurfaceExt as _, SvgSettings};
use resvg::usvg::Tree;

use super::flow::{SMALL, Type};
use super::sheet::{BOTTOM, Ink, LEFT, Mark, Node, Op, PAGE, Place, Role, Sheets, WIDTH};
use super::typeset::{Line, Typesetter};
use crate::document::words::page_words;
use crate::document::{Document, Shape, Tick};
use crate::text::interface;

const HEAD: Type = SMALL;

/// Draws all pages and sets the tree of parts and the bookmarks.
pub(super) fn pages(
    file: &mut File,
    document: &Document,
    setter: &Typesetter,
    sheets: Sheets,
    language: &str,
) {
    let mut leaves: Vec<Vec<Identifier>> = vec![Vec::new(); sheets.nodes.len()];
    let count = sheets.pages.len();
    for (at, ops) in sheets.pages.iter().enumerate() {
        let Some(settings) = PageSettings::from_wh(PAGE.0, PAGE.1) else {
            continue;
        };
        let mut page = file.start_page_with(settings);
        let mut surface = page.surface();
        let painter = Painter { document, setter };
        painter.margins(&mut surface, at + 1, count);
        for op in ops {
            painter.op(&mut surface, op, &mut leaves);
        }
        surface.finish();
        for op in ops {
            link(&mut page, op, &mut leaves);
        }
        page.finish();
    }
    file.set_tag_tree(tree(&sheets.nodes, leaves, language));
    file.set_outline(outline(&sheets.marks));
}

/// What stands outside of the text of a page.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Margin {
    Head,
    Level,
    Foot,
    Page,
}

struct Painter<'a> {
    document: &'a Document,
    setter: &'a Typesetter,
}

impl Painter<'_> {
    /// Head and foot of a page.
    fn margins(&self, surface: &mut Surface<'_>, number: usize, count: usize) {
        let document = self.document;
        let mut level = vec![document.level_words.as_str()];
        level.extend(document.stamps.iter().map(String::as_str));
        let level = level.join(" · ");
        let page = page_words(document.language, &number.to_string(), &count.to_string());
        surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(
            ArtifactType::Header,
        )));
        self.margin(surface, &document.head, 28.0, Margin::Head);
        self.margin(surface, &level, 40.0, Margin::Level);
        rule(surface, (LEFT, 66.0), (LEFT + WIDTH, 66.0), Ink::Pale);
        surface.end_tagged();
        surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(
            ArtifactType::Footer,
        )));
        self.margin(surface, &document.foot, BOTTOM + 20.0, Margin::Foot);
        self.margin(surface, &page, BOTTOM + 20.0, Margin::Page);
        surface.end_tagged();
    }

    /// Words of a head or foot. How to handle the document has two lines, so that it is never cut; of the others the first is shown.
    fn margin(&self, surface: &mut Surface<'_>, words: &str, y: f32, margin: Margin) {
        let direction = self.document.language.direction();
        let (bold, lines, width, ink) = match margin {
            Margin::Head => (0, 1, WIDTH, Ink::Dark),
            Margin::Level => (words.len(), 2, WIDTH, Ink::Dark),
            Margin::Foot => (0, 1, WIDTH * 0.8, Ink::Grey),
            Margin::Page => (0, 1, WIDTH, Ink::Grey),
        };
        let set = self
            .setter
            .set(words, bold, width / HEAD.size, Some(direction));
        let mut baseline = y + HEAD.size;
        for line in set.iter().take(lines) {
            let width = line.width(HEAD.size);
            let at_left = self.document.is_right_to_left() == (margin == Margin::Page);
            let x = if at_left { LEFT } else { LEFT + WIDTH - width };
            text(surface, line, x, baseline, HEAD.size, ink);
            baseline += HEAD.leading;
        }
    }

    fn op(&self, surface: &mut Surface<'_>, op: &Op, leaves: &mut [Vec<Identifier>]) {
        match op {
            Op::Text {
                line,
                x,
                baseline,
                size,
                ink,
                place,
            } => {
                let content = match place {
                    Place::Part(_) => ContentTag::Other,
                    Place::Page => repeated(),
                };
                let leaf = surface.start_tagged(content);
                text(surface, line, *x, *baseline, *size, *ink);
                surface.end_tagged();
                keep(leaves, *place, leaf);
            }
            Op::Tick {
                tick,
                x,
                y,
                side,
                place,
            } => {
                let words = interface(self.document.language);
                let said = words.attribute(
                    "document-box",
                    if tick.is_ticked { "ticked" } else { "empty" },
                );
                let content = match place {
                    Place::Part(_) => ContentTag::Span(SpanTag {
                        actual_text: Some(&said),
                        ..SpanTag::empty()
                    }),
                    Place::Page => repeated(),
                };
                let leaf = surface.start_tagged(content);
                self.tick(surface, *tick, (*x, *y), *side);
                surface.end_tagged();
                keep(leaves, *place, leaf);
            }
            Op::Drawing {
                tree,
                at,
                size,
                place,
            } => {
                let leaf = surface.start_tagged(ContentTag::Other);
                self.drawing(surface, tree, *at, *size);
                surface.end_tagged();
                keep(leaves, *place, leaf);
            }
            Op::Blank { place, is_room } => {
                let words = interface(self.document.language);
                let said =
                    words.attribute("document-box", if *is_room { "room" } else { "nothing" });
                let leaf = surface.start_tagged(ContentTag::Span(SpanTag {
                    actual_text: Some(&said),
                    ..SpanTag::empty()
                }));
                surface.end_tagged();
                keep(leaves, *place, leaf);
            }
            Op::Rule { from, to, ink } => {
                surface.start_tagged(layout());
                rule(surface, *from, *to, *ink);
                surface.end_tagged();
            }
            Op::Area { at, size } => {
                surface.start_tagged(layout());
                area(surface, *at, *size);
                surface.end_tagged();
            }
            // Lies over the page, not in it.
            Op::Link { .. } => {}
        }
    }

    fn drawing(&self, surface: &mut Surface<'_>, tree: &Tree, at: (f32, f32), size: (f32, f32)) {
        // Arabic fonts draw some letters from parts that stand for no character, which the standard does not allow as text.
        let settings = SvgSettings {
            embed_text: !self.document.is_right_to_left(),
            ..SvgSettings::default()
        };
        surface.push_transform(&Transform::from_translate(at.0, at.1));
        if let Some(size) = Size::from_wh(size.0, size.1) {
            surface.draw_svg(tree, size, settings);
        }
        surface.pop();
    }

    /// A box; a ticked one holds a cross, which is a letter, so that it is there for who copies the text.
    fn tick(&self, surface: &mut Surface<'_>, tick: Tick, at: (f32, f32), side: f32) {
        const CROSS: f32 = 10.0;
        let height = super::flow::SIDE;
        let outline = match tick.shape {
            Shape::Round => circle(at, height),
            Shape::Square | Shape::Place => square(at, (side, height)),
        };
        surface.set_fill(None);
        surface.set_stroke(Some(stroke(Ink::Dark, 0.8)));
        if let Some(path) = outline {
            surface.draw_path(&path);
        }
        surface.set_stroke(None);
        if tick.is_ticked {
            let lines = self.setter.set("×", "×".len(), CROSS, None);
            if let Some(line) = lines.first() {
                let x = at.0 + (height - line.width(CROSS)) / 2.0;
                text(surface, line, x, at.1 + height - 0.9, CROSS, Ink::Dark);
            }
        }
    }
}

/// Makes an area of a page lead to another.
fn link(page: &mut Page<'_>, op: &Op, leaves: &mut [Vec<Identifier>]) {
    let Op::Link {
        at,
        size,
        page: to,
        words,
        place,
    } = op
    else {
        return;
    };
    let Some(area) = Rect::from_xywh(at.0, at.1, size.0, size.1) else {
        return;
    };
    let to = XyzDestination::new(*to, Point::from_xy(0.0, 0.0));
    let link = LinkAnnotation::new(area, Target::Destination(to.into()));
    let link = Annotation::new_link(link, Some(words.clone()));
    keep(leaves, *place, page.add_tagged_annotation(link));
}

const fn layout() -> ContentTag<'static> {
    ContentTag::Artifact(Artifact {
        kind: ArtifactType::Layout,
        bbox: None,
    })
}

/// What is said again on each page.
const fn repeated() -> ContentTag<'static> {
    ContentTag::Artifact(Artifact {
        kind: ArtifactType::PaginationOther,
        bbox: None,
    })
}

fn keep(leaves: &mut [Vec<Identifier>], place: Place, leaf: Identifier) {
    if let Place::Part(node) = place
        && let Some(own) = leaves.get_mut(node)
    {
        own.push(leaf);
    }
}

fn colour(ink: Ink) -> rgb::Color {
    match ink {
        Ink::Dark => rgb::Color::new(11, 12, 12),
        Ink::Grey => rgb::Color::new(72, 79, 85),
        Ink::Pale => rgb::Color::new(140, 146, 152),
    }
}

fn stroke(ink: Ink, width: f32) -> Stroke {
    Stroke {
        paint: colour(ink).into(),
        width,
        ..Stroke::default()
    }
}

fn text(surface: &mut Surface<'_>, line: &Line, x: f32, baseline: f32, size: f32, ink: Ink) {
    surface.set_stroke(None);
    surface.set_fill(Some(Fill {
        paint: colour(ink).into(),
        ..Fill::default()
    }));
    let mut x = x;
    for run in &line.runs {
        let start = Point::from_xy(x, baseline);
        surface.draw_glyphs(start, &run.glyphs, run.font.clone(), &run.text, size, false);
        x += run.width(size);
    }
}

fn rule(surface: &mut Surface<'_>, from: (f32, f32), to: (f32, f32), ink: Ink) {
    let mut path = PathBuilder::new();
    path.move_to(from.0, from.1);
    path.line_to(to.0, to.1);
    surface.set_fill(None);
    surface.set_stroke(Some(stroke(ink, 0.6)));
    if let Some(path) = path.finish() {
        surface.draw_path(&path);
    }
    surface.set_stroke(None);
}

fn area(surface: &mut Surface<'_>, at: (f32, f32), size: (f32, f32)) {
    surface.set_stroke(None);
    surface.set_fill(Some(Fill {
        paint: rgb::Color::new(238, 241, 243).into(),
        ..Fill::default()
    }));
    if let Some(path) = square(at, size) {
        surface.draw_path(&path);
    }
}

fn square(at: (f32, f32), size: (f32, f32)) -> Option<Path> {
    let mut path = PathBuilder::new();
    path.push_rect(Rect::from_xywh(at.0, at.1, size.0, size.1)?);
    path.finish()
}

fn circle(at: (f32, f32), side: f32) -> Option<Path> {
    /// How far the handles of a quarter of a circle stand out, of its radius.
    const HANDLE: f32 = 0.552_285;
    let r = side / 2.0;
    let h = r * HANDLE;
    let (x, y) = (at.0 + r, at.1 + r);
    let mut path = PathBuilder::new();
    path.move_to(x + r, y);
    path.cubic_to(x + r, y + h, x + h, y + r, x, y + r);
    path.cubic_to(x - h, y + r, x - r, y + h, x - r, y);
    path.cubic_to(x - r, y - h, x - h, y - r, x, y - r);
    path.cubic_to(x + h, y - r, x + r, y - h, x + r, y);
    path.close();
    path.finish()
}

/// The tree of parts. Parts stand in the order in which they were opened, each after the one it belongs to.
fn tree(nodes: &[Node], leaves: Vec<Vec<Identifier>>, language: &str) -> TagTree {
    let mut groups: Vec<Option<TagGroup>> = nodes
        .iter()
        .zip(leaves)
        .map(|(node, leaves)| {
            let leaves = leaves.into_iter().map(Into::into).collect();
            Some(TagGroup::with_children(kind(&node.role), leaves))
        })
        .collect();
    let mut tree = TagTree::new().with_lang(Some(language.to_owned()));
    // Children go to their parents from the last to the first, so each is whole when it goes; they are turned round at the end.
    let mut children: Vec<Vec<TagGroup>> = nodes.iter().map(|_| Vec::new()).collect();
    for (at, node) in nodes.iter().enumerate().rev() {
        let Some(mut group) = groups.get_mut(at).and_then(Option::take) else {
            continue;
        };
        let own = children.get_mut(at).map(std::mem::take);
        for child in own.into_iter().flatten().rev() {
            group.push(child);
        }
        match node.parent {
            Some(parent) => {
                if let Some(siblings) = children.get_mut(parent) {
                    siblings.push(group);
                }
            }
            None => tree.push(group),
        }
    }
    tree
}

fn kind(role: &Role) -> TagKind {
    match role {
        Role::Document => Tag::Part.into(),
        Role::Section => Tag::Section.into(),
        Role::Heading(level, words) => {
            let level = NonZeroU16::new(*level).unwrap_or(NonZeroU16::MIN);
            Tag::Hn(level, Some(words.clone())).into()
        }
        Role::Paragraph => Tag::P.into(),
        Role::Contents => Tag::TOC.into(),
        Role::Entry => Tag::TOCI.into(),
        Role::Reference => Tag::Reference.into(),
        Role::Link => Tag::Link.into(),
        Role::Figure(words) => Tag::Figure(Some(words.clone())).into(),
        Role::List(numbering) => Tag::L(*numbering).into(),
        Role::Item => Tag::LI.into(),
        Role::Label => Tag::Lbl.into(),
        Role::Body => Tag::LBody.into(),
        Role::Table => Tag::Table.into(),
        Role::Head => Tag::THead.into(),
        Role::Rows => Tag::TBody.into(),
        Role::Row => Tag::TR.into(),
        Role::HeadCell(scope) => Tag::TH(*scope).into(),
        Role::Cell => Tag::TD.into(),
    }
}

/// Bookmarks: sections with their questions.
fn outline(marks: &[Mark]) -> Outline {
    let mut outline = Outline::new();
    let mut section: Option<OutlineNode> = None;
    for mark in marks {
        let to = XyzDestination::new(mark.page, Point::from_xy(0.0, mark.y));
        let node = OutlineNode::new(mark.words.clone(), to);
        match (&mut section, mark.level) {
            (Some(open), 2..) => open.push_child(node),
            (_, 2..) => outline.push_child(node),
            (_, _) => {
                if let Some(done) = section.replace(node.with_open(false)) {
                    outline.push_child(done);
                }
            }
        }
    }
    if let Some(done) = section {
        outline.push_child(done);
    }
    outline
}
