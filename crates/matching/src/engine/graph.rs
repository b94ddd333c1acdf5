//! The market that the engine works on: mentees who want one mentor, mentors with places, and the pairs between them.

use std::borrow::Cow;

use crate::instance::{Allowed, Instance, MenteeId, Pair};
use crate::tiers::Remaining;

/// Mentees in rows and mentors in columns. Where nothing has to be left out, the rows are those of the instance.
pub(super) struct Graph<'a> {
    /// Row `i` is `rows[starts[i]..starts[i + 1]]`.
    starts: Cow<'a, [u32]>,
    rows: Cow<'a, [Allowed]>,
    /// Column `j` is `columns[column_starts[j]..column_starts[j + 1]]`.
    column_starts: Vec<u32>,
    columns: Vec<Allowed>,
    /// By mentor: free places, but at most one more than the column is long, so that all places together are few.
    pub places: Vec<u32>,
}

impl<'a> Graph<'a> {
    /// The pairs that are still open once the locked ones are made.
    pub fn of(instance: &'a Instance, remaining: &Remaining) -> Graph<'a> {
        let everybody = instance.locked().is_empty()
            && remaining.mentees.iter().all(|(_, wants)| *wants > 0)
            && remaining.mentors.iter().all(|places| *places > 0);
        if everybody {
            let (starts, rows) = (Cow::Borrowed(&instance.starts[..]), Cow::Borrowed(&instance.rows[..]));
            return Graph::new(starts, rows, &remaining.mentors);
        }
        let (mut starts, mut rows) = (vec![0], Vec::new());
        for (at, (_, wants)) in remaining.mentees.iter().enumerate() {
            let mentee = MenteeId::at(at);
            let row = instance.candidates_of(mentee).filter(|one| {
                *wants > 0
                    && remaining.mentors[one.mentor.index()] > 0
                    && !instance.is_locked(Pair::new(mentee, one.mentor))
            });
            rows.extend(row.map(|one| Allowed { who: one.mentor.0, score: one.score }));
            starts.push(rows.len() as u32);
        }
        Graph::new(Cow::Owned(starts), Cow::Owned(rows), &remaining.mentors)
    }

    /// A graph of rows that need not come from an instance.
    pub fn new(starts: Cow<'a, [u32]>, rows: Cow<'a, [Allowed]>, places: &[u32]) -> Graph<'a> {
        let mut column_starts = vec![0u32; places.len() + 1];
        for one in rows.iter() {
            column_starts[one.who as usize + 1] += 1;
        }
        for at in 0..places.len() {
            column_starts[at + 1] += column_starts[at];
        }
        let mut free = column_starts.clone();
        let mut columns = vec![Allowed { who: 0, score: 0 }; rows.len()];
        for mentee in 0..starts.len() - 1 {
            for one in &rows[starts[mentee] as usize..starts[mentee + 1] as usize] {
                let at = &mut free[one.who as usize];
                columns[*at as usize] = Allowed { who: mentee as u32, score: one.score };
                *at += 1;
            }
        }
        let length = |at: usize| column_starts[at + 1] - column_starts[at];
        let places = places.iter().enumerate().map(|(at, places)| (*places).min(length(at) + 1)).collect();
        Graph { starts, rows, column_starts, columns, places }
    }

    pub fn mentees(&self) -> usize {
        self.starts.len() - 1
    }

    pub fn mentors(&self) -> usize {
        self.places.len()
    }

    pub fn pairs(&self) -> &[Allowed] {
        &self.rows
    }

    /// The mentors of a mentee.
    pub fn row(&self, mentee: u32) -> &[Allowed] {
        &self.rows[self.starts[mentee as usize] as usize..self.starts[mentee as usize + 1] as usize]
    }

    /// The mentees of a mentor.
    pub fn column(&self, mentor: usize) -> &[Allowed] {
        &self.columns[self.column_starts[mentor] as usize..self.column_starts[mentor + 1] as usize]
    }

    /// Where each mentor's places start, if all places are numbered through; one longer than there are mentors.
    pub fn seat_starts(&self) -> Vec<u32> {
        let mut starts = Vec::with_capacity(self.places.len() + 1);
        let mut at = 0;
        starts.push(at);
        for places in &self.places {
            at += places;
            starts.push(at);
        }
        starts
    }
}
