//! Where labels of points go: none on another, on a point, or off the frame.

use super::canvas::{Anchor, Bounds};

/// How far from its point a label may be, nearest first.
const DISTANCES: [i32; 9] = [26, 60, 100, 150, 210, 280, 360, 460, 600];
/// From this distance on, a line leads from the point to its label.
const LED: i32 = 60;
/// Room that is kept free round labels.
const CLEAR: i32 = 8;
/// Into how many pieces a leading line is cut to see what it meets.
const PIECES: i32 = 12;

/// A point that wants a label.
#[derive(Debug, Clone)]
pub(super) struct Point {
    /// Its middle.
    pub(super) middle: (i32, i32),
    /// Its radius.
    pub(super) radius: i32,
    /// Widths and heights that its label can be set in, best first.
    pub(super) sizes: Vec<(i32, i32)>,
    /// The size of what stands for its label where that has no room anywhere.
    pub(super) short: (i32, i32),
}

/// Where a label goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    /// Which of its sizes it has; one more than there are if it is the short one.
    pub(super) size: usize,
    /// Its rectangle.
    pub(super) bounds: Bounds,
    /// Which side of the rectangle its lines stand on.
    pub(super) anchor: Anchor,
    /// The line that leads to it, if it is not beside its point.
    pub(super) leader: Option<((i32, i32), (i32, i32))>,
}

/// Whether two rectangles have any room in common.
pub(super) fn meet(a: Bounds, b: Bounds) -> bool {
    a.0 < b.2 && b.0 < a.2 && a.1 < b.3 && b.1 < a.3
}

/// Whether a rectangle lies inside another.
pub(super) const fn inside(a: Bounds, frame: Bounds) -> bool {
    a.0 >= frame.0 && a.1 >= frame.1 && a.2 <= frame.2 && a.3 <= frame.3
}

/// The point of a rectangle that is nearest to `point`.
fn nearest((x, y): (i32, i32), (left, top, right, bottom): Bounds) -> (i32, i32) {
    (
        x.clamp(left, right.max(left)),
        y.clamp(top, bottom.max(top)),
    )
}

fn square((x, y): (i32, i32), (to_x, to_y): (i32, i32)) -> i64 {
    let (x, y) = (i64::from(x - to_x), i64::from(y - to_y));
    x * x + y * y
}

/// Whether a rectangle meets a circle.
pub(super) fn meets_circle(bounds: Bounds, middle: (i32, i32), radius: i32) -> bool {
    square(middle, nearest(middle, bounds)) < i64::from(radius) * i64::from(radius)
}

/// Places labels in the order of `points`, which is best the largest first; none where there is no free room.
pub(super) fn place(points: &[Point], frame: Bounds) -> Vec<Option<Place>> {
    let mut taken: Vec<Bounds> = Vec::new();
    let mut places = Vec::new();
    for (at, point) in points.iter().enumerate() {
        let place = candidates(point).find(|place| free(place, at, points, &taken, frame));
        if let Some(place) = place {
            taken.push(place.bounds);
            taken.extend(place.leader.iter().flat_map(|leader| steps(*leader)));
        }
        places.push(place);
    }
    places
}

/// All places for one label, best first, and then all for what stands for it.
fn candidates(point: &Point) -> impl Iterator<Item = Place> {
    let short = std::slice::from_ref(&point.short);
    around(point, &point.sizes, 0).chain(around(point, short, point.sizes.len()))
}

/// The places round a point for rectangles of some sizes, the nearest first; sizes are counted from `first`.
fn around<'a>(
    point: &Point,
    sizes: &'a [(i32, i32)],
    first: usize,
) -> impl Iterator<Item = Place> + use<'a> {
    let ((x, y), radius) = (point.middle, point.radius);
    DISTANCES.into_iter().flat_map(move |distance| {
        sizes
            .iter()
            .enumerate()
            .flat_map(move |(size, (width, height))| {
                let far = radius + distance;
                let near = far * 7 / 10;
                let (half, tall) = (width / 2, height / 2);
                let places = [
                    (x + far, y - tall, Anchor::Start),
                    (x - far - width, y - tall, Anchor::End),
                    (x - half, y - far - height, Anchor::Middle),
                    (x - half, y + far, Anchor::Middle),
                    (x + near, y - near - height, Anchor::Start),
                    (x + near, y + near, Anchor::Start),
                    (x - near - width, y - near - height, Anchor::End),
                    (x - near - width, y + near, Anchor::End),
                ];
                places.into_iter().map(move |(left, top, anchor)| {
                    let bounds = (left, top, left + width, top + height);
                    let leader = (distance >= LED).then(|| lead((x, y), radius, bounds));
                    Place {
                        size: first + size,
                        bounds,
                        anchor,
                        leader,
                    }
                })
            })
    })
}

