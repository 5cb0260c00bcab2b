CREATE TABLE form_versions (
    sha256 TEXT NOT NULL PRIMARY KEY CHECK (length(sha256) = 64),
    form TEXT NOT NULL,
    version TEXT NOT NULL,
    bundle BLOB NOT NULL,
    at TEXT NOT NULL
) STRICT;

CREATE TRIGGER form_versions_never_change BEFORE UPDATE ON form_versions
BEGIN SELECT RAISE(ABORT, 'rows of form_versions are never changed'); END;

CREATE TRIGGER form_versions_never_go BEFORE DELETE ON form_versions
BEGIN SELECT RAISE(ABORT, 'rows of form_versions are never deleted'); END;

CREATE TABLE rounds (
    code TEXT NOT NULL PRIMARY KEY,
    form TEXT NOT NULL,
    form_version TEXT NOT NULL REFERENCES form_versions (sha256),
    opens TEXT NOT NULL,
    closes TEXT NOT NULL,
    period_first INTEGER NOT NULL,
    period_last INTEGER NOT NULL,
    threshold INTEGER NOT NULL,
    group_threshold INTEGER NOT NULL,
    sample INTEGER NOT NULL CHECK (sample IN (0, 1)),
    created TEXT NOT NULL
) STRICT;

CREATE TABLE respondents (
    round TEXT NOT NULL REFERENCES rounds (code),
    code TEXT NOT NULL,
    facts TEXT NOT NULL,
    PRIMARY KEY (round, code)
) STRICT, WITHOUT ROWID;
