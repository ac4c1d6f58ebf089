//! No core dumps: a crash would leave passwords, tokens and the server secret in a file.

/// They stay off as long as this process runs. Neither call can fail: both only give something up.
pub fn turn_off() {
    use rustix::process::{Resource, Rlimit, setrlimit};
    setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) }).unwrap_or_default();
    // The limit does not apply when the kernel pipes dumps to a program (core(5)). This call turns off both, and keeps
    // other programs of the same user from reading the memory.
    #[cfg(target_os = "linux")]
    rustix::process::set_dumpable_behavior(rustix::process::DumpableBehavior::NotDumpable).unwrap_or_default();
}
