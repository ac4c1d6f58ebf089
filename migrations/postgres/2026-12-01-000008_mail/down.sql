DROP TABLE mail_requests;
DROP TABLE mails;
ALTER TABLE account_links DROP COLUMN mailed_to;
ALTER TABLE users DROP COLUMN email_verified_at;
ALTER TABLE users DROP COLUMN language;
