//! Tests of the sealed document.
