//! Listening, TLS, connections, and stopping without cutting anyone off.

use std::convert::Infallible;
use std::io;
use std::net::SocketAddr;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::sync::atomic::Ordering::Relaxed;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::{GracefulShutdown, Watcher};
use thiserror::Error;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{sleep, timeout};
use tokio_io_timeout::TimeoutStream;
use tokio_rustls::TlsAcceptor;
use tower::ServiceExt;

use super::state::{App, Peer};
use super::{LOG_SERVER, Options, router};
use crate::Hub;
use crate::error::HubError;

/// Bytes of a connection's buffer, and of a request's head at most.
const BUFFER: usize = 64 << 10;

/// How often the keys for refusals are read again.
const REFRESH: Duration = Duration::from_secs(60);

/// Why a server did not start.
#[derive(Debug, Error)]
pub enum ServeError {
    /// The address cannot be listened on.
    #[error("the address cannot be listened on")]
    Listen(#[source] io::Error),
    /// The database does not answer.
    #[error(transparent)]
    Hub(#[from] HubError),
}

/// How a server ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stopped {
    /// Everything that was under way is done.
    Whole,
    /// Something took longer than [`Options::stop_time`] and was cut off; what was acknowledged is held all the same.
    Cut,
}

/// A hub that listens.
pub struct Server {
    app: Arc<App>,
    listener: TcpListener,
    address: SocketAddr,
}

impl Server {
    /// Reads the districts' keys and listens: from now on connections wait, and [`Server::run`] serves them.
    ///
    /// # Errors
    /// [`ServeError`].
    pub async fn bind(hub: Hub, options: Options) -> Result<Self, ServeError> {
        let listen = options.listen;
        let app = Arc::new(App::new(hub, options)?);
        refresh(&app).await?;
        let listener = TcpListener::bind(listen).await.map_err(ServeError::Listen)?;
        let address = listener.local_addr().map_err(ServeError::Listen)?;
        Ok(Self { app, listener, address })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Serves until `stop` comes about; then takes no more connections, finishes what is under way within
    /// [`Options::stop_time`], and lets go of the hub.
    pub async fn run(self, stop: impl Future<Output = ()>) -> Stopped {
        let Self { app, listener, .. } = self;
        let tls = app.options.tls.clone().map(|tls| TlsAcceptor::from(tls.0));
        let router = router::router(app.clone());
        let graceful = GracefulShutdown::new();
        let room = Arc::new(Semaphore::new(app.options.connections));
        let refreshed = tokio::spawn(keep_fresh(app.clone()));
        let mut stop = pin!(stop);
        loop {
            let next = async {
                // Never closed, so that this is an error never.
                let place = room.clone().acquire_owned().await.ok();
                (listener.accept().await, place)
            };
            let (accepted, place) = tokio::select! {
                biased;
                () = &mut stop => break,
                next = next => next,
            };
            match accepted {
                Ok((stream, peer)) => {
                    let connection = Connection {
                        app: app.clone(),
                        router: router.clone(),
                        tls: tls.clone(),
                        watcher: graceful.watcher(),
                        peer,
                        _place: place,
                    };
                    tokio::spawn(connection.serve(stream));
                }
                Err(error) => {
                    // Out of file descriptors, for one: the next may be closed in a moment.
                    tracing::warn!(target: LOG_SERVER, kind = %error.kind(), "accept");
                    sleep(Duration::from_millis(50)).await;
                }
            }
        }
        drop(listener);
        refreshed.abort();
        tracing::info!(target: LOG_SERVER, "stopping");
        let ended = async {
            graceful.shutdown().await;
            // Work whose phone left goes on without a connection.
            let all = u32::try_from(app.options.in_flight).unwrap_or(u32::MAX);
            drop(app.in_flight.acquire_many(all).await);
        };
        match timeout(app.options.stop_time, ended).await {
            Ok(()) => Stopped::Whole,
            Err(_) => Stopped::Cut,
        }
    }
}

async fn refresh(app: &Arc<App>) -> Result<(), HubError> {
    let app = app.clone();
    let read = tokio::task::spawn_blocking(move || app.signers.refresh(&app.hub));
    read.await.unwrap_or(Err(HubError::Internal("keys")))
}

async fn keep_fresh(app: Arc<App>) {
    loop {
        sleep(REFRESH).await;
        if refresh(&app).await.is_err() {
            app.metrics.database_errors.fetch_add(1, Relaxed);
        }
    }
}

/// Counted among the open connections for as long as it is there.
struct Counted(Arc<App>);

impl Counted {
    fn new(app: Arc<App>) -> Self {
        app.metrics.connections.fetch_add(1, Relaxed);
        Self(app)
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        self.0.metrics.connections.fetch_sub(1, Relaxed);
    }
}

struct Connection {
    app: Arc<App>,
    router: Router,
    tls: Option<TlsAcceptor>,
    watcher: Watcher,
    peer: SocketAddr,
    _place: Option<OwnedSemaphorePermit>,
}

impl Connection {
    async fn serve(self, stream: TcpStream) {
        let app = self.app.clone();
        let _counted = Counted::new(app.clone());
        // Answers are written in one piece: waiting for more would only add a round trip.
        let _ = stream.set_nodelay(true);
        let mut stream = TimeoutStream::new(stream);
        stream.set_write_timeout(Some(app.options.gap_time));
        let stream = Box::pin(stream);
        match self.tls.clone() {
            None => self.http(stream).await,
            Some(tls) => {
                if let Ok(Ok(stream)) = timeout(app.options.head_time, tls.accept(stream)).await {
                    self.http(stream).await;
                }
            }
        }
    }

    async fn http(self, stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static) {
        let peer = Peer(self.peer.ip());
        let router = self.router;
        let service = service_fn(move |request: hyper::Request<Incoming>| {
            let mut request = request.map(Body::new);
            request.extensions_mut().insert(peer);
            let answered: Pin<Box<dyn Future<Output = Result<_, Infallible>> + Send>> =
                Box::pin(router.clone().oneshot(request));
            answered
        });
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(self.app.options.head_time)
            .auto_date_header(false)
            .max_buf_size(BUFFER)
            .serve_connection(TokioIo::new(stream), service);
        // It ends with an error where the phone left or was cut off: nothing to be done about.
        let _ = self.watcher.watch(connection).await;
    }
}
