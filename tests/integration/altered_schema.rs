//! Schemas that somebody has altered are detected and named, and the program does not work on them. Unaltered ones
//! pass.

use std::path::Path;

use doorward::config::DatabaseUrl;
use doorward::internals::schema_check::Difference;
use doorward::internals::{Store, migrations};

use crate::support::database::{Database, execute, is_postgres};
use crate::world::World;

fn migrated() -> (Database, Store) {
    let database = Database::new();
    let store = open(&database.url);
    migrations::run(&store).expect("migrates");
    (database, store)
}

fn open(url: &str) -> Store {
    Store::create(&DatabaseUrl::parse(url).expect("a URL")).expect("opens")
}

fn sentences(differences: &[Difference]) -> Vec<String> {
    differences.iter().map(ToString::to_string).collect()
}

/// SQL that alters the schema, and the sentence that reports it.
type Alteration = (&'static str, &'static str);

const ON_BOTH: [Alteration; 9] = [
    ("ALTER TABLE users ADD COLUMN backdoor TEXT", "the column backdoor of users is not Doorward's"),
    ("DROP INDEX users_by_role", "the index users_by_role of users is missing"),
    (
        "DROP INDEX users_by_role; CREATE INDEX users_by_role ON users (username)",
        "the index users_by_role of users is not as Doorward makes it",
    ),
    ("CREATE UNIQUE INDEX once ON events (kind)", "the index once of events is not Doorward's"),
    ("CREATE INDEX spying ON users (lower(username))", "the index spying of users is not Doorward's"),
    ("DROP TABLE measurements", "the table measurements is missing"),
    (
        "CREATE TABLE theirs (id TEXT REFERENCES Sessions (id) ON DELETE CASCADE)",
        "the foreign key of theirs to sessions is not Doorward's",
    ),
    // Without an action, this foreign key refuses deletions that Doorward makes.
    ("CREATE TABLE theirs (name TEXT REFERENCES users)", "the foreign key of theirs to users is not Doorward's"),
    (
        "ALTER TABLE __diesel_schema_migrations ADD COLUMN backdoor TEXT",
        "the column backdoor of __diesel_schema_migrations is not Doorward's",
    ),
];

