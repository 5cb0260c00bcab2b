CREATE TABLE people (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    email_address TEXT,
    role TEXT NOT NULL,
    respondent TEXT,
    round TEXT NOT NULL REFERENCES rounds (code),
    created TEXT NOT NULL,
    suspended TEXT,
    FOREIGN KEY (round, respondent) REFERENCES respondents (round, code)
) STRICT;

CREATE TABLE links (
    token_sha256 TEXT NOT NULL PRIMARY KEY CHECK (length(token_sha256) = 64),
    purpose TEXT NOT NULL,
    person INTEGER NOT NULL REFERENCES people (id),
    created TEXT NOT NULL,
    expires TEXT NOT NULL,
    used_at TEXT
) STRICT, WITHOUT ROWID;

CREATE INDEX links_of_person ON links (person);

CREATE TABLE sessions (
    token_sha256 TEXT NOT NULL PRIMARY KEY CHECK (length(token_sha256) = 64),
    person INTEGER NOT NULL REFERENCES people (id),
    form_token TEXT NOT NULL,
    created TEXT NOT NULL,
    last_seen TEXT NOT NULL,
    ends TEXT NOT NULL,
    revoked TEXT
) STRICT, WITHOUT ROWID;

CREATE INDEX sessions_of_person ON sessions (person);
