//! Tests of the loader.

use super::*;
use crate::form::catalog::shipped;

#[test]
fn every_questionnaire_that_comes_with_the_program_is_sound() {
    let shipped = shipped();
    assert!(shipped.contains_key("para11"));
    for (name, folder) in shipped {
        match load(&folder) {
            Ok(form) => assert_eq!(form.name.as_str(), name),
            Err(errors) => {
                let told: Vec<_> = errors
                    .iter()
                    .map(|error| format!("forms/{name}/{error}"))
                    .collect();
                panic!("{}", told.join("\n"));
            }
        }
    }
}
