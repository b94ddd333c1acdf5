//! The days on which people joined a program, and what they say of its ties.

use super::table::TieTable;
use bellwether_db::{Read, Result, params, row, statements};
use bellwether_influence::learn::{Belief, Join, LearnedTies};
use bellwether_influence::{Error, Tie};
use bellwether_kernel::{Date, PersonId, ProgramId, Timestamp};
use std::collections::HashMap;

statements! {
    /// Leaders by their yes, everybody by signing up; whoever left since has joined all the same.
    JOINS = "
        select person_id, min(joined) from (
            select person_id, joined_at as joined from prospects where program_id = $1 and joined_at is not null
            union all
            select person_id, enrolled_at as joined from enrollments where program_id = $1) as all_joins
        group by person_id order by person_id";
}

row! {
    /// Somebody who joined, and when they first did.
    #[derive(PartialEq, Eq)]
    pub struct JoinRow { pub person: PersonId, pub at: Timestamp }
}

/// Who has joined a program, and when.
pub async fn joins(db: &impl Read, program: ProgramId) -> Result<Vec<JoinRow>> {
    db.all(&JOINS, params![program]).await
}

/// What joins say of each kind of tie, starting from the program's table.
///
/// # Errors
/// None that the directory can bring about.
pub fn learned(
    numbers: &HashMap<PersonId, u32>,
    ties: &[Tie],
    joins: &[JoinRow],
    table: &TieTable,
    today: Date,
) -> std::result::Result<LearnedTies, Error> {
    let join = |row: &JoinRow| {
        let person = *numbers.get(&row.person)?;
        Some(Join { person, day: row.at.as_second() as f64 / 86_400.0 })
    };
    let joins: Vec<Join> = joins.iter().filter_map(join).collect();
    let until = f64::from((today - Date::constant(1970, 1, 1)).get_days());
    let belief = Belief { table: table.weights(), ..Belief::until(until) };
    LearnedTies::from_joins(numbers.len(), ties, &joins, &belief)
}
