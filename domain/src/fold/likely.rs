//! Likely duplicates: what the hub found, until someone says that it is another person.

use std::collections::BTreeMap;

use super::{Telling, review::ReviewItem};
use crate::codes::ReviewKind;
use crate::fact::Body;
use crate::id::{FactId, PersonId, SubjectId};

/// An item for each person with whom this one may be the same: all findings of the two are in it, so that a new one, for
/// new reasons, reopens it. To keep one of them says that it was seen, and that she is another person. Of two of `members`,
/// who are joined, there is nothing to ask.
pub(crate) fn fold(telling: &Telling, members: &[SubjectId]) -> Vec<ReviewItem> {
    let mut found: BTreeMap<(SubjectId, PersonId), Vec<FactId>> = BTreeMap::new();
    for told in &telling.told {
        if let Body::LikelyDuplicate(likely) = &told.body {
            let subject = told.fact.header.subject;
            if !members.contains(&likely.other.into()) || subject == likely.other.into() {
                found.entry((subject, likely.other)).or_default().push(told.fact.id());
            }
        }
    }
    let item = |((subject, other), facts): ((SubjectId, PersonId), Vec<FactId>)| {
        ReviewItem::new(telling, subject, ReviewKind::LikelyDuplicate, 0, &other.0, facts)
    };
    found.into_iter().map(item).collect()
}
