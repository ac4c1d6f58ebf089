-- What somebody did that is about no account, such as a new signing key: the few events that their own activity needs
-- besides those about them.
CREATE INDEX events_by_lone_actor ON events (actor_id, id) WHERE user_id IS NULL AND actor_id IS NOT NULL;
