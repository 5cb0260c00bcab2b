-- In which language a person is written to: that in which they last signed in, at first that of whoever invited them.
ALTER TABLE people ADD COLUMN language TEXT NOT NULL DEFAULT 'en';
-- Why a letter was given up: `refused` by the relay, `unsent` after the last try, `sealed` with keys that are not there, `damaged`.
ALTER TABLE letters ADD COLUMN trouble TEXT;
