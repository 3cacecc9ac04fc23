//! A hub that is served from within the test's process, over a real socket.

use std::net::SocketAddr;
use std::sync::{Arc, OnceLock};
use std::thread::JoinHandle;

use shivir_hub::Hub;
use shivir_hub::http::{Options, Server, Stopped};
use shivir_hub::store::{Postgres, Storage};
use tokio::runtime::{Handle, Runtime};
use tokio::sync::oneshot;

use super::client::Line;

/// The runtime of the tests' connections to PostgreSQL.
pub fn runtime() -> Handle {
    static RUNTIME: OnceLock<Runtime> = OnceLock::new();
    RUNTIME.get_or_init(|| Runtime::new().unwrap()).handle().clone()
}

/// A database on a server.
pub fn postgres_at(url: &str) -> Arc<dyn Storage> {
    Arc::new(Postgres::new(url, runtime()).unwrap())
}

pub struct Served {
    pub address: SocketAddr,
    stop: oneshot::Sender<()>,
    ended: JoinHandle<Stopped>,
}

impl Served {
    pub fn start(hub: &Hub, options: Options) -> Self {
        let runtime = Runtime::new().unwrap();
        let options = Options { listen: "127.0.0.1:0".parse().unwrap(), ..options };
        let server = runtime.block_on(Server::bind(hub.clone(), options)).unwrap();
        let address = server.address();
        let (stop, stopped) = oneshot::channel::<()>();
        let ended = std::thread::spawn(move || runtime.block_on(server.run(async { drop(stopped.await) })));
        Self { address, stop, ended }
    }

    pub fn line(&self) -> Line {
        Line::to(self.address)
    }

    /// Tells it to stop, and gives what is to be waited for.
    pub fn tell_to_stop(self) -> JoinHandle<Stopped> {
        self.stop.send(()).unwrap();
        self.ended
    }

    pub fn stop(self) -> Stopped {
        self.tell_to_stop().join().unwrap()
    }
}
