//! What passes between this store and others: the outbox, what was acknowledged and refused, taking in others' facts,
//! blanking. The engine that carries it stands on these.

mod blank;
mod outbox;
mod take_in;

pub use outbox::{Outbox, Reach, Refused, StreamState};
pub use take_in::TakenIn;
