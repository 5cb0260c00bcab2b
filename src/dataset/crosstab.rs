//! How often each pair of codes occurs in two columns.

use super::column::{MISSING, MOST_CHOICES};

/// Codes below this, and those of [`super::Missing`], differ in their low four bits: a pair of them fits one byte.
const NARROW: u8 = 8;
/// Rows counted before counters are added up: no counter of 32 bits can run over.
const BLOCK: usize = 1 << 24;
/// The low four bits of each of eight codes.
const LOW: u64 = 0x0F0F_0F0F_0F0F_0F0F;

/// Counts of pairs of codes.
#[derive(Clone, Debug)]
pub struct Crosstab {
    counts: Vec<u64>,
    width: usize,
}

impl Crosstab {
    /// Counts the pairs of two columns of one dataset. `width` is the number of choices of the wider of both; a code at or above it that
    /// stands for nothing missing is a fault of the caller and counted nowhere.
    ///
    /// One pass over the codes. With at most eight choices a side, eight pairs become eight bytes in four operations, and each
    /// is counted in a table of its own, so that equal pairs do not wait for each other.
    pub(super) fn count(rows: &[u8], columns: &[u8], width: usize) -> Self {
        let narrow = width <= usize::from(NARROW);
        let (width, size) = if narrow { (16, 1 << 8) } else { (256, 1 << 16) };
        let mut counts = vec![0_u64; size];
        for (rows, columns) in rows.chunks(BLOCK).zip(columns.chunks(BLOCK)) {
            if narrow {
                add_narrow(rows, columns, &mut counts);
            } else {
                add_wide(rows, columns, &mut counts);
            }
        }
        Self { counts, width }
    }

    /// How often the first column has the one code and the second the other.
    #[must_use]
    pub fn get(&self, row: u8, column: u8) -> u64 {
        let known = |code: u8| self.width > 16 || !(NARROW..MISSING).contains(&code);
        if !known(row) || !known(column) {
            return 0;
        }
        let at = |code: u8| usize::from(code) % self.width;
        self.counts
            .get(at(row) * self.width + at(column))
            .copied()
            .unwrap_or(0)
    }
}

/// How often each code occurs: a table of 256 counts.
pub(super) fn tally(codes: &[u8]) -> [u64; 256] {
    let mut total = [0_u64; 256];
    for block in codes.chunks(BLOCK) {
        let mut lanes = [[0_u32; 256]; 4];
        let (fours, rest) = block.as_chunks::<4>();
        for [c0, c1, c2, c3] in fours {
            let [l0, l1, l2, l3] = &mut lanes;
            bump(l0, *c0);
            bump(l1, *c1);
            bump(l2, *c2);
            bump(l3, *c3);
        }
        let [first, ..] = &mut lanes;
        for code in rest {
            bump(first, *code);
        }
        add_up(&lanes, &mut total);
    }
    total
}

/// The index is a byte and the table has 256 places: no check remains in the machine code.
fn bump(lane: &mut [u32; 256], at: u8) {
    if let Some(count) = lane.get_mut(usize::from(at)) {
        *count = count.wrapping_add(1);
    }
}

fn add_up(lanes: &[[u32; 256]], total: &mut [u64]) {
    for lane in lanes {
        for (sum, count) in total.iter_mut().zip(lane) {
            *sum += u64::from(*count);
        }
    }
}

fn add_narrow(rows: &[u8], columns: &[u8], total: &mut [u64]) {
    let mut lanes = [[0_u32; 256]; 8];
    let (row_eights, row_rest) = rows.as_chunks::<8>();
    let (column_eights, column_rest) = columns.as_chunks::<8>();
    for (row, column) in row_eights.iter().zip(column_eights) {
        let pairs = (u64::from_le_bytes(*row) & LOW) << 4 | (u64::from_le_bytes(*column) & LOW);
        let [p0, p1, p2, p3, p4, p5, p6, p7] = pairs.to_le_bytes();
        let [l0, l1, l2, l3, l4, l5, l6, l7] = &mut lanes;
        bump(l0, p0);
        bump(l1, p1);
        bump(l2, p2);
        bump(l3, p3);
        bump(l4, p4);
        bump(l5, p5);
        bump(l6, p6);
        bump(l7, p7);
    }
    let [first, ..] = &mut lanes;
    for (row, column) in row_rest.iter().zip(column_rest) {
        bump(first, (row & 0x0F) << 4 | (column & 0x0F));
    }
    add_up(&lanes, total);
}

fn add_wide(rows: &[u8], columns: &[u8], total: &mut [u64]) {
    for (row, column) in rows.iter().zip(columns) {
        let at = usize::from(u16::from_be_bytes([*row, *column]));
        if let Some(count) = total.get_mut(at) {
            *count = count.wrapping_add(1);
        }
    }
}

const _: () = assert!(
    MOST_CHOICES == 248 && MISSING == 248,
    "eight codes are left for what is missing"
);
