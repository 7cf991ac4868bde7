-- Rooms and their logs. A room is the fold of its log; nothing else about it is kept.
-- Both databases run this text: SQLite takes the types of PostgreSQL as they are.

CREATE TABLE rooms (
    id         TEXT   NOT NULL PRIMARY KEY,
    created_at BIGINT NOT NULL, -- milliseconds since 1970, as everywhere
    demo       BIGINT NOT NULL  -- 1: a rehearsal, in which no seat is protected
);

-- Entries in the order of acts. The first key decides who was first where two act at once.
CREATE TABLE entries (
    room       TEXT   NOT NULL REFERENCES rooms (id),
    seq        BIGINT NOT NULL, -- from 0, over all ledgers of the room
    ledger     TEXT   NOT NULL,
    place      BIGINT NOT NULL, -- from 0, within the ledger
    written_at BIGINT NOT NULL,
    written_by TEXT,            -- a seat, or the room itself
    salt       TEXT,            -- salt and fact are NULL once the content is erased;
    fact       TEXT,            -- the very bytes that were sealed
    commitment TEXT   NOT NULL, -- commitment and leaf stay, so that proofs stay
    leaf       TEXT   NOT NULL,
    PRIMARY KEY (room, seq),
    UNIQUE (room, ledger, place)
);

-- What was signed over a ledger when it had so many entries.
CREATE TABLE checkpoints (
    room   TEXT   NOT NULL REFERENCES rooms (id),
    ledger TEXT   NOT NULL,
    size   BIGINT NOT NULL, -- entries of the ledger that it covers
    seq_at BIGINT NOT NULL, -- entries of the whole room before it
    note   TEXT   NOT NULL,
    PRIMARY KEY (room, ledger, size)
);
