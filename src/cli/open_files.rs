//! How many files and connections the process may have open.

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// Raises the limit as far as the system permits. The usual limit of 1,024 is for programs that use `select`. Nothing
/// here does, and a thousand connections are not many.
pub fn raise_limit() {
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
