//! Files that are read whole: settings and secrets. What is larger is another file than somebody meant, and memory is not
//! spent on it.

use std::fs::File;
use std::io::{self, ErrorKind, Read};
use std::path::Path;

/// How many bytes a secret may have.
pub const SECRET: u64 = 64 << 10;
/// How many bytes a file of settings may have.
pub const SETTINGS: u64 = 1 << 20;

/// Reads a text file of at most so many bytes.
///
/// # Errors
/// When it cannot be read, has more, or is not UTF-8.
pub fn read(path: &Path, limit: u64) -> io::Result<String> {
    read_from(File::open(path)?, limit)
}

/// Reads what is left of an open file or a pipe, which is at most so many bytes.
///
/// # Errors
/// When it cannot be read, has more, or is not UTF-8.
pub fn read_from(source: impl Read, limit: u64) -> io::Result<String> {
    let mut bytes = Vec::new();
    // Files like /dev/zero do not tell how long they are: what counts is what comes.
    let read = source.take(limit + 1).read_to_end(&mut bytes)? as u64;
    if read > limit {
        return Err(io::Error::new(ErrorKind::FileTooLarge, format!("it has more than {} KiB", limit >> 10)));
    }
    String::from_utf8(bytes).map_err(|_| io::Error::new(ErrorKind::InvalidData, "it is not UTF-8"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_larger_than_the_limit_is_not_read() {
        assert_eq!(read_from(&b"four"[..], 4).expect("small"), "four");
        // Cut at the limit, the last letter would be half a letter; that is not what is wrong with it.
        for large in ["five!", "fou\u{e9}!"] {
            assert_eq!(read_from(large.as_bytes(), 4).expect_err("large").kind(), ErrorKind::FileTooLarge, "{large}");
        }
        let error = read(Path::new("/dev/zero"), SECRET).expect_err("without end");
        assert_eq!(error.to_string(), "it has more than 64 KiB");
        assert_eq!(read_from(&b"\xff"[..], 4).expect_err("no text").to_string(), "it is not UTF-8");
    }
}
