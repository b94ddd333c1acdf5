//! Person by person: the chance that they are reached, for a map.

use super::{Reached, worth};
use crate::error::Error;
use crate::random::{Stream, key};
use crate::reach::{Drawn, Reach};

/// Worlds that are played for a map, times people; between the two ends. A single chance p is off by √(p(1 − p) / worlds), two
/// times in three: by 1 percentage point in a firm of 71, by 3 in one of 20,000.
const PLAYED: usize = 400_000;
const FEWEST: usize = 240;
const MOST: usize = 4_000;

/// The chance of each person, by number, to be among the followers. It is 0 for whoever is in the program already: nobody wins
/// them again. Sums over many people are far surer than any one of the chances.
#[derive(Debug, Clone, PartialEq)]
pub struct Chances {
    /// That they are reached by now: by the leaders who have joined and, by their chances, by the pending.
    pub reached: Vec<f64>,
    /// That the leader who was asked about would bring them, and nobody had by now. All 0 where nobody was asked about.
    pub brought: Vec<f64>,
}

impl Reach {
    /// Whom the standing reaches, and whom this leader's yes would bring beyond them, person by person. Plays the program forwards
    /// in 240 to 4,000 worlds, the fewer the more people there are; the same worlds each time, so that two answers can be compared.
    /// Costs O(worlds × ties of the people reached).
    ///
    /// # Errors
    /// [`Error::UnknownPerson`].
    pub fn chances(&self, leader: Option<u32>) -> Result<Chances, Error> {
        leader.map_or(Ok(()), |leader| self.drawn.graph.known(leader))?;
        let worlds = (PLAYED / self.people().max(1)).clamp(FEWEST, MOST);
        let mut counts = [vec![0i32; self.people()], vec![0i32; self.people()]];
        let mut world = Reached::new(&self.drawn.graph);
        for number in 0..worlds as u64 {
            world.start(key(self.drawn.options.seed, Stream::Worlds, number));
            for &joined in &self.standing.joined {
                world.spread(joined);
            }
            for &(person, chance) in &self.standing.pending {
                if world.says_yes(person, chance) {
                    world.spread(person);
                    // Whoever says yes themselves is nobody's follower; they are counted once below.
                    counts[0][person as usize] -= 1;
                }
            }
            world.since(0).iter().for_each(|&p| counts[0][p as usize] += 1);
            if let Some(leader) = leader {
                let from = world.spread(leader);
                let others = world.since(from).iter().filter(|&&p| p != leader);
                others.for_each(|&p| counts[1][p as usize] += 1);
            }
        }
        let open = winnable(&self.drawn, self);
        let [reached, brought] = counts.map(|counts| {
            let share =
                |(count, open): (i32, &bool)| if *open { f64::from(count) / worlds as f64 } else { 0.0 };
            counts.into_iter().zip(&open).map(share).collect()
        });
        Ok(Chances { reached, brought })
    }
}

/// Who is not in the program, nor would be by their own yes.
fn winnable(drawn: &Drawn, reach: &Reach) -> Vec<bool> {
    let mut open: Vec<bool> = worth(drawn, &reach.standing).iter().map(|worth| *worth > 0.0).collect();
    reach.standing.joined.iter().for_each(|&p| open[p as usize] = false);
    open
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::{Edge, Graph};
    use crate::options::{Options, Standing};

    fn chain() -> Reach {
        let edge = |src, dst, probability| Edge { src, dst, probability };
        let graph = Graph::from_probabilities(5, &[edge(0, 1, 0.5), edge(1, 2, 0.5), edge(3, 2, 0.4)]);
        Reach::build(graph.unwrap(), &Options::default()).unwrap()
    }

    fn close(found: f64, exact: f64) {
        // Four standard deviations of 4,000 worlds.
        assert!(
            (found - exact).abs() < 4.0 * (exact * (1.0 - exact) / 4_000.0).sqrt() + 1e-9,
            "{found} for {exact}"
        );
    }

    #[test]
    fn each_chance_is_that_of_the_ties_which_lead_there() {
        let joined = Standing { joined: vec![0], ..Standing::default() };
        let chances = chain().given(&joined).unwrap().chances(Some(3)).unwrap();
        close(chances.reached[1], 0.5);
        close(chances.reached[2], 0.25);
        close(chances.brought[2], 0.4 * 0.75);
        assert!([chances.reached[0], chances.reached[4], chances.brought[1]].iter().all(|c| *c <= 0.0));
        assert!(chances.brought[3] <= 0.0, "nobody is their own follower");
    }

    #[test]
    fn who_is_asked_reaches_by_the_chance_of_a_yes_and_who_is_enrolled_is_not_won_again() {
        let pending = Standing { pending: vec![(0, 0.5)], enrolled: vec![2], ..Standing::default() };
        let chances = chain().given(&pending).unwrap().chances(None).unwrap();
        close(chances.reached[1], 0.25);
        assert!(chances.reached[2] <= 0.0);
        assert!(chances.brought.iter().all(|chance| *chance <= 0.0));
    }

    #[test]
    fn a_stranger_is_an_error() {
        let error = chain().chances(Some(5)).unwrap_err();
        assert_eq!(error, Error::UnknownPerson { person: 5, people: 5 });
    }
}
