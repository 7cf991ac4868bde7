-- People, and how they show who they are. No password is kept anywhere.

CREATE TABLE accounts (
    id         TEXT   NOT NULL PRIMARY KEY,
    name       TEXT   NOT NULL,
    created_at BIGINT NOT NULL,
    may_open   BIGINT NOT NULL -- 1 where they may open rooms, as mediators do
);

CREATE TABLE passkeys (
    credential BYTEA  NOT NULL PRIMARY KEY,
    account    TEXT   NOT NULL REFERENCES accounts (id),
    passkey    TEXT   NOT NULL, -- the public key and its counter, as JSON
    label      TEXT   NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE INDEX passkeys_of_account ON passkeys (account);

-- Printed codes, hashed. Each works once, and is deleted by that.
CREATE TABLE recovery_codes (
    id      BIGINT NOT NULL PRIMARY KEY, -- drawn at random
    account TEXT   NOT NULL REFERENCES accounts (id),
    hash    TEXT   NOT NULL
);

CREATE INDEX recovery_codes_of_account ON recovery_codes (account);
