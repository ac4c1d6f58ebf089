-- Times are whole milliseconds since the Unix epoch, ids are random and written in hexadecimal.
-- Text that is sorted or searched compares byte by byte, as on SQLite.

CREATE TABLE users (
    id                TEXT    NOT NULL PRIMARY KEY,
    username          TEXT COLLATE "C" NOT NULL UNIQUE,
    role              TEXT    NOT NULL CHECK (role IN ('user', 'admin')),
    status            TEXT    NOT NULL CHECK (status IN ('active', 'suspended')),
    password_hash     TEXT,
    -- A random number, drawn whenever a password is chosen or a second factor is set up: a device is known to an account
    -- by it. A hash that is made anew of the same password does not change it.
    device_mark       BIGINT,
    -- The authorisation version: raised whenever tokens issued before must not be believed any more.
    version           BIGINT  NOT NULL,
    version_raised_at BIGINT  NOT NULL,
    created_at        BIGINT  NOT NULL,
    last_signed_in_at BIGINT,
    email             TEXT COLLATE "C",
    -- A deleted account is suspended for good; its row goes when the last of its sessions has gone.
    deleted_at        BIGINT,
    -- What lists of users go by, read off the columns above; whoever never signed in comes before everybody who did.
    state             TEXT COLLATE "C" GENERATED ALWAYS AS (
        CASE
            WHEN deleted_at IS NOT NULL THEN 'deleted'
            WHEN status = 'suspended' THEN 'suspended'
            WHEN password_hash IS NULL THEN 'invited'
            ELSE 'active'
        END
    ) STORED,
    last_signed_in_sortable BIGINT GENERATED ALWAYS AS (COALESCE(last_signed_in_at, 0)) STORED
);

CREATE INDEX users_by_version_raised_at ON users (version_raised_at);
CREATE INDEX users_by_email ON users (email) WHERE email IS NOT NULL;
CREATE INDEX users_by_role ON users (role, username);
CREATE INDEX users_by_deleted_at ON users (deleted_at) WHERE deleted_at IS NOT NULL;
CREATE INDEX users_by_state_and_name ON users (state, role, username, id);
CREATE INDEX users_by_state_and_creation ON users (state, role, created_at, id);
CREATE INDEX users_by_state_and_sign_in ON users (state, role, last_signed_in_sortable, id);
CREATE INDEX users_by_state_and_email ON users (state, role, email, id) WHERE email IS NOT NULL;

CREATE TABLE sessions (
    id                    TEXT    NOT NULL PRIMARY KEY,
    user_id               TEXT    NOT NULL REFERENCES users (id),
    -- One half of every refresh token of this session; the other half is outside the database.
    seed                  BYTEA   NOT NULL,
    generation            BIGINT  NOT NULL,
    confirmed_generation  BIGINT  NOT NULL,
    rotated_at            BIGINT  NOT NULL,
    remembered            BOOLEAN NOT NULL,
    signed_in_at          BIGINT  NOT NULL,
    password_confirmed_at BIGINT  NOT NULL,
    last_seen_at          BIGINT  NOT NULL,
    idle_milliseconds     BIGINT  NOT NULL,
    idle_expires_at       BIGINT  NOT NULL,
    absolute_expires_at   BIGINT  NOT NULL,
    ip                    TEXT    NOT NULL,
    user_agent            TEXT    NOT NULL,
    label                 TEXT,
    revoked_at            BIGINT,
    revocation_reason     TEXT,
    -- When the record last told where and on what it is used. 0 while such an event is owed.
    renewal_recorded_at   BIGINT NOT NULL DEFAULT 0,
    -- Copies, and one summary, for lists alone: with them every filter and every order is one walk along one index.
    -- The user's name; renaming somebody changes it here, too.
    username              TEXT COLLATE "C" NOT NULL DEFAULT '',
    -- Browser and system, read off user_agent.
    device                TEXT COLLATE "C" NOT NULL DEFAULT '',
    -- The address as 32 hexadecimal digits, so that a network is a range; empty when it is none.
    ip_sortable           TEXT COLLATE "C" NOT NULL DEFAULT '',
    -- live, or how it ended. A session that has just expired is live here until the janitor has been round.
    state                 TEXT COLLATE "C" NOT NULL DEFAULT 'live'
);