const ON_SQLITE: [Alteration; 22] = [
    (
        "CREATE TRIGGER spy AFTER INSERT ON users BEGIN UPDATE users SET role = 'admin' WHERE id = NEW.id; END",
        "the trigger spy of users is not Doorward's",
    ),
    (
        "CREATE TRIGGER \"a\nb\" BEFORE DELETE ON sessions BEGIN SELECT RAISE(IGNORE); END",
        "the trigger a\\nb of sessions is not Doorward's",
    ),
    ("DROP TRIGGER events_are_kept", "the trigger events_are_kept of events is missing"),
    ("DROP TRIGGER events_are_append_only", "the trigger events_are_append_only of events is missing"),
    (
        "DROP TRIGGER events_are_append_only; \
         CREATE TRIGGER events_are_append_only BEFORE UPDATE ON events WHEN 0 BEGIN SELECT 1; END",
        "the trigger events_are_append_only of events is not as Doorward makes it",
    ),
    (
        "PRAGMA writable_schema = ON; \
         UPDATE sqlite_master SET sql = replace(sql, 'CHECK (role IN (''user'', ''admin''))', '') WHERE name = 'users'; \
         PRAGMA writable_schema = RESET",
        "the table users is not as Doorward makes it",
    ),
    ("CREATE INDEX few ON sessions (ip) WHERE revoked_at IS NULL", "the index few of sessions is not Doorward's"),
    (
        "CREATE TRIGGER spy AFTER INSERT ON SESSIONS BEGIN UPDATE users SET role = 'admin' WHERE id = NEW.user_id; END",
        "the trigger spy of sessions is not Doorward's",
    ),
    (
        "CREATE TRIGGER \"Spy\" AFTER DELETE ON \"Users\" BEGIN SELECT 1; END",
        "the trigger Spy of users is not Doorward's",
    ),
    ("CREATE UNIQUE INDEX once ON EVENTS (kind)", "the index once of events is not Doorward's"),
    (
        "CREATE TRIGGER spy AFTER INSERT ON __diesel_schema_migrations BEGIN UPDATE users SET role = 'admin'; END",
        "the trigger spy of __diesel_schema_migrations is not Doorward's",
    ),
    (
        "PRAGMA writable_schema = ON; \
         INSERT INTO sqlite_master VALUES ('trigger', 'sqlite_spy', 'users', 0, \
             'CREATE TRIGGER sqlite_spy AFTER INSERT ON users BEGIN UPDATE users SET role = ''admin''; END'); \
         PRAGMA writable_schema = RESET",
        "the trigger sqlite_spy of users is not Doorward's",
    ),
    (
        "CREATE UNIQUE INDEX once ON events (kind); PRAGMA writable_schema = ON; \
         UPDATE sqlite_master SET name = 'sqlite_once', sql = replace(sql, 'once', 'sqlite_once') WHERE name = 'once'; \
         PRAGMA writable_schema = RESET",
        "the index sqlite_once of events is not Doorward's",
    ),
    (
        "CREATE TABLE theirs (id TEXT REFERENCES sessions ON DELETE CASCADE); PRAGMA writable_schema = ON; \
         UPDATE sqlite_master SET name = 'sqlite_theirs', tbl_name = 'sqlite_theirs', \
             sql = replace(sql, 'theirs', 'sqlite_theirs') WHERE name = 'theirs'; \
         PRAGMA writable_schema = RESET",
        "the foreign key of sqlite_theirs to sessions is not Doorward's",
    ),
    (
        "CREATE TRIGGER spy AFTER INSERT ON users BEGIN SELECT 1; END; PRAGMA writable_schema = ON; \
         UPDATE sqlite_master SET type = 'TRIGGER' WHERE name = 'spy'; PRAGMA writable_schema = RESET",
        "the trigger spy of users is not Doorward's",
    ),
    (
        "CREATE TABLE theirs (id TEXT REFERENCES SESSIONS ON DELETE CASCADE); \
         CREATE TRIGGER spy AFTER DELETE ON theirs BEGIN UPDATE users SET role = 'admin'; END",
        "the foreign key of theirs to sessions is not Doorward's",
    ),
    // SQLite reads a quoted name that it finds nowhere as a text, and a text is larger than any number.
    (
        "DROP TRIGGER events_are_kept; CREATE TRIGGER events_are_kept BEFORE DELETE ON events \
         WHEN OLD.id > (SELECT COALESCE(MAX(\"last_\"\"event\"), 0) FROM event_prunings) \
         BEGIN SELECT RAISE(ABORT, 'events are append-only'); END",
        "the trigger events_are_kept of events is not as Doorward makes it",
    ),
    (
        "PRAGMA writable_schema = ON; \
         UPDATE sqlite_master SET sql = replace(sql, 'deleted_at IS NOT NULL', 'deleted_at IS NOT \"NULL\"') \
             WHERE name = 'users'; \
         PRAGMA writable_schema = RESET",
        "the table users is not as Doorward makes it",
    ),
    (
        "PRAGMA writable_schema = ON; \
         UPDATE sqlite_master SET sql = replace(sql, 'REFERENCES users (id)', 'REFERENCES \"us\"\"ers\" (id)') \
             WHERE name = 'sessions'; \
         PRAGMA writable_schema = RESET",
        "the table sessions is not as Doorward makes it",
    ),
    // SQLite takes this space for a letter.
    (
        "PRAGMA writable_schema = ON; \
         UPDATE sqlite_master SET sql = replace(sql, 'REFERENCES users (id)', 'REFERENCES users\u{a0}(id)') \
             WHERE name = 'sessions'; \
         PRAGMA writable_schema = RESET",
        "the table sessions is not as Doorward makes it",
    ),
    // SQLite reads a statement only up to the first NUL character.
    (
        "DROP INDEX users_by_email; CREATE INDEX users_by_email ON users (email); \
         PRAGMA writable_schema = ON; \
         UPDATE sqlite_master SET sql = sql || ' --' || char(0) || char(10) || ' WHERE email IS NOT NULL' \
             WHERE name = 'users_by_email'; \
         PRAGMA writable_schema = RESET",
        "the index users_by_email of users is not as Doorward makes it",
    ),
    (
        "CREATE INDEX theirs ON events (user_agent); PRAGMA writable_schema = ON; \
         UPDATE sqlite_master SET sql = replace(sql, '(user_agent', '(user_agent COLLATE theirs') WHERE name = 'theirs'; \
         PRAGMA writable_schema = RESET",
        "the index theirs of events is not Doorward's",
    ),
];

