//! A phone's line to the hub: HTTP as a phone writes it, byte for byte.

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use shivir_domain::id::StreamId;
use shivir_domain::wire::ErrorCode;
use shivir_domain::wire::enrol::{EnrolCode, EnrolRequest, EnrolResponse, Invitation};
use shivir_domain::wire::envelope::{RequestBody, RequestHead, sign_request};
use shivir_domain::wire::keys::{SealSecret, SignSecret};
use shivir_domain::wire::sync::SyncRequest;
use shivir_domain::wire::{Cursor, Epoch};

use crate::common::{Phone, SAKTI, TEN, opened, worker};

/// What came back.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: BTreeMap<String, String>,
    pub body: Vec<u8>,
    /// Bytes of the head, with its empty line.
    pub head_bytes: usize,
}

impl Answer {
    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }
}

/// An open connection.
pub struct Line<S: Read + Write = TcpStream>(pub S);

impl Line {
    pub fn to(address: SocketAddr) -> Self {
        let stream = TcpStream::connect(address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
        Self(stream)
    }
}

impl<S: Read + Write> Line<S> {
    pub fn post(&mut self, path: &str, body: &[u8]) -> Answer {
        self.write(&head(path, body.len()));
        self.write(body);
        self.answer()
    }

    pub fn get(&mut self, path: &str) -> Answer {
        self.write(format!("GET {path} HTTP/1.1\r\nhost: hub\r\n\r\n").as_bytes());
        self.answer()
    }

    pub fn write(&mut self, bytes: &[u8]) {
        self.0.write_all(bytes).unwrap();
        self.0.flush().unwrap();
    }

    /// Reads an answer to its end, and not a byte beyond it.
    pub fn answer(&mut self) -> Answer {
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            let mut byte = [0];
            self.0.read_exact(&mut byte).unwrap();
            head.extend(byte);
        }
        let text = String::from_utf8(head.clone()).unwrap();
        let mut lines = text.trim_end().lines();
        let status = lines.next().unwrap().split(' ').nth(1).unwrap().parse().unwrap();
        let header = |line: &str| {
            let (name, value) = line.split_once(": ").unwrap();
            (name.to_ascii_lowercase(), value.to_owned())
        };
        let headers: BTreeMap<String, String> = lines.map(header).collect();
        let length = headers.get("content-length").map_or(0, |length| length.parse().unwrap());
        let mut body = vec![0; length];
        self.0.read_exact(&mut body).unwrap();
        Answer { status, headers, body, head_bytes: head.len() }
    }

    /// Everything up to the end of the connection.
    pub fn rest(&mut self) -> Vec<u8> {
        let mut rest = Vec::new();
        // A connection that is reset is at its end too.
        let _ = self.0.read_to_end(&mut rest);
        rest
    }

    pub fn sync(&mut self, phone: &mut Phone) -> Result<shivir_domain::wire::sync::SyncResponse, ErrorCode> {
        let (request, _) = phone.request();
        let answer = self.post(SyncRequest::PATH, &request);
        phone.told(&answer.body, &request)
    }

    pub fn enrol(&mut self, invitation: &Invitation, n: u8) -> Result<Phone, ErrorCode> {
        let (sign, seal) = (SignSecret::from_bytes([n; 32]), SealSecret::from_bytes([n ^ 0x80; 32]));
        let request = enrol_request(invitation.code, &sign, &seal);
        let answer = self.post(EnrolRequest::PATH, &request);
        let (_, said) = opened::<EnrolResponse>(&answer.body, &request, &invitation.hub);
        let said = said.map_err(|refused| {
            assert_eq!(answer.status, refused.code.status());
            refused.code
        })?;
        Ok(Phone {
            sign,
            seal,
            device: said.device,
            number: said.number,
            hub: said.hub_sign,
            hub_seal: said.hub_seal,
            typist: said.grant.workers.first().map_or(worker(n), |bound| bound.worker),
            grant: said.grant,
            counter: 1,
            epoch: said.epoch,
            cursor: Cursor(0),
            stream: StreamId([n; 16]),
            own: Vec::new(),
            acked: 0,
            others: BTreeMap::new(),
            fills: Vec::new(),
            most_bytes: 0,
        })
    }
}

/// The head of a request.
pub fn head(path: &str, length: usize) -> Vec<u8> {
    format!("POST {path} HTTP/1.1\r\nhost: hub\r\ncontent-length: {length}\r\n\r\n").into_bytes()
}

/// A request to be enrolled.
pub fn enrol_request(code: EnrolCode, sign: &SignSecret, seal: &SealSecret) -> Vec<u8> {
    let body =
        EnrolRequest { code, sign: sign.public(), seal: seal.public(), app: "test".into(), phone_ms: TEN };
    let head = RequestHead { district: SAKTI, device: None, counter: 1, epoch: Epoch(0) };
    sign_request(&head, &body, sign).unwrap()
}
