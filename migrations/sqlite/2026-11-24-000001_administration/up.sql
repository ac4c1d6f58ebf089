-- What the admin pages list, search and count. Text compares byte by byte, as it does on PostgreSQL in these columns.

ALTER TABLE users ADD COLUMN email TEXT;
-- A deleted account is suspended for good; its row goes when the last of its sessions has gone.
ALTER TABLE users ADD COLUMN deleted_at INTEGER;

CREATE INDEX users_by_email ON users (email) WHERE email IS NOT NULL;
CREATE INDEX users_by_role ON users (role, username);
CREATE INDEX users_by_deleted_at ON users (deleted_at) WHERE deleted_at IS NOT NULL;

-- What lists of users go by, read off the columns above; whoever never signed in comes before everybody who did.
ALTER TABLE users ADD COLUMN state TEXT GENERATED ALWAYS AS (
    CASE
        WHEN deleted_at IS NOT NULL THEN 'deleted'
        WHEN status = 'suspended' THEN 'suspended'
        WHEN password_hash IS NULL THEN 'invited'
        ELSE 'active'
    END
) VIRTUAL;
ALTER TABLE users ADD COLUMN last_signed_in_sortable INTEGER GENERATED ALWAYS AS (COALESCE(last_signed_in_at, 0)) VIRTUAL;

CREATE INDEX users_by_state_and_name ON users (state, role, username, id);
CREATE INDEX users_by_state_and_creation ON users (state, role, created_at, id);
CREATE INDEX users_by_state_and_sign_in ON users (state, role, last_signed_in_sortable, id);
CREATE INDEX users_by_state_and_email ON users (state, role, email, id) WHERE email IS NOT NULL;

-- Copies, and one summary, for lists alone: with them every filter and every order is one walk along one index.
-- The user's name, which never changes.
ALTER TABLE sessions ADD COLUMN username TEXT NOT NULL DEFAULT '';
-- Browser and system, read off user_agent.
ALTER TABLE sessions ADD COLUMN device TEXT NOT NULL DEFAULT '';
-- The address as 32 hexadecimal digits, so that a network is a range; empty when it is none.
ALTER TABLE sessions ADD COLUMN ip_sortable TEXT NOT NULL DEFAULT '';
-- live, or how it ended. A session that has just expired is live here until the janitor has been round.
ALTER TABLE sessions ADD COLUMN state TEXT NOT NULL DEFAULT 'live';

UPDATE sessions SET
    username = (SELECT username FROM users WHERE users.id = sessions.user_id),
    state = CASE WHEN revoked_at IS NOT NULL THEN COALESCE(revocation_reason, 'signed_out') ELSE 'live' END;

DROP INDEX sessions_by_last_seen;
DROP INDEX sessions_by_idle_end;
CREATE INDEX sessions_by_state_and_username ON sessions (state, username, id);
CREATE INDEX sessions_by_state_and_device ON sessions (state, device, id);
CREATE INDEX sessions_by_state_and_ip ON sessions (state, ip_sortable, id);
CREATE INDEX sessions_by_state_and_sign_in ON sessions (state, signed_in_at, id);
CREATE INDEX sessions_by_state_and_last_seen ON sessions (state, last_seen_at, id);
CREATE INDEX sessions_by_state_and_idle_end ON sessions (state, idle_expires_at);

-- From when a key signs, and until when what it signed is believed.
ALTER TABLE signing_keys ADD COLUMN signs_from INTEGER NOT NULL DEFAULT 0;
ALTER TABLE signing_keys ADD COLUMN retires_at INTEGER;
UPDATE signing_keys SET signs_from = created_at;

-- Links that are handed over once: an invitation, or the way to a new password.
CREATE TABLE account_links (
    -- SHA-256 of the token; the token itself is shown once and kept nowhere.
    digest     BLOB    NOT NULL PRIMARY KEY,
    user_id    TEXT    NOT NULL REFERENCES users (id),
    purpose    TEXT    NOT NULL CHECK (purpose IN ('invitation', 'password_reset')),
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;

CREATE INDEX account_links_by_user ON account_links (user_id);
CREATE INDEX account_links_by_expiry ON account_links (expires_at);

-- Many sessions to be ended, in batches.
CREATE TABLE bulk_revocations (
    id           TEXT    NOT NULL PRIMARY KEY,
    created_at   INTEGER NOT NULL,
    -- The admin; an operator at the command line is nobody.
    created_by   TEXT,
    -- Which sessions, as the query of the list that shows them. Everybody's, when it is empty.
    filter       TEXT    NOT NULL,
    is_everybody INTEGER NOT NULL,
    -- How many there were when it was begun; unknown if counting them took too long.
    matched      INTEGER,
    ended        INTEGER NOT NULL,
    -- Where the walk over all sessions stands, and how many had been ended when it began at the front.
    position     TEXT,
    passed_at    INTEGER NOT NULL,
    finished_at  INTEGER
) STRICT;

CREATE INDEX bulk_revocations_by_creation ON bulk_revocations (created_at, id);

CREATE INDEX events_by_kind ON events (kind, id);
CREATE INDEX events_by_actor ON events (actor_id, id);
CREATE INDEX events_by_ip ON events (ip, id);
CREATE INDEX events_by_time ON events (at);

-- The hash chain: each seal covers the events after those of the one before, and the one before.
CREATE TABLE event_seals (
    position    INTEGER NOT NULL PRIMARY KEY,
    first_event INTEGER NOT NULL,
    last_event  INTEGER NOT NULL,
    events      INTEGER NOT NULL,
    -- SHA-256 over the events, and HMAC-SHA-256 over this seal and the MAC before, with a key outside the database.
    digest      BLOB    NOT NULL,
    mac         BLOB    NOT NULL,
    sealed_at   INTEGER NOT NULL
) STRICT;

CREATE INDEX event_seals_by_last_event ON event_seals (last_event);

-- How many sealed events of each kind happened within each hour.
CREATE TABLE event_counts (
    -- When the hour began.
    hour       INTEGER NOT NULL,
    kind       TEXT    NOT NULL,
    events     INTEGER NOT NULL,
    PRIMARY KEY (hour, kind)
) STRICT;

-- Up to which event the record was deleted because it was old.
CREATE TABLE event_prunings (
    last_event INTEGER NOT NULL PRIMARY KEY,
    pruned_at  INTEGER NOT NULL
) STRICT;

-- Numbers that take long to count.
CREATE TABLE measurements (
    name        TEXT    NOT NULL PRIMARY KEY,
    value       INTEGER NOT NULL,
    measured_at INTEGER NOT NULL
) STRICT;

-- The last run of each background task, whichever instance did it.
CREATE TABLE task_runs (
    name        TEXT    NOT NULL PRIMARY KEY,
    started_at  INTEGER NOT NULL,
    finished_at INTEGER,
    outcome     TEXT    NOT NULL
) STRICT;

CREATE TRIGGER events_are_kept BEFORE DELETE ON events
WHEN OLD.id > (SELECT COALESCE(MAX(last_event), 0) FROM event_prunings)
BEGIN
    SELECT RAISE(ABORT, 'events are append-only');
END;
