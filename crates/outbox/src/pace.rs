use bellwether_kernel::Chance;
use bellwether_kernel::jiff::SignedDuration;
use std::time::Duration;

/// How fast a [`crate::Worker`] goes, and how long it waits.
#[derive(Debug, Clone, Copy)]
pub struct Pace {
    /// How many messages are handed over at once.
    pub at_once: usize,
    /// At most so many a second, by one worker; absent for as fast as the server takes them.
    pub per_second: Option<u32>,
    /// How often the outbox is looked at when nobody rings.
    pub poll: Duration,
    /// How long a claimed message belongs to its worker; renewed while it is handed over. After a
    /// crash this is how long it takes until what was under way is shown as unsure.
    pub lease: Duration,
    /// How long one attempt may take: longer than the mail server's own time limits, which RFC 5321
    /// (4.5.3.2) wants to be ten minutes for the last of them.
    pub deliver_within: Duration,
    /// How long what is under way may take to finish when Bellwether stops.
    pub drain_within: Duration,
    /// How long after it was due a message is tried again before it counts as refused.
    pub give_up_after: SignedDuration,
}

impl Default for Pace {
    fn default() -> Self {
        Self {
            at_once: 8,
            per_second: None,
            poll: Duration::from_secs(1),
            lease: Duration::from_mins(2),
            deliver_within: Duration::from_mins(20),
            drain_within: Duration::from_secs(30),
            give_up_after: SignedDuration::from_hours(72),
        }
    }
}

/// A message that waited longer than this is late: it shares its person's hour with no other.
pub const LATE: SignedDuration = SignedDuration::from_hours(1);
/// The time between two messages to one person where they are spaced out.
pub const SPACING: SignedDuration = SignedDuration::from_hours(1);
/// An outbox that nobody looked after for so long was down: in the hour after it every message
/// counts as late.
pub const DOWNTIME: SignedDuration = SignedDuration::from_hours(24);

/// How long to wait before the next try, after `attempt` of them: one minute, doubled each time up
/// to an hour, more or less a quarter, so that what failed together does not come back together.
/// `urgent` messages never wait longer than a minute or so.
pub fn backoff(attempt: i64, urgent: bool, chance: &Chance) -> SignedDuration {
    let doublings = if urgent { 0 } else { attempt.clamp(1, 7) - 1 };
    let seconds = (60_i64 << doublings).min(3600);
    let jitter = chance.below(seconds as u64 / 2) as i64 - seconds / 4;
    SignedDuration::from_secs(seconds + jitter)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wait_doubles_up_to_an_hour_and_never_meets() {
        let chance = Chance::seeded(3);
        for (attempt, from, to) in
            [(1, 45, 75), (2, 90, 150), (4, 360, 600), (7, 2700, 4500), (90, 2700, 4500)]
        {
            let waits: Vec<i64> = (0..50).map(|_| backoff(attempt, false, &chance).as_secs()).collect();
            assert!(waits.iter().all(|w| (from..=to).contains(w)), "attempt {attempt}: {waits:?}");
            assert!(waits.iter().any(|w| *w != waits[0]), "attempt {attempt} always waits the same");
        }
        assert!(backoff(9, true, &chance).as_secs() <= 75);
    }
}
