//! Cross-tables of 1,000,000 replies. The same columns are written to files, with the expected counts, for `benches/peers/crosstab.py`.

use std::fs;
use std::hint::black_box;

use anyhow::Context;
use para11::dataset::{ChoiceColumn, ChoicesColumn, MISSING, Set};
use para11::form::name::Code;

use crate::spent::{Report, Spent};
use crate::{OURS, folder};

const ROWS: usize = 1_000_000;
const CHOICES: u8 = 8;
const QUESTIONS: u8 = 30;

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

fn choices() -> anyhow::Result<Vec<Code>> {
    let names = (1..=CHOICES).map(|number| Code::parse(&format!("c{number}")));
    Ok(names.collect::<Result<_, _>>()?)
}

pub(crate) fn measure(report: &mut Report<'_>) -> anyhow::Result<()> {
    let columns = (0..QUESTIONS)
        .map(|question| Ok(ChoiceColumn::new(choices()?, codes(question))?))
        .collect::<anyhow::Result<Vec<_>>>()?;
    let [first, second, ..] = columns.as_slice() else {
        anyhow::bail!("two questions at least");
    };
    let ticked = ticked();
    let several = several(&ticked)?;
    share(&columns, &ticked, first, second)?;

    let pass = Spent::by(|| {
        black_box(pass(black_box(first.codes())) ^ pass(black_box(second.codes())));
        Ok(())
    })?;
    report.time("8 x 8 of two questions", "one pass over the codes", pass)?;
    let spent = Spent::by(|| {
        black_box(black_box(first).crosstab(black_box(second)));
        Ok(())
    })?;
    report.time("8 x 8 of two questions", OURS, spent)?;
    let spent = Spent::by(|| {
        black_box(black_box(&several).crosstab(&black_box(second).sets()));
        Ok(())
    })?;
    report.time("multiple x single choice", OURS, spent)?;
    let spent = Spent::by(|| {
        for (place, column) in columns.iter().enumerate() {
            black_box(column.tally());
            for other in columns.iter().skip(place + 1) {
                black_box(column.crosstab(other));
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

fn several(ticked: &[Vec<u8>]) -> anyhow::Result<ChoicesColumn> {
    let set = |column: &Vec<u8>| Set::pack(column.iter().map(|tick| *tick == 1));
    Ok(ChoicesColumn::new(
        choices()?,
        ticked.iter().map(set).collect(),
    )?)
}

/// Writes the columns for the peers, and two tables that they must find, counted here by plain loops.
fn share(
    columns: &[ChoiceColumn],
    ticked: &[Vec<u8>],
    first: &ChoiceColumn,
    second: &ChoiceColumn,
) -> anyhow::Result<()> {
    for (number, column) in columns.iter().enumerate() {
        fs::write(folder().join(format!("q{number}.u8")), column.codes())?;
    }
    for (number, column) in ticked.iter().enumerate() {
        fs::write(folder().join(format!("m{number}.u8")), column)?;
    }
    let mut pairs = vec![0_u64; 1 << 16];
    for (row, column) in first.codes().iter().zip(second.codes()) {
        let at = usize::from(u16::from_be_bytes([*row, *column]));
        *pairs.get_mut(at).context("a pair of bytes")? += 1;
    }
    let ours = first.crosstab(second);
    let mut lines = String::from("table\trow\tcolumn\tcount\n");
    for ((row, column), expected) in (0..=u8::MAX)
        .flat_map(|row| (0..=u8::MAX).map(move |column| (row, column)))
        .zip(pairs)
    {
        let found = ours.get(row, column);
        anyhow::ensure!(
            found == expected,
            "{row}, {column}: {found}, not {expected}"
        );
        if found > 0 {
            lines.push_str(&format!("pairs\t{row}\t{column}\t{found}\n"));
        }
    }
    let ours = several(ticked)?.crosstab(&second.sets());
    for ((row, column), ticks) in (0_u8..).zip(&ours).zip(ticked) {
        for (choice, found) in (0..CHOICES).zip(column) {
            let both = ticks.iter().zip(second.codes());
            let expected = both.filter(|(tick, code)| **tick == 1 && **code == choice);
            let expected = u64::try_from(expected.count())?;
            anyhow::ensure!(
                *found == expected,
                "{row}, {choice}: {found}, not {expected}"
            );
            lines.push_str(&format!("ticks\t{row}\t{choice}\t{found}\n"));
        }
    }
    Ok(fs::write(folder().join("expected.tsv"), lines)?)
}
