//! The workers who are named in facts, and their PINs on this phone.

mod pin;

pub use pin::{PinAnswer, PinRefusal, PinState};

use rusqlite::{Connection, OptionalExtension, Row, params};
use serde::Serialize;
use shivir_domain::codes::Cadre;
use shivir_domain::fact::{Body, WorkerAdded, causal_order};
use shivir_domain::id::{AreaId, SubjectId, WorkerId};
use shivir_domain::wire::enrol::Grant;

use crate::Core;
use crate::error::{CoreError, Refusal, Thing};
use crate::facts::{self, Sitting};

/// A worker.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
pub struct Worker {
    /// Who.
    pub id: WorkerId,
    /// Name, as she writes it.
    pub name: String,
    /// What she is.
    pub cadre: Cadre,
    /// Her areas.
    pub areas: Vec<AreaId>,
}

const COLUMNS: &str = "id, name, cadre, areas";

fn worker(row: &Row) -> rusqlite::Result<Worker> {
    let areas: Vec<u8> = row.get(3)?;
    Ok(Worker {
        id: WorkerId(row.get(0)?),
        name: row.get(1)?,
        cadre: Cadre::from_number(row.get(2)?),
        areas: minicbor::decode(&areas).unwrap_or_default(),
    })
}

impl Core {
    /// Adds a worker to this phone. Workers that the district enrols come with sync.
    pub fn add_worker(&self, name: &str, cadre: Cadre, areas: &[AreaId]) -> Result<Worker, CoreError> {
        let name = name.trim();
        if name.chars().count() > 120 {
            return Err(Refusal::TooLong(120).into());
        }
        let mut random = [0; 10];
        self.env().random(&mut random)?;
        let id = WorkerId::new_worker(self.env().now_ms(), random);
        let added = Worker { id, name: name.into(), cadre, areas: areas.to_vec() };
        self.write(|pen| {
            let area = areas.first().copied().unwrap_or_default();
            let sitting = Sitting { author: id, typist: id, camp: None, area, on: None };
            let body = WorkerAdded { name: added.name.clone(), cadre, areas: added.areas.clone() };
            pen.write(&sitting, area, id.into(), Vec::new(), &Body::WorkerAdded(body))?;
            write_row(pen.tx, &added)
        })?;
        Ok(added)
    }

    /// Where a worker works from now on. Her name and what she is stay.
    ///
    /// # Errors
    /// [`Thing::Worker`] where this phone knows no such worker.
    pub fn place_worker(&self, id: WorkerId, areas: &[AreaId]) -> Result<Worker, CoreError> {
        let placed = Worker { areas: areas.to_vec(), ..self.worker(id)? };
        self.write(|pen| {
            let area = areas.first().copied().unwrap_or_default();
            let sitting = Sitting { author: id, typist: id, camp: None, area, on: None };
            let base = facts::base(pen.tx, SubjectId::from(id))?;
            let (name, cadre) = (placed.name.clone(), placed.cadre);
            let body = WorkerAdded { name, cadre, areas: placed.areas.clone() };
            pen.write(&sitting, area, id.into(), base, &Body::WorkerAdded(body))?;
            write_row(pen.tx, &placed)
        })?;
        Ok(placed)
    }

    /// The workers known here, by name.
    pub fn workers(&self) -> Result<Vec<Worker>, CoreError> {
        self.store().read(|db| {
            let sql = format!("select {COLUMNS} from worker order by name, id");
            Ok(db.prepare_cached(&sql)?.query_map([], worker)?.collect::<Result<_, _>>()?)
        })
    }

    /// A worker.
    ///
    /// # Errors
    /// [`Thing::Worker`] where this phone knows no such worker.
    pub fn worker(&self, id: WorkerId) -> Result<Worker, CoreError> {
        self.store().read(|db| {
            let sql = format!("select {COLUMNS} from worker where id = ?");
            db.prepare_cached(&sql)?
                .query_row([id.0], worker)
                .optional()?
                .ok_or(CoreError::NotFound(Thing::Worker))
        })
    }
}

fn write_row(db: &Connection, w: &Worker) -> Result<(), CoreError> {
    let areas = minicbor::to_vec(&w.areas).map_err(|_| CoreError::Internal("worker"))?;
    db.prepare_cached(
        "insert into worker (id, name, cadre, areas) values (?1, ?2, ?3, ?4) \
         on conflict (id) do update set name = ?2, cadre = ?3, areas = ?4",
    )?
    .execute(params![w.id.0, w.name, w.cadre.number(), areas])?;
    Ok(())
}

/// The workers whom the district bound to this phone are known here. What facts say of one holds before what the grant says.
pub(crate) fn bind(db: &Connection, grant: &Grant) -> Result<(), CoreError> {
    let areas: Vec<AreaId> = grant.areas.iter().map(|a| a.area).collect();
    for bound in &grant.workers {
        let row = db
            .prepare_cached(&format!("select {COLUMNS} from worker where id = ?"))?
            .query_row([bound.worker.0], worker)
            .optional()?;
        let told = row.is_some() && !facts::facts_of(db, bound.worker.into())?.is_empty();
        let id = bound.worker;
        let wanted = Worker { id, name: bound.name.clone(), cadre: bound.cadre, areas: areas.clone() };
        if !told && row.as_ref() != Some(&wanted) {
            write_row(db, &wanted)?;
        }
    }
    Ok(())
}

/// Brings a worker's row in line with the facts on her: the last word holds; without one she is not known here.
pub(crate) fn refold_worker(db: &Connection, id: WorkerId) -> Result<(), CoreError> {
    let facts = facts::facts_of(db, id.into())?;
    let facts: Vec<_> = facts.iter().map(|(_, f)| f).collect();
    let order = causal_order(&facts).order;
    let said = order.iter().rev().find_map(|&at| match facts[at].body() {
        Ok(Some(Body::WorkerAdded(w))) => Some(w),
        _ => None,
    });
    match said {
        Some(WorkerAdded { name, cadre, areas }) => write_row(db, &Worker { id, name, cadre, areas }),
        None => {
            db.prepare_cached("delete from worker where id = ?")?.execute([id.0])?;
            Ok(())
        }
    }
}
