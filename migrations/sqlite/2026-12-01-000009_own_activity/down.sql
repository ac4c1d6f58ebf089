DROP INDEX events_by_lone_actor;
