DROP TABLE throttle_locks;
DROP TABLE throttle_tries;
