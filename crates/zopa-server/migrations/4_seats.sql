-- Who may come in, and who sits where.

-- Links that work once. The hash goes when they have expired; who invited whom stays.
CREATE TABLE invitations (
    id         TEXT   NOT NULL PRIMARY KEY,
    hash       BYTEA  UNIQUE,
    room       TEXT   REFERENCES rooms (id), -- NULL: the link by which the first mediator opens a room
    delegation TEXT,
    seat_rank  TEXT,
    name_hint  TEXT,
    by_seat    TEXT,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    spent_at   BIGINT,
    revoked_at BIGINT
);

CREATE INDEX invitations_of_room ON invitations (room);

-- Whose account acts for a seat. Of several seats in a room, the one that was taken last counts.
CREATE TABLE seats (
    room     TEXT   NOT NULL REFERENCES rooms (id),
    seat     TEXT   NOT NULL,
    account  TEXT   NOT NULL REFERENCES accounts (id),
    taken_at BIGINT NOT NULL, -- entries of the room after it was taken
    PRIMARY KEY (room, seat)
);

CREATE INDEX seats_of_account ON seats (account, room);

-- Who has seen what, for the owner of an item: the first time counts.
CREATE TABLE item_reads (
    room    TEXT   NOT NULL REFERENCES rooms (id),
    item    TEXT   NOT NULL,
    seat    TEXT   NOT NULL,
    read_at BIGINT NOT NULL,
    PRIMARY KEY (room, item, seat)
);
