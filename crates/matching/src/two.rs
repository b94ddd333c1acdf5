//! Work for two: the second core does one half where there is enough to do.

use std::panic::resume_unwind;
use std::thread::{Builder, scope};

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
