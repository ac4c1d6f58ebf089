DROP TABLE events;
DROP TABLE setup_codes;
DROP TABLE signing_keys;
DROP TABLE sessions;
DROP TABLE users;
DROP FUNCTION refuse_changed_event;
