-- The language in which a person reads mail, as a language tag. Null is that of the site.
ALTER TABLE users ADD COLUMN language TEXT;
-- When its owner proved that mail to the address reaches them. Null for an address that somebody else noted.
ALTER TABLE users ADD COLUMN email_verified_at INTEGER;
-- The address that a link went to by mail: whoever chooses a password by it reads mail there. Null if it was handed over.
ALTER TABLE account_links ADD COLUMN mailed_to TEXT;

-- Mail on its way, and for some time what became of it. A row is written in the transaction of what it tells of.
CREATE TABLE mails (
    -- Mails to one address leave in this order.
    id            INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    message_id    TEXT    NOT NULL,
    user_id       TEXT    REFERENCES users (id) ON DELETE CASCADE,
    address       TEXT    NOT NULL,
    language      TEXT    NOT NULL,
    kind          TEXT    NOT NULL,
    -- What the mail says, encrypted with a key outside the database. NULL once the mail is sent or given up.
    sealed_letter BLOB,
    created_at    INTEGER NOT NULL,
    -- From when on the mail is of no use.
    expires_at    INTEGER,
    state         TEXT    NOT NULL CHECK (state IN ('waiting', 'sent', 'filed', 'failed')),
    tries         INTEGER NOT NULL,
    next_try_at   INTEGER NOT NULL,
    -- Until when an instance has the mail in hand.
    held_until    INTEGER NOT NULL,
    -- What the mail server said last.
    answer        TEXT,
    finished_at   INTEGER
) STRICT;

CREATE INDEX mails_waiting ON mails (next_try_at, id) WHERE state = 'waiting';
CREATE INDEX mails_waiting_by_address ON mails (address, id) WHERE state = 'waiting';
CREATE INDEX mails_by_address ON mails (address, created_at);
CREATE INDEX mails_by_user ON mails (user_id);
CREATE INDEX mails_by_end ON mails (finished_at) WHERE finished_at IS NOT NULL;

-- What strangers asked a mail for. It is looked at later, so that the answer and its time are the same for every name.
CREATE TABLE mail_requests (
    id             INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    purpose        TEXT    NOT NULL CHECK (purpose IN ('password_reset', 'device')),
    -- Where it came from: one network may ask only so often.
    network        TEXT    NOT NULL,
    -- For whom, and by whom, encrypted with a key outside the database. NULL once it is looked at.
    sealed_request BLOB,
    created_at     INTEGER NOT NULL
) STRICT;

CREATE INDEX mail_requests_by_network ON mail_requests (network, created_at);
CREATE INDEX mail_requests_by_creation ON mail_requests (created_at);
CREATE INDEX mail_requests_open ON mail_requests (id) WHERE sealed_request IS NOT NULL;