const ON_POSTGRES: [Alteration; 26] = [
    (
        "CREATE FUNCTION spy() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.role = 'admin'; RETURN NEW; END; $$; \
         CREATE TRIGGER spy BEFORE INSERT ON users FOR EACH ROW EXECUTE FUNCTION spy()",
        "the trigger spy of users is not Doorward's",
    ),
    ("DROP TRIGGER events_are_append_only ON events", "the trigger events_are_append_only of events is missing"),
    ("DROP TRIGGER events_are_not_truncated ON events", "the trigger events_are_not_truncated of events is missing"),
    (
        "ALTER TABLE events DISABLE TRIGGER events_are_kept",
        "the trigger events_are_kept of events is not as Doorward makes it",
    ),
    (
        "CREATE OR REPLACE FUNCTION refuse_deleted_event() RETURNS trigger LANGUAGE plpgsql AS \
         $$ BEGIN RETURN OLD; END; $$",
        "the function refuse_deleted_event() is not as Doorward makes it",
    ),
    (
        "CREATE RULE nothing AS ON DELETE TO sessions DO INSTEAD NOTHING",
        "the rule nothing of sessions is not Doorward's",
    ),
    (
        "ALTER TABLE users ENABLE ROW LEVEL SECURITY; CREATE POLICY few ON users USING (role = 'admin')",
        "the policy few of users is not Doorward's",
    ),
    ("ALTER TABLE users ENABLE ROW LEVEL SECURITY", "the table users is not as Doorward makes it"),
    ("CREATE TABLE more () INHERITS (users)", "the table users is not as Doorward makes it"),
    ("ALTER TABLE events SET UNLOGGED", "the table events is not as Doorward makes it"),
    ("ALTER TABLE users ALTER COLUMN role SET DEFAULT 'admin'", "the column role of users is not as Doorward makes it"),
    ("ALTER TABLE users DROP CONSTRAINT users_role_check", "the constraint users_role_check of users is missing"),
    ("DROP FUNCTION refuse_changed_event() CASCADE", "the trigger events_are_append_only of events is missing"),
    (
        "CREATE FUNCTION spy() RETURNS trigger LANGUAGE plpgsql AS \
         $$ BEGIN UPDATE users SET role = 'admin'; RETURN NULL; END; $$; \
         CREATE TRIGGER spy AFTER INSERT ON __diesel_schema_migrations FOR EACH ROW EXECUTE FUNCTION spy()",
        "the trigger spy of __diesel_schema_migrations is not Doorward's",
    ),
    (
        "CREATE SCHEMA apart; CREATE TABLE apart.theirs (id TEXT REFERENCES sessions ON DELETE CASCADE)",
        "the foreign key of apart.theirs to sessions is not Doorward's",
    ),
    (
        "CREATE SCHEMA apart; CREATE TABLE apart.sessions (id TEXT REFERENCES users ON DELETE CASCADE)",
        "the foreign key of apart.sessions to users is not Doorward's",
    ),
    // A foreign key has triggers on both of its tables.
    (
        "ALTER TABLE sessions DISABLE TRIGGER ALL",
        "the constraint sessions_user_id_fkey of sessions is not as Doorward makes it",
    ),
    (
        "ALTER TABLE users DISABLE TRIGGER ALL",
        "the constraint account_links_user_id_fkey of account_links is not as Doorward makes it",
    ),
    (
        "DO $$ DECLARE name TEXT; BEGIN \
         FOR name IN SELECT tgname FROM pg_trigger WHERE tgrelid = 'sessions'::regclass AND tgisinternal LOOP \
             EXECUTE format('ALTER TABLE sessions ENABLE REPLICA TRIGGER %I', name); \
         END LOOP; END $$",
        "the constraint sessions_user_id_fkey of sessions is not as Doorward makes it",
    ),
    // This collation has the same name as one of PostgreSQL's own.
    (
        "CREATE COLLATION public.\"C\" FROM \"POSIX\"; ALTER TABLE users ALTER COLUMN email TYPE TEXT COLLATE public.\"C\"",
        "the column email of users is not as Doorward makes it",
    ),
    // A write to this table runs the function that orders the index.
    (
        "CREATE FUNCTION spy(text, text) RETURNS int LANGUAGE plpgsql AS \
         $$ BEGIN UPDATE users SET role = 'admin'; RETURN bttextcmp($1, $2); END $$; \
         CREATE OPERATOR CLASS spying FOR TYPE text USING btree AS OPERATOR 1 <, OPERATOR 2 <=, OPERATOR 3 =, \
             OPERATOR 4 >=, OPERATOR 5 >, FUNCTION 1 spy(text, text); \
         CREATE INDEX theirs ON events (kind spying)",
        "the index theirs of events is not Doorward's",
    ),
    (
        "CREATE COLLATION theirs FROM \"POSIX\"; CREATE INDEX theirs ON events (kind COLLATE theirs)",
        "the index theirs of events is not Doorward's",
    ),
    (
        "DROP INDEX users_by_email; CREATE INDEX users_by_email ON users (email) WITH (deduplicate_items = off) \
             WHERE email IS NOT NULL AND email <> ' WITH (deduplicate_items=off)'",
        "the index users_by_email of users is not as Doorward makes it",
    ),
    (
        "ALTER SEQUENCE events_id_seq INCREMENT BY -1 MINVALUE -1000000",
        "the sequence events_id_seq of events is not as Doorward makes it",
    ),
    ("ALTER SEQUENCE events_id_seq CYCLE", "the sequence events_id_seq of events is not as Doorward makes it"),
    // Each connection would reserve a hundred ids at once, so a later event could get a lower id.
    ("ALTER SEQUENCE events_id_seq CACHE 100", "the sequence events_id_seq of events is not as Doorward makes it"),
];

