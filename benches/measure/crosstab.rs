//! Cross-tables of 1,000,000 replies, counted as figures are: from sets of those who gave a choice. The same columns are written to files, with the expected counts, for `benches/peers/crosstab.py`.

use std::fs;
use std::hint::black_box;

use para11::dataset::{ChoicesColumn, Set};
use para11::form::name::Code;

use crate::spent::{Report, Spent};
use crate::{OURS, folder};

const ROWS: usize = 1_000_000;
const CHOICES: u8 = 8;
const QUESTIONS: u8 = 30;
/// The least code that stands for a reason why there is no answer.
const MISSING: u8 = 248;

/// Numbers that look random and are the same on every machine (Marsaglia's xorshift with the shifts 13, 7, 17).
struct Numbers(u64);

impl Numbers {
    fn byte(&mut self) -> u8 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0.to_be_bytes()[0]
    }
}

/// Columns as questions give them: some choices oftener than others, one answer in sixteen missing for one of the eight reasons.
fn codes(question: u8) -> Vec<u8> {
    let mut numbers = Numbers(0x9E37_79B9_7F4A_7C15 ^ u64::from(question) << 32);
    let mut code = || match numbers.byte() {
        byte if byte < 16 => MISSING + byte % CHOICES,
        byte if byte < 128 => byte % 3,
        byte => byte % CHOICES,
    };
    (0..ROWS).map(|_| code()).collect()
}

/// A column as the dataset has it: for each choice, who gave it.
fn column(sets: impl Iterator<Item = Set>) -> anyhow::Result<ChoicesColumn> {
    let names = (1..=CHOICES).map(|number| Code::parse(&format!("c{number}")));
    let sets = names.zip(sets).map(|(name, set)| Ok((name?, set)));
    Ok(ChoicesColumn::new(sets.collect::<anyhow::Result<_>>()?))
}

/// One choice a reply.
fn single(codes: &[u8]) -> anyhow::Result<ChoicesColumn> {
    column((0..CHOICES).map(|choice| Set::pack(codes.iter().map(|code| *code == choice))))
}

/// How many gave each choice of the one (down) and also each of the other (across).
fn crosstab(rows: &ChoicesColumn, columns: &ChoicesColumn) -> Vec<Vec<u64>> {
    let across = |row: &Set| columns.sets().map(|(_, set)| row.count_both(set)).collect();
    rows.sets().map(|(_, row)| across(row)).collect()
}

pub(crate) fn measure(report: &mut Report<'_>) -> anyhow::Result<()> {
    let codes: Vec<Vec<u8>> = (0..QUESTIONS).map(codes).collect();
    let columns = codes.iter().map(|codes| single(codes));
    let columns = columns.collect::<anyhow::Result<Vec<_>>>()?;
    let ([first, second, ..], [first_codes, second_codes, ..]) =
        (columns.as_slice(), codes.as_slice())
    else {
        anyhow::bail!("two questions at least");
    };
    let ticked = ticked();
    let sets = ticked.iter();
    let several = column(sets.map(|ticks| Set::pack(ticks.iter().map(|tick| *tick == 1))))?;
    share(&codes, &ticked)?;
    let pairs = first_codes.iter().zip(second_codes);
    let mut lines = String::from("table\trow\tcolumn\tcount\n");
    lines += &agreed("pairs", &crosstab(first, second), |row, column| {
        let both = pairs.clone();
        both.filter(|(a, b)| (**a, **b) == (row, column)).count()
    })?;
    lines += &agreed("ticks", &crosstab(&several, second), |row, column| {
        let ticks = ticked.get(usize::from(row)).into_iter().flatten();
        let both = ticks.zip(second_codes);
        both.filter(|(tick, code)| **tick == 1 && **code == column)
            .count()
    })?;
    fs::write(folder().join("expected.tsv"), lines)?;

    let spent = Spent::by(|| {
        black_box(pass(black_box(first_codes)) ^ pass(black_box(second_codes)));
        Ok(())
    })?;
    report.time("8 x 8 of two questions", "one pass over the codes", spent)?;
    let spent = Spent::by(|| {
        black_box(crosstab(black_box(first), black_box(second)));
        Ok(())
    })?;
    report.time("8 x 8 of two questions", OURS, spent)?;
    let spent = Spent::by(|| {
        black_box(crosstab(black_box(&several), black_box(second)));
        Ok(())
    })?;
    report.time("multiple x single choice", OURS, spent)?;
    let spent = Spent::by(|| {
        for (place, column) in columns.iter().enumerate() {
            black_box(column.sets().map(|(_, set)| set.count()).sum::<u64>());
            for other in columns.iter().skip(place + 1) {
                black_box(crosstab(column, other));
            }
        }
        Ok(())
    })?;
    report.time("30 one-way and 435 cross-tables", OURS, spent)
}

/// Reads every code once and does the least with it that the compiler cannot leave out.
fn pass(codes: &[u8]) -> u64 {
    let (eights, _) = codes.as_chunks::<8>();
    eights
        .iter()
        .fold(0, |sum, eight| sum ^ u64::from_le_bytes(*eight))
}

/// A question of which several choices may be ticked: for each choice, a byte a row.
fn ticked() -> Vec<Vec<u8>> {
    (0..CHOICES)
        .map(|choice| {
            let mut numbers = Numbers(0xD1B5_4A32_D192_ED03 ^ u64::from(choice) << 32);
            let mut tick = || u8::from(numbers.byte() < 64);
            (0..ROWS).map(|_| tick()).collect()
        })
        .collect()
}

/// Compares a table with counts by a plain loop; its lines for the peers.
fn agreed(
    name: &str,
    table: &[Vec<u64>],
    plain: impl Fn(u8, u8) -> usize,
) -> anyhow::Result<String> {
    let mut lines = String::new();
    for (row, cells) in (0..).zip(table) {
        for (column, found) in (0..).zip(cells) {
            let expected = u64::try_from(plain(row, column))?;
            anyhow::ensure!(
                *found == expected,
                "{row}, {column}: {found}, not {expected}"
            );
            lines.push_str(&format!("{name}\t{row}\t{column}\t{found}\n"));
        }
    }
    Ok(lines)
}

/// Writes the columns for the peers, which must find the same.
fn share(codes: &[Vec<u8>], ticked: &[Vec<u8>]) -> anyhow::Result<()> {
    for (name, columns) in [("q", codes), ("m", ticked)] {
        for (number, column) in columns.iter().enumerate() {
            fs::write(folder().join(format!("{name}{number}.u8")), column)?;
        }
    }
    Ok(())
}
