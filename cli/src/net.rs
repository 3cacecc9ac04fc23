//! The way to the hub over HTTPS, and nothing of what is said on it: requests and answers are signed, so that this carries
//! bytes and trusts nobody.

use std::io::Read;
use std::time::Duration;

use shivir_domain::wire::MOST_ENVELOPE;
use ureq::Agent;

/// How long a connection may take to be made, and a whole round trip at 2G.
const CONNECT: Duration = Duration::from_secs(20);
const TRIP: Duration = Duration::from_secs(180);

/// Bytes of a pack that are kept in one step.
const PIECE: usize = 64 * 1024;

/// A hub's address.
pub struct Net {
    agent: Agent,
    url: String,
}

/// No answer came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoAnswer;

impl Net {
    /// To the hub at this address.
    pub fn to(url: &str) -> Self {
        let config = Agent::config_builder()
            // A refusal has its own status and is an answer all the same.
            .http_status_as_error(false)
            .timeout_connect(Some(CONNECT))
            .timeout_global(Some(TRIP))
            .user_agent("")
            .accept("")
            .build();
        Self { agent: config.into(), url: url.trim_end_matches('/').to_owned() }
    }

    /// Posts a request; gives the answer's bytes, whatever its status says.
    ///
    /// # Errors
    /// [`NoAnswer`].
    pub fn post(&self, path: &str, bytes: &[u8]) -> Result<Vec<u8>, NoAnswer> {
        let request = self.agent.post(format!("{}{path}", self.url));
        let mut answer =
            request.header("content-type", "application/x-shivir").send(bytes).map_err(|_| NoAnswer)?;
        let body = answer.body_mut().with_config().limit(MOST_ENVELOPE as u64 + 1024);
        body.read_to_vec().map_err(|_| NoAnswer)
    }

    /// Gets a pack from a byte on, piece by piece, as they come; `take` gives false to stop.
    /// Whether the answer came to its end or was stopped.
    ///
    /// # Errors
    /// What `take` refuses with.
    pub fn pack<E>(
        &self,
        path: &str,
        authorization: &str,
        from: u64,
        mut take: impl FnMut(u64, &[u8]) -> Result<bool, E>,
    ) -> Result<bool, E> {
        let request = self.agent.get(format!("{}{path}", self.url));
        let request =
            request.header("authorization", authorization).header("range", format!("bytes={from}-"));
        let Ok(mut answer) = request.call() else {
            return Ok(false);
        };
        // The whole of it: what is here is passed over. Anything but these two is a refusal or somebody's page.
        let mut at = match answer.status().as_u16() {
            206 => from,
            200 => 0,
            _ => return Ok(false),
        };
        let mut body = answer.body_mut().as_reader();
        let mut piece = Vec::with_capacity(PIECE);
        loop {
            piece.clear();
            let came = body.by_ref().take(PIECE as u64).read_to_end(&mut piece);
            let end = at + piece.len() as u64;
            // A stretch that was cut is kept as far as it came.
            let skip = usize::try_from(from.saturating_sub(at)).unwrap_or(usize::MAX);
            let new = piece.get(skip.min(piece.len())..).unwrap_or_default();
            if !new.is_empty() && !take(at.max(from), new)? {
                return Ok(true);
            }
            if came.is_err() {
                return Ok(false);
            }
            if piece.is_empty() {
                return Ok(true);
            }
            at = end;
        }
    }
}
