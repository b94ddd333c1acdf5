//! Who wants or offers what, in blocks: so that whoever could fit is found without looking at everybody.

use super::half::{Half, UNKNOWN};
use super::points::{Block, Summary};
use std::collections::BTreeSet;
use std::ops::Range;

/// More blocks than this, and coarser ones are made: a search looks at the bound of each block.
const MAX_BLOCKS: usize = 1_024;

/// The two dearest skills that a mentee wants and a mentor offers: through it the pair is found, and through no other.
/// The lower number comes first; [`UNKNOWN`] stands for a skill less.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Door(u32, u32);

impl Door {
    /// For who shares no skill.
    pub const NONE: Door = Door(UNKNOWN, UNKNOWN);

    pub fn one(skill: u32) -> Door {
        Door(skill, UNKNOWN)
    }

    pub fn two(one: u32, other: u32) -> Door {
        Door(one.min(other), one.max(other))
    }

    /// The skills.
    pub fn skills(self) -> [Option<u32>; 2] {
        [self.0, self.1].map(|skill| Some(skill).filter(|skill| *skill != UNKNOWN))
    }
}

/// One side in *places*: block after block, and within a block in the order of the draw.
pub(super) struct Side {
    /// By place.
    pub half: Half,
    /// By place: the number of who stands there.
    pub who: Vec<u32>,
    /// By place: their turn in the draw that settles ties, from 0 without gaps.
    pub turns: Vec<u32>,
    /// By turn: the place.
    pub by_turn: Vec<u32>,
    pub blocks: Vec<Block>,
    pub summary: Summary,
    pub index: Index,
}

impl Side {
    /// Those of `half` who take part. `keys` tells, for somebody's skills, which lists they are in: by door and bound.
    pub fn of(half: &Half, keys: impl Fn(&[u32]) -> Vec<(Door, u32)>) -> Side {
        let takes_part = |at: &u32| half.places[*at as usize] > 0;
        let mut who: Vec<u32> = (0..half.len() as u32).filter(takes_part).collect();
        who.sort_by_cached_key(|at| (mixed(*at), *at));
        let mut turn_of = vec![0; half.len()];
        (0..).zip(&who).for_each(|(turn, at)| turn_of[*at as usize] = turn);
        let grain = Grain::for_blocks(half, &who);
        who.sort_by_cached_key(|at| (grain.block(half, *at), turn_of[*at as usize]));
        let ordered = half.ordered(&who);
        let turns: Vec<u32> = who.iter().map(|at| turn_of[*at as usize]).collect();
        let mut by_turn = vec![0; who.len()];
        (0..).zip(&turns).for_each(|(place, turn)| by_turn[*turn as usize] = place);
        let mut blocks: Vec<Block> = who.iter().map(|at| grain.block(half, *at)).collect();
        let index = Index::of(&ordered, &blocks, keys);
        blocks.dedup();
        Side { summary: Summary::of(&ordered), half: ordered, who, turns, by_turn, blocks, index }
    }
}

/// What tells blocks apart.
#[derive(Clone, Copy)]
struct Grain {
    levels: bool,
    zones: bool,
}

impl Grain {
    /// The finest that does not make too many blocks.
    fn for_blocks(half: &Half, who: &[u32]) -> Grain {
        let grains = [(true, true), (true, false), (false, true)];
        let mut grains = grains.into_iter().map(|(levels, zones)| Grain { levels, zones });
        let is_coarse_enough = |grain: &Grain| {
            let blocks: BTreeSet<Block> = who.iter().map(|at| grain.block(half, *at)).collect();
            blocks.len() <= MAX_BLOCKS
        };
        grains.find(is_coarse_enough).unwrap_or(Grain { levels: false, zones: false })
    }

    fn block(self, half: &Half, at: u32) -> Block {
        let traits = &half.traits[at as usize];
        Block { level: self.levels.then_some(traits.level), zone: self.zones.then_some(traits.zone) }
    }
}

/// Lists of places: one for each door, and each bound on what skills can add.
pub(super) struct Index {
    /// Sorted by door.
    keys: Vec<Key>,
    runs: Vec<Run>,
    places: Vec<u32>,
}

/// A list: those who could be found through a door.
struct Key {
    door: Door,
    /// The most that skills can add for whoever is found through it. On the mentors' side 0: there, the bound is the
    /// mentee's.
    bound: u32,
    runs: Range<u32>,
}

/// The part of a list that is in one block. Places ascend, and so do turns.
pub(super) struct Run {
    pub block: u32,
    places: Range<u32>,
}

impl Index {
    fn of(half: &Half, blocks: &[Block], keys: impl Fn(&[u32]) -> Vec<(Door, u32)>) -> Index {
        let in_lists =
            |place: u32| keys(half.skills.get(place as usize)).into_iter().map(move |key| (key, place));
        let mut entries: Vec<((Door, u32), u32)> = (0..half.len() as u32).flat_map(in_lists).collect();
        entries.sort_unstable();
        let mut block_of = Vec::with_capacity(blocks.len());
        for block in blocks.chunk_by(|a, b| a == b).enumerate() {
            block_of.extend(std::iter::repeat_n(block.0 as u32, block.1.len()));
        }
        let mut index =
            Index { keys: Vec::new(), runs: Vec::new(), places: Vec::with_capacity(entries.len()) };
        for list in entries.chunk_by(|a, b| a.0 == b.0) {
            let first = index.runs.len() as u32;
            for run in list.chunk_by(|a, b| block_of[a.1 as usize] == block_of[b.1 as usize]) {
                let from = index.places.len() as u32;
                index.places.extend(run.iter().map(|(_, place)| place));
                let places = from..index.places.len() as u32;
                index.runs.push(Run { block: block_of[run[0].1 as usize], places });
            }
            let (door, bound) = list[0].0;
            index.keys.push(Key { door, bound, runs: first..index.runs.len() as u32 });
        }
        index
    }

    /// The lists of a door: their numbers, and what skills can add at most.
    pub fn lists(&self, door: Door) -> impl Iterator<Item = (u32, u32)> {
        let from = self.keys.partition_point(|key| key.door < door);
        let keys = (from as u32..).zip(&self.keys[from..]);
        keys.take_while(move |(_, key)| key.door == door).map(|(list, key)| (list, key.bound))
    }

    /// The runs of a list, with their numbers.
    pub fn runs(&self, list: u32) -> impl Iterator<Item = (u32, &Run)> {
        let Range { start, end } = self.keys[list as usize].runs;
        (start..end).zip(&self.runs[start as usize..end as usize])
    }

    /// The places of a run.
    pub fn places(&self, run: u32) -> &[u32] {
        let Range { start, end } = self.runs[run as usize].places;
        &self.places[start as usize..end as usize]
    }
}

/// Mixes the bits of a number (the finaliser of SplitMix64), so that neighbours are drawn far from each other.
fn mixed(number: u32) -> u64 {
    let mut bits = u64::from(number).wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^ (bits >> 31)
}
