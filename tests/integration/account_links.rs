//! Links for invitations and resets: only one of two people who use a link at once succeeds, a link works once, for one
//! hour or seven days, and it is void when a newer event replaces it.

use std::thread;

use crate::admin_users::{NEW, can_log_in, choose, path_of, press, shown_link, world};
use crate::support::{PASSWORD, Visitor};
use crate::world::World;

fn reset_link(world: &World, root: &mut Visitor) -> String {
    shown_link(&press(root, &path_of(world, "ada"), "password-reset", &[]))
}

fn invitation(root: &mut Visitor, name: &str) -> String {
    let form = root.get("/admin/users/new");
    shown_link(&root.submit(&form, "/admin/users/new", &[("username", name), ("email", ""), ("role", "user")]))
}

fn is_dead(world: &World, link: &str) -> bool {
    let (get, post) = (world.visitor().get(link), world.visitor().post(link, &passwords(NEW)));
    get.status == 403 && get.says("This link does not work") && post.status == 403
}

fn passwords(password: &str) -> [(&str, &str); 2] {
    [("new_password", password), ("new_password_again", password)]
}

#[test]
fn looking_at_a_link_spends_nothing() {
    let world = world(1);
    let mut root = world.signed_in("root").confirming();
    for link in [reset_link(&world, &mut root), invitation(&mut root, "grace")] {
        let mut visitor = world.visitor();
        for _ in 0..3 {
            assert_eq!(visitor.get(&link).status, 200);
            assert_eq!(visitor.request("HEAD", &link, None).status, 200);
        }
        assert_eq!(choose(&mut visitor, &link, NEW).status, 303);
        assert!(is_dead(&world, &link));
    }
}

#[test]
fn of_twenty_simultaneous_tries_one_wins() {
    let world = world(2);
    let mut root = world.signed_in("root").confirming();
    let ports = [world.app().port, world.other_app().port];
    for round in 0..5 {
        for link in [reset_link(&world, &mut root), invitation(&mut root, &format!("grace{round}"))] {
            let tries: Vec<_> = (0..20)
                .map(|number| {
                    let (mut visitor, link) = (world.visitor().at(ports[number % 2]), link.clone());
                    thread::spawn(move || {
                        let password = format!("{NEW} and number {number}");
                        (visitor.post(&link, &passwords(&password)).status, password)
                    })
                })
                .collect();
            let answers: Vec<_> = tries.into_iter().map(|one| one.join().expect("answered")).collect();
            let winners: Vec<_> = answers.iter().filter(|(status, _)| *status == 303).collect();
            assert!(
                winners.len() == 1 && answers.iter().all(|(status, _)| matches!(status, 303 | 403 | 429 | 503)),
                "{answers:?}"
            );
            let name = if link.starts_with("/password-reset") { "ada".into() } else { format!("grace{round}") };
            assert!(can_log_in(&world, &name, &winners[0].1));
        }
    }
    assert_eq!(world.database.number("SELECT COUNT(*) FROM account_links"), 0);
}

#[test]
fn a_reset_link_works_for_an_hour_and_an_invitation_for_seven_days() {
    let world = world(1);
    let mut root = world.signed_in("root").confirming();
    let (reset, invited) = (reset_link(&world, &mut root), invitation(&mut root, "grace"));
    // The time that the test takes itself passes too.
    world.advance(3500);
    assert_eq!(world.visitor().get(&reset).status, 200);
    world.advance(100);
    assert!(is_dead(&world, &reset));
    world.advance(7 * 86_400 - 3700);
    assert_eq!(world.visitor().get(&invited).status, 200);
    world.advance(100);
    assert!(is_dead(&world, &invited));
    assert!(can_log_in(&world, "ada", PASSWORD));
}

#[test]
fn a_newer_link_voids_the_older() {
    let world = world(1);
    let mut root = world.signed_in("root").confirming();
    let (first, second) = (reset_link(&world, &mut root), reset_link(&world, &mut root));
    assert!(is_dead(&world, &first));
    assert_eq!(world.visitor().get(&second).status, 200);
    let first = invitation(&mut root, "grace");
    let second = shown_link(&press(&mut root, &path_of(&world, "grace"), "invitation", &[]));
    assert!(is_dead(&world, &first));
    assert_eq!(choose(&mut world.visitor(), &second, NEW).status, 303);
}

