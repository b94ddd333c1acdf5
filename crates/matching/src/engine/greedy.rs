//! A first matching, nearly as large as can be: mentees with few candidates choose first, and take the mentor for whom
//! the fewest others are left.

use super::graph::Outline;
use super::seating::Seating;

/// Seats mentees one after another, in the order of their candidates' number.
///
/// On programs as firms have them this leaves some two in ten thousand to be placed by searching.
pub(super) fn seat(graph: &Outline) -> Seating {
    let mut seating = Seating::empty(graph);
    let mut waiting: Vec<u32> = (0..graph.mentors()).map(|at| graph.column_length(at)).collect();
    for mentee in by_row_length(graph) {
        let mut best: Option<(u64, u64, usize)> = None;
        for one in graph.row(mentee) {
            let mentor = one.who as usize;
            waiting[mentor] -= 1;
            let (others, room) = (waiting[mentor], graph.places(mentor) - seating.taken[mentor]);
            if room == 0 {
                continue;
            }
            let (others, room) = (u64::from(others), u64::from(room));
            // Others for each place, compared without dividing.
            if best.is_none_or(|(fewest, places, _)| others * places < fewest * room) {
                best = Some((others, room, mentor));
            }
        }
        if let Some((_, _, mentor)) = best {
            seating.seat(mentee, mentor);
        }
    }
    seating
}

/// Mentees sorted by how many candidates they have, by counting.
fn by_row_length(graph: &Outline) -> Vec<u32> {
    let length = |mentee: u32| graph.row(mentee).len();
    let mentees = 0..graph.mentees() as u32;
    let longest = mentees.clone().map(length).max().unwrap_or(0);
    let mut next = vec![0u32; longest + 2];
    for mentee in mentees.clone() {
        next[length(mentee) + 1] += 1;
    }
    for at in 0..=longest {
        next[at + 1] += next[at];
    }
    let mut order = vec![0; graph.mentees()];
    for mentee in mentees {
        let at = &mut next[length(mentee)];
        order[*at as usize] = mentee;
        *at += 1;
    }
    order
}