CREATE INDEX sessions_by_user ON sessions (user_id, last_seen_at);
CREATE INDEX sessions_by_revoked_at ON sessions (revoked_at) WHERE revoked_at IS NOT NULL;
CREATE INDEX sessions_by_state_and_username ON sessions (state, username, id);
CREATE INDEX sessions_by_state_and_device ON sessions (state, device, id);
CREATE INDEX sessions_by_state_and_ip ON sessions (state, ip_sortable, id);
CREATE INDEX sessions_by_state_and_sign_in ON sessions (state, signed_in_at, id);
CREATE INDEX sessions_by_state_and_last_seen ON sessions (state, last_seen_at, id);
CREATE INDEX sessions_by_state_and_idle_end ON sessions (state, idle_expires_at);

CREATE TABLE signing_keys (
    kid                TEXT    NOT NULL PRIMARY KEY,
    algorithm          TEXT    NOT NULL,
    sealed_private_key BYTEA   NOT NULL,
    created_at         BIGINT  NOT NULL,
    -- From when a key signs, and until when what it signed is believed.
    signs_from         BIGINT  NOT NULL DEFAULT 0,
    retires_at         BIGINT
);

CREATE TABLE setup_codes (
    -- SHA-256 of the code; the code itself is printed once and kept nowhere.
    digest     BYTEA   NOT NULL PRIMARY KEY,
    expires_at BIGINT  NOT NULL
);

CREATE TABLE events (
    id         BIGINT  NOT NULL GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at         BIGINT  NOT NULL,
    kind       TEXT    NOT NULL,
    -- Whom it is about, and who did it; an operator at the command line is nobody.
    user_id    TEXT,
    actor_id   TEXT,
    session_id TEXT,
    ip         TEXT,
    user_agent TEXT,
    request_id TEXT,
    detail     TEXT
);

CREATE INDEX events_by_user ON events (user_id, id);
CREATE INDEX events_by_session ON events (session_id, id);
CREATE INDEX events_by_kind ON events (kind, id);
CREATE INDEX events_by_actor ON events (actor_id, id);
CREATE INDEX events_by_ip ON events (ip, id);
CREATE INDEX events_by_time ON events (at);

CREATE FUNCTION refuse_changed_event() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'events are append-only';
END;
$$;

CREATE TRIGGER events_are_append_only BEFORE UPDATE ON events
FOR EACH ROW EXECUTE FUNCTION refuse_changed_event();

-- Links that are handed over once: an invitation, the way to a new password, or the way to make a browser known.
CREATE TABLE account_links (
    -- SHA-256 of the token; the token itself is shown once and kept nowhere.
    digest     BYTEA   NOT NULL PRIMARY KEY,
    user_id    TEXT    NOT NULL REFERENCES users (id),
    purpose    TEXT    NOT NULL CHECK (purpose IN ('invitation', 'password_reset', 'device')),
    created_at BIGINT  NOT NULL,
    expires_at BIGINT  NOT NULL
);

CREATE INDEX account_links_by_user ON account_links (user_id);
CREATE INDEX account_links_by_expiry ON account_links (expires_at);

-- Many sessions to be ended, in batches.
CREATE TABLE bulk_revocations (
    id           TEXT    NOT NULL PRIMARY KEY,
    created_at   BIGINT  NOT NULL,
    -- The admin; an operator at the command line is nobody.
    created_by   TEXT,
    -- Which sessions, as the query of the list that shows them. Everybody's, when it is empty.
    filter       TEXT    NOT NULL,
    is_everybody BOOLEAN NOT NULL,
    -- How many there were when it was begun; unknown if counting them took too long.
    matched      BIGINT,
    ended        BIGINT  NOT NULL,
    -- Where the walk over all sessions stands, and how many had been ended when it began at the front.
    position     TEXT,
    passed_at    BIGINT  NOT NULL,
    finished_at  BIGINT
);

