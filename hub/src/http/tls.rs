//! TLS by rustls, from a certificate and a key in PEM files.

use std::fmt;
use std::io;
use std::path::Path;
use std::sync::Arc;

use rustls::ServerConfig;
use rustls::crypto::ring;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use thiserror::Error;

/// A certificate with its key, ready for use.
#[derive(Clone)]
pub struct Tls(pub(super) Arc<ServerConfig>);

impl fmt::Debug for Tls {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Tls(..)")
    }
}

/// Why a certificate or key cannot be used.
#[derive(Debug, Error)]
pub enum TlsError {
    /// The certificate's file cannot be read, or has none in it.
    #[error("the file of the certificate cannot be read as PEM")]
    Certificate(#[source] io::Error),
    /// The key's file cannot be read, or has none in it.
    #[error("the file of the key cannot be read as PEM")]
    Key(#[source] io::Error),
    /// The two do not belong together.
    #[error("certificate and key do not fit each other")]
    Unfit,
}

fn io_error(error: rustls::pki_types::pem::Error) -> io::Error {
    match error {
        rustls::pki_types::pem::Error::Io(error) => error,
        // What is in the file is not quoted.
        _ => io::ErrorKind::InvalidData.into(),
    }
}

impl Tls {
    /// Reads a certificate with those it is signed by (PEM, its own first) and its key (PEM: PKCS #8, PKCS #1 or SEC 1).
    /// TLS 1.2 and 1.3.
    ///
    /// # Errors
    /// [`TlsError`].
    pub fn from_files(certificate: &Path, key: &Path) -> Result<Self, TlsError> {
        let chain: Vec<CertificateDer> = CertificateDer::pem_file_iter(certificate)
            .and_then(Iterator::collect)
            .map_err(|e| TlsError::Certificate(io_error(e)))?;
        if chain.is_empty() {
            return Err(TlsError::Certificate(io::ErrorKind::InvalidData.into()));
        }
        let key = PrivateKeyDer::from_pem_file(key).map_err(|e| TlsError::Key(io_error(e)))?;
        let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .and_then(|config| config.with_no_client_auth().with_single_cert(chain, key));
        let mut config = config.map_err(|_| TlsError::Unfit)?;
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(Self(Arc::new(config)))
    }
}
