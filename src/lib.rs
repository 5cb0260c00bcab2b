//! para11: questionnaires to Governments, their replies, and the analysis a report needs.

pub mod chart;
