//! Schemathesis makes up valid and invalid calls from the description, and compares every answer with it.

use std::path::Path;

use crate::python;
use crate::support::program::Place;

/// Calls everything that is described, as this account.
fn fuzz(place: &Place, url: &str, name: &str, examples: u32) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/programs/fuzzing");
    let output = python()
        .args(["-m", "schemathesis.cli"])
        .args(["--config-file".as_ref(), folder.join("schemathesis.toml").as_os_str()])
        .args(["run", &format!("{url}/openapi.json"), "--max-examples", &examples.to_string()])
        .current_dir(place.folder.path())
        .env("PYTHONPATH", &folder)
        .env("SCHEMATHESIS_HOOKS", "hooks")
        .env("DOORWARD_URL", url)
        .env("DOORWARD_USER", name)
        .env("DOORWARD_PASSWORD", crate::support::PASSWORD)
        .output()
        .expect("Python runs");
    let (said, complained) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    println!("{said}");
    assert!(output.status.success(), "{said}\n{complained}");
    assert!(said.contains("Tested: "), "{said}\n{complained}");
}

#[test]
#[ignore = "needs Python with Schemathesis; scripts/test runs it"]
fn nothing_is_found_by_making_up_calls_from_the_description() {
    let place = Place::new();
    let program = place.serve(&[]);
    place.add_user("ada");
    let url = format!("http://127.0.0.1:{}", program.port);
    fuzz(&place, &url, "ada", 60);
}

#[test]
#[ignore = "needs Python with Schemathesis; scripts/test runs it"]
fn nothing_is_found_by_making_up_calls_of_an_admin() {
    let place = Place::new();
    let program = place.serve(&[]);
    place.add_user("root");
    place.succeed(&["user", "role", "root", "admin"]);
    for name in ["ada", "grace", "linus"] {
        place.add_user(name);
    }
    let url = format!("http://127.0.0.1:{}", program.port);
    fuzz(&place, &url, "root", 40);
}
