//! TLS.

use std::sync::Arc;

use rustls::pki_types::ServerName;
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};
use shivir_hub::http::{Options, Tls, TlsError};

use crate::common::{grant, invite};
use crate::on_sqlite;
use crate::support::{Line, Served};

#[test]
fn with_a_certificate_phones_sync_over_tls_and_plain_text_is_turned_away() {
    let (hub, dir) = on_sqlite();
    let made = rcgen::generate_simple_self_signed(["hub.example".to_owned()]).unwrap();
    let (cert, key) = (dir.path().join("cert.pem"), dir.path().join("key.pem"));
    std::fs::write(&cert, made.cert.pem()).unwrap();
    std::fs::write(&key, made.signing_key.serialize_pem()).unwrap();
    let tls = Tls::from_files(&cert, &key).unwrap();
    let served = Served::start(&hub, Options { tls: Some(tls), ..Options::default() });

    let mut roots = RootCertStore::empty();
    roots.add(made.cert.der().clone()).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    let name = ServerName::try_from("hub.example").unwrap();
    let client = ClientConnection::new(Arc::new(config), name).unwrap();
    let mut line = Line(StreamOwned::new(client, served.line().0));
    let mut a = line.enrol(&invite(&hub, &grant(&[1], 1)), 1).unwrap();
    a.add_person(1, 1);
    line.sync(&mut a).unwrap();
    assert_eq!(a.acked, 1);

    let mut plain = served.line();
    plain.write(b"GET /healthz HTTP/1.1\r\nhost: hub\r\n\r\n");
    assert!(!plain.rest().starts_with(b"HTTP"));
}

#[test]
fn a_certificate_that_is_none_or_has_another_key_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let pem = |name: &str, text: String| {
        let path = dir.path().join(name);
        std::fs::write(&path, text).unwrap();
        path
    };
    let one = rcgen::generate_simple_self_signed(["hub.example".to_owned()]).unwrap();
    let two = rcgen::generate_simple_self_signed(["hub.example".to_owned()]).unwrap();
    let cert = pem("cert.pem", one.cert.pem());
    let other = pem("other.pem", two.signing_key.serialize_pem());
    let none = pem("none.pem", "none".into());
    assert!(matches!(Tls::from_files(&cert, &other), Err(TlsError::Unfit)));
    assert!(matches!(Tls::from_files(&none, &other), Err(TlsError::Certificate(_))));
    assert!(matches!(Tls::from_files(&cert, &none), Err(TlsError::Key(_))));
    assert!(matches!(Tls::from_files(&dir.path().join("x"), &other), Err(TlsError::Certificate(_))));
}
