//! A change that is refused at its end undoes everything that it did before.

use crate::admin_users::{NEW, choose, path_of, press, shown_link, world};
use crate::support::database::is_postgres;
use crate::support::{PASSWORD, Visitor};
use crate::two_factor::enrol;
use crate::world::World;

/// Makes the database leave every stored password as it is, as if somebody else were changing the account.
fn keep_passwords(world: &World) {
    world.database.execute(match is_postgres() {
        true => {
            "CREATE OR REPLACE FUNCTION keep() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END; $$; \
             CREATE TRIGGER keep BEFORE UPDATE OF password_hash ON users FOR EACH ROW EXECUTE FUNCTION keep()"
        }
        false => "CREATE TRIGGER keep BEFORE UPDATE OF password_hash ON users BEGIN SELECT RAISE(IGNORE); END",
    });
}

fn stop_keeping_passwords(world: &World) {
    world.database.execute(if is_postgres() { "DROP TRIGGER keep ON users" } else { "DROP TRIGGER keep" });
}

fn invitation(root: &mut Visitor) -> String {
    let form = root.get("/admin/users/new");
    shown_link(&root.submit(&form, "/admin/users/new", &[("username", "grace"), ("email", ""), ("role", "user")]))
}

#[test]
fn a_link_whose_password_is_not_taken_works_afterwards() {
    let world = world(1);
    let mut root = world.signed_in("root").confirming();
    let reset = shown_link(&press(&mut root, &path_of(&world, "ada"), "password-reset", &[]));
    for link in [reset, invitation(&mut root)] {
        let mut visitor = world.visitor();
        keep_passwords(&world);
        assert_eq!(choose(&mut visitor, &link, NEW).status, 403);
        stop_keeping_passwords(&world);
        assert_eq!(choose(&mut visitor, &link, NEW).status, 303, "{link}");
    }
}

#[test]
fn a_change_of_the_password_that_is_refused_costs_no_code_and_forgets_no_wrong_one() {
    let world = World::new();
    let mut owner = world.signed_in("ada");
    let (app, recovery) = enrol(&world, &mut owner);
    let mut stranger = crate::two_factor::begin(&world, "ada");
    assert_eq!(crate::two_factor::give(&mut stranger, &app.wrong_code(&world.clock)).status, 422);
    let wrong = "SELECT CAST(COALESCE(SUM(failures), 0) AS BIGINT) FROM code_failures";
    assert_eq!(world.database.number(wrong), 1);
    for code in [&app.code(&world.clock), &recovery[0]] {
        let page = owner.get("/account/password");
        let fields =
            [("current_password", PASSWORD), ("code", code), ("new_password", NEW), ("new_password_again", NEW)];
        keep_passwords(&world);
        let refused = owner.submit(&page, "/account/password", &fields);
        assert!(refused.hides("changed"), "{}", refused.body);
        stop_keeping_passwords(&world);
        assert_eq!(world.database.number(wrong), 1, "the wrong guess still counts");
        assert_eq!(world.database.number("SELECT COUNT(*) FROM events WHERE kind = 'recovery_code_used'"), 0);
        assert_eq!(world.database.number("SELECT COUNT(*) FROM recovery_codes"), 10);
    }
    let page = owner.get("/account/password");
    let fields = [
        ("current_password", PASSWORD),
        ("code", &*app.code(&world.clock)),
        ("new_password", NEW),
        ("new_password_again", NEW),
    ];
    assert_eq!(owner.submit(&page, "/account/password", &fields).status, 303, "the code was not used up");
}
