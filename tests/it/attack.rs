//! The attacker, a program that shares nothing with the gate, tries to say of States what they did not let be said with their names.

use std::path::Path;
use std::process::Command;

/// The control: under the usual rule, which withholds cells under three and nothing else, it must succeed. And it finds what holds in all
/// worlds of small releases, no more and no less.
#[test]
fn the_attacker_finds_states_under_the_usual_rule() {
    let Some(python) = crate::recompute::python() else {
        return;
    };
    let done = Command::new(python)
        .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/attack.py"))
        .args(["--self-test", "100"])
        .output()
        .unwrap();
    let text = String::from_utf8(done.stdout).unwrap();
    let error = String::from_utf8_lossy(&done.stderr);
    println!("{text}{error}");
    assert!(done.status.success(), "{text}{error}");
    let numbers = |label: &str| -> Vec<usize> {
        let line = text.lines().find_map(|line| line.strip_prefix(label));
        let words = line.unwrap_or_else(|| panic!("{text}")).split([' ', ',']);
        words.filter_map(|word| word.parse().ok()).collect()
    };
    let worlds = numbers("all worlds of 300 small releases: ");
    assert!(worlds[0] > 300, "{text}");
    assert_eq!(worlds[1..], [0, 0], "{text}");
    for label in ["usual rule: ", "usual rule, and the rule is known: "] {
        let [questions, of, states, to_outsider, outside, unsure] = numbers(label)[..] else {
            panic!("{text}");
        };
        assert!(2 * questions > of && states > 100, "{text}");
        assert!(to_outsider > 20 && outside > 50, "{text}");
        assert_eq!(unsure, 0, "{text}");
    }
    // Where nothing but the number of all is told, nothing follows: what it finds is not of its own making.
    assert_eq!(numbers("usual rule, world only: ")[0], 0, "{text}");
}
