//! A layer between SQLite and its default unix VFS, written once for every layer that wants to watch or to fail.
//!
//! Memory-mapped reads are switched off (the methods are version 2), so every byte goes through `xRead` and `xWrite`.
//! Shared memory for the WAL index is passed on as it is: it is rebuilt after a crash and never synced.
#![allow(unsafe_code)] // SQLite's VFS interface is C; each block says why it holds.

mod methods;

use libsqlite3_sys as ffi;
use std::ffi::{CStr, CString, OsStr, c_char, c_int};
use std::os::unix::ffi::OsStrExt;
use std::path::Path;
use std::sync::{Arc, Once};
use std::{io, mem, ptr};

/// A file that SQLite just opened by name.
pub(crate) struct Opened<'a> {
    /// Full path as SQLite resolved it.
    pub path: &'a Path,
    /// The file did not exist before this open.
    pub created: bool,
    /// A journal or write-ahead log opened for writing: the unix VFS syncs its directory at the first sync.
    pub syncs_dir: bool,
}

/// What stands between SQLite and the file system.
pub(crate) trait Layer: Send + Sync {
    /// Told of each file opened by name; gives the watcher of that file, or nothing to leave the file alone.
    fn open(&self, opened: &Opened<'_>) -> Option<Box<dyn LayerFile>>;

    /// Asked to delete `path`; `real` does it and returns SQLite's code.
    fn delete(&self, path: &Path, sync_dir: bool, real: &mut dyn FnMut() -> c_int) -> c_int;
}

/// The watcher of one open file; dropped when SQLite closes it. Every method returns an SQLite result code.
pub(crate) trait LayerFile: Send {
    /// Asked to write `data` at `offset` bytes; `real` writes what it is given at that offset.
    fn write(&mut self, data: &[u8], offset: u64, real: &mut dyn FnMut(&[u8]) -> c_int) -> c_int;

    /// Asked to cut or extend the file to `size` bytes.
    fn truncate(&mut self, size: u64, real: &mut dyn FnMut() -> c_int) -> c_int;

    /// Asked to sync the file.
    fn sync(&mut self, real: &mut dyn FnMut() -> c_int) -> c_int;
}

/// A registered VFS; unregistered when dropped. Connections opened before that go on working.
pub(crate) struct Registered {
    vfs: *mut Vfs,
}

// SAFETY: the pointer is only handed to sqlite3_vfs_unregister, which takes SQLite's own lock; the pointee is never
// freed and is not changed after registration but by SQLite under that lock.
unsafe impl Send for Registered {}
// SAFETY: as above; no method takes &self to the pointee.
unsafe impl Sync for Registered {}

/// What the VFS structure's `pAppData` points to. Leaked: connections may outlive the registration.
struct Vfs {
    vfs: ffi::sqlite3_vfs,
    methods: ffi::sqlite3_io_methods,
    real: *mut ffi::sqlite3_vfs,
    layer: Arc<dyn Layer>,
    _name: CString,
}

/// The head of the memory that SQLite gives us for a file; the real unix file structure follows it. SQLite aligns that
/// memory to eight bytes, and the head is two pointers, so the real file is aligned as well.
#[repr(C)]
struct ShimFile {
    base: ffi::sqlite3_file,
    /// Null for a file the layer leaves alone.
    watcher: *mut Box<dyn LayerFile>,
}

/// Registers `layer` over the default VFS under `name`.
///
/// # Errors
/// When the name holds a NUL or is taken, or SQLite has no default VFS or refuses.
pub(crate) fn register(name: &str, layer: Arc<dyn Layer>) -> io::Result<Registered> {
    let c_name = CString::new(name)?;
    initialise();
    // SAFETY: the name is a NUL-terminated string that outlives the calls.
    let (real, taken) =
        unsafe { (ffi::sqlite3_vfs_find(ptr::null()), ffi::sqlite3_vfs_find(c_name.as_ptr())) };
    if !taken.is_null() {
        return Err(io::Error::new(
            io::ErrorKind::AlreadyExists,
            format!("a VFS named {name} is registered already"),
        ));
    }
    if real.is_null() {
        return Err(io::Error::other("SQLite has no default VFS"));
    }
    // SAFETY: sqlite3_vfs_find returned a registered VFS, which stays valid and unchanged while registered.
    let (real_size, max_path) = unsafe { ((*real).szOsFile, (*real).mxPathname) };
    let vfs = Box::into_raw(Box::new(Vfs {
        vfs: methods::vfs(real_size + mem::size_of::<ShimFile>() as c_int, max_path),
        methods: methods::io_methods(),
        real,
        layer,
        _name: c_name,
    }));
    // SAFETY: `vfs` was just leaked, so it is valid for ever and nobody else has it yet.
    let code = unsafe {
        (*vfs).vfs.zName = (*vfs)._name.as_ptr();
        (*vfs).vfs.pAppData = vfs.cast();
        ffi::sqlite3_vfs_register(&raw mut (*vfs).vfs, 0)
    };
    if code != ffi::SQLITE_OK {
        return Err(io::Error::other(format!("SQLite refused the VFS {name}: {code}")));
    }
    Ok(Registered { vfs })
}

/// Initialises SQLite once, with every other thread waiting. SQLite calls itself initialised before SQLCipher is: a
/// second thread that opens its first connection meanwhile finds no cipher, and its key is refused.
fn initialise() {
    static DONE: Once = Once::new();
    DONE.call_once(|| {
        // SAFETY: callable from any thread at any time. Should it fail, there is no default VFS, which `register` reports.
        unsafe { ffi::sqlite3_initialize() };
    });
}

impl Drop for Registered {
    fn drop(&mut self) {
        // SAFETY: registered by `register`, and never freed.
        unsafe { ffi::sqlite3_vfs_unregister(&raw mut (*self.vfs).vfs) };
    }
}

/// The layer's structure behind a VFS that SQLite calls us with.
///
/// # Safety
/// `vfs` must be one that `register` made.
unsafe fn state<'a>(vfs: *mut ffi::sqlite3_vfs) -> &'a Vfs {
    // SAFETY: `register` set pAppData to the leaked structure.
    unsafe { &*(*vfs).pAppData.cast::<Vfs>() }
}

/// The unix file behind a file of ours.
///
/// # Safety
/// `file` must be memory that SQLite allocated by our szOsFile.
unsafe fn real_file(file: *mut ffi::sqlite3_file) -> *mut ffi::sqlite3_file {
    // SAFETY: szOsFile makes room for the head and the real file after it.
    unsafe { file.cast::<ShimFile>().add(1).cast() }
}

/// The path that SQLite names by `name`.
///
/// # Safety
/// `name` must be null or a NUL-terminated string that outlives the result.
unsafe fn path_of<'a>(name: *const c_char) -> Option<&'a Path> {
    if name.is_null() {
        return None;
    }
    // SAFETY: the caller's promise.
    let name = unsafe { CStr::from_ptr(name) };
    Some(Path::new(OsStr::from_bytes(name.to_bytes())))
}
