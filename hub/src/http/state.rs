//! What the handlers of a server share.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Instant;

use shivir_domain::id::DeviceId;
use tokio::sync::Semaphore;

use super::Options;
use super::metrics::Metrics;
use super::rate::Buckets;
use super::signer::Signers;
use crate::Hub;
use crate::error::HubError;

/// Bytes of requests are counted in pieces of this size.
pub(super) const PIECE: usize = 1_024;

/// Buckets of phones, and of addresses that try codes: a few MB, whatever comes.
const DEVICES: usize = 65_536;
const ADDRESSES: usize = 4_096;

pub(super) struct App {
    pub hub: Hub,
    pub options: Options,
    pub signers: Signers,
    pub metrics: Metrics,
    /// Of requests that are worked on.
    pub in_flight: Arc<Semaphore>,
    /// Of bytes that are held, in [`PIECE`]s.
    pub held: Arc<Semaphore>,
    /// Of questions to the database whether it is well: those that hang must not pile up.
    pub health: Arc<Semaphore>,
    pub devices: Buckets,
    pub wrong_codes: Buckets,
    /// Makes phones unknowable in logs; drawn at the start.
    pub salt: [u8; 16],
}

impl App {
    pub fn new(hub: Hub, options: Options) -> Result<Self, HubError> {
        let salt = crate::env::drawn(hub.env())?;
        let now = Instant::now();
        Ok(Self {
            signers: Signers::default(),
            metrics: Metrics::default(),
            in_flight: Arc::new(Semaphore::new(options.in_flight)),
            held: Arc::new(Semaphore::new(options.held_bytes / PIECE)),
            health: Arc::new(Semaphore::new(2)),
            devices: Buckets::new(options.device_rate, DEVICES, now),
            wrong_codes: Buckets::new(options.wrong_code_rate, ADDRESSES, now),
            salt,
            hub,
            options,
        })
    }
}

/// Whom a request came from.
#[derive(Debug, Clone, Copy)]
pub(super) struct Peer(pub IpAddr);

/// By what tries of codes are counted: an address, of IPv6 the net of one subscriber.
pub(super) fn subscriber(peer: IpAddr) -> u128 {
    match peer.to_canonical() {
        IpAddr::V4(v4) => v4.to_ipv6_mapped().to_bits(),
        IpAddr::V6(v6) => v6.to_bits() >> 64 << 64,
    }
}

/// By what requests are counted.
pub(super) fn device(district: u32, device: DeviceId) -> (u32, [u8; 16]) {
    (district, device.0)
}
