//! The fast way for programs in which everybody wants one mentor.
//!
//! 1. As many mentees as possible get *a* mentor ([`most`]).
//! 2. That splits the market into parts that can be priced by themselves ([`parts`], [`problem`]).
//! 3. In each part an auction finds good prices ([`auction`]); they are rounded to units ([`rounding`]), and the few pairs
//!    that come apart are mended exactly by shortest paths ([`shortest`], [`tight`]).
//! 4. What the scores leave open goes to those who waited, then to the draw.
//!
//! In small programs, and in larger ones with clearly more of one side, the first three are one ([`direct`]).

#[cfg(test)]
mod agrees;
mod auction;
mod calls;
mod components;
mod costs;
mod direct;
mod floor;
mod graph;
mod greedy;
mod joint;
mod line;
mod most;
mod open;
mod parts;
mod placement;
mod prefetch;
mod problem;
mod reduction;
mod relabel;
mod rounding;
mod rounds;
mod seating;
mod seats;
mod shortest;
mod single;
mod ties;
mod tight;
mod turns;

use auction::Auction;
use calls::Threads;
use costs::Costs;
use graph::{Graph, Outline};
use parts::{Part, Parts};
use placement::Placement;
use problem::{OUTSIDE, Priced, Problem};
use reduction::Reduction;
use rounds::Manner;
use seating::Seating;
use shortest::Search;
use tight::Tight;

use crate::instance::{Instance, MenteeId, MentorId, Pair};
use crate::tiers::{Remaining, Solved};
use crate::value::Value;

/// For each so many mentees there must be a free place, so that mentees bid at once; or that they do if prices fall between
/// the rounds.
const PLENTY: [usize; 2] = [20, 200];

/// Of the places, one in this many must stay over as a mentee for mentors to bid at once.
const PLENTY_OF_MENTEES: usize = 6;

/// And there must be so many mentees: with fewer, all fits into the cache, and steps are quicker.
const MANY: usize = 4_000;

/// Nobody: no mentor, no holder, out of reach.
const NONE: u32 = u32::MAX;

/// Whether the engine takes an instance: nobody wants more than a first mentor.
pub(crate) fn takes(remaining: &Remaining) -> bool {
    remaining.mentees.iter().all(|(first, wants)| *wants == u32::from(*first))
}

/// Finds the best pairs and their prices. `None` would be a fault in the engine; then the general way must do.
pub(crate) fn solve(instance: &Instance, remaining: &Remaining) -> Option<Solved> {
    let outline = Outline::of(instance, remaining);
    let costs = Costs::of(outline.pairs());
    let directly = direct::side(&outline, costs).and_then(|side| direct::settle(&outline, costs, side));
    let settled = directly.or_else(|| by_auction(&outline, costs))?;
    Some(conclude(instance, &outline, settled))
}

/// Settles ties, and puts the parts together.
fn conclude(instance: &Instance, outline: &Outline, Settled { parts, each }: Settled) -> Solved {
    let mut solved = Solved {
        pairs: Vec::with_capacity(outline.mentees()),
        mentees: parts.mentees.iter().map(|part| tiers_of(*part)).collect(),
        mentors: vec![Value::ZERO; outline.mentors()],
    };
    for (part, problem, mut priced) in each {
        ties::settle(instance, &problem, &mut priced);
        hand_over(&problem, part, &priced, &mut solved);
    }
    solved
}

/// A market whose parts are priced; ties are still open.
struct Settled<'a> {
    parts: Parts,
    each: Vec<(Part, Problem<'a>, Priced)>,
}

/// Prices each part by itself, once it is known how many mentees can be matched.
fn by_auction<'a>(outline: &'a Outline<'a>, costs: Costs) -> Option<Settled<'a>> {
    let (graph, seating) = outline.fill_beside(greedy::seat);
    let seating = most::complete(&graph, seating);
    let parts = Parts::of(&graph, &seating);
    let mut each = Vec::with_capacity(3);
    for part in [Part::Short, Part::Even, Part::Roomy] {
        let market = Market { graph: &graph, parts: &parts, costs, part };
        let problem = Problem::of_mentees(outline, costs, &parts, part);
        let priced = price(&market, &problem, &seating)?;
        each.push((part, problem, priced));
    }
    // Columns take as much room as all the rest, and what follows needs none: they end here.
    Some(Settled { parts, each })
}

/// A part of the market, before it is decided who bids.
struct Market<'a> {
    graph: &'a Graph<'a>,
    parts: &'a Parts,
    costs: Costs,
    part: Part,
}

/// Places everybody of a part at least cost.
///
/// Where many stay over, the others bid: what nobody bids for keeps its price of zero, and prices stay so low that small
/// steps will do from the start. Otherwise those of whom there are too many bid, with nobody as one more item, in ever
/// smaller steps.
fn price(market: &Market, mentees: &Problem, seating: &Seating) -> Option<Priced> {
    if mentees.costs.unit == 0 || mentees.bidders.is_empty() {
        return Some(as_seated(mentees, seating, &reduction::of(market.graph, mentees)));
    }
    let (all, free, over) = (mentees.bidders.len(), mentees.air as usize, mentees.short as usize);
    for (manner, enough) in [Manner::AtOnce, Manner::Falling].into_iter().zip(PLENTY) {
        if free * enough >= all
            && let Some(auction) = Auction::from_zero(mentees, manner, Threads::AsNeeded)
        {
            return finish(Placement::after(auction));
        }
    }
    if over > 0
        && all >= MANY
        && over * PLENTY_OF_MENTEES >= all - over
        && let Some(priced) = price_by_places(market, mentees, Manner::AtOnce, Threads::AsNeeded)
    {
        return Some(priced);
    }
    if free > 0 {
        return price_by_places(market, mentees, Manner::InSteps, Threads::AsNeeded);
    }
    let first = reduction::of(market.graph, mentees);
    if first.spread == 0 {
        return Some(as_seated(mentees, seating, &first));
    }
    finish(Placement::after(Auction::in_steps(mentees, Some(first), Threads::AsNeeded)))
}

/// The same with mentors' places bidding.
fn price_by_places(market: &Market, mentees: &Problem, manner: Manner, threads: Threads) -> Option<Priced> {
    let places = Problem::of_places(market.graph, market.costs, market.parts, market.part);
    let auction = match manner {
        Manner::InSteps => Auction::in_steps(&places, None, threads),
        from_zero => Auction::from_zero(&places, from_zero, threads)?,
    };
    Some(finish(Placement::after(auction))?.for_mentees(&places, mentees))
}

/// Where all values are equal, every placement is the cheapest.
fn as_seated(problem: &Problem, seating: &Seating, first: &Reduction) -> Priced {
    let item_of = problem.bidders.iter().map(|mentee| match seating.mentor_of[*mentee as usize] {
        NONE => problem.nobody() as u32,
        mentor => mentor,
    });
    let item_of: Vec<u32> = item_of.collect();
    let mut prices = vec![OUTSIDE; problem.nobody() + 1];
    for (item, price) in problem.items.iter().zip(&first.prices) {
        prices[*item as usize] = *price;
    }
    if problem.short > 0 {
        prices[problem.nobody()] = first.lowest;
    }
    Priced { charges: vec![first.lowest; item_of.len()], item_of, prices, air: 0, lines: Vec::new() }
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
