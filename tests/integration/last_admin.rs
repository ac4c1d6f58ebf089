//! The last admin who can sign in stays one, even if several people change accounts at the same moment.

use std::thread;

use doorward::account::{self, AccountRefusal, Role};
use doorward::internals::UserId;
use doorward::{By, Failure};

use crate::admin_users::{id_of, path_of};
use crate::world::World;

const ROUNDS: usize = 50;
const ADMINS: [&str; 3] = ["root0", "root1", "root2"];
const CAN_SIGN_IN: &str =
    "SELECT COUNT(*) FROM users WHERE role = 'admin' AND status = 'active' AND password_hash IS NOT NULL";

#[test]
fn parallel_demotions_suspensions_and_deletions_leave_one_admin() {
    let world = World::with(2, |_| {});
    for name in ADMINS {
        world.add_user(name, Role::Admin);
    }
    let ids: Vec<_> = ADMINS.iter().map(|name| UserId::parse(&id_of(&world, name)).expect("an id")).collect();
    let hash = world.database.texts("SELECT password_hash AS value FROM users WHERE username = 'root0'").remove(0);
    for round in 0..ROUNDS {
        let tries: Vec<_> = (0..6)
            .map(|number| {
                let app = if number % 2 == 0 { world.app() } else { world.other_app() };
                let (desk, id) = (app.desk.clone(), ids[number % 3].clone());
                let verb = (round + number) % 3;
                thread::spawn(move || {
                    actix_web::rt::System::new().block_on(async move {
                        let by = By::operator();
                        match verb {
                            0 => account::set_role(&desk, id, Role::User, by).await.map(|_| ()),
                            1 => account::suspend(&desk, id, by).await.map(|_| ()),
                            _ => account::delete(&desk, id, by).await,
                        }
                    })
                })
            })
            .collect();
        let outcomes: Vec<_> = tries.into_iter().map(|one| one.join().expect("ran")).collect();
        assert_eq!(world.database.number(CAN_SIGN_IN), 1, "round {round}: {outcomes:?}");
        assert!(
            outcomes.iter().all(|outcome| matches!(
                outcome,
                Ok(()) | Err(Failure::Refused(AccountRefusal::LastAdmin | AccountRefusal::NotFound))
            )),
            "round {round}: {outcomes:?}"
        );
        assert!(outcomes.iter().any(Result::is_err), "round {round}");
        world.database.execute(&format!(
            "UPDATE users SET role = 'admin', status = 'active', deleted_at = NULL, password_hash = '{hash}'
             WHERE username LIKE 'root%'"
        ));
    }
}

#[test]
fn two_admins_who_end_each_other_by_their_pages_leave_one() {
    let world = World::with(2, |_| {});
    for name in &ADMINS[..2] {
        world.add_user(name, Role::Admin);
    }
    let paths = [path_of(&world, ADMINS[1]), path_of(&world, ADMINS[0])];
    for round in 0..10 {
        let ports = [world.app().port, world.other_app().port];
        let admins = [0, 1].map(|number| world.signed_in(ADMINS[number]).confirming().at(ports[number]));
        let tries: Vec<_> = admins
            .into_iter()
            .enumerate()
            .map(|(number, mut admin)| {
                let (part, fields): (_, &[(&str, &str)]) = match (round + number) % 3 {
                    0 => ("role", &[("role", "user")]),
                    1 => ("suspension", &[("sure", "yes")]),
                    _ => ("deletion", &[("sure", "yes")]),
                };
                let path = format!("{}/{part}", paths[number]);
                thread::spawn(move || admin.post(&path, fields).status)
            })
            .collect();
        let statuses: Vec<_> = tries.into_iter().map(|one| one.join().expect("answered")).collect();
        assert_eq!(world.database.number(CAN_SIGN_IN), 1, "round {round}: {statuses:?}");
        assert!(statuses.contains(&303), "round {round}: {statuses:?}");
        assert!(statuses.iter().all(|status| matches!(status, 303 | 403 | 409)), "round {round}: {statuses:?}");
        let hash = world.database.texts("SELECT password_hash AS value FROM users WHERE username = 'ada'").remove(0);
        world.database.execute(&format!(
            "UPDATE users SET role = 'admin', status = 'active', deleted_at = NULL, password_hash = '{hash}'
             WHERE username LIKE 'root%'"
        ));
    }
}

#[test]
fn an_invited_admin_does_not_count_until_they_can_sign_in() {
    let world = World::new();
    world.add_user("root", Role::Admin);
    let mut root = world.signed_in("root").confirming();
    let form = root.get("/admin/users/new");
    let made = root.submit(&form, "/admin/users/new", &[("username", "grace"), ("email", ""), ("role", "admin")]);
    let own = path_of(&world, "root");
    let demote = [("role", "user"), ("sure", "yes")];
    assert_eq!(root.post(&format!("{own}/role"), &demote).status, 409);
    // An admin who cannot sign in yet is not the last admin, either.
    assert_eq!(root.post(&format!("{}/suspension", path_of(&world, "grace")), &[]).status, 303);
    assert_eq!(root.post(&format!("{}/reactivation", path_of(&world, "grace")), &[]).status, 303);
    assert_eq!(made.status, 201);
    let link = crate::admin_users::shown_link(&root.post(&format!("{}/invitation", path_of(&world, "grace")), &[]));
    assert_eq!(crate::admin_users::choose(&mut world.visitor(), &link, crate::admin_users::NEW).status, 303);
    assert_eq!(root.post(&format!("{own}/role"), &demote).status, 303);
}