/// From the edge of a circle towards a rectangle.
fn lead((x, y): (i32, i32), radius: i32, bounds: Bounds) -> ((i32, i32), (i32, i32)) {
    let (to_x, to_y) = nearest((x, y), bounds);
    let length = square((x, y), (to_x, to_y)).isqrt().max(1);
    let edge = |from: i32, to: i32| {
        let along = i64::from(to - from) * i64::from(radius) / length;
        from + i32::try_from(along).unwrap_or(0)
    };
    ((edge(x, to_x), edge(y, to_y)), (to_x, to_y))
}

/// Small rectangles along a line.
fn steps(((x, y), (to_x, to_y)): ((i32, i32), (i32, i32))) -> impl Iterator<Item = Bounds> {
    (0..=PIECES).map(move |n| {
        let (x, y) = (x + (to_x - x) * n / PIECES, y + (to_y - y) * n / PIECES);
        (x - 3, y - 3, x + 3, y + 3)
    })
}

fn free(place: &Place, at: usize, points: &[Point], taken: &[Bounds], frame: Bounds) -> bool {
    let (left, top, right, bottom) = place.bounds;
    let wide = (left - CLEAR, top - CLEAR, right + CLEAR, bottom + CLEAR);
    let others = || points.iter().enumerate().filter(|(n, _)| *n != at);
    let led = || place.leader.iter().flat_map(|leader| steps(*leader));
    inside(place.bounds, frame)
        && !taken.iter().any(|other| meet(wide, *other))
        && !points
            .iter()
            .any(|p| meets_circle(wide, p.middle, p.radius))
        && led().all(|step| {
            !taken.iter().any(|other| meet(step, *other))
                && !others().any(|(_, p)| meets_circle(step, p.middle, p.radius))
        })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const FRAME: Bounds = (0, 0, 3000, 2000);

    fn point(x: i32, y: i32, radius: i32) -> Point {
        Point {
            middle: (x, y),
            radius,
            sizes: vec![(600, 110), (320, 220)],
            short: (90, 110),
        }
    }

    #[test]
    fn a_label_alone_stands_beside_its_point_and_at_the_edge_before_it() {
        let places = place(&[point(500, 500, 80), point(2900, 1500, 80)], FRAME);
        let at = |n: usize| places[n].unwrap();
        assert_eq!((at(0).bounds, at(0).leader), ((606, 445, 1206, 555), None));
        assert_eq!((at(1).anchor, at(1).leader), (Anchor::End, None));
    }

    #[test]
    fn what_has_no_room_has_no_place() {
        let all: Vec<_> = (0..200).map(|_| point(1500, 1000, 80)).collect();
        let places = place(&all, FRAME);
        assert!(places[0].is_some() && places.iter().any(Option::is_none));
        assert_eq!(place(&[point(5, 5, 2)], (0, 0, 10, 10)), [None]);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        /// However the points lie, no label is on another, on a point or off the frame, and no line crosses a label.
        #[test]
        fn nothing_is_on_anything(points in proptest::collection::vec(
            (0_i32..3000, 0_i32..2000, 10_i32..200, 100_i32..900, 80_i32..300), 0..25)
        ) {
            let points: Vec<_> = points.into_iter().map(|(x, y, radius, w, h)| Point {
                middle: (x, y), radius, sizes: vec![(w, h), (w / 2, h * 2)], short: (90, 110),
            }).collect();
            let places = place(&points, FRAME);
            prop_assert_eq!(places.len(), points.len());
            let labels: Vec<_> = places.iter().flatten().collect();
            for (n, a) in labels.iter().enumerate() {
                prop_assert!(inside(a.bounds, FRAME));
                prop_assert!(!points.iter().any(|p| meets_circle(a.bounds, p.middle, p.radius)));
                for b in &labels[n + 1..] {
                    prop_assert!(!meet(a.bounds, b.bounds));
                }
                for step in a.leader.iter().flat_map(|l| steps(*l)) {
                    prop_assert!(labels.iter().all(|b| std::ptr::eq(*a, *b) || !meet(step, b.bounds)));
                }
            }
        }
    }
}
