//! Good prices by an auction (Bertsekas, 1988): bidders bid for seats, in several rounds with ever smaller steps.
//!
//! Prices are integers in a scale fine enough for the smallest step. A bidder who bids raises the price of the best seat
//! until the second best is as good, and one step more; whoever held the seat bids again. When everybody sits, the
//! result is within one step for each bidder of the cheapest. The rest is done exactly, elsewhere: an auction that goes
//! on to the end fights over the last units for longer than everything else takes.

use super::NONE;
use super::calls::{self, Bidders, Threads};
use super::floor::Floor;
use super::joint::Mentors;
use super::line::Line;
use super::problem::{Problem, Side};
use super::reduction::Reduction;
use super::rounds::{self, Manner, Round};
use super::single::Single;

/// Where an auction ended.
pub(super) struct Auction<'a, 'g> {
    pub problem: &'a Problem<'g>,
    /// By item, then nobody: the price of the cheapest seat.
    pub prices: Vec<i64>,
    /// By position of the bidder: the item whose seat they hold, or [`NONE`].
    pub held: Vec<u32>,
    pub lines: Vec<Line>,
    /// Prices are costs shifted left by this.
    pub shift: u32,
}

impl<'a, 'g> Auction<'a, 'g> {
    /// Holds an auction from price zero, where seats stay free. `None` if it does not come to an end.
    pub fn from_zero(problem: &'a Problem<'g>, manner: Manner, threads: Threads) -> Option<Auction<'a, 'g>> {
        let floor = Floor::new(problem);
        let spread = i64::from(problem.costs.spread) << floor.shift;
        let rounds = rounds::of(manner, floor.unit(), spread);
        let (auction, all_sit) = Auction::held(floor, &rounds, threads);
        all_sit.then_some(auction)
    }

    /// Holds an auction in several rounds, from prices near those at which it will end, if there are any.
    pub fn in_steps(problem: &'a Problem<'g>, first: Option<Reduction>, threads: Threads) -> Auction<'a, 'g> {
        let mut floor = Floor::new(problem);
        let mut spread = i64::from(problem.costs.spread);
        if let Some(first) = first {
            for (item, price) in problem.items.iter().zip(first.prices) {
                floor.ask(*item as usize, price << floor.shift);
            }
            spread = first.spread;
        }
        let rounds = rounds::of(Manner::InSteps, floor.unit(), spread << floor.shift);
        Auction::held(floor, &rounds, threads).0
    }

    /// The auction when it is over, and whether everybody sits.
    fn held(mut floor: Floor<'a, 'g>, rounds: &[Round], threads: Threads) -> (Auction<'a, 'g>, bool) {
        let problem = floor.problem;
        let mut held = vec![NONE; problem.bidders.len()];
        let mut lines = vec![Line::EMPTY; problem.bidders.len()];
        let all_sit = if problem.side == Side::Places && Mentors::can_bid(problem) {
            let mut mentors = Mentors::of(problem);
            let all_sit = go_through(&mut floor, rounds, &mut mentors.bid_for(&mut held), threads);
            floor.level(&held);
            mentors.hand_over(&floor, &mut lines);
            all_sit
        } else {
            go_through(&mut floor, rounds, &mut Single::of(&mut held, &mut lines), threads)
        };
        let shift = floor.shift;
        (Auction { problem, prices: floor.into_prices(), held, lines, shift }, all_sit)
    }
}

/// Whether everybody sits after the last round.
fn go_through<B: Bidders>(floor: &mut Floor, rounds: &[Round], bidders: &mut B, threads: Threads) -> bool {
    for round in rounds {
        floor.step = round.step;
        bidders.prepare(floor, round);
        let all_sit = calls::hold(floor, bidders, round.patience, threads);
        bidders.close(floor);
        if !all_sit && round.is_fine {
            return false;
        }
    }
    true
}
