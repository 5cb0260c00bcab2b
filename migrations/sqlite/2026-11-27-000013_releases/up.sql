-- Figures that left together, or are to leave: `content` is everything that they are made from and their numbers, as it was frozen;
-- `after` is the release that was the last to leave when it was audited. A row changes once: when a second person approves it.
CREATE TABLE releases (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    round TEXT NOT NULL REFERENCES rounds (code),
    name TEXT NOT NULL,
    sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
    content BLOB NOT NULL,
    after INTEGER REFERENCES releases (id),
    proposed TEXT NOT NULL,
    proposed_by INTEGER REFERENCES people (id),
    approved TEXT,
    approved_by INTEGER REFERENCES people (id),
    UNIQUE (round, name)
) STRICT;

CREATE TRIGGER releases_are_approved_once BEFORE UPDATE ON releases
WHEN OLD.approved IS NOT NULL OR NEW.content <> OLD.content OR NEW.sha256 <> OLD.sha256 OR NEW.name <> OLD.name
BEGIN SELECT RAISE(ABORT, 'rows of releases are approved once and otherwise never changed'); END;

CREATE TRIGGER releases_never_go BEFORE DELETE ON releases
BEGIN SELECT RAISE(ABORT, 'rows of releases are never deleted'); END;
