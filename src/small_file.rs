//! Reads whole files, for settings and secrets. A larger file is not the one that somebody meant, so we spend no memory
//! on it.

use std::fs::File;
use std::io::{self, ErrorKind, Read};
use std::path::Path;

/// The largest allowed size of a secret, in bytes.
pub const SECRET: u64 = 64 << 10;
/// The largest allowed size of a settings file, in bytes.
pub const SETTINGS: u64 = 1 << 20;
/// The largest allowed size of a picture, in bytes.
pub const PICTURE: u64 = 256 << 10;

/// Reads a text file of at most `limit` bytes.
///
/// # Errors
/// Fails if the file cannot be read, is larger, or is not UTF-8.
pub fn read(path: &Path, limit: u64) -> io::Result<String> {
    read_from(File::open(path)?, limit)
}

/// Reads the rest of an open file or a pipe, which may be at most `limit` bytes.
///
/// # Errors
/// Fails if it cannot be read, is larger, or is not UTF-8.
pub fn read_from(source: impl Read, limit: u64) -> io::Result<String> {
    let bytes = read_bytes_from(source, limit)?;
    String::from_utf8(bytes).map_err(|_| io::Error::new(ErrorKind::InvalidData, "it is not UTF-8"))
}

/// Reads a file of at most `limit` bytes.
///
/// # Errors
/// Fails if it cannot be read or is larger.
pub fn read_bytes(path: &Path, limit: u64) -> io::Result<Vec<u8>> {
    read_bytes_from(File::open(path)?, limit)
}

fn read_bytes_from(source: impl Read, limit: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    // Files like /dev/zero report no length, so we count the bytes that arrive.
    let read = source.take(limit + 1).read_to_end(&mut bytes)? as u64;
    if read > limit {
        return Err(io::Error::new(ErrorKind::FileTooLarge, format!("it has more than {} KiB", limit >> 10)));
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_larger_than_the_limit_is_not_read() {
        assert_eq!(read_from(&b"four"[..], 4).expect("small"), "four");
        // Cut at the limit, the last letter would be half a letter, but the reported problem must be the size.
        for large in ["five!", "fou\u{e9}!"] {
            assert_eq!(read_from(large.as_bytes(), 4).expect_err("large").kind(), ErrorKind::FileTooLarge, "{large}");
        }
        let error = read(Path::new("/dev/zero"), SECRET).expect_err("without end");
        assert_eq!(error.to_string(), "it has more than 64 KiB");
        assert_eq!(read_from(&b"\xff"[..], 4).expect_err("no text").to_string(), "it is not UTF-8");
    }
}
