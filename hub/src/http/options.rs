//! Limits of a server, and what they are where nobody says otherwise.

use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

use super::Tls;

/// How much may come in a burst, and how fast it comes back.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rate {
    /// At once, after a time of rest.
    pub burst: u32,
    /// Back each second.
    pub per_second: f64,
}

/// Where a server listens, and what it allows. The defaults are for one district on one small machine.
#[derive(Debug, Clone)]
pub struct Options {
    /// The address; with port 0 the system picks one.
    pub listen: SocketAddr,
    /// Certificate and key; none for plain HTTP, behind a proxy that has them or within a camp's own network.
    pub tls: Option<Tls>,
    /// Connections at once. More wait until one is closed.
    pub connections: usize,
    /// Requests that are worked on at once. One more is answered with `BUSY` at once.
    pub in_flight: usize,
    /// Bytes of requests that are held in memory at once, before they are worked on. More are answered with `BUSY`.
    pub held_bytes: usize,
    /// For the head of a request, for TLS to be agreed on, and for the next request on an open connection.
    pub head_time: Duration,
    /// Between two pieces of a request, and for a piece of an answer to be taken.
    pub gap_time: Duration,
    /// For a request from its head to its answer.
    pub request_time: Duration,
    /// For the database to say that it is well.
    pub health_time: Duration,
    /// For what is under way when the server is told to stop.
    pub stop_time: Duration,
    /// Requests of a phone, by the id in the head.
    pub device_rate: Rate,
    /// Wrong codes from an address; right ones cost nothing.
    pub wrong_code_rate: Rate,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 8350)),
            tls: None,
            connections: 2_048,
            in_flight: 64,
            held_bytes: 256 << 20,
            head_time: Duration::from_secs(30),
            gap_time: Duration::from_secs(30),
            request_time: Duration::from_secs(300),
            health_time: Duration::from_secs(2),
            stop_time: Duration::from_secs(30),
            device_rate: Rate { burst: 120, per_second: 2.0 },
            wrong_code_rate: Rate { burst: 30, per_second: 0.1 },
        }
    }
}
