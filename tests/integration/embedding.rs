//! The guards in an app that is built on Doorward, as `examples/embed.rs` uses them.

use actix_web::web::{ServiceConfig, get};
use doorward::account::{self, Role, Username};
use doorward::{Administrator, CurrentSession};

use crate::world::World;

async fn open(session: Option<CurrentSession>) -> String {
    session.map_or_else(|| "nobody".to_owned(), |session| session.username.clone())
}

async fn admins(admin: Administrator) -> String {
    admin.username.clone()
}

fn routes(app: &mut ServiceConfig) {
    app.route("/open", get().to(open)).route("/admins", get().to(admins));
}

fn world() -> World {
    let mut world = World::empty();
    world.start(|_| {}, routes);
    world.add_user("ada", Role::User);
    world.add_user("root", Role::Admin);
    world.add_user("root2", Role::Admin);
    world
}

#[test]
fn an_optional_session_lets_everybody_in() {
    let world = world();
    assert_eq!(world.visitor().get("/open").body, "nobody");
    assert_eq!(world.signed_in("ada").get("/open").body, "ada");
}

#[test]
fn only_administrators_pass_their_guard() {
    let world = world();
    assert_eq!(world.visitor().get("/admins").header("location"), "/login?next=%2Fadmins");
    let refused = world.signed_in("ada").get("/admins");
    assert_eq!(refused.status, 403);
    assert!(refused.says("Administrators only") && refused.says("Signed in as"));
    assert_eq!(world.signed_in("root").get("/admins").body, "root");
}

#[test]
fn the_administrators_guard_believes_the_database_and_not_the_token() {
    let world = world();
    let mut root = world.signed_in("root");
    assert_eq!(root.claims()["role"], "admin");
    // This change recalls no token, because it is made in the database itself.
    world.database.execute("UPDATE users SET role = 'user' WHERE username = 'root'");
    assert_eq!(root.get("/admins").status, 403);
    let demoted = world.app().block_on(|desk| async move {
        let name = Username::parse("root2").expect("a name");
        account::set_role(
            &desk,
            account::find(&desk, name).await.expect("found").id,
            Role::User,
            doorward::By::operator(),
        )
        .await
    });
    assert!(demoted.is_err(), "the last admin cannot be demoted");
}

#[test]
fn a_guard_without_the_middleware_refuses_everybody() {
    let answer = actix_web::rt::System::new().block_on(async {
        use actix_web::test::{TestRequest, call_service, init_service};
        let app = init_service(actix_web::App::new().configure(routes)).await;
        let answer = call_service(&app, TestRequest::get().uri("/admins").to_request()).await;
        answer.status().as_u16()
    });
    assert_eq!(answer, 500);
}
