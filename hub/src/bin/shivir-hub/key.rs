//! The key file of an SQLite database: 32 bytes of key and 16 of salt as 96 hexadecimal digits, its owner's alone.

use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use rustix::fs::{CWD, RenameFlags, renameat_with};
use shivir_hub::env::{Env, SystemEnv};
use zeroize::Zeroizing;

use crate::fail::{self, Fail};

/// The bytes of a key.
pub(crate) type Key = Zeroizing<[u8; 48]>;

/// Reads the key. Where there is none, and `draw` allows it, one is drawn and written.
pub(crate) fn from_file(path: &Path, draw: bool) -> Result<Key, Fail> {
    if let Some(key) = read(path)? {
        return Ok(key);
    }
    if !draw {
        let name = path.display();
        return Err(Fail::refused(
            "key_missing",
            format!("इस डेटाबेस की कुंजी «{name}» नहीं मिली। डेटाबेस जैसा था वैसा ही है। --key-file से कुंजी बताएँ।"),
            format!(
                "The key of this database, \"{name}\", is not there. The database is as it was. Name the key with --key-file."
            ),
        ));
    }
    let mut key = Key::new([0; 48]);
    SystemEnv.random(&mut key[..])?;
    if write_new(path, &key).map_err(|e| fail::file(path, &e))? {
        return Ok(key);
    }
    // Another program was a moment earlier.
    read(path)?.ok_or_else(|| fail::file(path, &ErrorKind::InvalidData.into()))
}

fn read(path: &Path) -> Result<Option<Key>, Fail> {
    let mut text = Zeroizing::new(String::new());
    match File::open(path).and_then(|file| file.take(1_024).read_to_string(&mut text)) {
        Ok(_) => {}
        Err(e) if e.kind() == ErrorKind::NotFound => return Ok(None),
        Err(e) => return Err(fail::file(path, &e)),
    }
    let mut key = Key::new([0; 48]);
    let digits = text.trim().as_bytes();
    let value = |digit: &u8| char::from(*digit).to_digit(16).and_then(|d| u8::try_from(d).ok());
    let read = digits.len() == 96
        && key.iter_mut().zip(digits.chunks_exact(2)).all(|(byte, pair)| {
            match (pair.first().and_then(value), pair.last().and_then(value)) {
                (Some(high), Some(low)) => {
                    *byte = high << 4 | low;
                    true
                }
                _ => false,
            }
        });
    if read { Ok(Some(key)) } else { Err(fail::file(path, &ErrorKind::InvalidData.into())) }
}

/// Writes it whole or not at all, and never over another. False where another is there.
fn write_new(path: &Path, key: &Key) -> std::io::Result<bool> {
    let mut hex = Zeroizing::new(String::with_capacity(97));
    for half in key.iter().flat_map(|b| [b >> 4, b & 15]) {
        hex.extend(char::from_digit(u32::from(half), 16));
    }
    hex.push('\n');
    let part = beside(path, &format!(".{}", std::process::id()));
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&part)?;
    let written = file.write_all(hex.as_bytes()).and_then(|()| file.sync_all()).and_then(|()| {
        put(&part, path)?;
        sync_folder(path)
    });
    match written {
        Ok(()) => Ok(true),
        Err(e) => {
            std::fs::remove_file(&part)?;
            if e.kind() == ErrorKind::AlreadyExists { Ok(false) } else { Err(e) }
        }
    }
}

/// Moves a file to where none is.
pub(crate) fn put(from: &Path, to: &Path) -> std::io::Result<()> {
    Ok(renameat_with(CWD, from, CWD, to, RenameFlags::NOREPLACE)?)
}

/// A name beside a file's, with an end of its own.
pub(crate) fn beside(path: &Path, end: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(end);
    name.into()
}

/// What was renamed in the folder of this file stays so.
pub(crate) fn sync_folder(path: &Path) -> std::io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    File::open(folder)?.sync_all()
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn a_key_is_drawn_once_for_its_owner_alone_and_never_written_over() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("hub.db.key");
        assert!(from_file(&path, false).is_err());
        let key = from_file(&path, true).unwrap();
        assert_eq!(from_file(&path, true).unwrap(), key);
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        assert!(!write_new(&path, &Key::new([1; 48])).unwrap());
        assert_eq!(from_file(&path, false).unwrap(), key);
        assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 1);
        std::fs::write(&path, "no key").unwrap();
        assert!(from_file(&path, true).is_err());
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "no key");
    }
}
