//! Token buckets in a fixed amount of memory: a key falls into one of many buckets, by a hash that nobody outside can work
//! out. Two phones seldom share one, and no flood of made-up ids makes it grow.

use std::hash::{BuildHasher, Hash, RandomState};
use std::time::{Duration, Instant};

use parking_lot::Mutex;

use super::Rate;

pub(super) struct Buckets {
    rate: Rate,
    hasher: RandomState,
    buckets: Box<[Mutex<Bucket>]>,
}

#[derive(Clone, Copy)]
struct Bucket {
    left: f64,
    at: Instant,
}

impl Buckets {
    /// So many buckets, each full.
    pub fn new(rate: Rate, count: usize, now: Instant) -> Self {
        let full = Bucket { left: f64::from(rate.burst), at: now };
        let buckets = (0..count.max(1)).map(|_| Mutex::new(full)).collect();
        Self { rate, hasher: RandomState::new(), buckets }
    }

    /// Takes one, or says how long it is until there is one.
    pub fn take(&self, key: impl Hash, now: Instant) -> Result<(), Duration> {
        let Some(mut bucket) = self.bucket(key) else { return Ok(()) };
        let back = now.saturating_duration_since(bucket.at).as_secs_f64() * self.rate.per_second;
        bucket.left = (bucket.left + back).min(f64::from(self.rate.burst));
        bucket.at = now;
        if bucket.left >= 1.0 {
            bucket.left -= 1.0;
            return Ok(());
        }
        let wait = (1.0 - bucket.left) / self.rate.per_second.max(1e-6);
        Err(Duration::from_secs_f64(wait.min(3_600.0)))
    }

    /// Gives one back that was not used.
    pub fn give_back(&self, key: impl Hash) {
        if let Some(mut bucket) = self.bucket(key) {
            bucket.left = (bucket.left + 1.0).min(f64::from(self.rate.burst));
        }
    }

    fn bucket(&self, key: impl Hash) -> Option<parking_lot::MutexGuard<'_, Bucket>> {
        let hash = self.hasher.hash_one(key);
        let at = usize::try_from(hash % self.buckets.len() as u64).ok()?;
        self.buckets.get(at).map(Mutex::lock)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_burst_is_taken_then_one_at_a_time_comes_back() {
        let start = Instant::now();
        let buckets = Buckets::new(Rate { burst: 3, per_second: 0.5 }, 1, start);
        (0..3).for_each(|_| assert_eq!(buckets.take(1, start), Ok(())));
        assert_eq!(buckets.take(1, start), Err(Duration::from_secs(2)));
        assert_eq!(buckets.take(1, start + Duration::from_secs(2)), Ok(()));
        assert!(buckets.take(1, start + Duration::from_secs(2)).is_err());
    }

    #[test]
    fn what_is_given_back_can_be_taken_again_and_never_more_than_the_burst() {
        let start = Instant::now();
        let buckets = Buckets::new(Rate { burst: 1, per_second: 0.0 }, 1, start);
        (0..5).for_each(|_| buckets.give_back(1));
        assert_eq!(buckets.take(1, start), Ok(()));
        assert!(buckets.take(1, start).is_err());
        buckets.give_back(1);
        assert_eq!(buckets.take(1, start), Ok(()));
    }

    #[test]
    fn a_flood_of_other_keys_leaves_most_their_own_bucket() {
        let start = Instant::now();
        let buckets = Buckets::new(Rate { burst: 1, per_second: 0.0 }, 65_536, start);
        let flood = (0..1_000).filter(|key| buckets.take(key, start).is_ok()).count();
        assert!(flood > 950, "{flood}");
        let served = (1_000..2_000).filter(|key| buckets.take(key, start).is_ok()).count();
        assert!(served > 950, "{served}");
    }
}
