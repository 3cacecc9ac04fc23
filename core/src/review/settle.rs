//! Settling an item, by a fact.

use shivir_domain::codes::ReviewKind;
use shivir_domain::fact::{Body, ReviewSettled};
use shivir_domain::id::{AreaId, FactId, WorkerId};
use shivir_domain::review::{Settler, Settling, may_settle};

use super::list::{Item, ReviewView};
use crate::Core;
use crate::error::{CoreError, Refusal, Thing};
use crate::facts::{self, Known, Sitting};
use crate::registration::remove_apart;
use crate::sync::refold;
use crate::worker::Worker;

impl Core {
    /// Settles an item by keeping one of its facts, in one transaction with all that follows. `seen`: the item as it was
    /// shown; what is in it besides, or comes later, is not settled by this. Of a likely duplicate, to keep the finding says
    /// that it is another person; of what was noted on arrival, that it was seen.
    ///
    /// # Errors
    /// [`Thing::Review`]; [`Refusal::Review`]; [`Thing::Worker`]. The item is as it was in all of them.
    pub fn settle(
        &self,
        sitting: &Sitting,
        seen: &ReviewView,
        keep: FactId,
    ) -> Result<ReviewView, CoreError> {
        let (author, typist) = (self.worker(sitting.author)?, self.worker(sitting.typist)?);
        self.day_of(sitting)?;
        self.write(|pen| {
            let item = Item::read(pen.tx, seen.review)?.ok_or(CoreError::NotFound(Thing::Review))?;
            let mut authors = Vec::with_capacity(item.facts.len());
            // Whoever has the fact that is kept is to have the settlement too.
            let mut goes_to = sitting.area;
            for id in &item.facts {
                if let Some(fact) = facts::fact(pen.tx, *id)? {
                    authors.push(fact.header.author);
                    goes_to = if *id == keep { fact.header.area } else { goes_to };
                }
            }
            let area = item.area.unwrap_or(goes_to);
            let settling = Settling {
                kind: item.kind,
                open: item.open,
                facts: &item.facts,
                authors: &authors,
                seen: &seen.facts,
                keep,
            };
            settling.judge(&[settler(&author, area), settler(&typist, area)]).map_err(Refusal::from)?;
            let base = facts::base(pen.tx, item.subject)?;
            let body = ReviewSettled { review: item.id, saw: item.facts.clone(), keep };
            pen.write(sitting, goes_to, item.subject, base, &Body::ReviewSettled(body))?;
            if item.kind == ReviewKind::ConsentApart {
                // She had taken her consent back: what was registered apart from that is removed.
                for apart in item.facts.into_iter().filter(|fact| *fact != keep) {
                    remove_apart(pen, sitting, apart)?;
                }
            }
            refold(pen.tx, item.subject, Known::AsBefore)
        })?;
        match self.review(seen.review) {
            // With it the item ended.
            Err(CoreError::NotFound(Thing::Review)) => {
                Ok(ReviewView { open: false, settled: Some(keep), ..seen.clone() })
            }
            settled => settled,
        }
    }

    /// Whether a worker may settle an item as it is shown.
    ///
    /// # Errors
    /// [`Thing::Worker`].
    pub fn may_settle(&self, worker: WorkerId, item: &ReviewView) -> Result<bool, CoreError> {
        let worker = self.worker(worker)?;
        let authors: Vec<WorkerId> =
            item.said.iter().filter(|said| !said.aside).filter_map(|said| said.author).collect();
        Ok(may_settle(item.kind, &settler(&worker, item.area), &authors))
    }
}

pub(super) fn settler(worker: &Worker, area: AreaId) -> Settler {
    Settler { worker: worker.id, cadre: worker.cadre, own_area: worker.areas.contains(&area) }
}
