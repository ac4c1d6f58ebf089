//! `doorward user rename`, beside a running server.

use crate::support::program::{Place, stderr};

#[test]
fn an_operator_renames_somebody_and_the_server_knows_within_a_moment() {
    let place = Place::on_tested_database();
    let program = place.serve(&[]);
    for name in ["ada", "bob"] {
        place.add_user(name);
    }
    let mut visitor = program.visitor();
    visitor.log_in("ada");
    assert_eq!(place.succeed(&["user", "rename", "Ada", "grace"]), "ada is now grace.\n");
    let deadline = std::time::Instant::now() + std::time::Duration::from_secs(30);
    while !visitor.get("/").says("grace") {
        assert!(std::time::Instant::now() < deadline, "not within 30 s");
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    assert!(place.succeed(&["user", "rename", "grace", "grace"]).contains("was the name already"));
    for (arguments, reason) in [
        (["user", "rename", "grace", "bob"], "there is a user of this name already"),
        (["user", "rename", "ada", "eve"], "there is no such user"),
        (["user", "rename", "bob", "b b"], "cannot be a username"),
    ] {
        let output = place.run(&arguments);
        assert_eq!(output.status.code(), Some(1), "{arguments:?}");
        assert!(stderr(&output).contains(reason) && stderr(&output).lines().count() == 1, "{}", stderr(&output));
    }
    assert!(place.succeed(&["events", "list"]).contains("user_renamed"));
}
