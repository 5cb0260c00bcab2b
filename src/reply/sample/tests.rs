//! Tests of invented replies.
