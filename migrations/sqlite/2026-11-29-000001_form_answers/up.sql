-- What forms came to, for as long as the same form may come again: a double click, a retry, a page loaded anew.
CREATE TABLE form_answers (
    -- SHA-256 of the form with its random key; neither can be found out from it.
    digest        BLOB    NOT NULL PRIMARY KEY,
    -- Until when whoever came first has the form to themselves.
    claimed_until INTEGER NOT NULL,
    -- The answer, encrypted with a key outside the database. NULL while there is none yet.
    sealed_answer BLOB,
    expires_at    INTEGER NOT NULL
) STRICT;

CREATE INDEX form_answers_by_expiry ON form_answers (expires_at);
