-- `level`: what the session opens. `confirmed`: when the person last proved who they are. `agent`: what the browser calls itself.
ALTER TABLE sessions ADD COLUMN level TEXT NOT NULL DEFAULT 'full';
ALTER TABLE sessions ADD COLUMN confirmed TEXT;
ALTER TABLE sessions ADD COLUMN agent TEXT NOT NULL DEFAULT '';
-- What is chosen while enrolling, until all of it is there: the hash of a passphrase, a sealed second factor.
ALTER TABLE sessions ADD COLUMN next_passphrase TEXT;
ALTER TABLE sessions ADD COLUMN next_second_factor BLOB;

-- The address that a link was sent to: it works only while the account has that address.
ALTER TABLE links ADD COLUMN address TEXT;

-- How an account came about. `code_sha256`: of a code told by another way than the letter. `succeeds`: whose place it takes.
CREATE TABLE invitations (
    person INTEGER NOT NULL PRIMARY KEY REFERENCES people (id),
    invited_by INTEGER REFERENCES people (id),
    code_sha256 TEXT CHECK (length(code_sha256) = 64),
    succeeds INTEGER REFERENCES people (id),
    at TEXT NOT NULL
) STRICT;

-- What a person proves who they are with. `second_factor` is sealed; `second_factor_step` is that of the last code that was used.
CREATE TABLE credentials (
    person INTEGER NOT NULL PRIMARY KEY REFERENCES people (id),
    address TEXT NOT NULL UNIQUE,
    passphrase TEXT NOT NULL,
    second_factor BLOB NOT NULL,
    second_factor_step INTEGER NOT NULL,
    enrolled TEXT NOT NULL
) STRICT;

CREATE TABLE recovery_codes (
    person INTEGER NOT NULL REFERENCES people (id),
    code_sha256 TEXT NOT NULL CHECK (length(code_sha256) = 64),
    used_at TEXT,
    PRIMARY KEY (person, code_sha256)
) STRICT, WITHOUT ROWID;

-- To enrol anew, after a second factor was lost: one officer asks, another agrees.
CREATE TABLE re_enrolments (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    person INTEGER NOT NULL REFERENCES people (id),
    reason TEXT NOT NULL,
    asked_by INTEGER REFERENCES people (id),
    asked TEXT NOT NULL,
    agreed_by INTEGER REFERENCES people (id),
    agreed TEXT,
    CHECK (asked_by IS NULL OR agreed_by IS NULL OR asked_by <> agreed_by)
) STRICT;

CREATE INDEX re_enrolments_of_person ON re_enrolments (person);

-- Failed attempts by whom and at what. `succeeded`: when the same client last signed in to the same account.
CREATE TABLE attempts (
    key TEXT NOT NULL PRIMARY KEY,
    failures INTEGER NOT NULL,
    last TEXT NOT NULL,
    succeeded TEXT
) STRICT, WITHOUT ROWID;

-- Letters that wait to be sent, and those sent. `secret` is sealed, and gone once the letter is. `taken`: until when one instance sends it.
CREATE TABLE letters (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    person INTEGER REFERENCES people (id),
    address TEXT NOT NULL,
    language TEXT NOT NULL,
    kind TEXT NOT NULL,
    arguments TEXT NOT NULL,
    secret BLOB,
    created TEXT NOT NULL,
    due TEXT NOT NULL,
    tries INTEGER NOT NULL DEFAULT 0,
    taken TEXT,
    sent TEXT,
    given_up TEXT
) STRICT;

CREATE INDEX letters_that_wait ON letters (due) WHERE sent IS NULL AND given_up IS NULL;
