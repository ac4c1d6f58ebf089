-- Times are whole milliseconds since the Unix epoch, ids are random and written in hexadecimal.

CREATE TABLE users (
    id                TEXT    NOT NULL PRIMARY KEY,
    username          TEXT    NOT NULL UNIQUE,
    role              TEXT    NOT NULL CHECK (role IN ('user', 'admin')),
    status            TEXT    NOT NULL CHECK (status IN ('active', 'suspended')),
    password_hash     TEXT,
    -- The authorisation version: raised whenever tokens issued before must not be believed any more.
    version           INTEGER NOT NULL,
    version_raised_at INTEGER NOT NULL,
    created_at        INTEGER NOT NULL,
    last_signed_in_at INTEGER
) STRICT;

CREATE INDEX users_by_version_raised_at ON users (version_raised_at);

CREATE TABLE sessions (
    id                    TEXT    NOT NULL PRIMARY KEY,
    user_id               TEXT    NOT NULL REFERENCES users (id),
    -- One half of every refresh token of this session; the other half is outside the database.
    seed                  BLOB    NOT NULL,
    generation            INTEGER NOT NULL,
    confirmed_generation  INTEGER NOT NULL,
    rotated_at            INTEGER NOT NULL,
    remembered            INTEGER NOT NULL CHECK (remembered IN (0, 1)),
    signed_in_at          INTEGER NOT NULL,
    password_confirmed_at INTEGER NOT NULL,
    last_seen_at          INTEGER NOT NULL,
    idle_milliseconds     INTEGER NOT NULL,
    idle_expires_at       INTEGER NOT NULL,
    absolute_expires_at   INTEGER NOT NULL,
    ip                    TEXT    NOT NULL,
    user_agent            TEXT    NOT NULL,
    label                 TEXT,
    revoked_at            INTEGER,
    revocation_reason     TEXT
) STRICT;

CREATE INDEX sessions_by_user ON sessions (user_id, last_seen_at);
CREATE INDEX sessions_by_last_seen ON sessions (last_seen_at, id);
CREATE INDEX sessions_by_idle_end ON sessions (idle_expires_at);
CREATE INDEX sessions_by_revoked_at ON sessions (revoked_at) WHERE revoked_at IS NOT NULL;

CREATE TABLE signing_keys (
    kid                TEXT    NOT NULL PRIMARY KEY,
    algorithm          TEXT    NOT NULL,
    sealed_private_key BLOB    NOT NULL,
    created_at         INTEGER NOT NULL
) STRICT;

CREATE TABLE setup_codes (
    -- SHA-256 of the code; the code itself is printed once and kept nowhere.
    digest     BLOB    NOT NULL PRIMARY KEY,
    expires_at INTEGER NOT NULL
) STRICT;

CREATE TABLE events (
    id         INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    at         INTEGER NOT NULL,
    kind       TEXT    NOT NULL,
    -- Whom it is about, and who did it; an operator at the command line is nobody.
    user_id    TEXT,
    actor_id   TEXT,
    session_id TEXT,
    ip         TEXT,
    user_agent TEXT,
    request_id TEXT,
    detail     TEXT
) STRICT;

CREATE INDEX events_by_user ON events (user_id, id);
CREATE INDEX events_by_session ON events (session_id, id);

CREATE TRIGGER events_are_append_only BEFORE UPDATE ON events
BEGIN
    SELECT RAISE(ABORT, 'events are append-only');
END;
