//! Columns against lists looked through by the plainest code.

use super::*;
use proptest::prelude::*;

fn code(n: u8) -> Code {
    Code::parse(&format!("c{n}")).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn those_who_gave_any_of_some_choices_are_found(
        given in proptest::collection::vec(proptest::collection::btree_set(0_u8..9, 0..4), 0..300),
        wanted in proptest::collection::btree_set(0_u8..12, 0..5),
    ) {
        let sets = (0..9).map(|n| (code(n), Set::default())).collect();
        let mut column = ChoicesColumn::new(sets);
        for (place, choices) in given.iter().enumerate() {
            for choice in choices {
                prop_assert_eq!(column.add(place, &code(*choice)), Some(()));
            }
        }
        prop_assert_eq!(column.add(0, &code(9)), None);
        let codes: Vec<_> = wanted.iter().map(|n| code(*n)).collect();
        let found = column.any_of(&codes);
        let ranked = RankedColumn { places: vec![ChoicesColumn::default(), column.clone()] };
        for (place, choices) in given.iter().enumerate() {
            prop_assert_eq!(found.contains(place), !choices.is_disjoint(&wanted));
        }
        prop_assert_eq!(ranked.any_of(&codes), found);
        for (n, (choice, set)) in (0..).zip(column.sets()) {
            prop_assert_eq!(choice, &code(n));
            let count = given.iter().filter(|choices| choices.contains(&n)).count();
            prop_assert_eq!(set.count(), u64::try_from(count).unwrap());
        }
    }
}
