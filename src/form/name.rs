//! Names: of forms, sections, questions, fields, lists and checks, and codes of choices and rows.
//!
//! A name that exists is legal: in a path, a column, a CSS id, a form field and as a variable of a statistics program. Cloning one copies no
//! text: a check of a reply names its questions and rows thousands of times.

use std::borrow::Borrow;
use std::fmt;
use std::sync::{Arc, LazyLock};

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// Longest name, in characters: the limit of SPSS and Stata.
pub const LONGEST: usize = 32;

/// What is posted beside the fields of an answer; no field may be called so.
pub const RESERVED: [&str; 8] = [
    "status",
    "mark",
    "comment",
    "source",
    "documents",
    "revision",
    "remove",
    "last_time",
];

/// Names of tables and columns of the data package; no question may be called so.
pub const RESERVED_QUESTIONS: [&str; 7] = [
    "answers",
    "codebook",
    "form_version",
    "replies",
    "respondent",
    "returned",
    "round",
];

/// Why a word cannot be a name.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum NameError {
    /// The word is empty or longer than [`LONGEST`].
    #[error("a name has 1 to {LONGEST} characters")]
    Length,
    /// The word holds a character that some statistics program or address refuses.
    #[error("a name holds only lower-case letters a-z, digits and `_`, and begins with a letter")]
    Character,
    /// The word holds a character that a code may not hold.
    #[error("a code holds only letters a-z and A-Z, digits and `_`")]
    CodeCharacter,
}

fn is_name(word: &str) -> Result<(), NameError> {
    if word.is_empty() || word.len() > LONGEST {
        return Err(NameError::Length);
    }
    let legal = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    if word.starts_with(|c: char| c.is_ascii_lowercase()) && word.chars().all(legal) {
        Ok(())
    } else {
        Err(NameError::Character)
    }
}

fn is_code(word: &str) -> Result<(), NameError> {
    if word.is_empty() || word.len() > LONGEST {
        return Err(NameError::Length);
    }
    if word.chars().all(|c| c.is_ascii_alphanumeric() || c == '_') {
        Ok(())
    } else {
        Err(NameError::CodeCharacter)
    }
}

macro_rules! name {
    ($(#[$doc:meta])* $name:ident, $check:ident) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(Arc<str>);

        impl $name {
            /// Takes a word for a name if it is legal.
            pub fn parse(word: &str) -> Result<Self, NameError> {
                $check(word).map(|()| Self(word.into()))
            }

            /// The word.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "`{}`", self.0)
            }
        }

        impl Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = NameError;
            fn try_from(word: String) -> Result<Self, NameError> {
                Self::parse(&word)
            }
        }

        impl From<$name> for String {
            fn from(name: $name) -> Self {
                String::from(&*name.0)
            }
        }

        impl std::str::FromStr for $name {
            type Err = NameError;
            fn from_str(word: &str) -> Result<Self, NameError> {
                Self::parse(word)
            }
        }
    };
}

name!(
    /// Name of a questionnaire, and of its folder.
    FormName, is_name
);
name!(
    /// Name of a section.
    SectionName, is_name
);
name!(
    /// Name of a question: stable for ever.
    QuestionName, is_name
);
name!(
    /// Name of a field of a question. A question of one value has the one field [`FieldName::value`].
    FieldName, is_name
);
name!(
    /// Name of a choice list.
    ListName, is_name
);
name!(
    /// Name of a check within its question.
    CheckName, is_name
);
name!(
    /// Code of a choice in a list, and of a row of a matrix or roster.
    Code, is_code
);

impl FieldName {
    /// The field of a question that has only one.
    #[must_use]
    pub fn value() -> Self {
        static VALUE: LazyLock<FieldName> = LazyLock::new(|| FieldName("value".into()));
        VALUE.clone()
    }

    /// Whether this is the field of a question that has only one.
    #[must_use]
    pub fn is_value(&self) -> bool {
        &*self.0 == "value"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_legal_everywhere() {
        assert!(QuestionName::parse("lnk_status").is_ok());
        assert!(Code::parse("AUT").is_ok());
        assert!(Code::parse("2021").is_ok());
        for bad in ["", "2021", "Lnk", "a b", "a-b", "a.b", "é", "_a"] {
            assert!(QuestionName::parse(bad).is_err(), "{bad}");
        }
        assert_eq!(QuestionName::parse(&"a".repeat(33)), Err(NameError::Length));
        assert_eq!(Code::parse("a-b"), Err(NameError::CodeCharacter));
    }
}
