//! Runs the program as a user who is not root, which only root can.

use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::process::Command;

use crate::support::program::Place;

/// An id that no user has on any usual machine.
pub const USER: u32 = 64_243;
pub const GROUP: u32 = 64_242;

/// The program, in a place where another user can run it but not write.
pub struct OtherUser {
    place: Place,
    program: PathBuf,
}

impl OtherUser {
    /// Returns `None` and prints a message if these tests do not run as root.
    pub fn new() -> Option<OtherUser> {
        let id = Command::new("id").arg("-u").output().expect("id runs");
        let has_tool = Command::new("setpriv").arg("--version").output().is_ok_and(|output| output.status.success());
        if id.stdout.trim_ascii() != b"0" || !has_tool {
            println!("SKIPPED: only root, with setpriv, can run the program as another user");
            return None;
        }
        let place = Place::new();
        let program = place.path("doorward");
        // Another process copies it: a file that this process has open for writing may be inherited by a child of
        // another test, and then cannot be run in the meantime.
        let copied = Command::new("cp").arg(env!("CARGO_BIN_EXE_doorward")).arg(&program).status().expect("cp runs");
        assert!(copied.success());
        for (path, mode) in [(place.folder.path().to_owned(), 0o755), (program.clone(), 0o755)] {
            std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).expect("chmod");
        }
        Some(OtherUser { place, program })
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.place.path(name)
    }

    /// Makes a folder that belongs to that user.
    pub fn own_folder(&self, name: &str, mode: u32) -> PathBuf {
        let path = self.path(name);
        std::fs::create_dir(&path).expect("made");
        std::os::unix::fs::chown(&path, Some(USER), Some(USER)).expect("chown");
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).expect("chmod");
        path
    }

    /// Returns a command of that user, who is in [`GROUP`] besides a group of their own.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new("setpriv");
        let (user, group) = (format!("--reuid={USER}"), format!("--regid={USER}"));
        command.args([user, group, format!("--groups={GROUP}")]).arg("--inh-caps=-all").arg(&self.program);
        command.args(arguments).current_dir(self.place.folder.path()).env_clear().env("PATH", "/usr/bin:/bin");
        command
    }
}
