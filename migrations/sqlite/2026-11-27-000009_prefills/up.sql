-- What the Secretariat puts before a respondent, to be confirmed or corrected: no answer until then. `row` is empty for a question
-- without rows.
CREATE TABLE prefills (
    reply INTEGER NOT NULL REFERENCES replies (id),
    question TEXT NOT NULL,
    row TEXT NOT NULL,
    body TEXT NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (reply, question, row)
) STRICT;