fn on_this_one() -> &'static [Alteration] {
    if is_postgres() { &ON_POSTGRES } else { &ON_SQLITE }
}

fn alterations() -> Vec<Alteration> {
    ON_BOTH.iter().chain(on_this_one()).copied().collect()
}

#[test]
fn every_alteration_is_named_and_refused_and_nothing_is_changed() {
    for (sql, sentence) in alterations() {
        let (database, store) = migrated();
        database.execute(sql);
        let found = sentences(&migrations::differences(&store).expect("compared"));
        assert!(found.iter().any(|one| one == sentence), "{sql}: {found:?}");
        let refused = migrations::run_and_compare(&store).expect_err(sql).to_string();
        assert!(refused.contains(sentence) && refused.contains("nothing was changed"), "{refused}");
        assert_eq!(refused.lines().count(), 1, "{refused}");
        assert_eq!(sentences(&migrations::differences(&store).expect("compared")), found, "{sql}");
    }
}

#[test]
fn what_the_migrations_make_differs_in_nothing_and_comparing_leaves_nothing_behind() {
    let (database, store) = migrated();
    let parts = || match is_postgres() {
        true => database.texts("SELECT nspname::text AS value FROM pg_namespace ORDER BY nspname"),
        false => database.texts("SELECT type || name AS value FROM sqlite_master ORDER BY rootpage, name"),
    };
    let before = parts();
    for _ in 0..2 {
        assert_eq!(sentences(&migrations::differences(&store).expect("compared")), Vec::<String>::new());
        assert_eq!(migrations::run_and_compare(&store).expect("nothing to do"), Vec::<String>::new());
    }
    assert_eq!(parts(), before);
}

