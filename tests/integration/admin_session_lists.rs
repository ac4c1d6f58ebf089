//! The admins' list of sessions: every filter and order is compared with plain SQL, page by page in both directions.

use doorward::account::Role;
use doorward::internals::lists::Count;
use doorward::internals::lists::sessions::{self, Listing};
use doorward::internals::{Column, Edge, Order, SessionColumn, SessionSearch, read};

use crate::support::database::is_postgres;
use crate::world::World;

/// The number is so large that the walk along an index gives up and sorting all matches is refused.
const ROWS: i64 = 14_000;

fn crowd() -> (World, i64) {
    let world = World::new();
    world.signed_in("ada");
    // Spans of time begin at a whole second.
    let now = world.clock.now().numeric_date() * 1000;
    let (id, ip) = match is_postgres() {
        true => ("LPAD(CAST(i * 7919 % 1000003 AS TEXT), 32, '0')", "LPAD(TO_HEX(i % 3000), 32, '0')"),
        false => ("PRINTF('%032d', i * 7919 % 1000003)", "PRINTF('%032x', i % 3000)"),
    };
    world.database.execute(&format!(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {ROWS})
         INSERT INTO sessions (id, user_id, seed, generation, confirmed_generation, rotated_at, remembered, signed_in_at,
             password_confirmed_at, last_seen_at, idle_milliseconds, idle_expires_at, absolute_expires_at, ip, user_agent,
             username, device, ip_sortable, state, revoked_at, revocation_reason)
         SELECT {id}, user_id, seed, 1, 1, rotated_at, i % 3 = 0, {now} - i * 60000,
             password_confirmed_at, {now} - (i * 37 % {ROWS}) * 60000, idle_milliseconds,
             CASE i % 10 WHEN 1 THEN {now} - 3600000 WHEN 2 THEN {now} - 1 ELSE {now} + 86400000 END,
             {now} + 86400000, ip, user_agent, 'user' || (i % 97),
             CASE i % 5 WHEN 0 THEN 'Firefox on Linux' WHEN 1 THEN 'Chrome on Windows' WHEN 2 THEN 'Safari on iPhone'
                 WHEN 3 THEN 'Chrome on Linux' ELSE 'unknown' END,
             {ip},
             CASE i % 10 WHEN 0 THEN 'reused' WHEN 1 THEN 'idle_expired' ELSE 'live' END,
             CASE i % 10 WHEN 0 THEN {now} - 1000 END, CASE i % 10 WHEN 0 THEN 'reused' END
         FROM n, sessions WHERE sessions.username = 'ada'"
    ));
    (world, now)
}

/// Returns filters, each with the same condition in SQL.
fn cases(now: i64) -> Vec<(SessionSearch, String)> {
    let live = format!("state = 'live' AND idle_expires_at > {now}");
    let with = |pairs: &[(&str, &str)], sql: &str| {
        let state = match pairs.iter().find(|(name, _)| *name == "state").map(|(_, word)| *word) {
            None => live.clone(),
            Some("any") => format!("(state <> 'live' OR idle_expires_at > {now})"),
            Some("expired") => "state IN ('idle_expired', 'absolutely_expired')".into(),
            Some(word) => format!("state = '{word}'"),
        };
        (read(pairs.iter().copied()).expect("a search"), format!("{state} AND {sql}"))
    };
    vec![
        with(&[], "1 = 1"),
        with(&[("state", "any")], "1 = 1"),
        with(&[("state", "reused")], "1 = 1"),
        with(&[("state", "expired")], "1 = 1"),
        with(&[("user", "user7")], "username = 'user7'"),
        with(&[("user", "user7*")], "username LIKE 'user7%'"),
        with(&[("user", "user*")], "username LIKE 'user%'"),
        with(&[("user", "nobody")], "1 = 0"),
        with(&[("user", "a@example.org")], "1 = 0"),
        with(&[("address", "::a1")], "ip_sortable = '000000000000000000000000000000a1'"),
        with(&[("address", "::/120")], "ip_sortable < '00000000000000000000000000000100'"),
        with(&[("address", "::/96")], "ip_sortable <= '000000000000000000000000ffffffff'"),
        with(&[("device", "firefox")], "device = 'Firefox on Linux'"),
        with(&[("device", "linux")], "device IN ('Firefox on Linux', 'Chrome on Linux')"),
        with(&[("device", "linux"), ("state", "any")], "device IN ('Firefox on Linux', 'Chrome on Linux')"),
        with(&[("remembered", "yes")], "remembered"),
        with(&[("remembered", "no"), ("state", "any"), ("device", "linux")], "NOT remembered AND device LIKE '%Linux'"),
        with(&[("signed_in", "within-24h")], &format!("signed_in_at >= {now} - 86400000")),
        with(&[("last_seen", "beyond-24h")], &format!("last_seen_at < {now} - 86400000")),
        with(
            &[
                ("user", "user1*"),
                ("address", "::/116"),
                ("device", "chrome"),
                ("signed_in", "beyond-1h"),
                ("state", "any"),
            ],
            &format!(
                "username LIKE 'user1%' AND ip_sortable < '00000000000000000000000000001000' \
                 AND device LIKE 'Chrome%' AND signed_in_at < {now} - 3600000"
            ),
        ),
    ]
}

fn page(
    world: &World,
    filter: &SessionSearch,
    order: Order<SessionColumn>,
    edge: Edge,
    limit: usize,
    now: i64,
) -> Listing {
    let filter = filter.clone();
    let now = doorward::internals::Timestamp::from_milliseconds(now);
    world.app().block_on(move |desk| async move {
        let read = move |connection: &mut _| sessions::list(connection, &filter, order, &edge, limit, now);
        desk.store().read(read).await.expect("a page")
    })
}

