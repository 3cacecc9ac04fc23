//! The C functions that SQLite calls: those the layer wants to know of, and the rest passed on as they are.
//!
//! Safety of all of them: SQLite calls them with a VFS that [`super::register`] registered, and with files that our
//! `open` filled, of the size we asked for; pointers are valid for the call, as SQLite's interface promises. A panic
//! in a layer ends the process, since these are `extern "C"`.

use super::{LayerFile, Opened, ShimFile, path_of, real_file, state};
use libsqlite3_sys as ffi;
use std::ffi::{c_char, c_int, c_void};
use std::{ptr, slice};

type File = *mut ffi::sqlite3_file;
type VfsPtr = *mut ffi::sqlite3_vfs;

/// Calls a method of the unix file behind ours, or gives `$missing` when that file has no such method.
macro_rules! pass_file {
    ($file:expr, $method:ident, $missing:expr $(, $arg:expr)*) => {{
        // SAFETY: see the module; `open` left the real file's methods set.
        unsafe {
            let real = real_file($file);
            match (*(*real).pMethods).$method {
                Some(method) => method(real $(, $arg)*),
                None => $missing,
            }
        }
    }};
}

/// Calls a method of the unix VFS with that VFS, or gives `$missing` when it has none.
macro_rules! pass_vfs {
    ($vfs:expr, $method:ident, $missing:expr $(, $arg:expr)*) => {{
        // SAFETY: see the module; the default VFS stays registered.
        unsafe {
            let real = state($vfs).real;
            match (*real).$method {
                Some(method) => method(real $(, $arg)*),
                None => $missing,
            }
        }
    }};
}

pub(super) fn vfs(file_size: c_int, max_path: c_int) -> ffi::sqlite3_vfs {
    ffi::sqlite3_vfs {
        iVersion: 2,
        szOsFile: file_size,
        mxPathname: max_path,
        pNext: ptr::null_mut(),
        zName: ptr::null(),
        pAppData: ptr::null_mut(),
        xOpen: Some(open),
        xDelete: Some(delete),
        xAccess: Some(access),
        xFullPathname: Some(full_pathname),
        xDlOpen: None,
        xDlError: None,
        xDlSym: None,
        xDlClose: None,
        xRandomness: Some(randomness),
        xSleep: Some(sleep),
        xCurrentTime: Some(current_time),
        xGetLastError: Some(last_error),
        xCurrentTimeInt64: Some(current_time_ms),
        xSetSystemCall: None,
        xGetSystemCall: None,
        xNextSystemCall: None,
    }
}

pub(super) fn io_methods() -> ffi::sqlite3_io_methods {
    ffi::sqlite3_io_methods {
        iVersion: 2,
        xClose: Some(close),
        xRead: Some(read),
        xWrite: Some(write),
        xTruncate: Some(truncate),
        xSync: Some(sync),
        xFileSize: Some(file_size),
        xLock: Some(lock),
        xUnlock: Some(unlock),
        xCheckReservedLock: Some(check_reserved_lock),
        xFileControl: Some(file_control),
        xSectorSize: Some(sector_size),
        xDeviceCharacteristics: Some(device_characteristics),
        xShmMap: Some(shm_map),
        xShmLock: Some(shm_lock),
        xShmBarrier: Some(shm_barrier),
        xShmUnmap: Some(shm_unmap),
        xFetch: None,
        xUnfetch: None,
    }
}

unsafe extern "C" fn open(
    vfs: VfsPtr,
    name: ffi::sqlite3_filename,
    file: File,
    flags: c_int,
    out_flags: *mut c_int,
) -> c_int {
    // SAFETY: see the module.
    let (shim, path, vfs_state) = unsafe { (&mut *file.cast::<ShimFile>(), path_of(name), state(vfs)) };
    // Without methods SQLite does not call xClose on a file that failed to open.
    shim.base.pMethods = ptr::null();
    shim.watcher = ptr::null_mut();
    let existed = path.is_some_and(|path| path.exists());
    // SAFETY: `name` goes on untouched, since unix reads URI parameters stored behind it.
    let code = pass_vfs!(vfs, xOpen, ffi::SQLITE_CANTOPEN, name, real_file(file), flags, out_flags);
    if code != ffi::SQLITE_OK {
        return code;
    }
    shim.base.pMethods = &raw const vfs_state.methods;
    if let Some(path) = path {
        let journal = ffi::SQLITE_OPEN_MAIN_JOURNAL | ffi::SQLITE_OPEN_SUPER_JOURNAL | ffi::SQLITE_OPEN_WAL;
        let opened = Opened {
            path,
            created: !existed,
            syncs_dir: flags & ffi::SQLITE_OPEN_CREATE != 0 && flags & journal != 0,
        };
        if let Some(watcher) = vfs_state.layer.open(&opened) {
            shim.watcher = Box::into_raw(Box::new(watcher));
        }
    }
    ffi::SQLITE_OK
}

/// The watcher of a file, if the layer has one.
///
/// # Safety
/// `file` must be a file of ours that is open; SQLite does not use one file from two threads at once.
unsafe fn watcher<'a>(file: File) -> Option<&'a mut Box<dyn LayerFile>> {
    // SAFETY: `open` set the pointer to null or to a box that lives until `close`.
    unsafe { (*file.cast::<ShimFile>()).watcher.as_mut() }
}

unsafe extern "C" fn close(file: File) -> c_int {
    let code = pass_file!(file, xClose, ffi::SQLITE_OK);
    // SAFETY: the box came from `open`, and SQLite closes a file once.
    unsafe {
        let shim = file.cast::<ShimFile>();
        if !(*shim).watcher.is_null() {
            drop(Box::from_raw((*shim).watcher));
            (*shim).watcher = ptr::null_mut();
        }
    }
    code
}

