//! Whether a fact that came is applied, and why it is not.

use std::collections::BTreeSet;

use shivir_domain::fact::{Fact, FactKind};
use shivir_domain::id::{AreaId, SubjectId, WorkerId};
use shivir_domain::wire::QuarantineReason;

use crate::args;
use crate::device::Device;
use crate::district::foreign_areas;
use crate::error::HubError;
use crate::store::{Tx, first};

/// What has to be known of the district to judge the facts of one request.
pub(super) struct Judge<'a> {
    revoked: bool,
    /// The typists who are known in the district, or are introduced by one of the facts.
    workers: BTreeSet<WorkerId>,
    /// Areas of the facts that the district does not know.
    foreign: BTreeSet<AreaId>,
    /// Subjects whose facts could not be applied.
    failing: &'a BTreeSet<SubjectId>,
}

impl<'a> Judge<'a> {
    /// Looks it up.
    pub fn of(
        tx: &mut dyn Tx,
        district: u32,
        device: &Device,
        facts: &[Fact],
        failing: &'a BTreeSet<SubjectId>,
    ) -> Result<Self, HubError> {
        let introduced = |fact: &&Fact| fact.header.kind == FactKind::WorkerAdded;
        let mut workers: BTreeSet<WorkerId> =
            facts.iter().filter(introduced).map(|fact| WorkerId(fact.header.subject.0)).collect();
        let typists: BTreeSet<WorkerId> = facts.iter().map(|fact| fact.header.typist).collect();
        for typist in typists {
            let sql = "select cadre from worker where district = $1 and worker = $2";
            let there = first(tx, sql, args![district, &typist.0])?.is_some();
            if there || device.grant.workers.iter().any(|bound| bound.worker == typist) {
                workers.insert(typist);
            }
        }
        let areas = facts.iter().map(|fact| fact.header.area).collect();
        let foreign = foreign_areas(tx, district, &device.grant, areas)?;
        Ok(Self { revoked: device.revoked, workers, foreign, failing })
    }

    /// Why a fact is not applied; none where it is.
    pub fn reason(&self, fact: &Fact) -> Option<QuarantineReason> {
        let h = &fact.header;
        let fits = h.id.seq > 0 && i64::try_from(h.id.seq).is_ok() && i64::try_from(h.area.0).is_ok();
        if self.revoked {
            Some(QuarantineReason::Revoked)
        } else if !fits {
            Some(QuarantineReason::Unfit)
        } else if matches!(h.kind, FactKind::Unknown(_)) {
            Some(QuarantineReason::UnknownKind)
        } else if fact.body().is_err() {
            Some(QuarantineReason::Unreadable)
        } else if !self.workers.contains(&h.typist) {
            Some(QuarantineReason::ForeignWorker)
        } else if self.foreign.contains(&h.area) {
            Some(QuarantineReason::ForeignArea)
        } else if self.failing.contains(&h.subject) {
            Some(QuarantineReason::FoldFailed)
        } else {
            None
        }
    }
}
