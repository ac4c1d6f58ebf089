//! Compares the schema on a PostgreSQL server with the one that the scripts make beside it.
//!
//! The way in which a server prints a definition changes from version to version. So the same server lists both
//! schemas, in the same transaction, which is then rolled back.

use diesel::connection::{AnsiTransactionManager, SimpleConnection, TransactionManager};
use diesel::dsl::{select, sql};
use diesel::migration::{Migration, MigrationConnection};
use diesel::pg::Pg;
use diesel::sql_types::{BigInt, Bool, Text};
use diesel::{OptionalExtension, PgConnection, RunQueryDsl, sql_query};

use super::{Difference, Listing, Row, compare, listing};
use crate::random;
use crate::store::error::{Error, one_line};

/// The query leaves out constraints that repeat `attnotnull` (from PostgreSQL 18 on) and the triggers that the server
/// makes itself, whose names are numbers: the constraint that such a trigger is made for says whether it is enabled. It
/// also leaves out how an index is stored on the disk. The sequences are those of identity columns, as all of
/// Doorward's are.
///
/// An index whose operators or order are not PostgreSQL's own runs somebody's functions at every write.
const PARTS: &str = "
    SELECT 'table' AS kind, c.relname::text AS owner, c.relname::text AS name,
        concat_ws(' ', c.relkind::text,
            CASE WHEN c.relpersistence = 'u' THEN 'unlogged' END,
            CASE WHEN c.relrowsecurity OR c.relforcerowsecurity THEN 'row security' END,
            CASE WHEN EXISTS (SELECT 1 FROM pg_inherits WHERE c.oid IN (inhrelid, inhparent)) THEN 'inherits' END
        ) AS definition,
        false AS is_plain_index
    FROM pg_class AS c WHERE c.relnamespace = $1::oid AND c.relkind IN ('r', 'p', 'f', 'v', 'm')
    UNION ALL
    SELECT 'column', c.relname::text, a.attname::text,
        concat_ws(' ', format_type(a.atttypid, a.atttypmod),
            CASE WHEN a.attnotnull THEN 'not null' END,
            CASE WHEN a.attcollation <> t.typcollation
                THEN (SELECT 'collate ' || o.collnamespace::regnamespace::text || '.' || o.collname::text
                    FROM pg_collation AS o WHERE o.oid = a.attcollation) END,
            'identity ' || nullif(a.attidentity::text, ''),
            'generated ' || nullif(a.attgenerated::text, ''),
            pg_get_expr(d.adbin, d.adrelid, true)),
        false
    FROM pg_attribute AS a
        JOIN pg_class AS c ON c.oid = a.attrelid
        JOIN pg_type AS t ON t.oid = a.atttypid
        LEFT JOIN pg_attrdef AS d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
    WHERE c.relnamespace = $1::oid AND c.relkind IN ('r', 'p', 'f', 'v', 'm') AND a.attnum > 0 AND NOT a.attisdropped
    UNION ALL
    SELECT 'constraint', c.relname::text, n.conname::text,
        concat_ws(' ', pg_get_constraintdef(n.oid, true),
            CASE WHEN EXISTS (SELECT 1 FROM pg_trigger AS t WHERE t.tgconstraint = n.oid AND t.tgenabled <> 'O')
                THEN 'switched' END),
        false
    FROM pg_constraint AS n JOIN pg_class AS c ON c.oid = n.conrelid
    WHERE c.relnamespace = $1::oid AND n.contype NOT IN ('n', 't')
    UNION ALL
    SELECT DISTINCT 'foreign key', c.relname::text,
        CASE WHEN o.relnamespace <> c.relnamespace
            THEN (SELECT s.nspname::text || '.' FROM pg_namespace AS s WHERE s.oid = o.relnamespace) ELSE '' END
            || o.relname::text,
        '', false
    FROM pg_constraint AS n JOIN pg_class AS c ON c.oid = n.confrelid JOIN pg_class AS o ON o.oid = n.conrelid
    WHERE c.relnamespace = $1::oid AND n.contype = 'f'
    UNION ALL
    SELECT 'index', c.relname::text, i.relname::text,
        concat_ws(' ',
            CASE WHEN right(d.full, length(d.layout || d.rows)) = d.layout || d.rows
                THEN left(d.full, length(d.full) - length(d.layout || d.rows)) || d.rows ELSE d.full END,
            CASE WHEN NOT x.indisvalid THEN 'invalid' END),
        NOT x.indisunique AND NOT x.indisexclusion AND x.indexprs IS NULL AND x.indpred IS NULL
            AND (SELECT m.amname FROM pg_am AS m WHERE m.oid = i.relam)
                IN ('btree', 'hash', 'gist', 'spgist', 'gin', 'brin')
            AND NOT EXISTS (SELECT 1 FROM pg_opclass AS o WHERE o.oid = ANY (x.indclass::oid[])
                AND o.opcnamespace <> 'pg_catalog'::regnamespace)
            AND NOT EXISTS (SELECT 1 FROM pg_collation AS o WHERE o.oid = ANY (x.indcollation::oid[])
                AND o.collnamespace <> 'pg_catalog'::regnamespace)
    FROM pg_index AS x JOIN pg_class AS c ON c.oid = x.indrelid JOIN pg_class AS i ON i.oid = x.indexrelid
        CROSS JOIN LATERAL (
            SELECT pg_get_indexdef(i.oid, 0, true) AS full,
                coalesce(' WHERE ' || pg_get_expr(x.indpred, x.indrelid, true), '') AS rows,
                coalesce(' WITH (' || (
                    SELECT string_agg(p.option_name || '=' || CASE WHEN quote_ident(p.option_value) = p.option_value
                        THEN p.option_value ELSE quote_literal(p.option_value) END, ', ')
                    FROM pg_options_to_table(i.reloptions) AS p
                ) || ')', '') AS layout
        ) AS d
    WHERE c.relnamespace = $1::oid
    UNION ALL
    SELECT 'sequence', c.relname::text, s.relname::text,
        concat_ws(' ', format_type(q.seqtypid, NULL), q.seqincrement, q.seqmin, q.seqmax, q.seqcache,
            CASE WHEN q.seqcycle THEN 'cycle' END, CASE WHEN s.relpersistence = 'u' THEN 'unlogged' END),
        false
    FROM pg_sequence AS q JOIN pg_class AS s ON s.oid = q.seqrelid
        JOIN pg_depend AS d ON d.objid = s.oid AND d.classid = 'pg_class'::regclass AND d.deptype = 'i'
        JOIN pg_class AS c ON c.oid = d.refobjid AND d.refclassid = 'pg_class'::regclass
    WHERE c.relnamespace = $1::oid
    UNION ALL
    SELECT 'statistics object', c.relname::text, s.stxname::text, 'of expressions', false
    FROM pg_statistic_ext AS s JOIN pg_class AS c ON c.oid = s.stxrelid
    WHERE c.relnamespace = $1::oid AND to_jsonb(s) ->> 'stxexprs' IS NOT NULL
    UNION ALL
    SELECT 'trigger', c.relname::text, t.tgname::text,
        pg_get_triggerdef(t.oid, true) || ' enabled ' || t.tgenabled::text, false
    FROM pg_trigger AS t JOIN pg_class AS c ON c.oid = t.tgrelid
    WHERE c.relnamespace = $1::oid AND NOT t.tgisinternal
    UNION ALL
    SELECT 'rule', c.relname::text, r.rulename::text, pg_get_ruledef(r.oid, true), false
    FROM pg_rewrite AS r JOIN pg_class AS c ON c.oid = r.ev_class
    WHERE c.relnamespace = $1::oid AND c.relkind IN ('r', 'p', 'f')
    UNION ALL
    SELECT 'policy', c.relname::text, p.polname::text, p.polcmd::text, false
    FROM pg_policy AS p JOIN pg_class AS c ON c.oid = p.polrelid WHERE c.relnamespace = $1::oid
    UNION ALL
    SELECT 'function', '', p.proname::text || '(' || pg_get_function_identity_arguments(p.oid) || ')',
        concat_ws(' ', l.lanname::text, format_type(p.prorettype, NULL), p.prosecdef::text, p.proconfig::text, p.prosrc),
        false
    FROM pg_proc AS p JOIN pg_language AS l ON l.oid = p.prolang WHERE p.pronamespace = $1::oid";

