-- What is open for a while. Tokens are kept as hashes only: who steals the database cannot act with them.
-- Neither table is part of a backup.

CREATE TABLE sessions (
    hash          BYTEA  NOT NULL PRIMARY KEY,
    account       TEXT   NOT NULL REFERENCES accounts (id),
    kind          TEXT   NOT NULL, -- browser or machine
    label         TEXT   NOT NULL,
    created_at    BIGINT NOT NULL,
    expires_at    BIGINT NOT NULL,
    seen_at       BIGINT,
    stepped_up_at BIGINT           -- when a passkey was last shown
);

CREATE INDEX sessions_of_account ON sessions (account);

-- Ceremonies of passkeys that have begun. Any replica may finish them.
CREATE TABLE challenges (
    hash       BYTEA  NOT NULL PRIMARY KEY,
    state      TEXT   NOT NULL,
    expires_at BIGINT NOT NULL
);
