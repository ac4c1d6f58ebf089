-- A second factor: an authenticator app, and recovery codes for the day it is lost.

CREATE TABLE two_factor (
    user_id           TEXT    NOT NULL PRIMARY KEY REFERENCES users (id),
    -- What the app and Doorward share; encrypted with a key outside the database.
    sealed_seed       BLOB    NOT NULL,
    enabled_at        INTEGER NOT NULL,
    -- Neither a code of this step nor one of a step before is accepted (again).
    last_step         INTEGER NOT NULL,
    -- Wrong codes in a row, and when the last of them came: at sign-ins, where anybody can try who knows the password,
    -- and in live sessions of the owner.
    sign_in_failures  INTEGER NOT NULL,
    sign_in_failed_at INTEGER,
    session_failures  INTEGER NOT NULL,
    session_failed_at INTEGER
) STRICT;

CREATE TABLE recovery_codes (
    -- SHA-256 of the code; the code itself is shown once and kept nowhere.
    digest     BLOB    NOT NULL PRIMARY KEY,
    user_id    TEXT    NOT NULL REFERENCES users (id),
    created_at INTEGER NOT NULL
) STRICT;

CREATE INDEX recovery_codes_by_user ON recovery_codes (user_id);

-- Sign-ins whose password was right and whose code is awaited.
CREATE TABLE pending_sign_ins (
    -- SHA-256 of the token in the browser's cookie.
    digest     BLOB    NOT NULL PRIMARY KEY,
    user_id    TEXT    NOT NULL REFERENCES users (id),
    remembered INTEGER NOT NULL CHECK (remembered IN (0, 1)),
    expires_at INTEGER NOT NULL
) STRICT;

CREATE INDEX pending_sign_ins_by_user ON pending_sign_ins (user_id);
CREATE INDEX pending_sign_ins_by_expiry ON pending_sign_ins (expires_at);
