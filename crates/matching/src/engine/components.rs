//! Strongly connected components (Tarjan, 1972), without recursion: programs have hundreds of thousands of people.

use super::NONE;

/// The component of each node, by number; nodes are in the same one if each can be reached from the other.
///
/// `next(node, cursor)` moves the cursor on and names the end of the next way out of a node, `None` after the last.
pub(super) fn of(nodes: usize, next: impl Fn(u32, &mut Cursor) -> Option<u32>) -> Vec<u32> {
    let mut tarjan = Tarjan {
        order: vec![NONE; nodes],
        low: vec![0; nodes],
        component: vec![NONE; nodes],
        ..Tarjan::default()
    };
    for node in 0..nodes as u32 {
        if tarjan.order[node as usize] == NONE {
            tarjan.visit(node, &next);
        }
    }
    tarjan.component
}

/// How far the ways out of a node have been walked: two counters for whoever enumerates them.
#[derive(Clone, Copy, Default)]
pub(super) struct Cursor {
    pub outer: u32,
    pub inner: u32,
}

#[derive(Default)]
struct Tarjan {
    /// In which order nodes were found.
    order: Vec<u32>,
    /// The earliest node known to be reachable.
    low: Vec<u32>,
    component: Vec<u32>,
    found: u32,
    components: u32,
    /// Nodes whose component is not known yet.
    open: Vec<u32>,
    path: Vec<(u32, Cursor)>,
}

impl Tarjan {
    fn visit(&mut self, start: u32, next: &impl Fn(u32, &mut Cursor) -> Option<u32>) {
        self.enter(start);
        while let Some((node, cursor)) = self.path.last_mut() {
            let node = *node;
            match next(node, cursor) {
                Some(to) if self.order[to as usize] == NONE => self.enter(to),
                Some(to) if self.component[to as usize] == NONE => {
                    self.low[node as usize] = self.low[node as usize].min(self.order[to as usize]);
                }
                Some(_) => {}
                None => self.leave(node),
            }
        }
    }

    fn enter(&mut self, node: u32) {
        (self.order[node as usize], self.low[node as usize]) = (self.found, self.found);
        self.found += 1;
        self.open.push(node);
        self.path.push((node, Cursor::default()));
    }

    fn leave(&mut self, node: u32) {
        self.path.pop();
        let low = self.low[node as usize];
        if let Some((before, _)) = self.path.last() {
            self.low[*before as usize] = self.low[*before as usize].min(low);
        }
        if low == self.order[node as usize] {
            while let Some(member) = self.open.pop() {
                self.component[member as usize] = self.components;
                if member == node {
                    break;
                }
            }
            self.components += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ring_is_one_component_and_its_tail_another() {
        // 0 → 1 → 2 → 0, 2 → 3, and 4 alone.
        let ways = [vec![1], vec![2], vec![0, 3], vec![], vec![]];
        let next = |node: u32, cursor: &mut Cursor| {
            cursor.inner += 1;
            ways[node as usize].get(cursor.inner as usize - 1).copied()
        };
        let found = of(5, next);
        assert!(found[0] == found[1] && found[1] == found[2]);
        assert!(found[3] != found[0] && found[4] != found[3] && found[4] != found[0]);
    }
}
