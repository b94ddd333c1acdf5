//! What a search stands on: the graph, who may be asked, and where the program is.

use crate::error::Error;
use crate::graph::Graph;
use crate::list::Candidate;
use crate::options::{Counting, Options, Standing};
use crate::random::{coin, threshold};
use crate::reach::proper;
use crate::sample::Roots;
use crate::walk::{GROUP, MARKS, Met, Walker};

/// Marks whoever may be asked.
pub(super) const CANDIDATE: u32 = MARKS[6];
/// Marks whoever may have reached the walk's root already.
pub(super) const GONE: u32 = MARKS[7];

/// Below so many people one thread does all.
const ALONE: usize = 32_768;

pub(super) struct Ground<'a> {
    pub(super) graph: &'a Graph,
    pub(super) candidates: &'a [Candidate],
    pub(super) options: &'a Options,
    pub(super) roots: Roots,
    /// Whether everybody who is asked says yes.
    pub(super) certain: bool,
    /// By person their position among the candidates plus one; empty where everybody stands at their own number.
    positions: Vec<u32>,
    /// By person, ascending: the chance of having joined, and whether they are in the program without pull.
    gone: Vec<(u32, f64, bool)>,
}

impl<'a> Ground<'a> {
    pub(super) fn new(
        graph: &'a Graph,
        candidates: &'a [Candidate],
        standing: &Standing,
        options: &'a Options,
    ) -> Result<Self, Error> {
        options.check(graph.people())?;
        let roots = Roots::new(graph.people(), options.weights.as_deref());
        let gone = gone(graph, standing)?;
        let positions = positions(graph, candidates)?;
        let certain = candidates.iter().all(|one| one.chance >= 1.0);
        Ok(Self { graph, candidates, options, roots, certain, positions, gone })
    }

    /// Walkers who know whom to tell of.
    pub(super) fn walkers(&self) -> Vec<Walker<'a>> {
        let mut first = Walker::new(self.graph);
        self.gone.iter().for_each(|&(person, ..)| first.mark(person, GONE));
        self.candidates.iter().for_each(|one| first.mark(one.person, CANDIDATE));
        let mut walkers = vec![first];
        // Where few walk far, a second walker costs more than it saves.
        let threads = if self.graph.people() < ALONE { 1 } else { self.options.threads.clamp(1, 64) };
        while walkers.len() < threads {
            walkers.push(walkers[0].clone());
        }
        walkers
    }

    pub(super) fn position(&self, person: u32) -> Option<u32> {
        if self.positions.is_empty() {
            return Some(person);
        }
        self.positions[person as usize].checked_sub(1)
    }

    /// Whether this walk's root is reached without asking anybody: by somebody who has joined, or by the chance of somebody who
    /// may; or is in the program already.
    pub(super) fn is_reached(&self, met: Met) -> bool {
        if met.marks & GONE == 0 {
            return false;
        }
        let Ok(at) = self.gone.binary_search_by_key(&met.person, |gone| gone.0) else { return false };
        let (person, chance, enrolled) = self.gone[at];
        enrolled && met.first || says_yes(met.key, person, chance)
    }

    /// Whether anybody has joined, may, or is enrolled.
    pub(super) fn may_be_reached(&self) -> bool {
        !self.gone.is_empty()
    }

    /// Whether everybody may be asked, and counts for themselves too: then whoever is met is a candidate.
    pub(super) fn is_open(&self) -> bool {
        self.positions.is_empty() && self.options.counting == Counting::Everyone
    }

    /// The position of the candidate who would have brought this walk's root along.
    pub(super) fn covers(&self, met: Met) -> Option<u32> {
        let own = met.first && self.options.counting == Counting::Followers;
        if met.marks & CANDIDATE == 0 || own { None } else { self.position(met.person) }
    }

    /// Shares numbers out among walkers; what comes of it is in the order of the numbers.
    pub(super) fn shared<'g, T: Send>(
        &self,
        walkers: &mut [Walker<'g>],
        from: u64,
        to: u64,
        work: impl Fn(&mut Walker<'g>, u64, u64) -> T + Sync,
    ) -> Vec<T> {
        let share = (to - from).div_ceil(walkers.len() as u64).next_multiple_of(GROUP).max(GROUP);
        let part = |at: usize| (from + share * at as u64, to.min(from + share * (at as u64 + 1)));
        std::thread::scope(|scope| {
            let mut others = Vec::new();
            let mut first = None;
            for (at, walker) in walkers.iter_mut().enumerate() {
                let (begin, end) = part(at);
                if at == 0 {
                    first = Some((walker, begin, end));
                } else if begin < end {
                    let work = &work;
                    others.push(scope.spawn(move || work(walker, begin, end)));
                }
            }
            let mut done: Vec<T> =
                first.into_iter().map(|(walker, begin, end)| work(walker, begin, end)).collect();
            for other in others {
                match other.join() {
                    Ok(part) => done.push(part),
                    Err(panic) => std::panic::resume_unwind(panic),
                }
            }
            done
        })
    }
}

/// The same answer of the same person on the same walk, whoever asks.
pub(super) fn says_yes(key: u64, person: u32, chance: f64) -> bool {
    chance >= 1.0 || chance > 0.0 && coin(!key, u64::from(person)) <= threshold(chance)
}

fn gone(graph: &Graph, standing: &Standing) -> Result<Vec<(u32, f64, bool)>, Error> {
    let mut gone = Vec::new();
    for &person in &standing.joined {
        gone.push((person, 1.0, false));
    }
    for &(person, chance) in &standing.pending {
        proper(person, chance)?;
        gone.push((person, chance, false));
    }
    for &person in &standing.enrolled {
        gone.push((person, 0.0, true));
    }
    gone.iter().try_for_each(|&(person, ..)| graph.known(person))?;
    gone.sort_by_key(|one| one.0);
    gone.dedup_by(|next, kept| {
        let same = next.0 == kept.0;
        if same {
            *kept = (kept.0, kept.1.max(next.1), kept.2 || next.2);
        }
        same
    });
    Ok(gone)
}

fn positions(graph: &Graph, candidates: &[Candidate]) -> Result<Vec<u32>, Error> {
    let everybody = candidates.len() == graph.people()
        && (0..).zip(candidates).all(|(at, candidate): (u32, _)| at == candidate.person);
    for candidate in candidates {
        graph.known(candidate.person)?;
        proper(candidate.person, candidate.chance)?;
    }
    if everybody {
        return Ok(Vec::new());
    }
    let mut positions = vec![0; graph.people()];
    for (at, candidate) in (1..).zip(candidates) {
        if std::mem::replace(&mut positions[candidate.person as usize], at) != 0 {
            return Err(Error::Twice { person: candidate.person });
        }
    }
    Ok(positions)
}
