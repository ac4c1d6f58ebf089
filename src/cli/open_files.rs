//! How many files and connections the process may have open.

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// Raises the limit as far as the system permits. The usual one of 1,024 is for programs that use `select`, which nothing
/// here does, and a thousand connections are not many.
pub fn raise_limit() {
    let Rlimit { current, maximum } = getrlimit(Resource::Nofile);
    if current == maximum {
        return;
    }
    match setrlimit(Resource::Nofile, Rlimit { current: maximum, maximum }) {
        Ok(()) => log::debug!(from = current, to = maximum; "limit of open files raised"),
        // It is as it was; whoever runs out of files reads that in the log.
        Err(error) => log::warn!(limit = current, error:% = error; "the limit of open files could not be raised"),
    }
}
