-- A second factor: an authenticator app, and recovery codes for the day it is lost.

CREATE TABLE two_factor (
    user_id           TEXT    NOT NULL PRIMARY KEY REFERENCES users (id),
    -- What the app and Doorward share; encrypted with a key outside the database.
    sealed_seed       BYTEA   NOT NULL,
    enabled_at        BIGINT  NOT NULL,
    -- Neither a code of this step nor one of a step before is accepted (again).
    last_step         BIGINT  NOT NULL,
    -- Wrong codes in a row, and when the last of them came: at sign-ins, where anybody can try who knows the password,
    -- and in live sessions of the owner.
    sign_in_failures  BIGINT  NOT NULL,
    sign_in_failed_at BIGINT,
    session_failures  BIGINT  NOT NULL,
    session_failed_at BIGINT
);

CREATE TABLE recovery_codes (
    -- SHA-256 of the code; the code itself is shown once and kept nowhere.
    digest     BYTEA   NOT NULL PRIMARY KEY,
    user_id    TEXT    NOT NULL REFERENCES users (id),
    created_at BIGINT  NOT NULL
);

CREATE INDEX recovery_codes_by_user ON recovery_codes (user_id);

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
