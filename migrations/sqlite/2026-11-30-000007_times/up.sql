-- The time zone in which a person reads times, as an IANA name. Null is that of the site.
ALTER TABLE users ADD COLUMN time_zone TEXT;
-- When the visit before the present one was. Null in the first session of an account.
ALTER TABLE sessions ADD COLUMN last_visit_at INTEGER;
