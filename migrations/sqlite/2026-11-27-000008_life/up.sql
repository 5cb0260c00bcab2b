-- `stage` refines `state`; `opened` says whether all answers may change in the stage of work or only those asked about; `standing` is the
-- version in force for analysis, `validated` the version that the Secretariat validated last; `due` is the last day of this opening alone,
-- `extended` that of this reply, where they differ from the round's; `steps` counts the rows of `reply_steps`.
ALTER TABLE replies ADD COLUMN stage TEXT NOT NULL DEFAULT 'work'
    CHECK (stage IN ('work', 'review', 'cleared', 'received', 'checking', 'validated'));
ALTER TABLE replies ADD COLUMN opened TEXT NOT NULL DEFAULT 'whole' CHECK (opened IN ('whole', 'questions'));
ALTER TABLE replies ADD COLUMN requested INTEGER NOT NULL DEFAULT 0 CHECK (requested IN (0, 1));
ALTER TABLE replies ADD COLUMN standing INTEGER;
ALTER TABLE replies ADD COLUMN validated INTEGER;
ALTER TABLE replies ADD COLUMN due TEXT;
ALTER TABLE replies ADD COLUMN extended TEXT;
ALTER TABLE replies ADD COLUMN steps INTEGER NOT NULL DEFAULT 0;
UPDATE replies SET stage = 'received', standing = version WHERE state = 'submitted';

CREATE TABLE reply_steps (
    reply INTEGER NOT NULL REFERENCES replies (id),
    number INTEGER NOT NULL,
    step TEXT NOT NULL,
    person INTEGER REFERENCES people (id),
    at TEXT NOT NULL,
    revision INTEGER NOT NULL,
    version INTEGER NOT NULL,
    words TEXT NOT NULL,
    due TEXT,
    PRIMARY KEY (reply, number)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER reply_steps_never_change BEFORE UPDATE ON reply_steps
BEGIN SELECT RAISE(ABORT, 'rows of reply_steps are never changed'); END;

CREATE TRIGGER reply_steps_never_go BEFORE DELETE ON reply_steps
BEGIN SELECT RAISE(ABORT, 'rows of reply_steps are never deleted'); END;

-- `opens` names the questions whose answers may change, as a JSON array; `about` is the version that was asked about, `answered` the one
-- that answers.
CREATE TABLE clarifications (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    reply INTEGER NOT NULL REFERENCES replies (id),
    question TEXT NOT NULL,
    opens TEXT NOT NULL,
    words TEXT NOT NULL,
    about INTEGER NOT NULL,
    asked INTEGER NOT NULL,
    answered INTEGER,
    closed TEXT,
    closed_by INTEGER REFERENCES people (id)
) STRICT;

CREATE INDEX clarifications_of_reply ON clarifications (reply);

-- Who may read answers for the Secretariat only. `ended` takes the right away.
CREATE TABLE named_readers (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    person INTEGER NOT NULL REFERENCES people (id),
    named INTEGER REFERENCES people (id),
    at TEXT NOT NULL,
    ended TEXT
) STRICT;

CREATE INDEX named_readers_of_person ON named_readers (person);

-- The Merkle log: what waits to be sequenced, the leaves in their order, and the root of each full tile of 256 hashes of the level below.
CREATE TABLE log_waiting (
    entry INTEGER NOT NULL PRIMARY KEY REFERENCES log_entries (id)
) STRICT;

INSERT INTO log_waiting (entry) SELECT id FROM log_entries;

CREATE TABLE log_leaves (
    seq INTEGER NOT NULL PRIMARY KEY,
    entry INTEGER NOT NULL UNIQUE REFERENCES log_entries (id),
    leaf BLOB NOT NULL CHECK (length(leaf) = 32)
) STRICT;

CREATE TRIGGER log_leaves_never_change BEFORE UPDATE ON log_leaves
BEGIN SELECT RAISE(ABORT, 'rows of log_leaves are never changed'); END;

CREATE TRIGGER log_leaves_never_go BEFORE DELETE ON log_leaves
BEGIN SELECT RAISE(ABORT, 'rows of log_leaves are never deleted'); END;

CREATE TABLE log_tiles (
    level INTEGER NOT NULL,
    place INTEGER NOT NULL,
    hash BLOB NOT NULL CHECK (length(hash) = 32),
    PRIMARY KEY (level, place)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER log_tiles_never_change BEFORE UPDATE ON log_tiles
BEGIN SELECT RAISE(ABORT, 'rows of log_tiles are never changed'); END;

CREATE TRIGGER log_tiles_never_go BEFORE DELETE ON log_tiles
BEGIN SELECT RAISE(ABORT, 'rows of log_tiles are never deleted'); END;

-- One row, locked while leaves are added.
CREATE TABLE log_head (
    id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    size INTEGER NOT NULL
) STRICT;

INSERT INTO log_head (id, size) VALUES (1, 0);

CREATE TABLE log_keys (
    fingerprint TEXT NOT NULL PRIMARY KEY CHECK (length(fingerprint) = 64),
    pem TEXT NOT NULL,
    since TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE log_checkpoints (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    size INTEGER NOT NULL,
    root BLOB NOT NULL CHECK (length(root) = 32),
    note TEXT NOT NULL,
    fingerprint TEXT NOT NULL REFERENCES log_keys (fingerprint),
    at TEXT NOT NULL
) STRICT;

CREATE TRIGGER log_checkpoints_never_change BEFORE UPDATE ON log_checkpoints
BEGIN SELECT RAISE(ABORT, 'rows of log_checkpoints are never changed'); END;

CREATE TRIGGER log_checkpoints_never_go BEFORE DELETE ON log_checkpoints
BEGIN SELECT RAISE(ABORT, 'rows of log_checkpoints are never deleted'); END;

-- What proves an act to the State: the text, exactly as signed, and its signature.
CREATE TABLE receipts (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    reply INTEGER NOT NULL REFERENCES replies (id),
    version INTEGER NOT NULL,
    act TEXT NOT NULL,
    text TEXT NOT NULL,
    signature BLOB NOT NULL CHECK (length(signature) = 64),
    fingerprint TEXT NOT NULL REFERENCES log_keys (fingerprint),
    at TEXT NOT NULL
) STRICT;

CREATE INDEX receipts_of_reply ON receipts (reply);

CREATE TRIGGER receipts_never_change BEFORE UPDATE ON receipts
BEGIN SELECT RAISE(ABORT, 'rows of receipts are never changed'); END;

CREATE TRIGGER receipts_never_go BEFORE DELETE ON receipts
BEGIN SELECT RAISE(ABORT, 'rows of receipts are never deleted'); END;
