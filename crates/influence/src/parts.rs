//! One range of numbers, shared out among threads.

use std::ops::Range;

/// Does the work for the numbers below `count`, a part on each thread; what comes of the parts is in their order.
pub(crate) fn parts<T: Send>(
    threads: usize,
    count: usize,
    work: impl Fn(Range<usize>) -> T + Sync,
) -> Vec<T> {
    let share = count.div_ceil(threads.max(1)).max(1);
    let part = |at: usize| share * at..count.min(share * (at + 1));
    let all = count.div_ceil(share).max(1);
    std::thread::scope(|scope| {
        let work = &work;
        let others: Vec<_> = (1..all).map(|at| scope.spawn(move || work(part(at)))).collect();
        let mut done = vec![work(part(0))];
        for other in others {
            match other.join() {
                Ok(part) => done.push(part),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        done
    })
}

/// Does two pieces of work, the second on a thread of its own where there is one.
pub(crate) fn both<A, B: Send>(
    threads: usize,
    one: impl FnOnce() -> A,
    other: impl FnOnce() -> B + Send,
) -> (A, B) {
    if threads < 2 {
        return (one(), other());
    }
    std::thread::scope(|scope| {
        let other = scope.spawn(other);
        let one = one();
        match other.join() {
            Ok(other) => (one, other),
            Err(panic) => std::panic::resume_unwind(panic),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_are_done_on_one_thread_and_on_two() {
        assert!([1, 2].into_iter().all(|threads| both(threads, || 3, || "four") == (3, "four")));
    }

    #[test]
    fn every_number_is_in_one_part_and_the_parts_are_in_order() {
        for (threads, count) in [(1, 10), (2, 10), (3, 10), (8, 3), (4, 0), (0, 5)] {
            let all: Vec<usize> = parts(threads, count, |part| part.collect::<Vec<_>>()).concat();
            assert_eq!(all, (0..count).collect::<Vec<_>>(), "{threads} threads");
        }
    }
}
