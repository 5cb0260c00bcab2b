//! Text that must not reach a log: how long it is may be printed, what it says may not.

use std::collections::BTreeMap;
use std::fmt;

/// What a person typed, of which only the length is printed.
pub trait Hide {
    /// Its length, in bytes or in parts.
    fn length(&self) -> usize;
}

impl Hide for String {
    fn length(&self) -> usize {
        self.len()
    }
}

impl<T> Hide for Vec<T> {
    fn length(&self) -> usize {
        self.len()
    }
}

impl<T: Hide> Hide for Option<T> {
    fn length(&self) -> usize {
        self.as_ref().map_or(0, Hide::length)
    }
}

impl<K, V> Hide for BTreeMap<K, V> {
    fn length(&self) -> usize {
        self.len()
    }
}

/// Prints the length of what it holds.
pub struct Hidden(usize);

impl Hidden {
    /// In the place of this.
    #[must_use]
    pub fn of(what: &impl Hide) -> Self {
        Self(what.length())
    }
}

impl fmt::Debug for Hidden {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "[length {}]", self.0)
    }
}

/// `Debug` of a struct that holds what a person typed: these fields as they are, of the others the length. A field that is added has to be
/// put on one of the sides.
macro_rules! debug_hiding {
    ($type:ident, [$($shown:ident),*], [$($hidden:ident),*]) => {
        impl ::std::fmt::Debug for $type {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                let Self { $($shown,)* $($hidden,)* } = self;
                f.debug_struct(stringify!($type))
                    $(.field(stringify!($shown), $shown))*
                    $(.field(stringify!($hidden), &$crate::text::hidden::Hidden::of($hidden)))*
                    .finish()
            }
        }
    };
}

pub(crate) use debug_hiding;
