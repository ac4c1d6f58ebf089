//! A secret that is handed into a container whose user is not root.

use std::os::unix::fs::{PermissionsExt, chown};

use crate::other_user::{GROUP, OtherUser, USER};
use crate::support::program::{Place, stderr};

/// The owners and modes of a file and its folder, whether the file may be used, and the expected message.
struct Case {
    file: (u32, u32, u32),
    folder: (u32, u32),
    is_used: bool,
    says: &'static str,
}

#[test]
fn a_secret_of_root_is_used_where_nobody_else_can_read_it() {
    let Some(other) = OtherUser::new() else { return };
    other.own_folder("data", 0o700);
    let text = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n";
    let case = |file, folder, is_used, says| Case { file, folder, is_used, says };
    let open = (0, 0o755);
    for (number, case) in [
        case((0, GROUP, 0o440), open, true, "let nobody but Doorward be in the group"),
        case((0, GROUP, 0o640), open, true, "let nobody but Doorward be in the group"),
        case((USER, USER, 0o400), open, true, ""),
        case((USER, USER, 0o440), open, false, "run chmod 600"),
        case((USER, GROUP, 0o660), open, false, "run chmod 600"),
        case((0, GROUP, 0o460), open, false, "give it mode 440"),
        case((0, GROUP, 0o444), open, false, "give it mode 440"),
        case((0, 0, 0o444), open, false, "give it mode 440"),
        case((0, 0, 0o644), (USER, 0o755), false, "give it mode 440"),
        case((0, 0, 0o644), (USER, 0o750), false, "give it mode 440"),
        case((0, 0, 0o444), (USER, 0o500), true, "which nobody else may enter"),
        case((0, 0, 0o644), (USER, 0o700), true, "which nobody else may enter"),
        case((USER, USER, 0o644), (USER, 0o700), true, "run chmod 600"),
        case((0, 0, 0o440), open, false, "Permission denied"),
        case((0, 0, 0o400), open, false, "Permission denied"),
    ]
    .into_iter()
    .enumerate()
    {
        let (folder, link) = (other.path(&format!("secrets-{number}")), other.path(&format!("link-{number}")));
        let path = folder.join("secret");
        std::fs::create_dir(&folder).expect("made");
        std::fs::write(&path, text).expect("written");
        chown(&path, Some(case.file.0), Some(case.file.1)).expect("chown");
        chown(&folder, Some(case.folder.0), None).expect("chown");
        let set_mode =
            |path, mode| std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).expect("chmod");
        set_mode(&path, case.file.2);
        set_mode(&folder, case.folder.1);
        // Kubernetes puts a link in front of the file.
        std::os::unix::fs::symlink(&path, &link).expect("linked");
        for path in [&path, &link] {
            let path = path.to_str().expect("UTF-8");
            let mut command = other.command(&["migrate", "--secret-file", path]);
            let output = command.env("RUST_LOG", "warn").output().expect("it runs");
            let said = stderr(&output);
            let what = format!("{number}: {:o} in {:o}: {said}", case.file.2, case.folder.1);
            assert_eq!(output.status.success(), case.is_used, "{what}");
            assert!(said.contains(case.says) && said.is_empty() == case.says.is_empty(), "{what}");
            let output =
                other.command(&["doctor", "http://127.0.0.1:9", "--secret-file", path]).output().expect("it runs");
            let report = String::from_utf8_lossy(&output.stdout).into_owned();
            let line = report.lines().find(|line| line.contains(" secret ")).expect("a line").to_owned();
            let expected = match (case.is_used, case.says.is_empty()) {
                (true, true) => "ok",
                (true, false) => "warning",
                (false, _) => "problem",
            };
            assert!(line.starts_with(expected) && line.contains(case.says), "{what}: {line}");
        }
    }
}

#[test]
fn whoever_is_given_a_secret_and_a_server_needs_no_folder() {
    let Some(other) = OtherUser::new() else { return };
    std::fs::write(other.path("secret"), "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n").expect("written");
    chown(other.path("secret"), Some(USER), Some(USER)).expect("chown");
    std::fs::set_permissions(other.path("secret"), std::fs::Permissions::from_mode(0o400)).expect("chmod");
    // The program does not own its working folder, so it cannot create the data folder there.
    let arguments = ["migrate", "--secret-file", "secret", "--database-url", "postgres://127.0.0.1:9/d"];
    let output = other.command(&arguments).output().expect("it runs");
    assert!(stderr(&output).contains("cannot connect to PostgreSQL"), "{}", stderr(&output));
    let output = other.command(&arguments[..1]).output().expect("it runs");
    assert!(stderr(&output).contains("data_dir: cannot make"), "{}", stderr(&output));
}

#[test]
fn a_secret_that_others_can_read_stops_the_start_beside_an_open_folder() {
    let place = Place::new();
    place.add_user_to_new_database("ada");
    let set_mode = |path, mode| std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).expect("chmod");
    set_mode(place.folder.path().to_owned(), 0o755);
    set_mode(place.path("data"), 0o755);
    for mode in [0o640, 0o604, 0o444, 0o666] {
        set_mode(place.path("data/secret"), mode);
        let output = place.run(&["--listen", "127.0.0.1:0"]);
        assert!(stderr(&output).contains("run chmod 600"), "{mode:o}: {}", stderr(&output));
    }
}
