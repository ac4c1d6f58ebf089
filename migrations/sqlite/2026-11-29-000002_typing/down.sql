DROP TABLE used_recovery_codes;
-- What came before cannot check them.
DELETE FROM recovery_codes WHERE hashing IS NOT NULL;
ALTER TABLE recovery_codes DROP COLUMN hashing;
ALTER TABLE two_factor DROP COLUMN session_recovery_failed_at;
ALTER TABLE two_factor DROP COLUMN session_recovery_failures;
ALTER TABLE two_factor DROP COLUMN sign_in_recovery_failed_at;
ALTER TABLE two_factor DROP COLUMN sign_in_recovery_failures;
