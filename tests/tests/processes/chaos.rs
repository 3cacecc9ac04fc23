//! Chaos: phones register and sync through a line that delays and cuts, while hub, phones and database are killed.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use shivir_tests::proxy::{Line, Proxy};
use shivir_tests::rng::Rng;
use shivir_tests::support::postgres::Postgres;

use crate::oracle::{confirmed, nothing_is_lost};
use crate::programs::{LONG, Office, Phone, run_for};

/// Phones of a district.
const PHONES: u64 = 3;

/// How long it goes on; an hour in `make soak`.
fn lasts() -> Duration {
    Duration::from_secs(if std::env::var_os("SOAK").is_some() { 3_600 } else { 25 })
}

/// Where chance starts: `SHIVIR_SEED`, else the time. What is drawn is the same again; when what is killed is not.
fn seed() -> u64 {
    let now = std::time::UNIX_EPOCH.elapsed().unwrap().as_secs();
    std::env::var("SHIVIR_SEED").map_or(now, |seed| seed.parse().unwrap())
}

#[test]
fn nothing_is_lost_or_doubled_while_hub_and_phones_are_killed_on_sqlite() {
    chaos(&Office::with_sqlite(), None);
}

#[test]
fn nothing_is_lost_or_doubled_while_hub_phones_and_database_are_killed_on_postgres() {
    let server = Postgres::begin();
    chaos(&Office::with_postgres(server.database()), Some(&server));
}

/// How often what was killed.
#[derive(Debug, Default)]
struct Kills {
    hub: AtomicU64,
    database: AtomicU64,
    syncs: AtomicU64,
    registrations: AtomicU64,
    cuts: AtomicU64,
}

fn chaos(office: &Office, server: Option<&Postgres>) {
    let seed = seed();
    let database = if server.is_some() { "postgres" } else { "sqlite" };
    println!("chaos on {database}: seed {seed} (SHIVIR_SEED={seed} repeats it)");
    let up = office.serve();
    let proxy = Proxy::to(office.address, Line::default()).unwrap();
    let url = proxy.url();
    let phones: Vec<Phone> =
        (0..PHONES).map(|n| Phone(office.dir.path().join(format!("phone-{n}")))).collect();
    phones.iter().for_each(|phone| office.enrol(phone, &url));
    let (kills, over) = (Kills::default(), AtomicBool::new(false));
    let mut kept = Vec::new();
    let serving = std::thread::scope(|scope| {
        let camps = phones.iter().zip(0..).map(|(phone, n)| {
            let (kills, over, url, rng) = (&kills, &over, &url, Rng::for_item(seed, n));
            scope.spawn(move || camp(phone, n, url, rng, kills, over))
        });
        let camps: Vec<_> = camps.collect();
        let (end, ended) = channel();
        let (kills_, proxy_, rng) = (&kills, &proxy, Rng::for_item(seed, 1_000));
        let breaker = scope.spawn(move || break_things(office, server, proxy_, (up, rng), kills_, &ended));
        let until = Instant::now() + lasts();
        // The camps end by themselves once it is over.
        let (_keep, clock) = channel::<()>();
        let _ = clock.recv_timeout(until - Instant::now());
        over.store(true, Ordering::SeqCst);
        kept.extend(camps.into_iter().flat_map(|camp| camp.join().unwrap()));
        end.send(()).unwrap();
        breaker.join().unwrap()
    });
    proxy.become_like(Line::default());
    proxy.cut();
    let count = nothing_is_lost(office, &phones, &url, &kept);
    drop(serving);
    println!("chaos on {database}: seed {seed}: {} confirmed, {count} facts, lost 0, {kills:?}", kept.len());
    let many = |kills: &AtomicU64| kills.load(Ordering::SeqCst) > 0;
    assert!(kept.len() > 10 && many(&kills.hub) && many(&kills.syncs) && many(&kills.cuts), "{kills:?}");
    assert!(server.is_none() || many(&kills.database));
}

/// A camp day: registrations and syncs, some of both killed. Gives what was confirmed.
fn camp(phone: &Phone, n: u64, url: &str, mut rng: Rng, kills: &Kills, over: &AtomicBool) -> Vec<String> {
    let (mut kept, mut met) = (Vec::new(), 0);
    while !over.load(Ordering::SeqCst) {
        for _ in 0..=rng.below(3) {
            met += 1;
            let killed = rng.chance(15);
            let most = if killed { Duration::from_millis(rng.below(150) as u64) } else { LONG };
            let ran = phone.register(&name(&mut rng), 20 + (n * 31 + met * 7) % 60, most);
            kills.registrations.fetch_add(u64::from(ran.exit.is_none()), Ordering::SeqCst);
            // Killed after it was confirmed, it is confirmed all the same.
            kept.extend(confirmed(ran.said()));
        }
        let most = if rng.chance(50) { rng.below(400) } else { 4_000 };
        let ran =
            run_for(&mut phone.command(&["sync", "--hub", url]), Duration::from_millis(most as u64 + 20));
        kills.syncs.fetch_add(u64::from(ran.exit.is_none()), Ordering::SeqCst);
    }
    kept
}

/// A name that is like no other.
fn name(rng: &mut Rng) -> String {
    const PARTS: [&str; 16] =
        ["सी", "ता", "रा", "मो", "फू", "लि", "बु", "धे", "गं", "जा", "की", "हो", "नू", "पे", "डा", "चु"];
    let mut word = || (0..4).map(|_| PARTS[rng.below(PARTS.len())]).collect::<String>();
    format!("{} {}", word(), word())
}

/// Kills and cuts until it is told to end; then all is up again.
fn break_things(
    office: &Office,
    server: Option<&Postgres>,
    proxy: &Proxy,
    (mut serving, mut rng): (Option<crate::programs::Serving>, Rng),
    kills: &Kills,
    ended: &Receiver<()>,
) -> Option<crate::programs::Serving> {
    let pause = |ms: usize| ended.recv_timeout(Duration::from_millis(ms as u64)).is_ok();
    loop {
        let mut over = pause(rng.below(1_200));
        match rng.below(if server.is_some() { 5 } else { 4 }) {
            0 => {
                let bits_per_s = [None, Some(50_000), Some(1_000_000)][rng.below(3)];
                let round_trip = Duration::from_millis(rng.below(300) as u64);
                proxy.become_like(Line { bits_per_s, round_trip });
            }
            1 => {
                proxy.cut_after(rng.below(3_000) as u64);
                kills.cuts.fetch_add(1, Ordering::SeqCst);
            }
            2 | 3 => {
                drop(serving.take());
                kills.hub.fetch_add(1, Ordering::SeqCst);
                // While it is down, phones are refused.
                over |= pause(rng.below(500));
            }
            _ => {
                if let Some(server) = server {
                    server.stop();
                    kills.database.fetch_add(1, Ordering::SeqCst);
                    over |= pause(rng.below(300));
                    server.start();
                }
            }
        }
        if serving.is_none() {
            serving = office.serve();
            assert!(serving.is_some(), "the hub does not come up");
        }
        if over {
            return serving;
        }
    }
}