#[test]
fn what_others_keep_beside_and_plain_indexes_are_harmless() {
    let (database, store) = migrated();
    database.execute(
        "CREATE INDEX theirs ON sessions (user_agent DESC); CREATE TABLE _litestream_seq (id INTEGER PRIMARY KEY, seq INTEGER)",
    );
    if !is_postgres() {
        database.execute(
            "CREATE TRIGGER ticking AFTER INSERT ON _litestream_seq BEGIN SELECT 1; END; \
             CREATE TABLE _litestream_lock (id INTEGER REFERENCES _litestream_seq); ANALYZE; VACUUM; REINDEX; \
             CREATE VIEW broken AS SELECT mood FROM users; PRAGMA writable_schema = ON; \
             INSERT INTO sqlite_master VALUES ('table', 'vectors', 'vectors', 0, \
                 'CREATE VIRTUAL TABLE vectors USING a_module_of_theirs (a)'); \
             PRAGMA writable_schema = RESET",
        );
    }
    let found = migrations::differences(&store).expect("compared");
    assert_eq!(sentences(&found), ["the index theirs of sessions is not Doorward's"]);
    assert!(found.iter().all(|difference| difference.is_harmless));
    assert_eq!(migrations::run_and_compare(&store).expect("passes"), Vec::<String>::new());
}

#[test]
fn what_sqlite_writes_anew_when_something_is_renamed_there_and_back_means_the_same() {
    if is_postgres() {
        return;
    }
    let (database, store) = migrated();
    database.execute(
        "ALTER TABLE users RENAME TO people; ALTER TABLE people RENAME TO users; \
         ALTER TABLE events RENAME COLUMN id TO \"number\"; ALTER TABLE events RENAME COLUMN number TO \"id\"; \
         ALTER TABLE users RENAME COLUMN role TO part; ALTER TABLE users RENAME COLUMN part TO \"role\"",
    );
    assert!(database.number("SELECT count(*) FROM sqlite_master WHERE sql LIKE '%\"users\"%\"role\"%'") > 0);
    assert_eq!(sentences(&migrations::differences(&store).expect("compared")), Vec::<String>::new());
}

#[test]
fn how_an_index_is_laid_out_and_what_orders_by_postgresqls_own_means_is_harmless() {
    if !is_postgres() {
        return;
    }
    let (database, store) = migrated();
    database.execute(
        "ALTER INDEX users_by_role SET (fillfactor = 70, deduplicate_items = off); \
         ALTER INDEX users_by_email SET (fillfactor = 70); \
         ALTER TABLE events SET (autovacuum_vacuum_scale_factor = 0.01); CLUSTER users USING users_pkey; \
         CREATE INDEX a ON events (kind text_pattern_ops); CREATE INDEX b ON events USING hash (kind); \
         CREATE INDEX c ON events USING brin (at); CREATE INDEX d ON events (kind COLLATE \"C\" DESC)",
    );
    let found = migrations::differences(&store).expect("compared");
    assert_eq!(
        sentences(&found),
        ["a", "b", "c", "d"].map(|name| format!("the index {name} of events is not Doorward's"))
    );
    assert!(found.iter().all(|difference| difference.is_harmless));
}