CREATE INDEX bulk_revocations_by_creation ON bulk_revocations (created_at, id);

-- The hash chain: each seal covers the events after those of the one before, and the one before.
CREATE TABLE event_seals (
    position    BIGINT  NOT NULL PRIMARY KEY,
    first_event BIGINT  NOT NULL,
    last_event  BIGINT  NOT NULL,
    events      BIGINT  NOT NULL,
    -- SHA-256 over the events, and HMAC-SHA-256 over this seal and the MAC before, with a key outside the database.
    digest      BYTEA   NOT NULL,
    mac         BYTEA   NOT NULL,
    sealed_at   BIGINT  NOT NULL
);

CREATE INDEX event_seals_by_last_event ON event_seals (last_event);

-- How many sealed events of each kind happened within each hour.
CREATE TABLE event_counts (
    -- When the hour began.
    hour       BIGINT  NOT NULL,
    kind       TEXT    NOT NULL,
    events     BIGINT  NOT NULL,
    PRIMARY KEY (hour, kind)
);

-- Up to which event the record was deleted because it was old.
CREATE TABLE event_prunings (
    last_event BIGINT  NOT NULL PRIMARY KEY,
    pruned_at  BIGINT  NOT NULL
);

-- Numbers that take long to count.
CREATE TABLE measurements (
    name        TEXT    NOT NULL PRIMARY KEY,
    value       BIGINT  NOT NULL,
    measured_at BIGINT  NOT NULL
);

-- The last run of each background task, whichever instance did it.
CREATE TABLE task_runs (
    name        TEXT    NOT NULL PRIMARY KEY,
    started_at  BIGINT  NOT NULL,
    finished_at BIGINT,
    outcome     TEXT    NOT NULL
);

CREATE FUNCTION refuse_deleted_event() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF OLD.id <= (SELECT COALESCE(MAX(last_event), 0) FROM event_prunings) THEN
            RETURN OLD;
        END IF;
    END IF;
    RAISE EXCEPTION 'events are append-only';
END;
$$;

CREATE TRIGGER events_are_kept BEFORE DELETE ON events FOR EACH ROW EXECUTE FUNCTION refuse_deleted_event();
CREATE TRIGGER events_are_not_truncated BEFORE TRUNCATE ON events FOR EACH STATEMENT EXECUTE FUNCTION refuse_deleted_event();

-- A second factor: an authenticator app, and recovery codes for the day it is lost.

CREATE TABLE two_factor (
    user_id           TEXT    NOT NULL PRIMARY KEY REFERENCES users (id),
    -- What the app and Doorward share; encrypted with a key outside the database.
    sealed_seed       BYTEA   NOT NULL,
    enabled_at        BIGINT  NOT NULL,
    -- Neither a code of this step nor one of a step before is accepted (again).
    last_step         BIGINT  NOT NULL
);

-- Wrong codes in a row, counted for each place where they are given and for each kind.
CREATE TABLE code_failures (
    user_id   TEXT    NOT NULL REFERENCES two_factor (user_id) ON DELETE CASCADE,
    door      TEXT    NOT NULL CHECK (door IN ('sign_in', 'known_device', 'session')),
    kind      TEXT    NOT NULL CHECK (kind IN ('app', 'recovery')),
    failures  BIGINT  NOT NULL,
    -- When the last of them came.
    failed_at BIGINT  NOT NULL,
    PRIMARY KEY (user_id, door, kind)
);

CREATE TABLE recovery_codes (
    -- SHA-256 of the code; the code itself is shown once and kept nowhere.
    digest     BYTEA   NOT NULL PRIMARY KEY,
    user_id    TEXT    NOT NULL REFERENCES users (id),
    created_at BIGINT  NOT NULL,
    -- How the digest of a short code was made: Argon2id, its cost and salt. NULL for a long one, whose digest is SHA-256.
    hashing    TEXT
);