/// Returns all rows, page after page from one end to the other.
fn walk(
    world: &World,
    filter: &SessionSearch,
    order: Order<SessionColumn>,
    is_backwards: bool,
    now: i64,
) -> Vec<String> {
    let limit = 1500;
    let (mut edge, mut ids) = (if is_backwards { Edge::Last } else { Edge::First }, Vec::new());
    for pages in 0.. {
        assert!(pages < 200, "the walk does not end");
        let listing = page(world, filter, order, edge.clone(), limit, now);
        let rows = &listing.page.rows;
        let mut read: Vec<String> = rows.iter().map(|row| row.id.to_string()).collect();
        let position = |row| sessions::position_of(row, order.column);
        let (next, has_more) = match is_backwards {
            true => (rows.first().map(|row| Edge::Before(position(row))), listing.page.has_previous),
            false => (rows.last().map(|row| Edge::After(position(row))), listing.page.has_next),
        };
        if is_backwards {
            read.reverse();
        }
        ids.extend(read);
        edge = match (listing.look_further, next) {
            (Some(further), _) => further,
            (None, Some(next)) if has_more => next,
            _ => break,
        };
    }
    if is_backwards {
        ids.reverse();
    }
    ids
}

#[test]
fn every_filter_in_every_order_lists_what_plain_sql_lists() {
    let (world, now) = crowd();
    for (number, (search, condition)) in cases(now).into_iter().enumerate() {
        for (place, column) in SessionColumn::ALL.iter().copied().enumerate() {
            let name = match column {
                SessionColumn::User => "username",
                SessionColumn::Device => "device",
                SessionColumn::Address => "ip_sortable",
                SessionColumn::SignedIn => "signed_in_at",
                SessionColumn::LastSeen => "last_seen_at",
            };
            let is_descending = matches!(column, SessionColumn::LastSeen | SessionColumn::Device);
            let way = if is_descending { "DESC" } else { "ASC" };
            let sql = format!("SELECT id AS value FROM sessions WHERE {condition} ORDER BY {name} {way}, id {way}");
            let expected = world.database.texts(&sql);
            let order = Order { column, is_descending };
            // Both directions would take twice as long, so the cases take turns.
            for is_backwards in if (number + place) % 2 == 0 { vec![false] } else { vec![true] } {
                let listed = walk(&world, &search, order, is_backwards, now);
                assert_eq!(listed.len(), expected.len(), "{search:?} by {name}, backwards: {is_backwards}");
                assert!(listed == expected, "{search:?} by {name}, backwards: {is_backwards}");
            }
        }
    }
}

#[test]
fn counting_stops_where_it_would_take_long() {
    let (world, now) = crowd();
    let count = |name: &str, text: &str| {
        let search: SessionSearch = read([(name, text)]).expect("a search");
        page(&world, &search, search.default_order(), Edge::First, 10, now).count
    };
    assert_eq!(count("state", "reused"), Count::MoreThan(1000));
    assert_eq!(count("user", "user7*"), Count::MoreThan(1000));
    assert_eq!(
        count("address", "::a1"),
        Count::Exactly(live(&world, now, "ip_sortable = '000000000000000000000000000000a1'"))
    );
    assert_eq!(count("state", "any"), Count::MoreThan(1000));
    assert_eq!(count("user", "user7"), Count::Exactly(live(&world, now, "username = 'user7'")));
}

#[test]
fn a_page_has_an_address_that_leads_to_its_neighbours() {
    let (world, now) = crowd();
    world.add_user("root", Role::Admin);
    let mut root = world.signed_in("root");
    let mut path = "/admin/sessions?user=user7&sort=-signed_in".to_owned();
    let (mut seen, mut pages) = (Vec::new(), Vec::new());
    loop {
        let page = root.get(&path);
        assert_eq!(page.status, 200);
        pages.push(path.clone());
        seen.extend(ids(&page.body));
        match link(&page.body, "next") {
            Some(next) => path = next,
            None => break,
        }
    }
    let expected = live(&world, now, "username = 'user7'");
    assert!(expected > 100 && seen.len() == usize::try_from(expected).expect("a number"));
    // Go back over the same pages.
    let mut back = Vec::new();
    while let Some(previous) = link(&root.get(&path).body, "prev") {
        path = previous;
        back.extend(ids(&root.get(&path).body).into_iter().rev());
    }
    let last = seen.len() - back.len();
    assert!((1..=50).contains(&last), "going back shows all pages except the last one");
    assert!(back.iter().rev().zip(&seen).all(|(one, other)| one == other));
}

fn live(world: &World, now: i64, condition: &str) -> i64 {
    let condition = format!("{condition} AND state = 'live' AND idle_expires_at > {now}");
    world.database.number(&format!("SELECT COUNT(*) FROM sessions WHERE {condition}"))
}

/// Returns the ids of the sessions on a page, from the links to them.
fn ids(body: &str) -> Vec<String> {
    let links = body.split("href=\"/admin/sessions/").skip(1).map(|rest| rest.chars().take(32).collect::<String>());
    links.filter(|id| id.len() == 32 && id.bytes().all(|byte| byte.is_ascii_hexdigit())).collect()
}

fn link(body: &str, rel: &str) -> Option<String> {
    let before = body.split(&format!("\" rel=\"{rel}\"")).next().filter(|before| before.len() < body.len())?;
    let path = before.rsplit("href=\"").next()?;
    Some(path.replace("&#38;", "&").replace("&amp;", "&"))
}
