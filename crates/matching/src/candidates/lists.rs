//! Compact shapes for what each person has several of.

/// A list of numbers for each person, one behind the other in memory.
#[derive(Clone, Default)]
pub(super) struct Lists {
    starts: Vec<u32>,
    items: Vec<u32>,
}

impl Lists {
    /// Takes the lists in order.
    pub fn of(lists: impl Iterator<Item = impl IntoIterator<Item = u32>>) -> Lists {
        let mut made = Lists { starts: vec![0], items: Vec::new() };
        for list in lists {
            made.items.extend(list);
            made.starts.push(made.items.len() as u32);
        }
        made
    }

    pub fn get(&self, at: usize) -> &[u32] {
        &self.items[self.starts[at] as usize..self.starts[at + 1] as usize]
    }

    /// The lists at `order`, in that order.
    pub fn ordered(&self, order: &[u32]) -> Lists {
        Lists::of(order.iter().map(|at| self.get(*at as usize).iter().copied()))
    }
}

/// A set of small numbers for each person, as bits.
#[derive(Clone)]
pub(super) struct Sets {
    /// 64-bit words for each set, at least one.
    words: usize,
    bits: Vec<u64>,
}

impl Sets {
    /// Takes the sets in order; their numbers are below `size`.
    pub fn of(size: usize, sets: impl ExactSizeIterator<Item = impl IntoIterator<Item = u32>>) -> Sets {
        let words = size.div_ceil(64).max(1);
        let mut made = Sets { words, bits: vec![0; words * sets.len()] };
        for (at, set) in sets.enumerate() {
            for number in set {
                made.bits[at * words + number as usize / 64] |= 1 << (number % 64);
            }
        }
        made
    }

    fn get(&self, at: usize) -> &[u64] {
        &self.bits[at * self.words..(at + 1) * self.words]
    }

    /// How many numbers are in both `mine[at]` and `theirs[other]`. Both must have been made with the same size.
    pub fn shared(mine: &Sets, at: usize, theirs: &Sets, other: usize) -> u32 {
        if mine.words == 1 {
            return (mine.bits[at] & theirs.bits[other]).count_ones();
        }
        let words = mine.get(at).iter().zip(theirs.get(other));
        words.map(|(a, b)| (a & b).count_ones()).sum()
    }

    /// The sets at `order`, in that order.
    pub fn ordered(&self, order: &[u32]) -> Sets {
        let bits = order.iter().flat_map(|at| self.get(*at as usize)).copied().collect();
        Sets { words: self.words, bits }
    }
}

/// Gives the distinct numbers of a list new ones, from 0 without gaps.
pub(super) struct Numbers(Vec<u32>);

impl Numbers {
    pub fn of(numbers: impl Iterator<Item = u32>) -> Numbers {
        let mut sorted: Vec<u32> = numbers.collect();
        sorted.sort_unstable();
        sorted.dedup();
        Numbers(sorted)
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// The new number; `None` for one that was not in the list.
    pub fn get(&self, number: u32) -> Option<u32> {
        self.0.binary_search(&number).ok().map(|at| at as u32)
    }
}
