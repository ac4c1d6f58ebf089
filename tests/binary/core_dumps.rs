//! A crash leaves no secret in a file.

use std::os::unix::fs::MetadataExt;
use std::os::unix::process::ExitStatusExt;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

use crate::other_user::{OtherUser, USER};
use crate::support::program::Place;

/// Waits until the program has protected its memory, or fails after a time limit.
fn wait_until(is_so: impl Fn() -> bool, what: &str) {
    assert!(
        (0..200).any(|_| is_so() || {
            sleep(Duration::from_millis(100));
            false
        }),
        "{what}"
    );
}

fn core_limit(child: &Child) -> String {
    let limits = std::fs::read_to_string(format!("/proc/{}/limits", child.id())).expect("it runs");
    let line = limits.lines().find(|line| line.starts_with("Max core file size")).expect("a line").to_owned();
    line.split_whitespace().skip(4).take(2).collect::<Vec<_>>().join(" ")
}

#[test]
fn a_program_that_crashes_leaves_no_core_file() {
    let place = Place::new();
    let program = env!("CARGO_BIN_EXE_doorward");
    // The limit is as generous as the machine allows.
    let script =
        format!("ulimit -c unlimited 2>/dev/null || ulimit -S -c $(ulimit -H -c); exec {program} --listen 127.0.0.1:0");
    for signal in ["-ABRT", "-ILL", "-FPE", "-TRAP"] {
        let mut child = Command::new("sh")
            .args(["-c", &script])
            .current_dir(place.folder.path())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("sh runs");
        wait_until(|| core_limit(&child) == "0 0", "there is room for core dumps");
        let killed = Command::new("kill").args([signal, &child.id().to_string()]).status().expect("kill runs");
        assert!(killed.success());
        let status = child.wait().expect("it ends");
        assert!(status.signal().is_some() && !status.core_dumped(), "{signal}: {status}");
        assert!(place.entries().iter().all(|name| !name.starts_with("core")), "{:?}", place.entries());
    }
}

#[test]
fn the_memory_of_the_program_is_out_of_reach_for_other_programs_of_the_same_user() {
    let Some(other) = OtherUser::new() else { return };
    other.own_folder("data", 0o700);
    let mut child = other
        .command(&["--listen", "127.0.0.1:0"])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("it runs");
    // The kernel gives root the files that show such a process (proc(5)).
    let environment = format!("/proc/{}/environ", child.id());
    let owner = || std::fs::metadata(&environment).map_or(USER, |metadata| metadata.uid());
    wait_until(|| core_limit(&child) == "0 0" && owner() == 0, "it can be dumped");
    child.kill().expect("killed");
    child.wait().expect("gone");
}