/// Returns the differences between the schema that holds Doorward's tables and the one that these scripts make.
pub(in crate::store) fn differences(
    connection: &mut PgConnection,
    scripts: &[Box<dyn Migration<Pg>>],
) -> Result<Vec<Difference>, Error> {
    // A namespace is PostgreSQL's word for a schema that holds tables.
    let own = sql::<(BigInt, Text)>(
        "SELECT n.oid::bigint, n.nspname::text FROM pg_class AS c JOIN pg_namespace AS n \
         ON n.oid = c.relnamespace WHERE c.oid = to_regclass('__diesel_schema_migrations')",
    );
    let Some((own, name)) = own.get_result::<(i64, String)>(connection).optional()? else { return Ok(Vec::new()) };
    AnsiTransactionManager::begin_transaction(connection)?;
    let differences = differences_beside(connection, (own, &name), scripts);
    let rolled_back = AnsiTransactionManager::rollback_transaction(connection);
    // The reason why the schemas cannot be compared matters more than whether the rollback worked.
    differences.and_then(|differences| Ok(rolled_back.map(|()| differences)?))
}

fn differences_beside(
    connection: &mut PgConnection,
    (own, name): (i64, &str),
    scripts: &[Box<dyn Migration<Pg>>],
) -> Result<Vec<Difference>, Error> {
    // PostgreSQL prints names without the schema that is searched first.
    connection.batch_execute(&format!("SET LOCAL search_path = {}", quoted(name)))?;
    let found = list(connection, own)?;
    let beside = make_beside(connection, name)?;
    MigrationConnection::setup(connection).map_err(|error| incomparable(&error.to_string()))?;
    for script in scripts {
        script.run(connection).map_err(|error| incomparable(&error.to_string()))?;
    }
    let beside = space_id(connection, &beside)?;
    Ok(compare(&list(connection, beside)?, &found))
}

