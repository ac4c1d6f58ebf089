//! The list of accounts: search, filters, orders, and pages in both directions.

use scraper::{Html, Selector};

use crate::admin_users::{path_of, press, world};
use crate::support::{Answer, Visitor};
use crate::world::World;

/// Adds 250 accounts of all kinds beside `ada` and `root`; many have the same times.
fn crowd(world: &World) {
    let rows: Vec<String> = (0..250)
        .map(|number| {
            let role = if number % 10 == 0 { "admin" } else { "user" };
            let status = if number % 7 == 0 { "suspended" } else { "active" };
            let hash = if number % 5 == 0 { "NULL" } else { "'x'" };
            let deleted = if number % 49 == 0 { "5" } else { "NULL" };
            let signed_in = if number % 3 == 0 { "NULL".to_owned() } else { (number / 20).to_string() };
            let email = if number % 2 == 0 { format!("'mail{number:03}@example.org'") } else { "NULL".into() };
            format!(
                "('{:032x}', 'user{number:03}', '{role}', '{status}', {hash}, 1, 0, {}, {signed_in}, {email}, {deleted})",
                0xabc_0000 + (number * 7919) % 250,
                1000 + number / 50,
            )
        })
        .collect();
    world.database.execute(&format!(
        "INSERT INTO users (id, username, role, status, password_hash, version, version_raised_at, created_at,
         last_signed_in_at, email, deleted_at) VALUES {}",
        rows.join(",")
    ));
}

