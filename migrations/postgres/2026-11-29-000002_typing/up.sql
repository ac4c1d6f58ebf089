-- Wrong recovery codes in a row, and when the last of them came, counted apart from codes of the app.
ALTER TABLE two_factor ADD COLUMN sign_in_recovery_failures BIGINT NOT NULL DEFAULT 0;
ALTER TABLE two_factor ADD COLUMN sign_in_recovery_failed_at BIGINT;
ALTER TABLE two_factor ADD COLUMN session_recovery_failures BIGINT NOT NULL DEFAULT 0;
ALTER TABLE two_factor ADD COLUMN session_recovery_failed_at BIGINT;

-- How the digest of a short code was made: Argon2id, its cost and salt. NULL for a long one, whose digest is SHA-256.
ALTER TABLE recovery_codes ADD COLUMN hashing TEXT;

-- Codes that are used up, so that one that is sent again is told from a guess.
CREATE TABLE used_recovery_codes (
    user_id TEXT   NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    -- SHA-256 of the code, which is worth nothing any more.
    digest  BYTEA  NOT NULL,
    used_at BIGINT NOT NULL,
    PRIMARY KEY (user_id, digest)
);
