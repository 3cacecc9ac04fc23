//! `serve`: the hub for phones, until SIGTERM or SIGINT.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde_json::json;
use shivir_hub::HubError;
use shivir_hub::http::{LOG_SERVER, Options, ServeError, Server, Stopped, Tls, TlsError};
use tokio::signal::unix::{Signal, SignalKind, signal};

use crate::ctx::{Begin, Ctx, Opened};
use crate::fail::{self, Fail};
use crate::out::{self, Reply, say};
use crate::{log, parse};

/// Where and within which limits.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// पता; पोर्ट 0 हो तो सिस्टम चुनेगा · Address; with port 0 the system picks one
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8350")]
    listen: SocketAddr,
    /// TLS प्रमाणपत्र (PEM) · TLS certificate with its chain
    #[arg(long, value_name = "FILE", requires = "tls_key")]
    tls_cert: Option<PathBuf>,
    /// TLS कुंजी (PEM) · Key of the certificate
    #[arg(long, value_name = "FILE", requires = "tls_cert")]
    tls_key: Option<PathBuf>,
    /// फ़ोनों से सर्वर का पता · Address under which phones reach the hub
    #[arg(long, value_name = "URL", value_parser = parse::url)]
    url: Option<String>,
    /// एक साथ कितने संदेशों पर काम · Requests worked on at once [default: 64, on PostgreSQL 32]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=400))]
    in_flight: Option<u16>,
    /// एक साथ कितने जुड़ाव · Connections at once
    #[arg(long, value_name = "N", default_value_t = 2_048, value_parser = clap::value_parser!(u16).range(1..))]
    connections: u16,
    /// बंद होते समय चालू काम के लिए सेकंड · Seconds for what is under way when it is told to stop
    #[arg(long, value_name = "SECONDS", default_value_t = 30)]
    stop_within: u16,
}

/// Runs the command. What it says of itself is one line on stdout; requests are logged on stderr.
pub(crate) fn run(ctx: &Ctx, args: Args) -> Result<Reply, Fail> {
    let tls = match (&args.tls_cert, &args.tls_key) {
        (Some(cert), Some(key)) => Some(Tls::from_files(cert, key).map_err(|e| tls_fail(cert, key, &e))?),
        _ => None,
    };
    let opened = ctx.open(Begin::Yes)?;
    let at_once = if opened.sqlite.is_some() { 64 } else { 32 };
    let options = Options {
        listen: args.listen,
        tls,
        in_flight: args.in_flight.map_or(at_once, usize::from),
        connections: args.connections.into(),
        stop_time: Duration::from_secs(args.stop_within.into()),
        ..Options::default()
    };
    log::begin();
    let Opened { hub, runtime, sqlite, .. } = &opened;
    let bound = runtime.block_on(async {
        // Before it says that it is up: from then on it may be told to stop.
        let signals = (signal(SignalKind::terminate()), signal(SignalKind::interrupt()));
        (Server::bind(hub.clone(), options.clone()).await, signals)
    });
    let (server, signals) = match bound {
        (Ok(server), (Ok(term), Ok(int))) => (server, (term, int)),
        (Err(ServeError::Hub(error)), _) => return Err(error.into()),
        (Err(ServeError::Listen(error)), _) => return Err(listen(args.listen, &error)),
        _ => return Err(HubError::Internal("signals").into()),
    };
    let database = if sqlite.is_some() { "sqlite" } else { "postgres" };
    up(ctx, hub, &server, &options, args.url.as_deref())?;
    tracing::info!(target: LOG_SERVER, database, address = %server.address(), version = env!("CARGO_PKG_VERSION"), "up");
    let stopped = runtime.block_on(server.run(told(signals)));
    tracing::info!(target: LOG_SERVER, whole = stopped == Stopped::Whole, "stopped");
    // The database is closed with the last that holds it; what does not end in time does not hold up the rest.
    let Opened { hub, sqlite, runtime, _lock } = opened;
    runtime.shutdown_timeout(Duration::from_secs(1));
    drop((hub, sqlite, _lock));
    Ok(Reply::silent())
}

async fn told((mut term, mut int): (Signal, Signal)) {
    tokio::select! {
        _ = term.recv() => {}
        _ = int.recv() => {}
    }
}

/// Says that it is up, and where.
fn up(
    ctx: &Ctx,
    hub: &shivir_hub::Hub,
    server: &Server,
    options: &Options,
    url: Option<&str>,
) -> Result<(), Fail> {
    let address = server.address();
    let scheme = if options.tls.is_some() { "https" } else { "http" };
    let url = url.map_or_else(|| format!("{scheme}://{address}"), str::to_owned);
    let mut districts = Vec::new();
    for code in hub.districts()? {
        let print = hub.district_keys(code)?.sign.fingerprint();
        districts.push(json!({"district": code, "fingerprint": print}));
    }
    let mut text = say!(
        ctx.lang(),
        "सर्वर चालू है: {url} ({address})। बंद करने के लिए Ctrl-C।",
        "The hub is up: {url} ({address}). Ctrl-C stops it."
    );
    if districts.is_empty() {
        text.push_str(ctx.lang().pick(
            "\nअभी कोई ज़िला नहीं है: shivir-hub district add CODE",
            "\nThere is no district yet: shivir-hub district add CODE",
        ));
    }
    let json = json!({"address": address.to_string(), "url": url, "districts": districts});
    out::stdout(&Reply::new(json, text).bytes(ctx.json()));
    Ok(())
}

fn listen(address: SocketAddr, error: &std::io::Error) -> Fail {
    let kind = error.kind();
    Fail::refused(
        "listen",
        format!("पता {address} नहीं मिल सका ({kind})। डेटाबेस सुरक्षित है। दूसरा प्रोग्राम बंद करें या --listen बदलें।"),
        format!(
            "The address {address} could not be had ({kind}). The database is safe. Stop the other program or change --listen."
        ),
    )
}

fn tls_fail(cert: &Path, key: &Path, error: &TlsError) -> Fail {
    match error {
        TlsError::Certificate(e) => fail::file(cert, e),
        TlsError::Key(e) => fail::file(key, e),
        TlsError::Unfit => Fail::refused(
            "tls",
            "प्रमाणपत्र और उसकी कुंजी आपस में मेल नहीं खाते। कुछ शुरू नहीं हुआ। --tls-cert और --tls-key देखें।",
            "The certificate and its key do not fit each other. Nothing was started. Look at --tls-cert and --tls-key.",
        ),
    }
}
