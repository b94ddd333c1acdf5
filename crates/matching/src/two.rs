//! Work for two: the second core does one half where there is enough to do.

use std::panic::resume_unwind;
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};
use std::thread::{Builder, available_parallelism, scope};

/// With fewer candidates than this, starting a thread takes longer than it saves.
pub(crate) const ENOUGH: usize = 1 << 17;

/// Does both, side by side if there is `enough` to do. The results do not depend on that.
/// If the machine has no thread to spare, one is done after the other.
pub(crate) fn both<A, B: Send>(
    enough: bool,
    one: impl FnOnce() -> A,
    other: impl Fn() -> B + Sync,
) -> (A, B) {
    if !enough {
        return (one(), other());
    }
    scope(|scope| {
        let beside = Builder::new().spawn_scoped(scope, &other);
        let one = one();
        let theirs = match beside {
            Ok(beside) => beside.join().unwrap_or_else(|panic| resume_unwind(panic)),
            Err(_) => other(),
        };
        (one, theirs)
    })
}

/// Whether there is a second core at all. Where threads wait for each other, one core is better without them.
pub(crate) fn has_two() -> bool {
    static HAS_TWO: OnceLock<bool> = OnceLock::new();
    *HAS_TWO.get_or_init(|| available_parallelism().is_ok_and(|cores| cores.get() > 1))
}

/// What is left of a half, even of one whose thread went down: its panic goes on elsewhere.
pub(crate) fn lock<T>(half: &Mutex<T>) -> MutexGuard<'_, T> {
    half.lock().unwrap_or_else(PoisonError::into_inner)
}
