//! Whoever is told how far an import is.

use std::ops::ControlFlow;

use shivir_core::roster::ImportProgress;

/// The one who watches failed: the work is stopped as if it had been cancelled.
#[derive(Debug, thiserror::Error, uniffi::Error)]
pub enum WatchError {
    /// It threw something.
    #[error("the watch failed")]
    Failed,
}

// What was thrown is not looked at: its message may be personal.
impl From<uniffi::UnexpectedUniFFICallbackError> for WatchError {
    fn from(_: uniffi::UnexpectedUniFFICallbackError) -> Self {
        Self::Failed
    }
}

/// Is told how far an import is, on the thread that imports.
#[uniffi::export(with_foreign)]
pub trait ImportWatch: Send + Sync {
    /// How far it is. False stops the import, and so does an error; the list in use is then as it was.
    fn progress(&self, progress: ImportProgress) -> Result<bool, WatchError>;
}

/// Whether the work goes on.
pub(crate) fn goes_on(watch: &dyn ImportWatch) -> impl FnMut(ImportProgress) -> ControlFlow<()> {
    |progress| match watch.progress(progress) {
        Ok(true) => ControlFlow::Continue(()),
        Ok(false) | Err(WatchError::Failed) => ControlFlow::Break(()),
    }
}
