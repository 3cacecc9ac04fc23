//! Likely duplicates: whoever is added is compared with those who are known where she lives, and what is found goes to the
//! phones as a fact, for someone to settle (`docs/REVIEW.md`). The same comparison as on the phone, which asks in the queue
//! (`docs/adr/0007-likely-duplicates.md`); the hub sees what no single phone does, the people added by all of them.

mod find;
mod key;
mod known;

pub(crate) use find::look;
pub(crate) use key::{Keyed, forget_list, keep, keys, keys_of};
pub(crate) use known::known;
