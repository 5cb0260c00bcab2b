-- Who may see and answer which question beside the focal point. Taking back deletes rows; the log keeps what was.
CREATE TABLE delegations (
    person INTEGER NOT NULL REFERENCES people (id),
    reply INTEGER NOT NULL REFERENCES replies (id),
    question TEXT NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (person, reply, question)
) STRICT, WITHOUT ROWID;

CREATE INDEX delegations_of_reply ON delegations (reply);

-- What was last said of somebody's part of a section: that it is ready, as of a revision of the reply, or that it was returned.
CREATE TABLE section_states (
    reply INTEGER NOT NULL REFERENCES replies (id),
    section TEXT NOT NULL,
    person INTEGER NOT NULL REFERENCES people (id),
    state TEXT NOT NULL CHECK (state IN ('ready', 'returned')),
    revision INTEGER NOT NULL,
    note TEXT NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (reply, section, person)
) STRICT, WITHOUT ROWID;

-- Remarks inside the State. `row` is empty for a remark on a question as a whole.
CREATE TABLE remarks (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    reply INTEGER NOT NULL REFERENCES replies (id),
    question TEXT NOT NULL,
    row TEXT NOT NULL,
    person INTEGER REFERENCES people (id),
    body TEXT NOT NULL,
    at TEXT NOT NULL
) STRICT;

CREATE INDEX remarks_of_reply ON remarks (reply, question);

-- The authority for which somebody answers, as the focal point wrote it.
ALTER TABLE people ADD COLUMN authority TEXT;
