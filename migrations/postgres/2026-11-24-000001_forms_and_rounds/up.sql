CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of % are never changed or deleted', TG_TABLE_NAME;
END $$;

CREATE TABLE form_versions (
    sha256 TEXT NOT NULL PRIMARY KEY CHECK (length(sha256) = 64),
    form TEXT NOT NULL,
    version TEXT NOT NULL,
    bundle BYTEA NOT NULL,
    at TIMESTAMP NOT NULL
);

CREATE TRIGGER form_versions_never_change BEFORE UPDATE OR DELETE OR TRUNCATE ON form_versions
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TABLE rounds (
    code TEXT NOT NULL PRIMARY KEY,
    form TEXT NOT NULL,
    form_version TEXT NOT NULL REFERENCES form_versions (sha256),
    opens DATE NOT NULL,
    closes DATE NOT NULL,
    period_first INTEGER NOT NULL,
    period_last INTEGER NOT NULL,
    threshold BIGINT NOT NULL,
    group_threshold BIGINT NOT NULL,
    sample BOOLEAN NOT NULL,
    created TIMESTAMP NOT NULL
);

CREATE TABLE respondents (
    round TEXT NOT NULL REFERENCES rounds (code),
    code TEXT NOT NULL,
    facts TEXT NOT NULL,
    PRIMARY KEY (round, code)
);
