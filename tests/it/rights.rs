//! Who may do what, exhaustively: every route for every role in every condition (T-MATRIX-1), every State before every other (T-IDOR-1),
//! what somebody who has one section sees of the rest (T-IDOR-2), and that nothing prints an answer.

mod canary;
mod cast;
mod debug;
mod form;
mod locks;
mod matrix;
mod others;
mod pairs;
mod probe;
mod releases;
mod situation;
mod table;
