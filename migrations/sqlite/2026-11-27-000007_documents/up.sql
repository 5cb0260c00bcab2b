-- One key for the documents of a State in a round, wrapped by the keys of the service.
CREATE TABLE data_keys (
    round TEXT NOT NULL,
    respondent TEXT NOT NULL,
    wrapped BLOB NOT NULL,
    created TEXT NOT NULL,
    PRIMARY KEY (round, respondent),
    FOREIGN KEY (round, respondent) REFERENCES respondents (round, code)
) STRICT, WITHOUT ROWID;

-- `row` is empty for an answer to a question as a whole, `field` unless the document is the value of a field. `storage` is the name of the
-- file that holds the content. A document that a submission names stays when it is removed from the draft.
CREATE TABLE documents (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    reply INTEGER NOT NULL REFERENCES replies (id),
    question TEXT NOT NULL,
    row TEXT NOT NULL,
    field TEXT NOT NULL,
    storage TEXT NOT NULL UNIQUE CHECK (length(storage) = 32),
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    size INTEGER NOT NULL,
    sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
    scan TEXT NOT NULL CHECK (scan IN ('new', 'clean', 'infected', 'unscanned')),
    scanned TEXT,
    person INTEGER REFERENCES people (id),
    at TEXT NOT NULL,
    removed TEXT
) STRICT;

CREATE INDEX documents_of_reply ON documents (reply);

-- A document that is on its way, and the pieces of it that are on disk.
CREATE TABLE uploads (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    reply INTEGER NOT NULL REFERENCES replies (id),
    question TEXT NOT NULL,
    row TEXT NOT NULL,
    field TEXT NOT NULL,
    storage TEXT NOT NULL UNIQUE CHECK (length(storage) = 32),
    name TEXT NOT NULL,
    size INTEGER NOT NULL,
    person INTEGER REFERENCES people (id),
    at TEXT NOT NULL,
    touched TEXT NOT NULL
) STRICT;

CREATE INDEX uploads_of_reply ON uploads (reply);

CREATE TABLE upload_pieces (
    upload INTEGER NOT NULL REFERENCES uploads (id),
    number INTEGER NOT NULL,
    sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
    PRIMARY KEY (upload, number)
) STRICT, WITHOUT ROWID;

-- The documents that a submission names.
CREATE TABLE submitted_documents (
    reply INTEGER NOT NULL,
    version INTEGER NOT NULL,
    document INTEGER NOT NULL REFERENCES documents (id),
    PRIMARY KEY (reply, version, document),
    FOREIGN KEY (reply, version) REFERENCES submissions (reply, version)
) STRICT, WITHOUT ROWID;

CREATE INDEX submitted_documents_of_document ON submitted_documents (document);

CREATE TRIGGER submitted_documents_never_change BEFORE UPDATE ON submitted_documents
BEGIN SELECT RAISE(ABORT, 'rows of submitted_documents are never changed'); END;

CREATE TRIGGER submitted_documents_never_go BEFORE DELETE ON submitted_documents
BEGIN SELECT RAISE(ABORT, 'rows of submitted_documents are never deleted'); END;

-- What was posted after its session had ended, sealed for its person.
CREATE TABLE parked (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    person INTEGER NOT NULL REFERENCES people (id),
    path TEXT NOT NULL,
    sealed BLOB NOT NULL,
    at TEXT NOT NULL
) STRICT;

CREATE INDEX parked_of_person ON parked (person);
