-- `person` is empty for the operator, `round` and `respondent` for what concerns none.
CREATE TABLE log_entries (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    at TEXT NOT NULL,
    person INTEGER REFERENCES people (id),
    round TEXT,
    respondent TEXT,
    action TEXT NOT NULL,
    object TEXT NOT NULL,
    body TEXT,
    salt BLOB,
    commitment BLOB NOT NULL CHECK (length(commitment) = 32)
) STRICT;

CREATE INDEX log_entries_of_respondent ON log_entries (round, respondent);

-- Body and salt may go when their time is over; the commitment stays, so that the log can still be verified.
CREATE TRIGGER log_entries_never_change BEFORE UPDATE ON log_entries
WHEN new.body IS NOT NULL OR new.salt IS NOT NULL OR new.id IS NOT old.id OR new.at IS NOT old.at OR new.person IS NOT old.person
    OR new.round IS NOT old.round OR new.respondent IS NOT old.respondent OR new.action IS NOT old.action
    OR new.object IS NOT old.object OR new.commitment IS NOT old.commitment
BEGIN SELECT RAISE(ABORT, 'rows of log_entries are never changed'); END;

CREATE TRIGGER log_entries_never_go BEFORE DELETE ON log_entries
BEGIN SELECT RAISE(ABORT, 'rows of log_entries are never deleted'); END;
