//! Calls to the camp: who was called, when, and how. They touch no card, no case and no class of the ledger.

use std::collections::HashMap;

use serde::Serialize;

use super::Telling;
use crate::codes::CallHow;
use crate::day::Day;
use crate::fact::Body;
use crate::id::{CampId, FactId, WorkerId};

/// A call as it stands now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct CallView {
    /// The fact that says so.
    pub fact: FactId,
    /// The day.
    pub day: Day,
    /// The camp to which she was called, where known.
    pub camp: Option<CampId>,
    /// By word, or with a slip.
    pub how: CallHow,
    /// Who called.
    pub author: WorkerId,
    /// It was a slip of the hand: the fact that took it back, the first where several did.
    pub taken_back: Option<FactId>,
}

impl CallView {
    /// It stands.
    pub fn stands(&self) -> bool {
        self.taken_back.is_none()
    }
}

/// How someone was last called, as lists show it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct LastCall {
    /// By word, or with a slip.
    pub how: CallHow,
    /// The day.
    pub day: Day,
}

/// All calls in order. Who takes one back names it, so two who do it apart say the same, and a call that was made apart
/// stands: nothing of it is ever in conflict.
pub(crate) fn fold(telling: &Telling) -> Vec<CallView> {
    let mut back: HashMap<FactId, FactId> = HashMap::new();
    for told in &telling.told {
        if let Body::Called(called) = &told.body
            && let Some(call) = called.takes_back
        {
            back.entry(call).or_insert(told.fact.id());
        }
    }
    let call = |told: &super::Told| match &told.body {
        Body::Called(called) if called.takes_back.is_none() => {
            let (fact, header) = (told.fact.id(), &told.fact.header);
            Some(CallView {
                fact,
                day: header.day,
                camp: called.camp,
                how: called.how,
                author: header.author,
                taken_back: back.get(&fact).copied(),
            })
        }
        _ => None,
    };
    telling.told.iter().filter_map(call).collect()
}

/// Of the calls that stand those of the latest day, of these the furthest. A paper sheet may bring an earlier day later.
pub(crate) fn last(calls: &[CallView]) -> Option<LastCall> {
    let standing = calls.iter().filter(|call| call.stands());
    let last = standing.max_by_key(|call| (call.day, call.how.reach(), call.how));
    last.map(|call| LastCall { how: call.how, day: call.day })
}
