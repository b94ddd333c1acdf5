//! Bidders who will bid, first come first served.

/// A queue in which nobody is twice.
pub(super) struct Queue {
    ring: Vec<u32>,
    head: usize,
    count: usize,
}

impl Queue {
    /// Has room for as many bidders.
    pub fn new(bidders: usize) -> Queue {
        Queue { ring: vec![0; bidders.next_power_of_two()], head: 0, count: 0 }
    }

    pub fn push(&mut self, at: u32) {
        let mask = self.ring.len() - 1;
        self.ring[(self.head + self.count) & mask] = at;
        self.count += 1;
    }

    pub fn pop(&mut self) -> Option<u32> {
        let one = self.ahead(0)?;
        self.head = (self.head + 1) & (self.ring.len() - 1);
        self.count -= 1;
        Some(one)
    }

    /// Who comes after so many others.
    pub fn ahead(&self, others: usize) -> Option<u32> {
        (others < self.count).then(|| self.ring[(self.head + others) & (self.ring.len() - 1)])
    }

    pub fn clear(&mut self) {
        self.count = 0;
    }
}
