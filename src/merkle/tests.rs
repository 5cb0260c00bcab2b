//! Proofs over all small sizes, over tile borders, and over tampered ones.

use std::convert::Infallible;

use proptest::prelude::*;

use super::*;

/// All levels of a list of `size` entries, and how many hashes were read.
struct Listed {
    levels: Vec<Vec<Hash>>,
    read: u64,
}

impl Listed {
    fn of(size: u64) -> Self {
        let mut levels = vec![
            (0..size)
                .map(|n| leaf(&n.to_be_bytes()))
                .collect::<Vec<_>>(),
        ];
        while let Some(below) = levels.last() {
            let tile = usize::try_from(TILE).unwrap();
            let above: Vec<Hash> = below
                .chunks_exact(tile)
                .map(|group| folded(group.to_vec()))
                .collect();
            if above.is_empty() {
                break;
            }
            levels.push(above);
        }
        Self { levels, read: 0 }
    }
}

impl Tiles for Listed {
    type Error = Infallible;

    fn hashes(&mut self, level: u32, from: u64, count: u64) -> Result<Vec<Hash>, Infallible> {
        self.read += count;
        let (from, count) = (
            usize::try_from(from).unwrap(),
            usize::try_from(count).unwrap(),
        );
        Ok(self.levels[usize::try_from(level).unwrap()][from..from + count].to_vec())
    }
}

fn ok<T>(result: Result<T, Infallible>) -> T {
    result.unwrap_or_else(|never| match never {})
}

/// The definition of RFC 6962, word for word.
fn defined(leaves: &[Hash]) -> Hash {
    match leaves {
        [] => empty(),
        [one] => *one,
        many => {
            let at = usize::try_from(split(u64::try_from(many.len()).unwrap())).unwrap();
            node(&defined(&many[..at]), &defined(&many[at..]))
        }
    }
}

#[test]
fn the_hashes_are_those_of_the_standard() {
    // Test vectors of RFC 6962 as its reference implementation publishes them.
    assert_eq!(
        hex::encode(empty()),
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    );
    assert_eq!(
        hex::encode(leaf(b"")),
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
    );
    assert_eq!(
        hex::encode(defined(&[leaf(b""), leaf(&[0])])),
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"
    );
}

#[test]
fn every_proof_of_every_small_size_holds_and_fits_nothing_else() {
    let mut roots = Vec::new();
    for size in 0..=40_u64 {
        let mut listed = Listed::of(size);
        let now = ok(root(&mut listed, size));
        assert_eq!(now, defined(&listed.levels[0]));
        roots.push(now);
        for index in 0..size {
            let proof = ok(inclusion(&mut listed, index, size));
            let own = leaf(&index.to_be_bytes());
            assert_eq!(check_inclusion(own, index, size, &proof, &now), Ok(()));
            for other in (0..=size).filter(|other| *other != index) {
                assert!(
                    check_inclusion(own, other, size, &proof, &now).is_err(),
                    "{other} of {size}"
                );
            }
            assert!(check_inclusion(leaf(b"other"), index, size, &proof, &now).is_err());
            assert!(
                check_inclusion(own, index, size, &[proof.clone(), vec![now]].concat(), &now)
                    .is_err()
            );
            if let Some((_, shorter)) = proof.split_last() {
                assert!(check_inclusion(own, index, size, shorter, &now).is_err());
            }
        }
        for (old, before) in (0_u64..).zip(&roots) {
            let proof = ok(consistency(&mut listed, old, size));
            assert_eq!(
                check_consistency((old, before), (size, &now), &proof),
                Ok(()),
                "{old} {size}"
            );
            if old > 0 && old < size {
                let wrong = leaf(b"wrong");
                assert!(check_consistency((old, &wrong), (size, &now), &proof).is_err());
                assert!(check_consistency((old, before), (size, &wrong), &proof).is_err());
                let longer = [proof.clone(), vec![wrong]].concat();
                assert!(check_consistency((old, before), (size, &now), &longer).is_err());
            }
        }
    }
}

#[test]
fn a_proof_reads_a_few_hundred_hashes_of_a_long_list() {
    let size = 70_003;
    let mut listed = Listed::of(size);
    assert_eq!(ok(root(&mut listed, size)), defined(&listed.levels[0]));
    assert!(listed.read <= 3 * 255, "{}", listed.read);
    listed.read = 0;
    ok(inclusion(&mut listed, 65_535, size));
    assert!(listed.read <= 3 * 255, "{}", listed.read);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn proofs_hold_at_any_size_and_no_changed_bit_passes(
        size in 1_u64..2_000,
        at in any::<prop::sample::Index>(),
        earlier in any::<prop::sample::Index>(),
        place in any::<prop::sample::Index>(),
        bit in 0_usize..256,
    ) {
        let mut listed = Listed::of(size);
        let now = ok(root(&mut listed, size));
        let index = u64::try_from(at.index(usize::try_from(size).unwrap())).unwrap();
        let old = u64::try_from(earlier.index(usize::try_from(size).unwrap())).unwrap();
        let before = ok(root(&mut listed, old));
        let own = leaf(&index.to_be_bytes());
        let inclusion = ok(inclusion(&mut listed, index, size));
        let consistency = ok(consistency(&mut listed, old, size));
        prop_assert_eq!(check_inclusion(own, index, size, &inclusion, &now), Ok(()));
        prop_assert_eq!(check_consistency((old, &before), (size, &now), &consistency), Ok(()));
        let flipped = |proof: &[Hash]| {
            let mut proof = proof.to_vec();
            let place = place.index(proof.len());
            proof[place][bit / 8] ^= 1 << (bit % 8);
            proof
        };
        if !inclusion.is_empty() {
            prop_assert!(check_inclusion(own, index, size, &flipped(&inclusion), &now).is_err());
        }
        if !consistency.is_empty() {
            prop_assert!(check_consistency((old, &before), (size, &now), &flipped(&consistency)).is_err());
        }
    }
}
