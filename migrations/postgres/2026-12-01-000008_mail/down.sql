DROP TABLE mails;
ALTER TABLE users DROP COLUMN language;
