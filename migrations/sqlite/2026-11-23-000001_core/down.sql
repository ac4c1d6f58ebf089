DROP TABLE events;
DROP TABLE setup_codes;
DROP TABLE signing_keys;
DROP TABLE sessions;
DROP TABLE users;