#[test]
fn a_changed_password_a_new_address_a_suspension_and_a_deletion_void_links() {
    let world = world(1);
    let mut root = world.signed_in("root").confirming();
    let path = path_of(&world, "ada");
    let link = reset_link(&world, &mut root);
    let mut ada = world.signed_in("ada");
    let page = ada.get("/account/password");
    let [new, again] = passwords(NEW);
    assert_eq!(ada.submit(&page, "/account/password", &[("current_password", PASSWORD), new, again]).status, 303);
    assert!(is_dead(&world, &link));

    let link = reset_link(&world, &mut root);
    press(&mut root, &path, "email", &[("email", "ada@example.org")]);
    assert!(is_dead(&world, &link));

    let (link, invited) = (reset_link(&world, &mut root), invitation(&mut root, "grace"));
    for name in ["ada", "grace"] {
        press(&mut root, &path_of(&world, name), "suspension", &[]);
    }
    assert!(is_dead(&world, &link) && is_dead(&world, &invited));
    for name in ["ada", "grace"] {
        press(&mut root, &path_of(&world, name), "reactivation", &[]);
    }
    assert!(is_dead(&world, &link) && is_dead(&world, &invited), "reactivation does not make a link valid again");

    let invited = invitation(&mut root, "edsger");
    let path = path_of(&world, "edsger");
    let asked = root.get(&format!("{path}/deletion"));
    root.submit(&asked, &format!("{path}/deletion"), &[]);
    assert!(is_dead(&world, &invited));
    assert!(can_log_in(&world, "ada", NEW));
}

#[test]
fn a_link_of_a_suspended_account_does_not_work_even_if_its_row_is_left() {
    let world = world(1);
    let mut root = world.signed_in("root").confirming();
    let link = reset_link(&world, &mut root);
    world.database.execute("UPDATE users SET status = 'suspended' WHERE username = 'ada'");
    assert!(is_dead(&world, &link));
}

#[test]
fn mistakes_leave_the_link_alive_and_say_what_is_wrong() {
    let world = world(1);
    let mut root = world.signed_in("root").confirming();
    let link = reset_link(&world, &mut root);
    let mut visitor = world.visitor();
    let long = "long otter violet ".repeat(15);
    for (one, two, reason) in [
        (NEW, "something else", "The two passwords do not match"),
        ("short", "short", "at least 15 characters"),
        ("ada ada ada ada ada", "ada ada ada ada ada", "your username"),
        (&*long, &*long, "at most 256 characters"),
    ] {
        let page = visitor.get(&link);
        let answer = visitor.submit(&page, &link, &[("new_password", one), ("new_password_again", two)]);
        assert!(answer.status == 422 && answer.says(reason), "{}", answer.body);
        assert!(!answer.says(&format!("value=\"{one}\"")));
    }
    assert_eq!(choose(&mut visitor, &link, NEW).status, 303);
}

#[test]
fn tokens_that_are_none_and_tokens_of_the_other_kind_open_nothing() {
    let world = world(1);
    let mut root = world.signed_in("root").confirming();
    let (reset, invited) = (reset_link(&world, &mut root), invitation(&mut root, "grace"));
    let token = |link: &str| link.rsplit('/').next().expect("a token").to_owned();
    assert_eq!(token(&reset).len(), 43);
    let crossed = [format!("/invitation/{}", token(&reset)), format!("/password-reset/{}", token(&invited))];
    let broken = ["x", "%00", "%ff", "%F0%9F%A6%8A", "..%2f..", "%3Cscript%3E", &"a".repeat(4000)];
    let broken = broken.iter().flat_map(|token| [format!("/invitation/{token}"), format!("/password-reset/{token}")]);
    for path in broken
        .chain(crossed)
        .chain([format!("{reset}A"), reset.to_uppercase().replace("/PASSWORD-RESET", "/password-reset")])
    {
        let (get, post) = (world.visitor().get(&path), world.visitor().post(&path, &passwords(NEW)));
        assert!(
            matches!(get.status, 403 | 404) && matches!(post.status, 403 | 404),
            "{path}: {} {}",
            get.status,
            post.status
        );
        assert!(!get.says("<script"));
    }
    for fields in
        [&[("new_password", NEW)][..], &[("new_password", NEW), ("new_password_again", NEW), ("role", "admin")]]
    {
        assert_eq!(world.visitor().post(&reset, fields).status, 400);
    }
    assert_eq!(world.visitor().get(&reset).status, 200);
}

#[test]
fn the_token_is_stored_nowhere_and_told_to_nobody() {
    let world = world(1);
    let mut root = world.signed_in("root").confirming();
    let links = [reset_link(&world, &mut root), invitation(&mut root, "grace")];
    for link in &links {
        let page = world.visitor().get(link);
        assert_eq!((page.header("referrer-policy"), page.header("cache-control")), ("strict-origin", "no-store"));
        let closed = world.visitor().get(&format!("{link}x"));
        assert_eq!(closed.header("referrer-policy"), "strict-origin");
    }
    assert_eq!(world.database.number("SELECT MIN(CAST(LENGTH(digest) AS BIGINT)) FROM account_links"), 32);
    let recorded = world.database.texts("SELECT COALESCE(detail, '') || COALESCE(request_id, '') AS value FROM events");
    for link in links {
        let token = link.rsplit('/').next().expect("a token").to_owned();
        assert!(recorded.iter().all(|text| !text.contains(&token)));
        if let Some(path) = world.database.url.strip_prefix("sqlite://") {
            for file in [path.to_owned(), format!("{path}-wal")] {
                let bytes = std::fs::read(&file).unwrap_or_default();
                assert!(!bytes.windows(token.len()).any(|window| window == token.as_bytes()), "{file}");
            }
        }
    }
}
