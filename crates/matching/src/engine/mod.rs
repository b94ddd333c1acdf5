//! The fast way for programs in which everybody wants one mentor.
//!
//! 1. As many mentees as possible get *a* mentor ([`most`]).
//! 2. That splits the market into parts that can be priced by themselves ([`parts`], [`problem`]).
//! 3. In each part an auction finds good prices ([`auction`]); they are rounded to units ([`rounding`]), and the few pairs
//!    that come apart are mended exactly by shortest paths ([`shortest`], [`tight`]).
//! 4. What the scores leave open goes to those who waited, then to the draw.

#[cfg(test)]
mod agrees;
mod auction;
mod components;
mod costs;
mod graph;
mod greedy;
mod line;
mod most;
mod open;
mod parts;
mod placement;
mod problem;
mod relabel;
mod rounding;
mod seating;
mod seats;
mod shortest;
mod ties;
mod tight;
mod turns;

use auction::{Auction, Manner};
use costs::Costs;
use graph::Graph;
use parts::{Part, Parts};
use placement::Placement;
use problem::{Priced, Problem, Side};
use seating::Seating;
use shortest::Search;
use tight::Tight;

use crate::instance::{Instance, MenteeId, MentorId, Pair};
use crate::tiers::{Remaining, Solved};
use crate::value::Value;

/// Of those who are scarce, one part in this many must stay over on the other side for that to be plenty.
const PLENTY: usize = 40;

/// The same where places would bid: they do so less well than mentees, and mentees would have to be many.
const PLENTY_OF_MENTEES: usize = 2;

/// Nobody: no mentor, no holder, out of reach.
const NONE: u32 = u32::MAX;

/// Whether the engine takes an instance: nobody wants more than a first mentor.
pub(crate) fn takes(remaining: &Remaining) -> bool {
    remaining.mentees.iter().all(|(first, wants)| *wants == u32::from(*first))
}

/// Finds the best pairs and their prices. `None` would be a fault in the engine; then the general way must do.
pub(crate) fn solve(instance: &Instance, remaining: &Remaining) -> Option<Solved> {
    let graph = Graph::of(instance, remaining);
    let seating = most::seat(&graph);
    let parts = Parts::of(&graph, &seating);
    let costs = Costs::of(graph.pairs());
    let mut solved = Solved {
        pairs: Vec::new(),
        mentees: vec![Value::ZERO; graph.mentees()],
        mentors: vec![Value::ZERO; graph.mentors()],
    };
    for (mentee, part) in solved.mentees.iter_mut().zip(&parts.mentees) {
        *mentee = tiers_of(*part);
    }
    for part in [Part::Short, Part::Even, Part::Roomy] {
        let market = Market { graph: &graph, parts: &parts, costs, part };
        let problem = market.seen_by(Side::Mentees);
        let mut priced = price(&market, &problem, &seating)?;
        ties::settle(instance, &problem, &mut priced);
        hand_over(&problem, part, &priced, &mut solved);
    }
    Some(solved)
}

/// A part of the market, before it is decided who bids.
struct Market<'a> {
    graph: &'a Graph<'a>,
    parts: &'a Parts,
    costs: Costs,
    part: Part,
}

impl<'a> Market<'a> {
    fn seen_by(&self, side: Side) -> Problem<'a> {
        Problem::of(self.graph, self.costs, self.parts, self.part, side)
    }
}

/// Places everybody of a part at least cost.
///
/// Where few stay over, those of whom there are too many bid, with nobody as one more item, in ever smaller steps. Where
/// many do, the others bid: what nobody bids for keeps its price of zero, and prices stay so low that small steps will do
/// from the start.
fn price(market: &Market, mentees: &Problem, seating: &Seating) -> Option<Priced> {
    if mentees.costs.unit == 0 || mentees.bidders.is_empty() {
        return Some(as_seated(mentees, seating));
    }
    let over = mentees.short.max(mentees.air) as usize;
    let scarce = mentees.bidders.len() - mentees.short as usize;
    let (many, few) =
        if mentees.air > 0 { (Side::Places, Side::Mentees) } else { (Side::Mentees, Side::Places) };
    let enough = if few == Side::Mentees { PLENTY } else { PLENTY_OF_MENTEES };
    let quick = over > 0 && over * enough >= scarce;
    let found = if quick { bid(market, mentees, few, Manner::AtOnce) } else { None };
    found.or_else(|| bid(market, mentees, many, Manner::InSteps))
}

/// Lets one side bid, and finishes exactly.
fn bid(market: &Market, mentees: &Problem, side: Side, manner: Manner) -> Option<Priced> {
    if side == Side::Mentees {
        return finish(Placement::after(Auction::hold(mentees, manner)?));
    }
    let places = market.seen_by(side);
    let priced = finish(Placement::after(Auction::hold(&places, manner)?))?;
    Some(priced.for_mentees(&places, mentees))
}

/// Where all costs are equal, every placement is the cheapest.
fn as_seated(problem: &Problem, seating: &Seating) -> Priced {
    let item_of = problem.bidders.iter().map(|mentee| match seating.mentor_of[*mentee as usize] {
        NONE => problem.nobody() as u32,
        mentor => mentor,
    });
    let item_of: Vec<u32> = item_of.collect();
    Priced {
        charges: vec![0; item_of.len()],
        item_of,
        prices: vec![0; problem.nobody() + 1],
        air: 0,
        lines: Vec::new(),
    }
}

/// Makes everybody sit. Each round at least one does; a few rounds are usual.
fn finish(mut placement: Placement) -> Option<Priced> {
    let (mut search, mut tight) = (Search::new(&placement), Tight::new(&placement));
    let mut standing = placement.standing();
    while !standing.is_empty() {
        if search.run(&mut placement, &standing) == 0 {
            return None;
        }
        standing = placement.standing();
        tight.run(&mut placement, &standing);
        standing = placement.standing();
    }
    Some(placement.into_priced())
}

/// What a place is worth in the tiers above the score. A pair between two parts would be worth less than nothing: that
/// is how the prices say that no best matching has one. Even parts lie between the others, in the tier between.
fn tiers_of(part: Part) -> Value {
    match part {
        Part::Short => Value { covered: 1, ..Value::ZERO },
        Part::Even => Value { further: 1, ..Value::ZERO },
        Part::Roomy => Value::ZERO,
    }
}

/// Adds a part's pairs and prices to the result. Of an even part any common addition to both sides would do.
fn hand_over(problem: &Problem, part: Part, priced: &Priced, solved: &mut Solved) {
    let zero = match part {
        Part::Short => priced.prices[problem.nobody()],
        Part::Even => 0,
        Part::Roomy => priced.air + i64::from(problem.costs.highest),
    };
    let score = |score: i64| Value { score, ..Value::ZERO };
    let (of_mentee, of_mentor) = (-zero, i64::from(problem.costs.highest) - zero);
    for (at, mentee) in problem.bidders.iter().enumerate() {
        solved.mentees[*mentee as usize] = tiers_of(part) + score(priced.charges[at] + of_mentee);
        let mentor = priced.item_of[at];
        if mentor as usize != problem.nobody() {
            solved.pairs.push(Pair::new(MenteeId(*mentee), MentorId(mentor)));
        }
    }
    for mentor in &problem.items {
        let price = priced.prices[*mentor as usize] + of_mentor;
        solved.mentors[*mentor as usize] = tiers_of(part) + score(price);
    }
}
