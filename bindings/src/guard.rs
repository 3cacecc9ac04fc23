//! No panic leaves the core: it would end the app, and its message may quote what was being worked on.

use std::io::Write;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Once;
use std::sync::atomic::{AtomicUsize, Ordering};

use shivir_core::CoreError;

use crate::error::PhoneError;

/// Calls that are under way.
static UNDER_WAY: AtomicUsize = AtomicUsize::new(0);

struct Call;

impl Call {
    fn begin() -> Self {
        UNDER_WAY.fetch_add(1, Ordering::SeqCst);
        Self
    }
}

impl Drop for Call {
    fn drop(&mut self) {
        UNDER_WAY.fetch_sub(1, Ordering::SeqCst);
    }
}

/// Does the work of a call; a panic in it becomes [`PhoneError::Internal`]. The core's locks do not poison and its
/// transactions roll back, so the store can be used on.
pub(crate) fn guard<T>(work: impl FnOnce() -> Result<T, PhoneError>) -> Result<T, PhoneError> {
    print_places_only();
    let _call = Call::begin();
    panic::catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| Err(CoreError::Internal("panic").into()))
}

/// Of a panic while a call is under way, on whatever thread, only the place is printed: its message may be personal.
fn print_places_only() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if UNDER_WAY.load(Ordering::SeqCst) == 0 {
                before(info);
            } else if let Some(at) = info.location() {
                // Where there is nowhere to print, there is nothing to be done.
                let line = format!("fault at {}:{}\n", at.file(), at.line());
                let _: std::io::Result<()> = std::io::stderr().write_all(line.as_bytes());
            }
        }));
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_becomes_an_error_that_quotes_nothing_and_the_next_call_works() {
        let name = String::from("सीता");
        let error = guard::<()>(|| panic!("{name}")).unwrap_err();
        assert!(matches!(error, PhoneError::Internal { .. }), "{error}");
        let said = format!("{} {}", error.said().hi, error.said().en);
        assert!(!said.contains(&name) && said.contains("सुरक्षित"), "{said}");
        assert_eq!(guard(|| Ok(7)), Ok(7));
    }
}
