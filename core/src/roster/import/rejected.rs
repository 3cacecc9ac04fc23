//! The file of rejected rows: written under a working name, renamed when the import is through.

use std::fs::{File, OpenOptions};
use std::io::BufWriter;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use shivir_roster::{Columns, Rejected, RejectedWriter};

use crate::error::CoreError;

/// The file in the making. Dropped before [`RejectedFile::keep`], it leaves nothing behind.
pub(in crate::roster) struct RejectedFile {
    path: PathBuf,
    part: PathBuf,
    writer: Option<RejectedWriter<BufWriter<File>>>,
    /// What is on the storage now.
    there: There,
}

enum There {
    Nothing,
    Part,
    Whole,
}

impl RejectedFile {
    /// A file that will be at `path`.
    pub fn at(path: &Path) -> Self {
        let mut part = path.as_os_str().to_owned();
        part.push(".part");
        Self { path: path.to_owned(), part: part.into(), writer: None, there: There::Nothing }
    }

    /// Begins it with the headings of the list.
    pub fn begin(&mut self, columns: &Columns) -> Result<(), CoreError> {
        let file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&self.part)?;
        self.there = There::Part;
        self.writer = Some(RejectedWriter::new(BufWriter::new(file), columns)?);
        Ok(())
    }

    /// Adds a row.
    pub fn write(&mut self, row: &Rejected) -> Result<(), CoreError> {
        match &mut self.writer {
            Some(writer) => Ok(writer.write(row)?),
            None => Err(CoreError::Internal("rejected rows")),
        }
    }

    /// Ends it: all of it is on the storage, still under its working name.
    pub fn finish(&mut self) -> Result<(), CoreError> {
        if let Some(writer) = self.writer.take() {
            let file = writer.finish()?.into_inner().map_err(|e| e.into_error())?;
            file.sync_all()?;
        }
        Ok(())
    }

    /// Gives it its name.
    pub fn publish(&mut self) -> Result<(), CoreError> {
        std::fs::rename(&self.part, &self.path)?;
        self.there = There::Whole;
        Ok(())
    }

    /// The import is through.
    pub fn keep(mut self) {
        self.there = There::Nothing;
    }
}

impl Drop for RejectedFile {
    fn drop(&mut self) {
        // The list was not imported: rows of it are not left lying about. A file that stays harms nothing else.
        let _ = match self.there {
            There::Nothing => Ok(()),
            There::Part => std::fs::remove_file(&self.part),
            There::Whole => std::fs::remove_file(&self.path),
        };
    }
}
