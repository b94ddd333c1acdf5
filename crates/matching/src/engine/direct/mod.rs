//! The way for small programs: one side bids without a step, and who is left finds a shortest path, one after another.
//!
//! How many can be matched is not asked beforehand. Who bids may also go without, and costs and prices have two tiers in one
//! word: the upper bits count who goes without, the lower ones add up scores, and the compiler checks that no sum of scores
//! carries over. In the end the upper bits of the prices say of whom there were too few: people whose prices have one there are
//! short of places, the others have room. So no matching of the most mentees is needed, and no columns where mentees bid.

mod bids;
mod hall;
mod paths;
mod sides;

use hall::Hall;
use sides::Sides;

use super::costs::Costs;
use super::graph::Outline;
use super::parts::{Part, Parts};
use super::problem::{OUTSIDE, Priced, Problem, Side};
use super::{NONE, Settled};
use crate::instance::{MAX_BONUS, MAX_SCORE};

/// One who goes without, in the upper tier; what is below it is the tier of the scores.
const WITHOUT: i64 = 1 << 40;
/// With so few pairs it pays, whatever the market is like.
const FEW: usize = 1 << 15;
/// Up to so many people it pays where one side has clearly more: by one in [`CLEARLY`] mentees.
const MANY: usize = 1 << 15;
const CLEARLY: u64 = 8;
/// No sum of scores reaches the upper tier.
const _: () = assert!(MANY as i64 * (MAX_SCORE + 2 * MAX_BONUS) as i64 <= WITHOUT / 4);
/// All pairs may be read so often in search of paths, and so many more, before it is left to the auction.
const PATIENCE: (usize, usize) = (12, 20_000);

/// Which side should bid: the one of which there are fewer. `None` where an auction is quicker.
pub(super) fn side(outline: &Outline, costs: Costs) -> Option<Side> {
    let people = outline.mentees() + outline.mentors();
    let mentees = outline.mentees() as u64;
    let places: u64 = (0..outline.mentors()).map(|mentor| u64::from(outline.places(mentor))).sum();
    let pays = outline.pairs().len() <= FEW || places.abs_diff(mentees) * CLEARLY >= mentees;
    // Where all scores are equal, every matching of the most mentees will do.
    (pays && people <= MANY && costs.unit > 0).then_some(if places < mentees {
        Side::Places
    } else {
        Side::Mentees
    })
}

/// Matches everybody. `None` if that takes too long.
pub(super) fn settle<'a>(outline: &'a Outline<'a>, costs: Costs, bidding: Side) -> Option<Settled<'a>> {
    let sides = match bidding {
        Side::Mentees => Sides::of_mentees(outline, costs),
        Side::Places => Sides::of_places(outline, costs),
    };
    let mut hall = Hall::of(&sides);
    bids::hold(&mut hall);
    let done = paths::find(&mut hall, PATIENCE.0 * outline.pairs().len() + PATIENCE.1);
    done.then(|| Prices::of(&hall, outline).settled(outline, costs))
}

/// Who has whom, and at which prices.
struct Prices {
    /// By mentee: their mentor, or [`NONE`].
    mentor_of: Vec<u32>,
    /// By mentee: cost and price of their place.
    charges: Vec<i64>,
    /// By mentor: the price of a place.
    places: Vec<i64>,
}

impl Prices {
    fn of(hall: &Hall, outline: &Outline) -> Prices {
        let levels = hall.bidders.iter().map(|one| one.level);
        let prices = hall.items.iter().map(|one| one.price());
        let mut mentor_of = vec![NONE; outline.mentees()];
        let items = 0..hall.items.len();
        let taken =
            items.flat_map(|item| hall.taken(item).iter().map(move |seat| (item as u32, seat.holder)));
        if hall.sides.bidding == Side::Mentees {
            taken.for_each(|(mentor, mentee)| mentor_of[mentee as usize] = mentor);
            return Prices { mentor_of, charges: levels.collect(), places: prices.collect() };
        }
        taken.for_each(|(mentee, mentor)| mentor_of[mentee as usize] = mentor);
        // What one side pays the other receives.
        let turned = |price: i64| hall.without - price;
        Prices { mentor_of, charges: prices.map(turned).collect(), places: levels.map(turned).collect() }
    }

    /// Splits the market by the upper tier of the prices: whoever has one there is short of places.
    fn settled<'a>(&self, outline: &'a Outline<'a>, costs: Costs) -> Settled<'a> {
        let part = |price: &i64| if *price >= WITHOUT / 2 { Part::Short } else { Part::Roomy };
        let (mentees, mentors) = (self.charges.iter().map(part), self.places.iter().map(part));
        let parts = Parts { mentees: mentees.collect(), mentors: mentors.collect() };
        let each = [Part::Short, Part::Roomy].map(|part| {
            let problem = Problem::of_mentees(outline, costs, &parts, part);
            let priced = self.of_part(&problem, part);
            (part, problem, priced)
        });
        Settled { each: each.into(), parts }
    }

    fn of_part(&self, problem: &Problem, part: Part) -> Priced {
        let above = if part == Part::Short { WITHOUT } else { 0 };
        let mut prices = vec![OUTSIDE; problem.nobody() + 1];
        for item in &problem.items {
            prices[*item as usize] = self.places[*item as usize] - above;
        }
        if part == Part::Short {
            prices[problem.nobody()] = i64::from(problem.costs.highest);
        }
        let item_of = problem.bidders.iter().map(|mentee| match self.mentor_of[*mentee as usize] {
            NONE => problem.nobody() as u32,
            mentor => mentor,
        });
        let charges = problem.bidders.iter().map(|mentee| self.charges[*mentee as usize] - above);
        Priced { item_of: item_of.collect(), charges: charges.collect(), prices, air: 0, lines: Vec::new() }
    }
}
