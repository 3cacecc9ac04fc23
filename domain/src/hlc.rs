//! Hybrid logical time: the phone's clock where it can be believed, a counter where it cannot.
//!
//! Order never rests on it alone: a fact comes after the facts in its base whatever clocks say, and hybrid time orders
//! only facts that did not know of each other (DESIGN.md, Facts and folds).

use minicbor::{Decode, Encode};

/// Milliseconds of a day.
pub const DAY_MS: u64 = 86_400_000;

/// How far past the last trusted time a phone's clock is believed: a phone may go a whole campaign without network.
const BELIEVED_DAYS: u64 = 400;

/// A hybrid time: 48 bits of milliseconds since 1970 (UTC), 16 bits of counter.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    Default,
    Encode,
    Decode,
    serde::Serialize,
    serde::Deserialize,
)]
#[cbor(transparent)]
#[serde(transparent)]
pub struct Hlc(#[n(0)] pub u64);

impl Hlc {
    /// The time of a millisecond, counter 0. Milliseconds past 48 bits are cut to the largest.
    pub fn at_ms(ms: u64) -> Self {
        Self(ms.min((1 << 48) - 1) << 16)
    }

    /// Milliseconds since 1970 (UTC).
    pub fn ms(self) -> u64 {
        self.0 >> 16
    }
}

/// What is to be thought of the phone's clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
pub enum ClockDoubt {
    /// It can be believed.
    None,
    /// It stands before a time known to have passed: the day must be asked of the worker.
    SetBack,
    /// It stands further ahead than any campaign lasts: the day must be asked of the worker.
    FarAhead,
}

/// The clock of one store. Keeps its last time and the latest time that is known to have passed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HlcClock {
    last: Hlc,
    trusted_ms: u64,
}

impl HlcClock {
    /// `last`: the latest time in the store. `trusted_ms`: the latest time that someone other than this phone's clock
    /// vouches for (the hub, the campaign pack, the build), in milliseconds since 1970.
    pub fn new(last: Hlc, trusted_ms: u64) -> Self {
        Self { last, trusted_ms }
    }

    /// The last time given or received.
    pub fn last(&self) -> Hlc {
        self.last
    }

    /// Someone else vouches that this millisecond has passed.
    pub fn trust(&mut self, ms: u64) {
        self.trusted_ms = self.trusted_ms.max(ms);
    }

    /// Whether the phone's clock can be believed.
    pub fn doubt(&self, phone_ms: u64) -> ClockDoubt {
        if phone_ms.saturating_add(DAY_MS) < self.trusted_ms {
            ClockDoubt::SetBack
        } else if phone_ms > self.trusted_ms.saturating_add(BELIEVED_DAYS * DAY_MS) {
            ClockDoubt::FarAhead
        } else {
            ClockDoubt::None
        }
    }

    /// The time of a new fact: later than every time before, the phone's own where it is believed.
    pub fn tick(&mut self, phone_ms: u64) -> Hlc {
        let next = Hlc(self.last.0 + 1);
        self.last = match self.doubt(phone_ms) {
            ClockDoubt::None => next.max(Hlc::at_ms(phone_ms)),
            ClockDoubt::SetBack | ClockDoubt::FarAhead => next.max(Hlc::at_ms(self.trusted_ms)),
        };
        self.last
    }

    /// Takes in the time of a fact that came from elsewhere. Returns true where it lies more than a day past the trusted
    /// present: then the clock is not moved beyond that, and the fact is to be flagged.
    pub fn receive(&mut self, remote: Hlc, phone_ms: u64) -> bool {
        let present = match self.doubt(phone_ms) {
            ClockDoubt::None => phone_ms.max(self.trusted_ms),
            ClockDoubt::SetBack | ClockDoubt::FarAhead => self.trusted_ms,
        };
        let limit = Hlc::at_ms(present.saturating_add(DAY_MS));
        self.last = self.last.max(remote.min(limit));
        remote > limit
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const NOW: u64 = 1_795_000_000_000;
    const TEN_YEARS: u64 = 3653 * DAY_MS;

    #[test]
    fn a_clock_set_back_or_forward_ten_years_does_not_move_time() {
        let mut clock = HlcClock::new(Hlc::at_ms(NOW), NOW);
        for wrong in [NOW - TEN_YEARS, NOW + TEN_YEARS] {
            assert_ne!(clock.doubt(wrong), ClockDoubt::None);
            let at = clock.tick(wrong);
            assert_eq!(at.ms(), NOW);
        }
        assert_eq!(clock.tick(NOW + 5).ms(), NOW + 5);
    }

    #[test]
    fn a_fact_from_the_future_is_flagged_and_moves_the_clock_one_day_at_most() {
        let mut clock = HlcClock::new(Hlc::at_ms(NOW), NOW);
        assert!(clock.receive(Hlc::at_ms(NOW + TEN_YEARS), NOW));
        assert_eq!(clock.last().ms(), NOW + DAY_MS);
        assert!(!clock.receive(Hlc::at_ms(NOW + 1), NOW));
    }

    proptest! {
        #[test]
        fn time_only_grows_whatever_the_clock_does(readings in prop::collection::vec(any::<u32>(), 1..200)) {
            let mut clock = HlcClock::new(Hlc::default(), NOW);
            let mut last = clock.last();
            for (i, r) in readings.iter().enumerate() {
                let phone = NOW.wrapping_sub(1 << 31).wrapping_add(u64::from(*r) * 1_000);
                if i % 3 == 0 { clock.receive(Hlc::at_ms(phone), NOW); }
                let at = clock.tick(phone);
                prop_assert!(at > last);
                last = at;
            }
        }
    }
}