unsafe extern "C" fn write(file: File, data: *const c_void, len: c_int, offset: i64) -> c_int {
    let mut real = |part: &[u8]| {
        pass_file!(file, xWrite, ffi::SQLITE_IOERR_WRITE, part.as_ptr().cast(), part.len() as c_int, offset)
    };
    // SAFETY: SQLite gives `len` readable bytes at `data`.
    let data = unsafe { slice::from_raw_parts(data.cast::<u8>(), len.max(0) as usize) };
    // SAFETY: see `watcher`.
    match unsafe { watcher(file) } {
        Some(watcher) => watcher.write(data, offset.max(0) as u64, &mut real),
        None => real(data),
    }
}

unsafe extern "C" fn truncate(file: File, size: i64) -> c_int {
    let mut real = || pass_file!(file, xTruncate, ffi::SQLITE_IOERR_TRUNCATE, size);
    // SAFETY: see `watcher`.
    match unsafe { watcher(file) } {
        Some(watcher) => watcher.truncate(size.max(0) as u64, &mut real),
        None => real(),
    }
}

unsafe extern "C" fn sync(file: File, flags: c_int) -> c_int {
    let mut real = || pass_file!(file, xSync, ffi::SQLITE_IOERR_FSYNC, flags);
    // SAFETY: see `watcher`.
    match unsafe { watcher(file) } {
        Some(watcher) => watcher.sync(&mut real),
        None => real(),
    }
}

unsafe extern "C" fn delete(vfs: VfsPtr, name: *const c_char, sync_dir: c_int) -> c_int {
    let mut real = || pass_vfs!(vfs, xDelete, ffi::SQLITE_IOERR_DELETE, name, sync_dir);
    // SAFETY: see the module.
    match unsafe { (path_of(name), state(vfs)) } {
        (Some(path), vfs_state) => vfs_state.layer.delete(path, sync_dir != 0, &mut real),
        (None, _) => real(),
    }
}

unsafe extern "C" fn read(file: File, out: *mut c_void, len: c_int, offset: i64) -> c_int {
    pass_file!(file, xRead, ffi::SQLITE_IOERR_READ, out, len, offset)
}

unsafe extern "C" fn file_size(file: File, out: *mut i64) -> c_int {
    pass_file!(file, xFileSize, ffi::SQLITE_IOERR_FSTAT, out)
}

unsafe extern "C" fn lock(file: File, level: c_int) -> c_int {
    pass_file!(file, xLock, ffi::SQLITE_OK, level)
}

unsafe extern "C" fn unlock(file: File, level: c_int) -> c_int {
    pass_file!(file, xUnlock, ffi::SQLITE_OK, level)
}

unsafe extern "C" fn check_reserved_lock(file: File, out: *mut c_int) -> c_int {
    pass_file!(file, xCheckReservedLock, ffi::SQLITE_OK, out)
}

unsafe extern "C" fn file_control(file: File, op: c_int, arg: *mut c_void) -> c_int {
    pass_file!(file, xFileControl, ffi::SQLITE_NOTFOUND, op, arg)
}

unsafe extern "C" fn sector_size(file: File) -> c_int {
    pass_file!(file, xSectorSize, 0)
}

unsafe extern "C" fn device_characteristics(file: File) -> c_int {
    pass_file!(file, xDeviceCharacteristics, 0)
}

unsafe extern "C" fn shm_map(
    file: File,
    region: c_int,
    size: c_int,
    extend: c_int,
    out: *mut *mut c_void,
) -> c_int {
    pass_file!(file, xShmMap, ffi::SQLITE_IOERR_SHMMAP, region, size, extend, out)
}

unsafe extern "C" fn shm_lock(file: File, offset: c_int, n: c_int, flags: c_int) -> c_int {
    pass_file!(file, xShmLock, ffi::SQLITE_IOERR_SHMLOCK, offset, n, flags)
}

unsafe extern "C" fn shm_barrier(file: File) {
    pass_file!(file, xShmBarrier, ());
}

unsafe extern "C" fn shm_unmap(file: File, delete: c_int) -> c_int {
    pass_file!(file, xShmUnmap, ffi::SQLITE_OK, delete)
}

unsafe extern "C" fn access(vfs: VfsPtr, name: *const c_char, flags: c_int, out: *mut c_int) -> c_int {
    pass_vfs!(vfs, xAccess, ffi::SQLITE_IOERR_ACCESS, name, flags, out)
}

unsafe extern "C" fn full_pathname(vfs: VfsPtr, name: *const c_char, len: c_int, out: *mut c_char) -> c_int {
    pass_vfs!(vfs, xFullPathname, ffi::SQLITE_CANTOPEN, name, len, out)
}

unsafe extern "C" fn randomness(vfs: VfsPtr, len: c_int, out: *mut c_char) -> c_int {
    pass_vfs!(vfs, xRandomness, 0, len, out)
}

unsafe extern "C" fn sleep(vfs: VfsPtr, microseconds: c_int) -> c_int {
    pass_vfs!(vfs, xSleep, 0, microseconds)
}

unsafe extern "C" fn current_time(vfs: VfsPtr, out: *mut f64) -> c_int {
    pass_vfs!(vfs, xCurrentTime, ffi::SQLITE_ERROR, out)
}

unsafe extern "C" fn current_time_ms(vfs: VfsPtr, out: *mut i64) -> c_int {
    pass_vfs!(vfs, xCurrentTimeInt64, ffi::SQLITE_ERROR, out)
}

unsafe extern "C" fn last_error(vfs: VfsPtr, len: c_int, out: *mut c_char) -> c_int {
    pass_vfs!(vfs, xGetLastError, 0, len, out)
}