/// Creates a place for the scripts: a namespace of their own or, for a role that may not create one, the namespace of
/// temporary tables. That namespace is not searched for functions, so its triggers use the functions of the real
/// schema, which have the same names.
fn make_beside(connection: &mut PgConnection, own: &str) -> Result<String, Error> {
    let may = select(sql::<Bool>("has_database_privilege(current_database(), 'CREATE')")).get_result(connection)?;
    let (name, statements) = if may {
        let name = format!("doorward_beside_{:032x}", u128::from_be_bytes(random::bytes()));
        (name.clone(), format!("CREATE SCHEMA {name}; SET LOCAL search_path = {name}"))
    } else {
        ("pg_temp".to_owned(), format!("SET LOCAL search_path = pg_temp, {}", quoted(own)))
    };
    connection.batch_execute(&statements)?;
    Ok(name)
}

fn space_id(connection: &mut PgConnection, name: &str) -> Result<i64, Error> {
    Ok(match name {
        "pg_temp" => select(sql::<BigInt>("pg_my_temp_schema()::bigint")).get_result(connection)?,
        _ => sql::<BigInt>("SELECT oid::bigint FROM pg_namespace WHERE nspname = ")
            .bind::<Text, _>(name)
            .get_result(connection)?,
    })
}

fn list(connection: &mut PgConnection, space: i64) -> Result<Listing, Error> {
    Ok(listing(sql_query(PARTS).bind::<BigInt, _>(space).load::<Row>(connection)?))
}

fn incomparable(reason: &str) -> Error {
    Error::Altered(format!(
        "its schema cannot be compared with what the migrations make: {}; if that is a matter of rights, grant this role \
         CREATE or TEMPORARY on the database",
        one_line(reason)
    ))
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}
