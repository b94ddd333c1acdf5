//! People by number. Ids that are numbers are their own, as long as they lie close together; others are looked up.

use std::collections::HashMap;

/// Whole numbers up to this, and this many for each id that was seen, may be people's own.
const CLOSE: u64 = 16_000_000;
const FOR_EACH: u64 = 16;
/// One number in so many may be nobody's; more of them would pass for people without ties.
const NOBODY: usize = 16;

#[derive(Default)]
pub struct Ids {
    /// `None` while all ids are numbers.
    numbers: Option<HashMap<Box<str>, u32>>,
    names: Vec<Box<str>>,
    count: u32,
    seen: u64,
    /// Which numbers are somebody's, a bit each, while all ids are numbers.
    whose: Vec<u64>,
    /// Whether numbers that were people's own became names, those of nobody too.
    mixed: bool,
}

impl Ids {
    /// Everybody is looked up.
    pub fn named() -> Self {
        Self { numbers: Some(HashMap::new()), ..Self::default() }
    }

    /// Whether numbers were counted that are nobody's: then it is better to look everybody up.
    pub fn is_sparse(&self) -> bool {
        let somebody: usize = self.whose.iter().map(|bits| bits.count_ones() as usize).sum();
        self.mixed || self.numbers.is_none() && self.count() - somebody > somebody / NOBODY
    }

    /// How many people there are.
    pub fn count(&self) -> usize {
        self.count as usize
    }

    /// The number of an id, which may be new; `None` if there are too many.
    pub fn number(&mut self, id: &[u8]) -> Option<u32> {
        self.seen += 1;
        if self.numbers.is_none() {
            match digits(id) {
                Some(own) if u64::from(own) <= CLOSE + FOR_EACH * self.seen => {
                    self.count = self.count.max(own + 1);
                    let word = own as usize / 64;
                    if word >= self.whose.len() {
                        self.whose.resize(word + 1, 0);
                    }
                    self.whose[word] |= 1 << (own % 64);
                    return Some(own);
                }
                _ => self.name(),
            }
        }
        let id = String::from_utf8_lossy(id);
        let numbers = self.numbers.as_mut()?;
        if let Some(&number) = numbers.get(&*id) {
            return Some(number);
        }
        let number = self.count;
        self.count = self.count.checked_add(1).filter(|&count| count < u32::MAX)?;
        numbers.insert(id.clone().into(), number);
        self.names.push(id.into());
        Some(number)
    }

    /// The number of an id that is known.
    pub fn find(&self, id: &[u8]) -> Option<u32> {
        match &self.numbers {
            None => digits(id).filter(|&own| own < self.count),
            Some(numbers) => numbers.get(&*String::from_utf8_lossy(id)).copied(),
        }
    }

    pub fn id(&self, number: u32) -> String {
        self.names.get(number as usize).map_or_else(|| number.to_string(), |name| name.to_string())
    }

    /// Those who had numbers of their own get names.
    fn name(&mut self) {
        self.whose = Vec::new();
        self.mixed = self.count > 0;
        self.names = (0..self.count).map(|own| own.to_string().into()).collect();
        self.numbers = Some(self.names.iter().cloned().zip(0..).collect());
    }
}

/// A number that is written like one: without zeros before it.
fn digits(id: &[u8]) -> Option<u32> {
    if id.is_empty() || id.len() > 9 || id[0] == b'0' && id.len() > 1 {
        return None;
    }
    let mut number = 0u32;
    for byte in id {
        let digit = byte.wrapping_sub(b'0');
        if digit > 9 {
            return None;
        }
        number = number * 10 + u32::from(digit);
    }
    Some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_their_own_until_somebody_is_called_otherwise() {
        let mut ids = Ids::default();
        assert_eq!([b"3", b"0"].map(|id| ids.number(id)), [Some(3), Some(0)]);
        assert_eq!((ids.count(), ids.id(3)), (4, "3".to_owned()));
        assert_eq!(ids.number(b"ada"), Some(4));
        assert_eq!(ids.number(b"03"), Some(5));
        assert_eq!((ids.number(b"3"), ids.find(b"03"), ids.find(b"bo")), (Some(3), Some(5), None));
        assert_eq!((ids.id(4), ids.id(2)), ("ada".to_owned(), "2".to_owned()));
        assert!(ids.is_sparse());
    }

    #[test]
    fn numbers_that_are_nobodys_are_noticed() {
        let mut ids = Ids::default();
        assert!((1000..1040).all(|id: u32| ids.number(id.to_string().as_bytes()) == Some(id)));
        assert!(ids.is_sparse() && !Ids::named().is_sparse());
        let mut named = Ids::named();
        assert_eq!([b"1039", b"1000"].map(|id| named.number(id)), [Some(0), Some(1)]);
        let mut dense = Ids::default();
        assert!((1..40).all(|id: u32| dense.number(id.to_string().as_bytes()) == Some(id)));
        assert!(!dense.is_sparse());
    }

    #[test]
    fn numbers_far_apart_are_looked_up() {
        let mut ids = Ids::default();
        assert_eq!(ids.number(b"998877665"), Some(0));
        assert_eq!(ids.number(b"7"), Some(1));
        assert_eq!(ids.id(0), "998877665");
    }
}
