//! The ways in which influence runs along ties, each a sentence with a weight.

use super::table::TieTable;
use crate::shell::{Fields, Problems, words};
use bellwether_influence::TieKind;
use bellwether_influence::learn::{ENOUGH_EXPOSURES, Learned, LearnedTies};

/// Along which direction of a kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Along {
    Forward,
    Backward,
    /// The kind says the same read backwards.
    Both,
}

/// One way.
#[derive(Debug, Clone, Copy)]
pub struct Way {
    /// Its field in the form.
    pub field: &'static str,
    /// "From a manager to those who report to them".
    pub says: &'static str,
    kind: TieKind,
    along: Along,
}

/// All of them; kinds stand together.
pub const WAYS: [Way; 10] = [
    way("reports-to-down", "From a manager to those who report to them", TieKind::ReportsTo, Along::Backward),
    way("reports-to-up", "From somebody to their manager", TieKind::ReportsTo, Along::Forward),
    way("advised", "From an adviser to those they advised", TieKind::Advised, Along::Forward),
    way("advised-back", "From those who were advised to the adviser", TieKind::Advised, Along::Backward),
    way("mentored", "From a mentor to those they mentored", TieKind::Mentored, Along::Forward),
    way("mentored-back", "From those who were mentored to the mentor", TieKind::Mentored, Along::Backward),
    way("friend-back", "From a friend to those who name them as one", TieKind::Friend, Along::Backward),
    way("friend", "From somebody to those whom they name as a friend", TieKind::Friend, Along::Forward),
    way("worked-with", "Between people who worked together", TieKind::WorkedWith, Along::Both),
    way("committee", "Between people who sat on a committee together", TieKind::Committee, Along::Both),
];

const fn way(field: &'static str, says: &'static str, kind: TieKind, along: Along) -> Way {
    Way { field, says, kind, along }
}

impl Way {
    /// Its weight in a table, in per cent.
    pub fn percent(&self, table: &TieTable) -> i64 {
        let (forward, backward) = table.of(self.kind);
        if self.along == Along::Backward { backward } else { forward }
    }

    /// What usually runs along it.
    pub fn usual(&self) -> i64 {
        self.percent(&TieTable::default())
    }

    fn put(&self, table: TieTable, percent: i64) -> TieTable {
        let (forward, backward) = table.of(self.kind);
        let percents = match self.along {
            Along::Forward => (percent, backward),
            Along::Backward => (forward, percent),
            Along::Both => (percent, percent),
        };
        table.with(self.kind, percents)
    }

    /// What joins say of it.
    pub fn learned(&self, learned: &LearnedTies) -> Learned {
        if self.along == Along::Backward { learned.backward(self.kind) } else { learned.forward(self.kind) }
    }
}

/// The fields of the form, as they stand before anything is typed.
pub fn fields(table: &TieTable) -> Fields {
    let mut fields = Fields::of([]);
    for way in WAYS {
        fields.set(way.field, way.percent(table).to_string());
    }
    fields
}

/// The table that a form asks for.
pub fn read(fields: &Fields, problems: &mut Problems) -> TieTable {
    let table = WAYS.iter().fold(TieTable::default(), |table, way| {
        let percent = fields.whole(way.field, 0, 100, problems);
        way.put(table, percent)
    });
    if problems.is_empty() && table.is_empty() {
        problems.say(WAYS[0].field, "At least one must be above 0, or nobody would follow anybody.");
    }
    table
}

/// "Of 100, about 4 follow, somewhere from 2 to 7", or that it is too few to tell.
pub fn told(learned: &Learned) -> String {
    if learned.exposures == 0 {
        return "Not seen yet.".to_owned();
    }
    if !learned.is_enough() {
        return format!("Too few to tell: seen {} times of {ENOUGH_EXPOSURES}.", learned.exposures);
    }
    let of_hundred = |chance: f64| match (chance * 100.0).round() {
        n if n < 1.0 && chance > 0.0 => "under 1".to_owned(),
        n => format!("{n:.0}"),
    };
    format!(
        "Of 100, about {} follow, somewhere from {} to {} (seen {} times).",
        of_hundred(learned.chance),
        of_hundred(learned.range.low),
        of_hundred(learned.range.high),
        words::figure(i64::from(learned.exposures))
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use bellwether_influence::Range;

    #[test]
    fn a_form_that_is_sent_unchanged_changes_nothing() {
        let table = TieTable::default().with(TieKind::Advised, (70, 0)).with(TieKind::Committee, (5, 5));
        let mut problems = Problems::none();
        assert_eq!(read(&fields(&table), &mut problems), table);
        assert!(problems.is_empty());
    }

    #[test]
    fn weights_are_bounded_and_not_all_of_them_nothing() {
        let table = TieTable::default();
        for (value, wrong) in
            [("101", true), ("-1", true), ("much", true), ("", true), ("0", false), ("100", false)]
        {
            let mut typed = fields(&table);
            typed.set("friend", value);
            let mut problems = Problems::none();
            read(&typed, &mut problems);
            assert_eq!(problems.at("friend").is_some(), wrong, "{value}");
        }
        let mut none = Fields::of([]);
        for way in WAYS {
            none.set(way.field, "0");
        }
        let mut problems = Problems::none();
        read(&none, &mut problems);
        assert!(problems.at(WAYS[0].field).is_some());
    }

    #[test]
    fn what_joins_say_is_told_of_a_hundred_people_or_not_at_all() {
        let learned = Learned { chance: 0.042, range: Range { low: 0.003, high: 0.068 }, exposures: 57 };
        assert_eq!(told(&learned), "Of 100, about 4 follow, somewhere from under 1 to 7 (seen 57 times).");
        assert_eq!(told(&Learned { exposures: 0, ..learned }), "Not seen yet.");
        assert_eq!(told(&Learned { exposures: 29, ..learned }), "Too few to tell: seen 29 times of 30.");
    }
}
