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
