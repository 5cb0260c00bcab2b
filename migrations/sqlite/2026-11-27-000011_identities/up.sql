-- Accounts that sign in with an identity provider: who a person is there.
CREATE TABLE identities (
    issuer TEXT NOT NULL,
    subject TEXT NOT NULL,
    person INTEGER NOT NULL UNIQUE REFERENCES people (id),
    linked TEXT NOT NULL,
    PRIMARY KEY (issuer, subject)
) STRICT;

-- Requests to a provider that wait for their answer, each used once and gone after ten minutes. `person`: the account that is to be linked.
CREATE TABLE oidc_requests (
    state_sha256 TEXT NOT NULL PRIMARY KEY CHECK (length(state_sha256) = 64),
    browser_sha256 TEXT NOT NULL CHECK (length(browser_sha256) = 64),
    nonce TEXT NOT NULL,
    verifier TEXT NOT NULL,
    language TEXT NOT NULL,
    person INTEGER REFERENCES people (id),
    expires TEXT NOT NULL
) STRICT;
