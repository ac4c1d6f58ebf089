//! The guard crate, as other apps use it, understands what Doorward writes.

use std::time::{Duration, Instant};

use actix_web::rt::System;
use actix_web::rt::time::sleep;
use doorward::By;
use doorward::account::{self, Role};
use doorward::config::{Settings, SigningAlgorithm};
use doorward::internals::{UserId, key_rotation};
use doorward_guard::{Flaw, Guard, StartError, TokenError};

use crate::support::{ApiClient, ORIGIN};
use crate::world::World;

/// A guard knows of a change at Doorward within this time, as its README promises.
const PROMISE: Duration = Duration::from_secs(5);

async fn guard(world: &World) -> Result<Guard, StartError> {
    Guard::builder(ORIGIN).fetch_from(&format!("http://127.0.0.1:{}", world.app().port)).start().await
}

fn token(client: &ApiClient) -> String {
    client.app_access.clone()
}

/// Waits until the token is refused, and returns the reason.
async fn refusal(guard: &Guard, token: &str) -> TokenError {
    let begin = Instant::now();
    loop {
        match guard.verify(token).await {
            Err(error) => return error,
            Ok(_) => assert!(begin.elapsed() < PROMISE, "the token is still accepted"),
        }
        sleep(Duration::from_millis(50)).await;
    }
}

#[test]
fn tokens_of_every_public_algorithm_are_understood() {
    let changes: [fn(&mut Settings); 3] = [
        |settings| settings.jwt_algorithm = SigningAlgorithm::Es256,
        |settings| settings.jwt_algorithm = SigningAlgorithm::EdDsa,
        |settings| settings.jwt_algorithm = SigningAlgorithm::Rs256,
    ];
    for change in changes {
        let world = World::with(1, change);
        let client = world.logged_in("ada");
        System::new().block_on(async {
            let guard = guard(&world).await.expect("started");
            let session = guard.verify(&token(&client)).await.expect("the token is accepted");
            let me = client.get("/api/me").json();
            assert_eq!((me["id"].as_str(), me["session_id"].as_str()), (Some(&*session.user_id), Some(&*session.id)));
            assert_eq!((session.username.as_str(), session.role), ("ada", doorward_guard::Role::User));
            assert_eq!(me["expires_at"], session.expires_at);
            assert!(matches!(guard.verify("x").await, Err(TokenError::Invalid(_))));
        });
    }
}

#[test]
fn with_a_shared_secret_there_is_nothing_to_start_with() {
    let world = World::with(1, |settings| settings.jwt_algorithm = SigningAlgorithm::Hs256);
    let error = System::new().block_on(guard(&world)).err().expect("not started");
    assert!(error.to_string().contains("HS256"), "{error}");
}

#[test]
fn ends_suspensions_and_changes_of_role_arrive_and_a_refresh_helps_where_it_should() {
    let world = World::new();
    world.add_user("bob", Role::Admin);
    world.add_user("root", Role::Admin);
    let (mut ada, mut bob, root) = (world.logged_in("ada"), world.logged_in("bob"), world.logged_in("root"));
    System::new().block_on(async {
        let guard = guard(&world).await.expect("started");
        for client in [&ada, &bob, &root] {
            assert!(guard.verify(&token(client)).await.is_ok());
        }
        ada.post("/api/tokens/revoke", &serde_json::json!({"refresh_token": ada.refresh}));
        assert_eq!(refusal(&guard, &token(&ada)).await, TokenError::Recalled);
        assert_eq!(ada.renew().status, 401);
        ada.log_in("ada");
        assert!(guard.verify(&token(&ada)).await.is_ok());

        let id = UserId::parse(bob.get("/api/me").json()["id"].as_str().expect("an id")).expect("an id");
        world.app().block_on(|desk| async move {
            account::set_role(&desk, id, Role::User, By::operator()).await.expect("changed");
        });
        assert_eq!(refusal(&guard, &token(&bob)).await, TokenError::Recalled);
        assert_eq!(bob.renew().status, 200);
        let session = guard.verify(&token(&bob)).await.expect("the token is accepted");
        assert_eq!(session.role, doorward_guard::Role::User);
        assert!(guard.verify(&token(&root)).await.is_ok(), "other users are not affected");
    });
}

#[test]
fn a_key_given_up_in_an_emergency_is_refused_and_its_successor_believed() {
    let world = World::new();
    let (stolen, mut client) = (token(&world.logged_in("ada")), world.logged_in("ada"));
    System::new().block_on(async {
        let guard = guard(&world).await.expect("started");
        assert!(guard.verify(&stolen).await.is_ok());
        let kid = client.get("/.well-known/jwks.json").json()["keys"][0]["kid"].as_str().expect("an id").to_owned();
        world.app().block_on(|desk| async move {
            key_rotation::retire(&desk, &kid, By::operator()).await.expect("retired");
        });
        assert_eq!(client.renew().status, 200);
        assert!(guard.verify(&token(&client)).await.is_ok(), "the guard fetches the new key at once");
        let refused = refusal(&guard, &stolen).await;
        assert!(matches!(refused, TokenError::Invalid(Flaw::Key | Flaw::Jws(_))), "{refused}");
    });
}
