//! The reporting tree: finding those who report, in the end, to themselves.

/// Marks every node that lies on a cycle. `parent[n]` is whom `n` reports to, if anybody.
///
/// Those who merely report into a cycle are not on it. Takes time and memory in the number of nodes.
pub fn on_a_cycle(parent: &[Option<u32>]) -> Vec<bool> {
    const NEW: u32 = 0;
    // The walk on which a node was first met; a walk that meets itself has found a cycle.
    let mut walk = vec![NEW; parent.len()];
    let mut cyclic = vec![false; parent.len()];
    for start in 0..parent.len() {
        let this = u32::try_from(start + 1).unwrap_or(u32::MAX);
        let mut at = start;
        while walk[at] == NEW {
            walk[at] = this;
            match parent[at] {
                Some(next) => at = next as usize,
                None => break,
            }
        }
        if walk[at] == this && parent[at].is_some() && !cyclic[at] {
            let mut on = at;
            while !cyclic[on] {
                cyclic[on] = true;
                match parent[on] {
                    Some(next) => on = next as usize,
                    None => break,
                }
            }
        }
    }
    cyclic
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_reports_in_a_circle_is_found_and_who_reports_into_it_is_not() {
        // 0 → 1 → 2 → 0 is a circle; 3 reports into it; 5 → 4 is a line; 6 reports to themselves.
        let parent = [Some(1), Some(2), Some(0), Some(0), None, Some(4), Some(6)];
        assert_eq!(on_a_cycle(&parent), [true, true, true, false, false, false, true]);
    }

    #[test]
    fn a_line_has_no_circle_however_it_is_walked() {
        assert_eq!(on_a_cycle(&[Some(1), Some(2), None]), [false; 3]);
        assert_eq!(on_a_cycle(&[None, Some(0), Some(1), Some(2)]), [false; 4]);
        assert!(on_a_cycle(&[]).is_empty());
        let long: Vec<Option<u32>> =
            (0..200_000u32).map(|n| n.checked_add(1).filter(|n| *n < 200_000)).collect();
        assert!(on_a_cycle(&long).iter().all(|c| !c));
    }

    #[test]
    fn two_circles_are_both_found() {
        assert_eq!(
            on_a_cycle(&[Some(1), Some(0), Some(3), Some(2), Some(1)]),
            [true, true, true, true, false]
        );
    }
}
