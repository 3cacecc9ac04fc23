//! SQLite storage that fails on purpose.
//!
//! Two VFSes, both thin layers over the default unix one, chosen by name when a connection is opened
//! (`Connection::open_with_flags_and_vfs`, or the store's own option):
//!
//! - [`record::RecordingVfs`] logs what reaches the disk, and makes from the log every kind of disk that a power cut
//!   could leave behind;
//! - [`fault::FaultVfs`] runs out of space or fails a write or a sync when told to, and counts what is written.
//!
//! [`shim`] holds everything that touches SQLite's C interface; the layers themselves are safe code.

pub mod fault;
pub mod record;
pub(crate) mod shim;
