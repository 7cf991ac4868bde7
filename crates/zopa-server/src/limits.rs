//! How often somebody may come, by session, account, room and address.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use zopa::mediate::Moment;

/// So many callers are remembered; who is forgotten begins anew.
const MOST_CALLERS: usize = 20_000;

/// A bucket that fills again with time.
#[derive(Clone, Copy, Debug)]
pub struct Rate {
    /// How many calls at once.
    pub burst: f64,
    /// How many calls a second in the long run.
    pub per_second: f64,
}

/// Counts calls.
pub struct Limiter {
    callers: Mutex<HashMap<String, (f64, Moment)>>,
}

impl Limiter {
    /// A limiter that has seen nobody.
    #[must_use]
    pub fn new() -> Limiter {
        Limiter { callers: Mutex::new(HashMap::new()) }
    }

    /// Counts a call; where it is one too many, the seconds after which it may be tried again.
    ///
    /// # Errors
    /// The caller came too often.
    pub fn count(&self, caller: &str, rate: Rate, now: Moment) -> Result<(), u64> {
        let mut callers = self.callers.lock().unwrap_or_else(PoisonError::into_inner);
        if callers.len() >= MOST_CALLERS && !callers.contains_key(caller) {
            let idle = 1000.0 * rate.burst / rate.per_second;
            callers.retain(|_, (_, last)| (now.0.saturating_sub(last.0) as f64) < idle);
            if callers.len() >= MOST_CALLERS {
                callers.clear();
            }
        }
        let (left, last) = callers.entry(caller.to_string()).or_insert((rate.burst, now));
        let passed = now.0.saturating_sub(last.0) as f64 / 1000.0;
        *left = (*left + passed * rate.per_second).min(rate.burst);
        *last = now;
        if *left < 1.0 {
            return Err(((1.0 - *left) / rate.per_second).ceil().max(1.0) as u64);
        }
        *left -= 1.0;
        Ok(())
    }
}

impl Default for Limiter {
    fn default() -> Limiter {
        Limiter::new()
    }
}

/// Counts what is open at once, by whom.
#[derive(Debug, Default)]
pub struct Counter {
    open: Mutex<HashMap<String, usize>>,
}

/// Something that is open. It counts until it is dropped.
#[derive(Debug)]
pub struct Ticket {
    counter: Arc<Counter>,
    who: String,
}

impl Counter {
    /// Counts one more, unless the caller has so many open already, or all have so many together.
    pub fn enter(self: &Arc<Counter>, who: &str, most_each: usize, most: usize) -> Option<Ticket> {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        if open.values().sum::<usize>() >= most {
            return None;
        }
        let own = open.entry(who.to_string()).or_insert(0);
        if *own >= most_each {
            return None;
        }
        *own += 1;
        Some(Ticket { counter: self.clone(), who: who.to_string() })
    }
}

impl Drop for Ticket {
    fn drop(&mut self) {
        let mut open = self.counter.open.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(own) = open.get_mut(&self.who) {
            *own -= 1;
            if *own == 0 {
                open.remove(&self.who);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Counter, Limiter, MOST_CALLERS, Rate};
    use std::sync::Arc;
    use zopa::mediate::Moment;

    #[test]
    fn what_is_open_is_counted_until_it_closes() {
        let counter = Arc::new(Counter::default());
        let first = counter.enter("a", 2, 3).unwrap();
        let _second = counter.enter("a", 2, 3).unwrap();
        assert!(counter.enter("a", 2, 3).is_none(), "one caller has two at most");
        let _third = counter.enter("b", 2, 3).unwrap();
        assert!(counter.enter("c", 2, 3).is_none(), "three at most in all");
        drop(first);
        assert!(counter.enter("a", 2, 3).is_some());
    }

    #[test]
    fn a_caller_waits_and_others_do_not() {
        let (limiter, rate) = (Limiter::new(), Rate { burst: 2.0, per_second: 0.5 });
        let at = |seconds: u64| Moment(1_000_000 + 1000 * seconds);
        assert_eq!(limiter.count("a", rate, at(0)), Ok(()));
        assert_eq!(limiter.count("a", rate, at(0)), Ok(()));
        assert_eq!(limiter.count("a", rate, at(0)), Err(2));
        assert_eq!(limiter.count("b", rate, at(0)), Ok(()));
        assert_eq!(limiter.count("a", rate, at(2)), Ok(()));
        assert_eq!(limiter.count("a", rate, at(2)), Err(2));
    }

    #[test]
    fn what_is_remembered_is_bounded() {
        let (limiter, rate) = (Limiter::new(), Rate { burst: 1.0, per_second: 0.001 });
        for caller in 0..MOST_CALLERS * 2 + 10 {
            limiter.count(&caller.to_string(), rate, Moment(1)).unwrap();
        }
        assert!(limiter.callers.lock().unwrap().len() <= MOST_CALLERS);
    }
}