#[test]
fn statistics_of_what_a_function_makes_of_a_row_are_named() {
    if !is_postgres() {
        return;
    }
    let (database, store) = migrated();
    database.execute("CREATE STATISTICS plain ON kind, ip FROM events");
    assert_eq!(sentences(&migrations::differences(&store).expect("compared")), Vec::<String>::new());
    // Older versions of PostgreSQL have no statistics on expressions.
    if database.number("SELECT current_setting('server_version_num')::bigint") < 140_000 {
        return;
    }
    database.execute("CREATE STATISTICS theirs ON (lower(kind)) FROM events");
    let found = sentences(&migrations::differences(&store).expect("compared"));
    assert_eq!(found, ["the statistics object theirs of events is not Doorward's"]);
}

/// Returns the refusals of all functions that update the schema, or check whether it is up to date.
fn refusals(store: &Store) -> [String; 4] {
    let refused = [
        migrations::run(store).expect_err("refused"),
        migrations::run_and_compare(store).expect_err("refused"),
        migrations::pending(store).expect_err("refused"),
        migrations::differences(store).expect_err("refused"),
    ];
    refused.map(|error| error.to_string())
}

#[test]
fn a_schema_that_is_searched_before_doorwards_is_no_place_for_a_second_one_unless_the_url_says_so() {
    if !is_postgres() {
        return;
    }
    let (database, _) = migrated();
    database.execute("CREATE SCHEMA AUTHORIZATION CURRENT_USER");
    let role = database.texts("SELECT current_user::text AS value").remove(0);
    let tables = || database.number(&format!("SELECT count(*) FROM pg_tables WHERE schemaname = '{role}'"));
    let store = open(&database.url);
    for refused in refusals(&store) {
        let sentence = format!(
            "tables are in the schema public, and new ones would be made in the schema {role}; nothing was changed"
        );
        assert!(refused.contains(&sentence) && refused.contains("search_path"), "{refused}");
        assert_eq!(refused.lines().count(), 1, "{refused}");
    }
    // A server that already runs goes on with the tables that it finds.
    assert!(!store.write_blocking(migrations::is_behind).expect("asked"));
    assert!(!store.write_blocking(migrations::is_newer).expect("asked"));
    assert_eq!(tables(), 0);
    let said = |schemas: &str| open(&format!("{}?options=-csearch_path%3D{schemas}", database.url));
    assert_eq!(migrations::run_and_compare(&said("public")).expect("passes"), Vec::<String>::new());
    // This setting names two schemas for Doorward's tables, so nobody knows which one is meant.
    assert!(
        refusals(&said(&format!("{role},public"))).iter().all(|refused| refused.contains("schema public, and new"))
    );
    assert_eq!(tables(), 0);
    assert!(!migrations::run_and_compare(&said(&role)).expect("migrates").is_empty());
    assert!(tables() > 0);
    for store in [open(&database.url), said("public"), said(&role)] {
        assert_eq!(sentences(&migrations::differences(&store).expect("compared")), Vec::<String>::new());
    }
}

#[test]
fn settings_that_switch_triggers_off_or_put_other_operators_first_are_refused() {
    if !is_postgres() {
        return;
    }
    for (setting, sentence) in [
        ("session_replication_role = replica", "session_replication_role is replica"),
        ("search_path = public, pg_catalog", "search_path has public before pg_catalog"),
    ] {
        let (database, _) = migrated();
        database.execute(&format!(
            "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET {setting}', current_database()); END $$"
        ));
        for refused in refusals(&open(&database.url)) {
            assert!(refused.contains(sentence) && refused.contains("RESET"), "{refused}");
            assert_eq!(refused.lines().count(), 1, "{refused}");
        }
    }
}

