//! A bad line between a phone and the hub: a TCP proxy that delays, throttles, counts and cuts.
//!
//! What is modelled: a line's rate each way, shared by all its connections; half a round trip each way, and a whole one for a
//! connection to be made. What is not: TCP's own slow start and headers, and packets that are lost and sent again.

use std::io::{self, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{sleep, spawn};
use std::time::{Duration, Instant};

/// Bytes of a piece on a slow line, and on one without a rate.
const PIECE: usize = 512;
const LARGE_PIECE: usize = 64 << 10;

/// Pieces under way in one direction at most.
const UNDER_WAY: usize = 256;

/// What a line is like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Line {
    /// Bits a second each way; none for as fast as the machine is.
    pub bits_per_s: Option<u64>,
    /// Time of a round trip.
    pub round_trip: Duration,
}

impl Line {
    /// 2G on a fair day.
    pub const SLOW: Self = Self { bits_per_s: Some(50_000), round_trip: Duration::from_millis(300) };
}

/// What went over a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Passed {
    /// Bytes from the phone to the hub.
    pub up: u64,
    /// Bytes from the hub to the phone.
    pub down: u64,
    /// Connections that were made.
    pub connections: u64,
}

impl Passed {
    /// What came since then.
    pub fn since(self, before: Self) -> Self {
        Self {
            up: self.up - before.up,
            down: self.down - before.down,
            connections: self.connections - before.connections,
        }
    }

    /// Bytes both ways.
    pub fn bytes(self) -> u64 {
        self.up + self.down
    }
}

/// A proxy that runs until it is dropped.
pub struct Proxy {
    address: SocketAddr,
    line: Arc<Shared>,
}

struct Shared {
    like: Mutex<Line>,
    /// When each way is free again: up, down.
    free: [Mutex<Instant>; 2],
    passed: [AtomicU64; 2],
    connections: AtomicU64,
    /// Bytes that still pass before all is cut, and how often all was cut: of a connection made before the last cut nothing
    /// passes any more, whatever of it is still under way.
    budget: Mutex<Budget>,
    open: Mutex<Vec<TcpStream>>,
    ended: AtomicBool,
}

#[derive(Default)]
struct Budget {
    left: Option<u64>,
    cuts: u64,
}

enum Passage {
    Whole,
    /// So many bytes, and then all is cut.
    Last(usize),
    None,
}

fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Proxy {
    /// A line to an address.
    ///
    /// # Errors
    /// Where no port of the machine can be listened on.
    pub fn to(target: SocketAddr, like: Line) -> io::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let address = listener.local_addr()?;
        let now = Instant::now();
        let line = Arc::new(Shared {
            like: Mutex::new(like),
            free: [Mutex::new(now), Mutex::new(now)],
            passed: [AtomicU64::new(0), AtomicU64::new(0)],
            connections: AtomicU64::new(0),
            budget: Mutex::default(),
            open: Mutex::default(),
            ended: AtomicBool::new(false),
        });
        let shared = line.clone();
        spawn(move || {
            for phone in listener.incoming() {
                if shared.ended.load(Ordering::SeqCst) {
                    return;
                }
                // A hub that is down is a phone that is refused.
                if let Ok(phone) = phone {
                    let _ = connect(&shared, phone, target);
                }
            }
        });
        Ok(Self { address, line })
    }

    /// Where the phone finds it.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The same as the hub's address.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Makes the line another, for all that comes from now on.
    pub fn become_like(&self, like: Line) {
        *held(&self.line.like) = like;
    }

    /// What went over it until now.
    pub fn passed(&self) -> Passed {
        Passed {
            up: self.line.passed[0].load(Ordering::SeqCst),
            down: self.line.passed[1].load(Ordering::SeqCst),
            connections: self.line.connections.load(Ordering::SeqCst),
        }
    }

    /// Cuts every open connection once so many more bytes have passed, either way; once.
    pub fn cut_after(&self, bytes: u64) {
        held(&self.line.budget).left = Some(bytes);
    }

    /// Cuts every open connection now.
    pub fn cut(&self) {
        self.line.cut();
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.line.ended.store(true, Ordering::SeqCst);
        self.line.cut();
        // So that the listener looks up and ends.
        let _ = TcpStream::connect(self.address);
    }
}

impl Shared {
    fn cut(&self) {
        held(&self.budget).cuts += 1;
        self.shut();
    }

    fn shut(&self) {
        for stream in held(&self.open).drain(..) {
            // What is closed already needs no cut.
            let _ = stream.shutdown(Shutdown::Both);
        }
    }

    /// What becomes of a piece of a connection that was made after so many cuts.
    fn passage(&self, made_after: u64, bytes: usize) -> Passage {
        let mut budget = held(&self.budget);
        if budget.cuts != made_after {
            return Passage::None;
        }
        match budget.left {
            Some(left) if left <= bytes as u64 => {
                budget.left = None;
                budget.cuts += 1;
                Passage::Last(usize::try_from(left).unwrap_or(bytes))
            }
            Some(left) => {
                budget.left = Some(left - bytes as u64);
                Passage::Whole
            }
            None => Passage::Whole,
        }
    }

