//! What the process may do: how many files it may have open, and that it dumps no memory.

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// Turns core dumps off: a crash would leave passwords, tokens and the server secret in a file. They stay off as long as
/// this process runs. Neither call can fail: both only give something up.
pub fn dump_no_core() {
    setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) }).unwrap_or_default();
    // The limit does not apply when the kernel pipes dumps to a program (core(5)). This call turns off both, and keeps
    // other programs of the same user from reading the memory.
    #[cfg(target_os = "linux")]
    rustix::process::set_dumpable_behavior(rustix::process::DumpableBehavior::NotDumpable).unwrap_or_default();
}

/// Raises the limit of open files and connections as far as the system permits. The usual limit of 1,024 is for programs
/// that use `select`. Nothing here does, and a thousand connections are not many.
pub fn open_many_files() {
    let Rlimit { current, maximum } = getrlimit(Resource::Nofile);
    if current == maximum {
        return;
    }
    match setrlimit(Resource::Nofile, Rlimit { current: maximum, maximum }) {
        Ok(()) => log::debug!(from = current, to = maximum; "limit of open files raised"),
        // The limit stays as it was. An operator whose server runs out of files finds the reason in the log.
        Err(error) => log::warn!(limit = current, error:% = error; "the limit of open files could not be raised"),
    }
}
