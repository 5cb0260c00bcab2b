//! Columns against lists counted by hand and by the plainest code.

use super::*;
use proptest::prelude::*;

fn codes(n: u8) -> Vec<Code> {
    (0..n)
        .map(|i| Code::parse(&format!("c{i}")).unwrap())
        .collect()
}

fn column(choices: u8) -> impl Strategy<Value = Vec<u8>> {
    proptest::collection::vec(prop_oneof![4 => 0..choices, 1 => MISSING..=u8::MAX], 0..700)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_crosstab_counts_what_a_loop_counts(
        (wide, a, b) in prop_oneof![Just(8_u8), Just(9), Just(60), Just(248)].prop_flat_map(|n| (Just(n), column(n), column(n.min(8)))),
    ) {
        let rows = a.len().min(b.len());
        let (a, b) = (&a[..rows], &b[..rows]);
        let x = ChoiceColumn::new(codes(wide), a.to_vec()).unwrap();
        let y = ChoiceColumn::new(codes(wide.min(8)), b.to_vec()).unwrap();
        let table = x.crosstab(&y);
        let mut naive = BTreeMap::new();
        for pair in a.iter().zip(b) {
            *naive.entry(pair).or_insert(0_u64) += 1;
        }
        // Every eleventh code beside those that occur: many that do not.
        for i in (0..=u8::MAX).filter(|i| i % 11 == 0 || a.contains(i)) {
            for j in (0..=u8::MAX).filter(|j| j % 11 == 0 || b.contains(j)) {
                prop_assert_eq!(table.get(i, j), naive.get(&(&i, &j)).copied().unwrap_or(0), "{} with {}", i, j);
            }
            prop_assert_eq!(x.tally()[usize::from(i)], a.iter().map(|c| u64::from(*c == i)).sum::<u64>());
        }
    }

    #[test]
    fn a_column_as_sets_gives_the_same_crosstab(a in column(8), b in column(5)) {
        let rows = a.len().min(b.len());
        let x = ChoiceColumn::new(codes(8), a[..rows].to_vec()).unwrap();
        let y = ChoiceColumn::new(codes(5), b[..rows].to_vec()).unwrap();
        let (by_code, by_set) = (x.crosstab(&y), x.sets().crosstab(&y.sets()));
        for (i, line) in (0..).zip(&by_set) {
            for (j, count) in (0..).zip(line) {
                prop_assert_eq!(by_code.get(i, j), *count);
            }
            prop_assert_eq!(x.any_of(&x.choices()[usize::from(i)..][..1]).count(), x.tally()[usize::from(i)]);
        }
    }
}

#[test]
fn a_column_refuses_codes_that_mean_nothing() {
    let refused = ChoiceColumn::new(codes(3), vec![0, 3]).unwrap_err();
    assert_eq!(
        refused,
        ColumnError::UnknownCode {
            code: 3,
            choices: 3
        }
    );
    let list: Vec<Code> = (0..249)
        .map(|i| Code::parse(&format!("c{i}")).unwrap())
        .collect();
    let refused = ChoiceColumn::new(list, Vec::new()).unwrap_err();
    assert_eq!(refused, ColumnError::TooManyChoices { found: 249 });
    let refused = ChoicesColumn::new(codes(2), vec![Set::default()]).unwrap_err();
    assert_eq!(
        refused,
        ColumnError::Sets {
            sets: 1,
            choices: 2
        }
    );
}

#[test]
fn every_reason_has_a_code_of_its_own() {
    let codes: BTreeSet<u8> = Missing::ALL.iter().map(|why| why.code()).collect();
    assert_eq!(codes, (MISSING..=u8::MAX).collect());
}