fn select<T>(page: &Answer, selector: &str, read: impl Fn(scraper::ElementRef<'_>) -> T) -> Vec<T> {
    let document = Html::parse_document(&page.body);
    document.select(&Selector::parse(selector).expect("a selector")).map(read).collect()
}

fn names(page: &Answer) -> Vec<String> {
    select(page, "tbody tr td:first-child a", |link| link.text().collect())
}

fn link(page: &Answer, text: &str) -> Option<String> {
    let links = select(page, ".pager a", |link| {
        (link.text().collect::<String>(), link.value().attr("href").unwrap_or_default().to_owned())
    });
    links.into_iter().find(|(label, _)| label == text).map(|(_, href)| href)
}

/// Returns all names from the first page to the last, after checking that the way back shows the same.
fn walk(visitor: &mut Visitor, path: &str) -> Vec<String> {
    let mut page = visitor.get(path);
    assert_eq!(page.status, 200, "{path}: {}", page.body);
    assert!(link(&page, "Previous page").is_none() && link(&page, "First page").is_none(), "{path}");
    let (mut forwards, mut last) = (vec![names(&page)], None);
    while let Some(next) = link(&page, "Next page") {
        last = link(&page, "Last page").or(last);
        page = visitor.get(&next);
        assert_eq!(page.status, 200, "{next}");
        forwards.push(names(&page));
        assert!(forwards.len() < 20, "{next}");
    }
    let all: Vec<String> = forwards.concat();
    if let Some(last) = last {
        let mut page = visitor.get(&last);
        assert!(link(&page, "Next page").is_none() && link(&page, "Last page").is_none());
        let mut backwards = vec![names(&page)];
        while let Some(previous) = link(&page, "Previous page") {
            page = visitor.get(&previous);
            backwards.push(names(&page));
            assert!(backwards.len() < 20, "{previous}");
        }
        backwards.reverse();
        assert_eq!(backwards.concat(), all, "{path}");
        assert!(forwards.iter().rev().skip(1).all(|page| page.len() == 50), "{path}");
    }
    all
}

/// Returns the same names from one query that reads everything.
fn expected(world: &World, filter: &str, order: &str) -> Vec<String> {
    world.database.texts(&format!("SELECT username AS value FROM users WHERE {filter} ORDER BY {order}"))
}

#[test]
fn every_filter_and_order_is_walked_in_both_directions() {
    let world = world(1);
    crowd(&world);
    let mut root = world.signed_in("root");
    let filters = [
        ("", "deleted_at IS NULL"),
        ("status=active", "deleted_at IS NULL AND status = 'active' AND password_hash IS NOT NULL"),
        ("status=invited", "deleted_at IS NULL AND status = 'active' AND password_hash IS NULL"),
        ("status=suspended", "deleted_at IS NULL AND status = 'suspended'"),
        ("status=deleted", "deleted_at IS NOT NULL"),
        ("role=admin", "deleted_at IS NULL AND role = 'admin'"),
        ("role=user&status=suspended", "deleted_at IS NULL AND role = 'user' AND status = 'suspended'"),
    ];
    let orders = [
        ("", "username"),
        ("name", "username"),
        ("-name", "username DESC"),
        ("created", "created_at, id"),
        ("-created", "created_at DESC, id DESC"),
        ("signed_in", "COALESCE(last_signed_in_at, 0), id"),
        ("-signed_in", "COALESCE(last_signed_in_at, 0) DESC, id DESC"),
    ];
    for (query, filter) in filters {
        for (order, columns) in orders {
            let path = format!("/admin/users?{query}&sort={order}");
            assert_eq!(walk(&mut root, &path), expected(&world, filter, columns), "{path}");
        }
    }
    assert!(root.get("/admin/users").says("246 users"));
}

#[test]
fn names_and_addresses_are_found_whole_or_by_their_beginning() {
    let world = world(1);
    crowd(&world);
    let mut root = world.signed_in("root");
    for (search, filter, order) in [
        ("ada", "username = 'ada'", "username"),
        ("ADA", "username = 'ada'", "username"),
        ("user1*", "username LIKE 'user1%' AND deleted_at IS NULL", "username"),
        ("user*", "username LIKE 'user%' AND deleted_at IS NULL", "username"),
        ("mail012@Example.ORG", "email = 'mail012@example.org'", "username"),
        ("mail1*", "username = 'nobody'", "username"),
        ("mail10@*", "username = 'nobody'", "username"),
        ("mail012@*", "email LIKE 'mail012@%'", "email"),
    ] {
        let query: String = url::form_urlencoded::byte_serialize(search.as_bytes()).collect();
        let path = format!("/admin/users?search={query}");
        assert_eq!(walk(&mut root, &path), expected(&world, filter, order), "{search}");
        assert_eq!(
            walk(&mut root, &format!("{path}&role=user")),
            expected(&world, &format!("{filter} AND role = 'user'"), order),
            "{search}"
        );
    }
    let path = "/admin/users?search=user1*&sort=-name";
    let mut descending = expected(&world, "username LIKE 'user1%' AND deleted_at IS NULL", "username DESC");
    assert_eq!(walk(&mut root, path), descending);
    // No index serves this order together with a search, so the list falls back to the usual order.
    descending.reverse();
    assert_eq!(walk(&mut root, "/admin/users?search=user1*&sort=-created"), descending);
    assert!(root.get("/admin/users?search=zzz*").says("No user matches"));
    let answer = root.get("/admin/users?search=a+b");
    assert!(answer.status == 422 && answer.says("No user can have this name") && answer.says("value=\"a b\""));
}

#[test]
fn addresses_that_begin_alike_are_walked_page_by_page() {
    let world = world(1);
    crowd(&world);
    world.database.execute("UPDATE users SET email = 'shared@' || username WHERE deleted_at IS NULL");
    let mut root = world.signed_in("root");
    for (order, columns) in [("email", "email, id"), ("-email", "email DESC, id DESC")] {
        let path = format!("/admin/users?search=shared%40*&sort={order}");
        assert_eq!(
            walk(&mut root, &path),
            expected(&world, "deleted_at IS NULL AND email IS NOT NULL", columns),
            "{order}"
        );
    }
}

#[test]
fn a_page_stays_where_it_is_while_users_come_and_go() {
    let world = world(1);
    crowd(&world);
    let mut root = world.signed_in("root");
    let first = root.get("/admin/users");
    let next = link(&first, "Next page").expect("more");
    let before = names(&root.get(&next));
    world
        .database
        .execute("UPDATE users SET deleted_at = 1, status = 'suspended' WHERE username IN ('user001', 'user002')");
    assert_eq!(names(&root.get(&next)), before);
}

#[test]
fn parameters_that_no_page_of_ours_makes_are_refused() {
    let world = world(1);
    let mut root = world.signed_in("root");
    let id = "0".repeat(32);
    for query in [
        "sort=password_hash",
        "after=x",
        "after=",
        "after=ada%7E1",
        &format!("after=ada%7E{id}&before=ada%7E{id}"),
        &format!("sort=created&after=ada%7E{id}"),
        &format!("after=a+b%7E{id}"),
        &format!("after={}%7E{id}", "a".repeat(500)),
        "search=%00",
        "search=a&search=b",
    ] {
        assert_eq!(root.get(&format!("/admin/users?{query}")).status, 400, "{query}");
    }
    for query in ["role=king", "status=dead"] {
        let page = root.get(&format!("/admin/users?{query}"));
        assert!(page.status == 422 && page.says("This is not one of the choices"), "{query}");
    }
    for query in ["utm_source=x", "role=&status=&search=&sort=", "before=", "search=+ada+"] {
        assert_eq!(root.get(&format!("/admin/users?{query}")).status, 200, "{query}");
    }
    let beyond = root.get(&format!("/admin/users?after=zzz%7E{id}"));
    assert!(beyond.status == 200 && link(&beyond, "First page").is_some(), "a page beyond the end links back");
}

#[test]
fn counting_ends_at_a_thousand() {
    let world = world(1);
    let numbers = "WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 1001)";
    let id = match crate::support::database::is_postgres() {
        true => "LPAD(TO_HEX(n), 32, '0')",
        false => "printf('%032x', n)",
    };
    world.database.execute(&format!(
        "INSERT INTO users (id, username, role, status, password_hash, version, version_raised_at, created_at)
         {numbers} SELECT {id}, 'n' || n, 'user', 'active', 'x', 1, 0, n FROM numbers"
    ));
    let mut root = world.signed_in("root");
    assert!(root.get("/admin/users").says("More than 1,000 users"));
    assert!(root.get("/admin/users?role=admin").says("1 user"));
    assert!(root.get("/admin/users?search=n100*").says("3 users"));
    let deep = root.get("/admin/users?sort=-created&before=");
    assert!(names(&deep).contains(&"n1".to_owned()));
}

#[test]
fn the_list_shows_what_changes_at_once() {
    let world = world(1);
    let mut root = world.signed_in("root");
    assert!(!names(&root.get("/admin/users?status=suspended")).contains(&"ada".to_owned()));
    press(&mut root, &path_of(&world, "ada"), "suspension", &[]);
    assert_eq!(names(&root.get("/admin/users?status=suspended")), ["ada"]);
    let heads = select(&root.get("/admin/users?sort=-created"), "th[aria-sort]", |head| {
        (head.text().collect::<String>(), head.value().attr("aria-sort").unwrap_or_default().to_owned())
    });
    assert_eq!(heads, [("Created (UTC) ↓".to_owned(), "descending".to_owned())]);
}