/// Reverts the newest migration, as if an older Doorward had made the database. Returns its name.
fn make_older(database: &Database) -> String {
    let folder = if is_postgres() { "postgres" } else { "sqlite" };
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations").join(folder);
    let mut names: Vec<_> =
        std::fs::read_dir(&folder).expect("a folder").flatten().map(|entry| entry.file_name()).collect();
    names.sort();
    let name = names.pop().expect("a script").into_string().expect("UTF-8");
    database.execute(&std::fs::read_to_string(folder.join(&name).join("down.sql")).expect("a script"));
    let version = name.split('_').next().expect("a version").replace('-', "");
    database.execute(&format!("DELETE FROM __diesel_schema_migrations WHERE version = '{version}'"));
    name
}

#[test]
fn a_schema_of_an_older_doorward_is_compared_with_what_that_one_made_before_it_is_brought_up_to_date() {
    let (database, store) = migrated();
    let newest = make_older(&database);
    assert_eq!(migrations::pending(&store).expect("asked"), [&*newest]);
    assert_eq!(sentences(&migrations::differences(&store).expect("compared")), Vec::<String>::new());
    // Diesel's table of migrations exists before the first migration runs.
    let is_noted = |(_, sentence): &&Alteration| sentence.contains("spy of __diesel_schema_migrations");
    let (sql, sentence) = on_this_one().iter().find(is_noted).expect("one");
    database.execute(sql);
    // The start of the server refuses as well, because a migration would run the trigger.
    for refused in [migrations::run(&store), migrations::run_and_compare(&store)] {
        assert!(refused.expect_err("refused").to_string().contains(sentence));
    }
    assert_eq!(migrations::pending(&store).expect("asked"), [&*newest]);
    match is_postgres() {
        true => database.execute("DROP FUNCTION spy() CASCADE"),
        false => database.execute("DROP TRIGGER spy"),
    }
    assert_eq!(migrations::run(&store).expect("migrates").len(), 1);
    assert_eq!(sentences(&migrations::differences(&store).expect("compared")), Vec::<String>::new());
}

#[test]
fn a_database_that_was_used_and_left_by_a_server_differs_in_nothing() {
    let mut world = World::new();
    let mut ada = world.signed_in("ada");
    assert!(ada.is_signed_in());
    world.stop();
    assert!(migrations::differences(&open(&world.database.url)).expect("compared").is_empty());
}

#[test]
fn a_role_that_may_make_no_schema_on_the_server_compares_by_temporary_tables() {
    if !is_postgres() {
        return;
    }
    let (database, _) = migrated();
    let role = format!("limited_{}", std::process::id());
    database.execute(&format!(
        "CREATE ROLE {role} LOGIN PASSWORD 'limited'; GRANT CREATE, USAGE ON SCHEMA public TO {role}; \
         GRANT SELECT, INSERT ON __diesel_schema_migrations TO {role}"
    ));
    let mut url = url::Url::parse(&database.url).expect("a URL");
    url.set_username(&role).expect("set");
    url.set_password(Some("limited")).expect("set");
    let store = open(url.as_str());
    let untouched = sentences(&migrations::differences(&store).expect("compared"));
    execute(&database.url, ON_POSTGRES[0].0);
    let spied = sentences(&migrations::differences(&store).expect("compared"));
    // Without that right either, the error says so.
    let name = url.path().trim_start_matches('/').to_owned();
    database.execute(&format!("REVOKE TEMPORARY ON DATABASE {name} FROM PUBLIC"));
    let refused = migrations::differences(&store).expect_err("no right").to_string();
    database.execute(&format!("REVOKE CREATE ON SCHEMA public FROM PUBLIC, {role}"));
    let nowhere = migrations::differences(&store).expect_err("no right").to_string();
    drop(store);
    database.execute(&format!("DROP OWNED BY {role}; DROP ROLE {role}"));
    assert_eq!((untouched, spied), (Vec::new(), vec![ON_POSTGRES[0].1.to_owned()]));
    assert!(refused.contains("cannot be compared") && refused.contains("grant this role"), "{refused}");
    assert!(nowhere.contains("permission denied for schema public; grant this role USAGE and CREATE"), "{nowhere}");
}
