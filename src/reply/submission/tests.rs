//! Tests of submissions.
