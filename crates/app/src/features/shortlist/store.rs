//! What the shortlist reads. It writes nothing: prospects are recruiting's.

use crate::features::recruiting::{Answer, Stage};
use bellwether_db::{Db, Read as _, Result, params, row, statements};
use bellwether_kernel::{Date, LevelId, PersonId, ProgramId, ProspectId, Timestamp};

statements! {
    /// Changes whenever anybody comes, goes, moves or is renamed. Sums stand for what a count does not see.
    PEOPLE_VERSION = "
        select count(*), coalesce(max(updated_at), 0),
               coalesce(cast(sum(coalesce(level_id, 0) % 999983 + coalesce(manager_id, 0) % 999979 * 3
                                 + length(search) * 7) as bigint), 0)
        from people where erased_at is null and (left_on is null or left_on > $1)";
    /// The same for ties.
    TIES_VERSION = "
        select count(*), coalesce(cast(sum((from_id % 999983) * (to_id % 997) + length(kind) * 13) as bigint), 0),
               coalesce(cast(sum(weight * 1000) as bigint), 0)
        from ties";
    LEVELS = "select id, name, senior from levels order by rank desc, id";
    PEOPLE = "
        select id, name, level_id, office, department, manager_id, since
        from people where erased_at is null and (left_on is null or left_on > $1) order by id";
    TIES = "select from_id, to_id, kind, weight, case when source = 'import' then 1 else 0 end from ties";

    PROSPECTS = "
        select id, person_id, stage, owner_id, connector_id, pinned_at, aside_at, aside_reason, next_step, introduced_at, met_at,
               asked_at, answered_at, answer, wakes_on, joined_at, withdrawn_at, closed_at
        from prospects where program_id = $1 order by id";
    /// What other programs did: whether one asks now, ever asked, and whether the answer was ever no (which is never shown).
    ELSEWHERE = "
        select person_id,
               max(case when asked_at is not null and answered_at is null and closed_at is null then 1 else 0 end),
               max(case when asked_at is not null then 1 else 0 end),
               max(case when answer = 'no' then 1 else 0 end)
        from prospects where program_id <> $1 group by person_id order by person_id";
    ENROLLED = "
        select person_id, case when role = 'mentee' then 0 else 1 end
        from enrollments where program_id = $1 and withdrawn_at is null order by person_id";
    SIGNALS = "
        select s.person_id, s.kind, s.happened_on, s.note, s.source, s.created_at
        from signals s join people p on p.id = s.person_id join levels l on l.id = p.level_id
        where l.senior = 1 and s.retracted_at is null
        order by s.person_id, s.happened_on desc nulls last, s.id";
}

row! {
    /// Somebody in the directory.
    pub struct PersonRow {
        pub id: PersonId, pub name: String, pub level: Option<LevelId>, pub office: Option<String>,
        pub department: Option<String>, pub manager: Option<PersonId>, pub since: Option<i64>
    }
}

row! {
    /// A tie, as the directory has it.
    pub struct TieRow { pub from: PersonId, pub to: PersonId, pub kind: String, pub weight: f64, pub imported: bool }
}

row! {
    /// A level; the highest come first.
    pub struct LevelRow { pub id: LevelId, pub name: String, pub senior: bool }
}

row! {
    /// Where a leader stands in this program.
    pub struct ProspectRow {
        pub id: ProspectId, pub person: PersonId, pub stage: Stage, pub owner: Option<PersonId>, pub connector: Option<PersonId>,
        pub pinned_at: Option<Timestamp>, pub aside_at: Option<Timestamp>, pub aside_reason: Option<String>,
        pub next_step: Option<String>, pub introduced_at: Option<Timestamp>, pub met_at: Option<Timestamp>,
        pub asked_at: Option<Timestamp>, pub answered_at: Option<Timestamp>, pub answer: Option<Answer>,
        pub wakes_on: Option<Date>, pub joined_at: Option<Timestamp>, pub withdrawn_at: Option<Timestamp>,
        pub closed_at: Option<Timestamp>
    }
}

row! {
    /// What other programs did with a leader.
    pub struct ElsewhereRow { pub person: PersonId, pub asking: bool, pub asked: bool, pub declined: bool }
}

row! {
    /// Evidence about a leader.
    pub struct SignalRow {
        pub person: PersonId, pub kind: String, pub happened_on: Option<Date>, pub note: String, pub source: String,
        pub created_at: Timestamp
    }
}

/// The state of people and ties, in numbers: another state has others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    today: Date,
    people: (i64, i64, i64),
    ties: (i64, i64, i64),
    levels: Vec<(LevelId, String, bool)>,
}

/// The directory's people, ties and levels.
pub struct Directory {
    pub people: Vec<PersonRow>,
    pub ties: Vec<TieRow>,
    pub levels: Vec<LevelRow>,
}

/// What one program knows, over that directory.
#[derive(Debug)]
pub struct Records {
    pub prospects: Vec<ProspectRow>,
    pub elsewhere: Vec<ElsewhereRow>,
    /// Each with whether they mentor.
    pub enrolled: Vec<(PersonId, bool)>,
    pub signals: Vec<SignalRow>,
}

pub async fn version(db: &Db, today: Date) -> Result<Version> {
    let levels: Vec<LevelRow> = db.all(&LEVELS, params![]).await?;
    Ok(Version {
        today,
        people: db.one(&PEOPLE_VERSION, params![today]).await?,
        ties: db.one(&TIES_VERSION, params![]).await?,
        levels: levels.into_iter().map(|l| (l.id, l.name, l.senior)).collect(),
    })
}

pub async fn directory(db: &Db, today: Date) -> Result<Directory> {
    Ok(Directory {
        people: db.all(&PEOPLE, params![today]).await?,
        ties: db.all(&TIES, params![]).await?,
        levels: db.all(&LEVELS, params![]).await?,
    })
}

pub async fn records(db: &Db, program: ProgramId) -> Result<Records> {
    Ok(Records {
        prospects: db.all(&PROSPECTS, params![program]).await?,
        elsewhere: db.all(&ELSEWHERE, params![program]).await?,
        enrolled: db.all(&ENROLLED, params![program]).await?,
        signals: db.all(&SIGNALS, params![]).await?,
    })
}
