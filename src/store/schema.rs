//! The tables, once for both databases.
//!
//! Kept by hand beside `migrations/`; `tests/it/migrations.rs` checks that both databases give exactly this.

mod log;

pub(super) use log::*;

diesel::table! {
    form_versions (sha256) {
        sha256 -> Text,
        form -> Text,
        version -> Text,
        bundle -> Binary,
        at -> Timestamp,
    }
}

diesel::table! {
    rounds (code) {
        code -> Text,
        form -> Text,
        form_version -> Text,
        opens -> Date,
        closes -> Date,
        period_first -> Integer,
        period_last -> Integer,
        threshold -> BigInt,
        group_threshold -> BigInt,
        sample -> Bool,
        created -> Timestamp,
    }
}

diesel::table! {
    respondents (round, code) {
        round -> Text,
        code -> Text,
        facts -> Text,
    }
}

diesel::table! {
    people (id) {
        id -> BigInt,
        name -> Text,
        email_address -> Nullable<Text>,
        role -> Text,
        respondent -> Nullable<Text>,
        round -> Text,
        created -> Timestamp,
        suspended -> Nullable<Timestamp>,
        authority -> Nullable<Text>,
        language -> Text,
    }
}

diesel::table! {
    links (token_sha256) {
        token_sha256 -> Text,
        purpose -> Text,
        person -> BigInt,
        created -> Timestamp,
        expires -> Timestamp,
        used_at -> Nullable<Timestamp>,
        address -> Nullable<Text>,
    }
}

diesel::table! {
    sessions (token_sha256) {
        token_sha256 -> Text,
        person -> BigInt,
        form_token -> Text,
        created -> Timestamp,
        last_seen -> Timestamp,
        ends -> Timestamp,
        revoked -> Nullable<Timestamp>,
        level -> Text,
        confirmed -> Nullable<Timestamp>,
        agent -> Text,
        next_passphrase -> Nullable<Text>,
        next_second_factor -> Nullable<Binary>,
    }
}

diesel::table! {
    invitations (person) {
        person -> BigInt,
        invited_by -> Nullable<BigInt>,
        code_sha256 -> Nullable<Text>,
        succeeds -> Nullable<BigInt>,
        at -> Timestamp,
    }
}

diesel::table! {
    credentials (person) {
        person -> BigInt,
        address -> Text,
        passphrase -> Text,
        second_factor -> Binary,
        second_factor_step -> BigInt,
        enrolled -> Timestamp,
    }
}

diesel::table! {
    identities (issuer, subject) {
        issuer -> Text,
        subject -> Text,
        person -> BigInt,
        linked -> Timestamp,
    }
}

diesel::table! {
    oidc_requests (state_sha256) {
        state_sha256 -> Text,
        browser_sha256 -> Text,
        nonce -> Text,
        verifier -> Text,
        language -> Text,
        person -> Nullable<BigInt>,
        expires -> Timestamp,
    }
}