    /// When a piece that is given to the line now is through it.
    fn through(&self, way: usize, bytes: usize, like: Line) -> Instant {
        let mut free = held(&self.free[way]);
        let takes = like
            .bits_per_s
            .map_or(Duration::ZERO, |rate| Duration::from_secs_f64(bytes as f64 * 8.0 / rate.max(1) as f64));
        *free = (*free).max(Instant::now()) + takes;
        *free + like.round_trip / 2
    }
}

fn connect(shared: &Arc<Shared>, phone: TcpStream, target: SocketAddr) -> io::Result<()> {
    let made = Instant::now() + held(&shared.like).round_trip;
    shared.connections.fetch_add(1, Ordering::SeqCst);
    let made_after = held(&shared.budget).cuts;
    let hub = TcpStream::connect(target)?;
    phone.set_nodelay(true)?;
    hub.set_nodelay(true)?;
    {
        let mut open = held(&shared.open);
        open.retain(|stream| stream.peer_addr().is_ok());
        open.extend([phone.try_clone()?, hub.try_clone()?]);
    }
    for (way, from, to) in [(0, phone.try_clone()?, hub.try_clone()?), (1, hub, phone)] {
        let (give, take) = sync_channel(UNDER_WAY);
        let line = shared.clone();
        spawn(move || read(&line, way, from, made, &give));
        let line = shared.clone();
        spawn(move || write(&line, made_after, way, to, &take));
    }
    Ok(())
}

fn read(line: &Shared, way: usize, mut from: TcpStream, made: Instant, to: &SyncSender<(Instant, Vec<u8>)>) {
    let mut piece = vec![0; LARGE_PIECE];
    // Nothing is on its way before the connection is made.
    sleep(made.saturating_duration_since(Instant::now()));
    loop {
        let like = *held(&line.like);
        let most = if like.bits_per_s.is_some() { PIECE } else { LARGE_PIECE };
        // An end and a reset are the same to the other side: nothing more comes.
        let bytes = match from.read(&mut piece[..most]) {
            Ok(bytes) if bytes > 0 => bytes,
            _ => return,
        };
        let due = line.through(way, bytes, like);
        if to.send((due, piece[..bytes].to_vec())).is_err() {
            return;
        }
    }
}

fn write(line: &Shared, made_after: u64, way: usize, mut to: TcpStream, from: &Receiver<(Instant, Vec<u8>)>) {
    for (due, piece) in from {
        sleep(due.saturating_duration_since(Instant::now()));
        let passage = line.passage(made_after, piece.len());
        let bytes = match passage {
            Passage::Whole => piece.len(),
            Passage::Last(bytes) => bytes,
            Passage::None => break,
        };
        line.passed[way].fetch_add(bytes as u64, Ordering::SeqCst);
        let written = to.write_all(&piece[..bytes]);
        if matches!(passage, Passage::Last(_)) {
            line.shut();
        }
        if written.is_err() {
            break;
        }
    }
    let _ = to.shutdown(Shutdown::Write);
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Answers each connection with what came, byte for byte.
    fn echo() -> SocketAddr {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        spawn(move || {
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                spawn(move || io::copy(&mut stream.try_clone().unwrap(), &mut stream));
            }
        });
        address
    }

    fn sent(proxy: &Proxy, bytes: usize) -> Vec<u8> {
        let mut stream = TcpStream::connect(proxy.address()).unwrap();
        stream.write_all(&vec![7; bytes]).unwrap();
        stream.shutdown(Shutdown::Write).unwrap();
        let mut back = Vec::new();
        // A connection that was cut is at its end too.
        let _ = stream.read_to_end(&mut back);
        back
    }

    #[test]
    fn a_line_takes_its_round_trips_and_the_time_of_its_bytes() {
        let like = Line { bits_per_s: Some(400_000), round_trip: Duration::from_millis(40) };
        let proxy = Proxy::to(echo(), like).unwrap();
        let start = Instant::now();
        assert_eq!(sent(&proxy, 5_000), [7; 5_000]);
        // A round trip to connect and one for the bytes, which take 100 ms on their way up, the last of them as long down.
        let least = Duration::from_millis(40 + 40 + 100);
        assert!(start.elapsed() >= least, "{:?}", start.elapsed());
        assert_eq!(proxy.passed(), Passed { up: 5_000, down: 5_000, connections: 1 });
    }

    #[test]
    fn a_cut_lets_exactly_so_many_bytes_through_and_the_next_connection_is_whole() {
        let proxy = Proxy::to(echo(), Line::default()).unwrap();
        proxy.cut_after(1_000);
        assert!(sent(&proxy, 10_000).is_empty());
        assert_eq!(proxy.passed().bytes(), 1_000);
        assert_eq!(sent(&proxy, 10_000), [7; 10_000]);
    }
}
