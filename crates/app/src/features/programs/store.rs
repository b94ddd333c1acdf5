use super::{Ask, Pillar, Program, Target};
use bellwether_db::{FromRow, Read, Result, Row, params, statements};
use bellwether_kernel::{Date, PersonId, ProgramId};

statements! {
    FIND = "
        select id, name, purpose, starts_on, ends_on, ask_minutes, ask_sessions, ask_months, ask_mentees, ask_starts_on,
               accept_days, daily_limit, open_at, closed_at
        from programs where id = $1";
    PILLARS = "select id, name, how from pillars where program_id = $1 order by position, id";
    /// Targets with their true denominator: everybody at the level who has not left.
    TARGETS = "
        select t.id, t.level_id, l.name, t.percent, t.due_on,
               (select count(*) from people p
                where p.level_id = t.level_id and p.erased_at is null and (p.left_on is null or p.left_on > $2))
        from targets t join levels l on l.id = t.level_id
        where t.program_id = $1 order by l.rank desc, t.id";
    COORDINATORS = "
        select p.id, p.name, p.email
        from coordinators c join people p on p.id = c.person_id
        where c.program_id = $1 order by c.since, p.name";
}

impl FromRow for Program {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        let numbers: [Option<i64>; 4] = [row.get(5)?, row.get(6)?, row.get(7)?, row.get(8)?];
        let ask = match (numbers, row.get::<Option<Date>>(9)?) {
            ([Some(minutes), Some(sessions), Some(months), Some(mentees)], Some(starts_on)) => {
                Some(Ask { minutes, sessions, months, mentees, starts_on })
            }
            _ => None,
        };
        Ok(Self {
            id: row.get(0)?,
            name: row.get(1)?,
            purpose: row.get(2)?,
            starts_on: row.get(3)?,
            ends_on: row.get(4)?,
            ask,
            accept_days: row.get(10)?,
            daily_limit: row.get(11)?,
            open_at: row.get(12)?,
            closed_at: row.get(13)?,
        })
    }
}

impl FromRow for Pillar {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self { id: row.get(0)?, name: row.get(1)?, how: row.get(2)? })
    }
}

impl FromRow for Target {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            id: row.get(0)?,
            level: row.get(1)?,
            level_name: row.get(2)?,
            percent: row.get(3)?,
            due_on: row.get(4)?,
            people: row.get(5)?,
        })
    }
}

/// A program, for whoever was let in to it (the scope has its id).
pub async fn find(db: &impl Read, program: ProgramId) -> Result<Program> {
    db.one(&FIND, params![program]).await
}

/// Its strategy pillars, in their order.
pub async fn pillars(db: &impl Read, program: ProgramId) -> Result<Vec<Pillar>> {
    db.all(&PILLARS, params![program]).await
}

/// Its targets, with how many people are at each level today.
pub async fn targets(db: &impl Read, program: ProgramId, today: Date) -> Result<Vec<Target>> {
    db.all(&TARGETS, params![program, today]).await
}

/// Its coordinators: id, name, address. The first is whom letters name.
pub async fn coordinators(
    db: &impl Read,
    program: ProgramId,
) -> Result<Vec<(PersonId, String, Option<String>)>> {
    db.all(&COORDINATORS, params![program]).await
}
