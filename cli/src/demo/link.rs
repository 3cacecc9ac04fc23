//! Two bad minutes of 2G: requests that do not arrive, answers that are lost or cut short, requests that come twice.

use shivir_hub::Hub;

use super::random::Random;

/// A link between a phone and the hub that loses half of what it is given, by chance from a seed.
pub struct Link<'a> {
    hub: &'a Hub,
    random: Random,
    /// Round trips that were tried.
    pub tried: u64,
    /// Of these, such that came to nothing.
    pub lost: u64,
    /// Bytes that went up and down, lost ones too.
    pub bytes: (u64, u64),
}

impl<'a> Link<'a> {
    /// A link to a hub.
    pub fn new(hub: &'a Hub, seed: u64) -> Self {
        Self { hub, random: Random::new(seed), tried: 0, lost: 0, bytes: (0, 0) }
    }

    /// Carries a request; `None` where no answer comes.
    pub fn carry(&mut self, path: &str, request: &[u8]) -> Option<Vec<u8>> {
        self.tried += 1;
        self.bytes.0 += request.len() as u64;
        let fate = self.random.below(10);
        if fate < 2 {
            self.lost += 1;
            return None;
        }
        let mut answer = self.hub.handle(path, request).bytes;
        self.bytes.1 += answer.len() as u64;
        match fate {
            // The hub took it, and the phone does not learn of it.
            2 | 3 => {
                self.lost += 1;
                None
            }
            4 => {
                self.lost += 1;
                answer.truncate(answer.len() / 2);
                Some(answer)
            }
            // It comes twice: the second time the hub refuses it.
            5 => {
                self.hub.handle(path, request);
                Some(answer)
            }
            _ => Some(answer),
        }
    }
}
