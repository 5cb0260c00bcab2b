CREATE TABLE replies (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    round TEXT NOT NULL,
    respondent TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('draft', 'submitted')),
    revision INTEGER NOT NULL,
    version INTEGER NOT NULL,
    created TEXT NOT NULL,
    changed TEXT,
    UNIQUE (round, respondent),
    FOREIGN KEY (round, respondent) REFERENCES respondents (round, code)
) STRICT;

-- `row` is empty for an answer to a question as a whole.
CREATE TABLE answers (
    reply INTEGER NOT NULL REFERENCES replies (id),
    question TEXT NOT NULL,
    row TEXT NOT NULL,
    body TEXT NOT NULL,
    revision INTEGER NOT NULL,
    person INTEGER REFERENCES people (id),
    at TEXT NOT NULL,
    PRIMARY KEY (reply, question, row)
) STRICT, WITHOUT ROWID;

CREATE TABLE answer_history (
    reply INTEGER NOT NULL REFERENCES replies (id),
    question TEXT NOT NULL,
    row TEXT NOT NULL,
    body TEXT NOT NULL,
    revision INTEGER NOT NULL,
    person INTEGER REFERENCES people (id),
    at TEXT NOT NULL,
    PRIMARY KEY (reply, question, row, revision)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER answer_history_never_changes BEFORE UPDATE ON answer_history
BEGIN SELECT RAISE(ABORT, 'rows of answer_history are never changed'); END;

CREATE TRIGGER answer_history_never_goes BEFORE DELETE ON answer_history
BEGIN SELECT RAISE(ABORT, 'rows of answer_history are never deleted'); END;

CREATE TABLE submissions (
    number INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    reply INTEGER NOT NULL REFERENCES replies (id),
    version INTEGER NOT NULL,
    bytes BLOB NOT NULL,
    sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
    form_version TEXT NOT NULL REFERENCES form_versions (sha256),
    at TEXT NOT NULL,
    person INTEGER REFERENCES people (id),
    UNIQUE (reply, version)
) STRICT;

CREATE TRIGGER submissions_never_change BEFORE UPDATE ON submissions
BEGIN SELECT RAISE(ABORT, 'rows of submissions are never changed'); END;

CREATE TRIGGER submissions_never_go BEFORE DELETE ON submissions
BEGIN SELECT RAISE(ABORT, 'rows of submissions are never deleted'); END;

CREATE TABLE requests (
    reply INTEGER NOT NULL REFERENCES replies (id),
    key TEXT NOT NULL,
    sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
    outcome TEXT NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (reply, key)
) STRICT, WITHOUT ROWID;