diesel::table! {
    recovery_codes (person, code_sha256) {
        person -> BigInt,
        code_sha256 -> Text,
        used_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    re_enrolments (id) {
        id -> BigInt,
        person -> BigInt,
        reason -> Text,
        asked_by -> Nullable<BigInt>,
        asked -> Timestamp,
        agreed_by -> Nullable<BigInt>,
        agreed -> Nullable<Timestamp>,
    }
}

diesel::table! {
    attempts (key) {
        key -> Text,
        failures -> BigInt,
        last -> Timestamp,
        succeeded -> Nullable<Timestamp>,
    }
}

diesel::table! {
    letters (id) {
        id -> BigInt,
        person -> Nullable<BigInt>,
        address -> Text,
        language -> Text,
        kind -> Text,
        arguments -> Text,
        secret -> Nullable<Binary>,
        created -> Timestamp,
        due -> Timestamp,
        tries -> BigInt,
        taken -> Nullable<Timestamp>,
        sent -> Nullable<Timestamp>,
        given_up -> Nullable<Timestamp>,
        trouble -> Nullable<Text>,
    }
}

diesel::table! {
    replies (id) {
        id -> BigInt,
        round -> Text,
        respondent -> Text,
        state -> Text,
        revision -> BigInt,
        version -> BigInt,
        created -> Timestamp,
        changed -> Nullable<Timestamp>,
        stage -> Text,
        opened -> Text,
        requested -> Bool,
        standing -> Nullable<BigInt>,
        validated -> Nullable<BigInt>,
        due -> Nullable<Date>,
        extended -> Nullable<Date>,
        steps -> BigInt,
    }
}

diesel::table! {
    releases (id) {
        id -> BigInt,
        round -> Text,
        name -> Text,
        sha256 -> Text,
        content -> Binary,
        after -> Nullable<BigInt>,
        proposed -> Timestamp,
        proposed_by -> Nullable<BigInt>,
        approved -> Nullable<Timestamp>,
        approved_by -> Nullable<BigInt>,
    }
}

diesel::table! {
    answers (reply, question, row) {
        reply -> BigInt,
        question -> Text,
        row -> Text,
        body -> Text,
        revision -> BigInt,
        person -> Nullable<BigInt>,
        at -> Timestamp,
    }
}

diesel::table! {
    answer_history (reply, question, row, revision) {
        reply -> BigInt,
        question -> Text,
        row -> Text,
        body -> Text,
        revision -> BigInt,
        person -> Nullable<BigInt>,
        at -> Timestamp,
    }
}

diesel::table! {
    submissions (number) {
        number -> BigInt,
        reply -> BigInt,
        version -> BigInt,
        bytes -> Binary,
        sha256 -> Text,
        form_version -> Text,
        at -> Timestamp,
        person -> Nullable<BigInt>,
    }
}

diesel::table! {
    data_keys (round, respondent) {
        round -> Text,
        respondent -> Text,
        wrapped -> Binary,
        created -> Timestamp,
    }
}

diesel::table! {
    documents (id) {
        id -> BigInt,
        reply -> BigInt,
        question -> Text,
        row -> Text,
        field -> Text,
        storage -> Text,
        name -> Text,
        kind -> Text,
        size -> BigInt,
        sha256 -> Text,
        scan -> Text,
        scanned -> Nullable<Timestamp>,
        person -> Nullable<BigInt>,
        at -> Timestamp,
        removed -> Nullable<Timestamp>,
    }
}

diesel::table! {
    uploads (id) {
        id -> BigInt,
        reply -> BigInt,
        question -> Text,
        row -> Text,
        field -> Text,
        storage -> Text,
        name -> Text,
        size -> BigInt,
        person -> Nullable<BigInt>,
        at -> Timestamp,
        touched -> Timestamp,
    }
}

diesel::table! {
    upload_pieces (upload, number) {
        upload -> BigInt,
        number -> BigInt,
        sha256 -> Text,
    }
}

diesel::table! {
    submitted_documents (reply, version, document) {
        reply -> BigInt,
        version -> BigInt,
        document -> BigInt,
    }
}

diesel::table! {
    parked (id) {
        id -> BigInt,
        person -> BigInt,
        path -> Text,
        sealed -> Binary,
        at -> Timestamp,
    }
}

diesel::table! {
    requests (reply, key) {
        reply -> BigInt,
        key -> Text,
        sha256 -> Text,
        outcome -> Text,
        at -> Timestamp,
    }
}

diesel::table! {
    prefills (reply, question, row) {
        reply -> BigInt,
        question -> Text,
        row -> Text,
        body -> Text,
        at -> Timestamp,
    }
}

diesel::table! {
    delegations (person, reply, question) {
        person -> BigInt,
        reply -> BigInt,
        question -> Text,
        at -> Timestamp,
    }
}

diesel::table! {
    section_states (reply, section, person) {
        reply -> BigInt,
        section -> Text,
        person -> BigInt,
        state -> Text,
        revision -> BigInt,
        note -> Text,
        at -> Timestamp,
    }
}

diesel::table! {
    remarks (id) {
        id -> BigInt,
        reply -> BigInt,
        question -> Text,
        row -> Text,
        person -> Nullable<BigInt>,
        body -> Text,
        at -> Timestamp,
    }
}

diesel::table! {
    reply_steps (reply, number) {
        reply -> BigInt,
        number -> BigInt,
        step -> Text,
        person -> Nullable<BigInt>,
        at -> Timestamp,
        revision -> BigInt,
        version -> BigInt,
        words -> Text,
        due -> Nullable<Date>,
    }
}

diesel::table! {
    clarifications (id) {
        id -> BigInt,
        reply -> BigInt,
        question -> Text,
        opens -> Text,
        words -> Text,
        about -> BigInt,
        asked -> BigInt,
        answered -> Nullable<BigInt>,
        closed -> Nullable<Timestamp>,
        closed_by -> Nullable<BigInt>,
    }
}

diesel::table! {
    named_readers (id) {
        id -> BigInt,
        person -> BigInt,
        named -> Nullable<BigInt>,
        at -> Timestamp,
        ended -> Nullable<Timestamp>,
    }
}

diesel::joinable!(links -> people (person));
diesel::joinable!(sessions -> people (person));
diesel::joinable!(people -> rounds (round));
diesel::joinable!(credentials -> people (person));
diesel::joinable!(identities -> people (person));
diesel::joinable!(invitations -> people (person));
diesel::joinable!(answers -> people (person));
diesel::joinable!(answer_history -> people (person));
diesel::joinable!(delegations -> people (person));
diesel::joinable!(delegations -> replies (reply));
diesel::joinable!(section_states -> people (person));
diesel::joinable!(remarks -> people (person));
diesel::joinable!(submissions -> replies (reply));
diesel::joinable!(documents -> people (person));
diesel::joinable!(documents -> replies (reply));
diesel::joinable!(submitted_documents -> documents (document));
diesel::joinable!(uploads -> replies (reply));
diesel::joinable!(rounds -> form_versions (form_version));
diesel::joinable!(reply_steps -> people (person));
diesel::joinable!(log_leaves -> log_entries (entry));
diesel::joinable!(log_entries -> people (person));
diesel::joinable!(named_readers -> people (person));

diesel::allow_tables_to_appear_in_same_query!(
    identities,
    oidc_requests,
    form_versions,
    rounds,
    respondents,
    people,
    links,
    sessions,
    invitations,
    credentials,
    recovery_codes,
    re_enrolments,
    attempts,
    letters,
    replies,
    answers,
    answer_history,
    submissions,
    data_keys,
    documents,
    uploads,
    upload_pieces,
    submitted_documents,
    parked,
    requests,
    log_entries,
    prefills,
    delegations,
    section_states,
    remarks,
    reply_steps,
    clarifications,
    named_readers,
    log_waiting,
    log_leaves,
    log_tiles,
    log_head,
    log_keys,
    log_checkpoints,
    receipts,
);
