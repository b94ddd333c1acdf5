//! The market that the engine works on: mentees who want one mentor, mentors with places, and the pairs between them.

use std::borrow::Cow;

use crate::instance::{Allowed, Instance, MenteeId, Pair};
use crate::tiers::Remaining;
use crate::two::{self, both};

/// Mentees in rows and mentors in columns. Where nothing has to be left out, the rows are those of the instance.
pub(super) struct Graph<'a> {
    outline: Held<'a>,
    columns: Vec<Allowed>,
}

/// Somebody else's outline, or the graph's own.
enum Held<'a> {
    Elsewhere(&'a Outline<'a>),
    Here(Box<Outline<'a>>),
}

/// A graph whose columns are counted, but not filled yet.
pub(super) struct Outline<'a> {
    /// Row `i` is `rows[starts[i]..starts[i + 1]]`.
    starts: Cow<'a, [u32]>,
    rows: Cow<'a, [Allowed]>,
    /// Column `j` is `columns[column_starts[j]..column_starts[j + 1]]`.
    column_starts: Vec<u32>,
    /// By mentor: free places, but at most one more than the column is long, so that all places together are few.
    places: Vec<u32>,
}

impl<'a> Outline<'a> {
    /// The pairs that are still open once the locked ones are made.
    pub fn of(instance: &'a Instance, remaining: &Remaining) -> Outline<'a> {
        let everybody = instance.locked().is_empty()
            && remaining.mentees.iter().all(|(_, wants)| *wants > 0)
            && remaining.mentors.iter().all(|places| *places > 0);
        if everybody {
            let (starts, rows) = (Cow::Borrowed(&instance.starts[..]), Cow::Borrowed(&instance.rows[..]));
            return Outline::new(starts, rows, &remaining.mentors);
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
        Outline::new(Cow::Owned(starts), Cow::Owned(rows), &remaining.mentors)
    }

    /// Rows that need not come from an instance.
    pub fn new(starts: Cow<'a, [u32]>, rows: Cow<'a, [Allowed]>, places: &[u32]) -> Outline<'a> {
        let mut column_starts = vec![0u32; places.len() + 1];
        for one in rows.iter() {
            column_starts[one.who as usize + 1] += 1;
        }
        for at in 0..places.len() {
            column_starts[at + 1] += column_starts[at];
        }
        let length = |at: usize| column_starts[at + 1] - column_starts[at];
        let places = places.iter().enumerate().map(|(at, places)| (*places).min(length(at) + 1)).collect();
        Outline { starts, rows, column_starts, places }
    }

    /// The whole graph, and what can be done beside filling the columns.
    pub fn fill_beside<T: Send>(&'a self, work: impl Fn(&Outline) -> T + Sync) -> (Graph<'a>, T) {
        let enough = self.rows.len() >= two::ENOUGH;
        // What this thread allocates it can use again; what another one does would be lost.
        let (columns, done) = both(enough, || self.columns(), || work(self));
        (Graph { outline: Held::Elsewhere(self), columns }, done)
    }

    /// All pairs by mentor: column `j` is what lies between `column_starts()[j]` and the next.
    pub fn columns(&self) -> Vec<Allowed> {
        let mut free = self.column_starts.clone();
        let mut columns = vec![Allowed { who: 0, score: 0 }; self.rows.len()];
        for mentee in 0..self.mentees() as u32 {
            for one in self.row(mentee) {
                let at = &mut free[one.who as usize];
                columns[*at as usize] = Allowed { who: mentee, score: one.score };
                *at += 1;
            }
        }
        columns
    }

    pub fn pairs(&self) -> &[Allowed] {
        &self.rows
    }

    /// Where a mentee's row starts and ends in [`Outline::pairs`].
    pub fn row_ends(&self, mentee: u32) -> (u32, u32) {
        (self.starts[mentee as usize], self.starts[mentee as usize + 1])
    }

    /// Where each mentee's row starts in [`Outline::pairs`], and where the last one ends.
    pub fn starts(&self) -> &[u32] {
        &self.starts
    }

    /// Where each mentor's column starts, and where the last one ends.
    pub fn column_starts(&self) -> &[u32] {
        &self.column_starts
    }

    pub fn mentees(&self) -> usize {
        self.starts.len() - 1
    }

    pub fn mentors(&self) -> usize {
        self.places.len()
    }

    /// The mentors of a mentee.
    #[inline]
    pub fn row(&self, mentee: u32) -> &[Allowed] {
        &self.rows[self.starts[mentee as usize] as usize..self.starts[mentee as usize + 1] as usize]
    }

    /// How many mentees a mentor has.
    pub fn column_length(&self, mentor: usize) -> u32 {
        self.column_starts[mentor + 1] - self.column_starts[mentor]
    }

    pub fn places(&self, mentor: usize) -> u32 {
        self.places[mentor]
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

impl<'a> Graph<'a> {
    /// A graph of rows that need not come from an instance.
    pub fn new(starts: Cow<'a, [u32]>, rows: Cow<'a, [Allowed]>, places: &[u32]) -> Graph<'a> {
        let outline = Outline::new(starts, rows, places);
        let columns = outline.columns();
        Graph { outline: Held::Here(Box::new(outline)), columns }
    }

    /// The same graph as it was before its columns were filled.
    #[inline]
    pub fn outline(&self) -> &Outline<'a> {
        match &self.outline {
            Held::Elsewhere(outline) => outline,
            Held::Here(outline) => outline,
        }
    }

    pub fn mentees(&self) -> usize {
        self.outline().mentees()
    }

    pub fn mentors(&self) -> usize {
        self.outline().mentors()
    }

    pub fn places(&self, mentor: usize) -> u32 {
        self.outline().places[mentor]
    }

    pub fn pairs(&self) -> &[Allowed] {
        self.outline().pairs()
    }

    /// All pairs, in columns.
    pub fn pairs_by_mentor(&self) -> &[Allowed] {
        &self.columns
    }

    /// Where a mentor's column starts and ends in [`Graph::pairs_by_mentor`].
    pub fn column_ends(&self, mentor: u32) -> (u32, u32) {
        let starts = &self.outline().column_starts;
        (starts[mentor as usize], starts[mentor as usize + 1])
    }

    /// Whether a second core is worth its while.
    pub fn is_large(&self) -> bool {
        self.pairs().len() >= two::ENOUGH
    }

    /// The mentors of a mentee.
    #[inline]
    pub fn row(&self, mentee: u32) -> &[Allowed] {
        self.outline().row(mentee)
    }

    /// The mentees of a mentor.
    #[inline]
    pub fn column(&self, mentor: usize) -> &[Allowed] {
        let starts = &self.outline().column_starts;
        &self.columns[starts[mentor] as usize..starts[mentor + 1] as usize]
    }
}
