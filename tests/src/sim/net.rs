//! What is under way between phones and hub: lost, doubled, cut, late, in any order.

use super::Broken;
use super::trace::note;
use super::world::World;

/// By which way something goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    Enrol,
    Network,
    Courier,
}

/// Who it is of or for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Who {
    Phone(usize),
    /// The phone of a newer version.
    Peer,
}

/// Something that is under way.
#[derive(Debug, Clone)]
pub(super) struct Flight {
    pub who: Who,
    pub way: Way,
    pub bytes: Vec<u8>,
    /// The request that it answers; none where it is a request.
    pub answers: Option<Vec<u8>>,
}

impl World<'_> {
    /// Something leaves: perhaps it is lost, perhaps it goes twice.
    pub fn send(&mut self, flight: Flight) {
        let (up, bytes) = (if flight.answers.is_none() { "up" } else { "down" }, flight.bytes.len());
        // A courier's file is lost less often than it is late.
        let loss = if flight.way == Way::Courier { self.odds.loss / 2 } else { self.odds.loss };
        if self.rng.chance(loss) {
            note!(self, "{:?} {up} by {:?}, {bytes} bytes: lost", flight.who, flight.way);
            return;
        }
        note!(self, "{:?} {up} by {:?}, {bytes} bytes", flight.who, flight.way);
        if self.rng.chance(self.odds.double) {
            note!(self, "  and once more");
            self.flights.push(flight.clone());
        }
        self.flights.push(flight);
    }

    /// Something arrives: the first, or any.
    pub fn arrive(&mut self) -> Result<(), Broken> {
        if self.flights.is_empty() {
            return Ok(());
        }
        let at = if self.rng.chance(self.odds.disorder) { self.rng.below(self.flights.len()) } else { 0 };
        let mut flight = self.flights.remove(at);
        if self.rng.chance(self.odds.cut) {
            let whole = flight.bytes.len();
            flight.bytes.truncate(self.rng.below(whole));
            note!(self, "{:?}: cut from {whole} to {} bytes", flight.who, flight.bytes.len());
        }
        self.deliver(flight)
    }

    /// Everything that is under way arrives, in any order.
    pub fn arrive_all(&mut self) -> Result<(), Broken> {
        while !self.flights.is_empty() && self.failures.is_empty() {
            let at = self.rng.below(self.flights.len());
            let flight = self.flights.remove(at);
            self.deliver(flight)?;
        }
        Ok(())
    }

    /// One round trip that goes well. False where nothing can be sent or nobody answers.
    pub fn round_trip(&mut self, who: Who, way: Way) -> Result<bool, Broken> {
        let flights = std::mem::take(&mut self.flights);
        let odds = std::mem::take(&mut self.odds);
        self.start_sync(who, way)?;
        let mut done = false;
        while !self.flights.is_empty() && self.failures.is_empty() {
            let flight = self.flights.remove(0);
            done |= flight.answers.is_some();
            self.deliver(flight)?;
        }
        (self.flights, self.odds) = (flights, odds);
        Ok(done)
    }

    fn deliver(&mut self, flight: Flight) -> Result<(), Broken> {
        match (&flight.answers, flight.who) {
            (None, _) => self.at_hub(flight),
            (Some(_), Who::Phone(phone)) => self.answer_at_phone(phone, &flight),
            (Some(request), Who::Peer) => self.answer_at_peer(&flight.bytes, request),
        }
    }
}
