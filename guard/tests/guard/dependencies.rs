//! An app that uses the guard does not get a database or password hashing with it.

use std::process::Command;

#[test]
fn neither_a_database_nor_password_hashing_comes_with_the_guard() {
    let output = Command::new(env!("CARGO"))
        .args(["tree", "--package", "doorward-guard", "--edges", "normal", "--prefix", "none", "--offline", "--locked"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let tree = String::from_utf8(output.stdout).expect("text");
    let names: Vec<_> = tree.lines().filter_map(|line| line.split(' ').next()).collect();
    assert!(names.contains(&"jsonwebtoken") && names.contains(&"actix-web"), "{tree}");
    for name in ["doorward", "diesel", "argon2", "libsqlite3-sys", "pq-sys"] {
        assert!(!names.contains(&name), "{name}");
    }
}
