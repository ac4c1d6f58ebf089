-- Tries to sign in, for as long as they count. Subjects and marks are HMACs under a key outside the database, so they tell
-- neither names nor passwords. No row refers to a user: names that nobody has are counted like all others.

CREATE TABLE throttle_tries (
    -- What is being counted for: an address, an account, a device.
    subject    BLOB    NOT NULL,
    -- What is counted once: a different password, a different name, or a short span of time.
    mark       BLOB    NOT NULL,
    at         INTEGER NOT NULL,
    -- How many tries; 0 while it is not known whether the only one failed.
    tries      INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    PRIMARY KEY (subject, mark)
) STRICT, WITHOUT ROWID;

CREATE INDEX throttle_tries_by_expiry ON throttle_tries (expires_at);

CREATE TABLE throttle_locks (
    subject        BLOB    NOT NULL PRIMARY KEY,
    -- How many there have been in a row; each is longer than the one before.
    locks          INTEGER NOT NULL,
    locked_until   INTEGER NOT NULL,
    -- Until when the events tell of it already.
    recorded_until INTEGER NOT NULL,
    expires_at     INTEGER NOT NULL
) STRICT;

CREATE INDEX throttle_locks_by_expiry ON throttle_locks (expires_at);
