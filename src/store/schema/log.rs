//! The tables of the log, its tree and its receipts.

diesel::table! {
    log_entries (id) {
        id -> BigInt,
        at -> Timestamp,
        person -> Nullable<BigInt>,
        round -> Nullable<Text>,
        respondent -> Nullable<Text>,
        action -> Text,
        object -> Text,
        body -> Nullable<Text>,
        salt -> Nullable<Binary>,
        commitment -> Binary,
    }
}

diesel::table! {
    log_waiting (entry) {
        entry -> BigInt,
    }
}

diesel::table! {
    log_leaves (seq) {
        seq -> BigInt,
        entry -> BigInt,
        leaf -> Binary,
    }
}

diesel::table! {
    log_tiles (level, place) {
        level -> BigInt,
        place -> BigInt,
        hash -> Binary,
    }
}

diesel::table! {
    log_head (id) {
        id -> BigInt,
        size -> BigInt,
    }
}

diesel::table! {
    log_keys (fingerprint) {
        fingerprint -> Text,
        pem -> Text,
        since -> Timestamp,
        retired -> Nullable<Timestamp>,
    }
}

diesel::table! {
    log_checkpoints (id) {
        id -> BigInt,
        size -> BigInt,
        root -> Binary,
        note -> Text,
        fingerprint -> Text,
        at -> Timestamp,
    }
}

diesel::table! {
    receipts (id) {
        id -> BigInt,
        reply -> BigInt,
        version -> BigInt,
        act -> Text,
        text -> Text,
        signature -> Binary,
        fingerprint -> Text,
        at -> Timestamp,
    }
}
