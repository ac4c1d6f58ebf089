//! Mails as files, for an installation without a mail server.

use std::fs::{self, DirBuilder, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

/// Writes a mail to a file that only the owner of the folder can read. The same mail has the same name, so one that is
/// written again takes the place of the first.
///
/// # Errors
/// Fails if the folder or the file cannot be made.
pub fn write(folder: &Path, name: &str, mail: &[u8]) -> io::Result<PathBuf> {
    DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    let path = folder.join(format!("{name}.eml"));
    let unfinished = folder.join(format!("{name}.eml.new"));
    let mut file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&unfinished)?;
    file.write_all(mail)?;
    file.sync_all()?;
    fs::rename(&unfinished, &path)?;
    Ok(path)
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn a_mail_is_one_file_that_nobody_else_can_read() {
        let place = tempfile::tempdir().expect("a folder");
        let folder = place.path().join("mail");
        let first = write(&folder, "m", b"first").expect("written");
        assert_eq!(write(&folder, "m", b"second").expect("written"), first);
        assert_eq!(fs::read(&first).expect("read"), b"second");
        let mode = |path: &Path| fs::metadata(path).expect("there").permissions().mode() & 0o777;
        assert_eq!((mode(&folder), mode(&first)), (0o700, 0o600));
        assert_eq!(fs::read_dir(&folder).expect("a folder").count(), 1);
        assert!(write(&first, "m", b"a file is no folder").is_err());
    }
}
