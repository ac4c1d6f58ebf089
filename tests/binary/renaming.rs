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
    ] {
        let output = place.run(&arguments);
        assert_eq!(output.status.code(), Some(1), "{arguments:?}");
        assert!(stderr(&output).contains(reason) && stderr(&output).lines().count() == 1, "{}", stderr(&output));
    }
    assert!(place.misunderstood(&["user", "rename", "bob", "b b"]).contains("'<NEW>': use 1 to 32 letters"));
    assert!(place.succeed(&["events", "list"]).contains("user_renamed"));
}

#[test]
fn an_operator_is_warned_where_access_rules_go_by_a_name() {
    let place = Place::on_tested_database();
    place.add_user_to_new_database("ada");
    place.add_user("bob");
    let rules = "127.0.0.1:8090 user,127.0.0.1:8090/admin user:ada,127.0.0.1:8090/carol user:carol";
    let rename = |names: [&str; 2]| {
        let variables = [("DOORWARD_ACCESS_RULES", rules), ("DOORWARD_RETURN_ORIGINS", "http://127.0.0.1:8090")];
        let output = place.run_with_environment(&["user", "rename", names[0], names[1]], &variables);
        assert!(output.status.success(), "{}", stderr(&output));
        assert_eq!(String::from_utf8_lossy(&output.stdout).lines().count(), 1);
        stderr(&output)
    };
    let warning = |text: &str| format!("doorward: warning: access_rules: {text}\n");
    assert_eq!(rename(["bob", "eve"]), "");
    let lost = warning("\"127.0.0.1:8090/admin user:ada\" lets grace in no more, but the next ada");
    assert_eq!(rename(["ada", "grace"]), lost);
    assert_eq!(rename(["eve", "ada"]), warning("\"127.0.0.1:8090/admin user:ada\" lets ada in from now on"));
    assert_eq!(rename(["ada", "ada"]), "");
    let both = rename(["ada", "carol"]);
    assert!(both.contains("no more, but the next ada") && both.contains("lets carol in from now on"), "{both}");
}
