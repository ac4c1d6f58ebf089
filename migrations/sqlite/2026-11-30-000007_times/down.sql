ALTER TABLE sessions DROP COLUMN last_visit_at;
ALTER TABLE users DROP COLUMN time_zone;