CREATE INDEX recovery_codes_by_user ON recovery_codes (user_id);

-- Codes that are used up, so that one that is sent again is told from a guess.
CREATE TABLE used_recovery_codes (
    user_id TEXT   NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    -- SHA-256 of the code, which is worth nothing any more.
    digest  BYTEA  NOT NULL,
    used_at BIGINT NOT NULL,
    PRIMARY KEY (user_id, digest)
);

-- Sign-ins whose password was right and whose code is awaited.
CREATE TABLE pending_sign_ins (
    -- SHA-256 of the token in the browser's cookie.
    digest     BYTEA   NOT NULL PRIMARY KEY,
    user_id    TEXT    NOT NULL REFERENCES users (id),
    remembered BOOLEAN NOT NULL,
    expires_at BIGINT  NOT NULL
);

CREATE INDEX pending_sign_ins_by_user ON pending_sign_ins (user_id);
CREATE INDEX pending_sign_ins_by_expiry ON pending_sign_ins (expires_at);

-- Tries to sign in, for as long as they count. Subjects and marks are HMACs under a key outside the database, so they tell
-- neither names nor passwords. No row refers to a user: names that nobody has are counted like all others.

CREATE TABLE throttle_tries (
    -- What is being counted for: an address, an account, a device.
    subject    BYTEA   NOT NULL,
    -- What is counted once: a different password, a different name, or a short span of time.
    mark       BYTEA   NOT NULL,
    at         BIGINT  NOT NULL,
    -- How many tries; 0 while it is not known whether the only one failed.
    tries      BIGINT  NOT NULL,
    expires_at BIGINT  NOT NULL,
    PRIMARY KEY (subject, mark)
);

CREATE INDEX throttle_tries_by_expiry ON throttle_tries (expires_at);

CREATE TABLE throttle_locks (
    subject      BYTEA  NOT NULL PRIMARY KEY,
    -- The owner of the account; nobody, when nobody has the name.
    user_id      TEXT,
    -- Whose wrong passwords these are: those of all strangers, of a known device or of a session.
    guesser      TEXT    NOT NULL,
    -- How many different ones there have been in a row, and until when the pause after the last one is.
    wrong        BIGINT  NOT NULL,
    locked_until BIGINT  NOT NULL,
    -- Of how many the events tell already.
    told         BIGINT  NOT NULL,
    expires_at   BIGINT  NOT NULL
);

CREATE INDEX throttle_locks_by_user ON throttle_locks (user_id) WHERE user_id IS NOT NULL;
CREATE INDEX throttle_locks_by_expiry ON throttle_locks (expires_at);

-- How many tries were refused from each network in each quarter of an hour, until an event tells of them.
CREATE TABLE throttle_refusals (
    -- When the quarter began.
    quarter BIGINT NOT NULL,
    network TEXT   NOT NULL,
    refused BIGINT NOT NULL,
    PRIMARY KEY (quarter, network)
);

-- What is left of the budgets for writing of those who are signed in.
CREATE TABLE write_budgets (
    -- Whose: a session, or an account.
    subject  TEXT   NOT NULL PRIMARY KEY,
    -- When the budget is whole again; each write moves it on. A row whose moment has come is worth nothing.
    whole_at BIGINT NOT NULL
);

CREATE INDEX write_budgets_by_moment ON write_budgets (whole_at);

-- What forms came to, for as long as the same form may come again: a double click, a retry, a page loaded anew.
CREATE TABLE form_answers (
    -- SHA-256 of the form with its random key; neither can be found out from it.
    digest        BYTEA   NOT NULL PRIMARY KEY,
    -- Until when whoever came first has the form to themselves.
    claimed_until BIGINT  NOT NULL,
    -- The answer, encrypted with a key outside the database. NULL while there is none yet.
    sealed_answer BYTEA,
    expires_at    BIGINT  NOT NULL
);

CREATE INDEX form_answers_by_expiry ON form_answers (expires_at);
