use super::funnel::Asked;
use super::offices::Group;
use crate::access::scope::InProgram;
use bellwether_db::{FromRow, Read, Result, Row, params, row, statements};
use bellwether_kernel::{Date, EnrollmentId, LevelId, Timestamp};

statements! {
    /// Every prospect who was not set aside, with the angle of the pitch that they got last.
    PROSPECTS = "
        select s.introduced_at, s.met_at, s.override_at, s.asked_at, s.answered_at, s.joined_at, s.withdrawn_at,
               s.closed_at, s.named,
               (select i.angle from pitches i where i.prospect_id = s.id and i.sent_at is not null
                order by i.sent_at desc, i.id desc limit 1)
        from prospects s where s.program_id = $1 and s.aside_at is null";
    /// People by level and office: how many there are, have joined, and are active. Leaders join by
    /// their yes, others by enrolling.
    TAKING_PART = "
        select w.level_id, w.office, count(*), cast(sum(w.joined) as bigint), cast(sum(w.joined * w.active) as bigint)
        from (select p.level_id as level_id, coalesce(p.office, '') as office,
                case when (l.senior = 1 and exists (select 1 from prospects s where s.program_id = $1 and s.person_id = p.id
                             and s.joined_at is not null and s.withdrawn_at is null))
                       or (l.senior = 0 and exists (select 1 from enrollments e where e.program_id = $1 and e.person_id = p.id
                             and e.withdrawn_at is null))
                     then 1 else 0 end as joined,
                case when exists (select 1 from mentorships m join sessions x on x.mentorship_id = m.id
                             where m.program_id = $1 and (m.mentor_id = p.id or m.mentee_id = p.id)
                               and x.held_at is not null and x.starts_at >= $2)
                     then 1 else 0 end as active
              from people p join levels l on l.id = p.level_id
              where p.erased_at is null and (p.left_on is null or p.left_on > $3)) w
        group by w.level_id, w.office";
    LEVELS = "select id, name, senior from levels order by rank desc, name";
    MENTORSHIPS = "select started_at, ended_at, minutes_promised from mentorships where program_id = $1";
    /// Mentees who take part and have no mentor, nor one who was proposed to them.
    WITHOUT = "
        select e.id, p.name from enrollments e join people p on p.id = e.person_id
        where e.program_id = $1 and e.withdrawn_at is null and e.role in ('mentee', 'either')
          and not exists (select 1 from mentorships m where m.program_id = $1 and m.mentee_id = e.person_id and m.ended_at is null)
          and not exists (select 1 from matches c where c.mentee_id = e.id and c.state in ('draft', 'proposed', 'accepted'))
        order by p.search, e.id";
    NAME_OF = "select e.id, p.name from enrollments e join people p on p.id = e.person_id where e.program_id = $1";
}

row! {
    /// A level.
    pub struct Level { pub id: LevelId, pub name: String, pub senior: bool }
}

row! {
    /// What a mentorship promises.
    pub struct Promise { pub started_at: Timestamp, pub ended_at: Option<Timestamp>, pub minutes: i64 }
}

impl FromRow for Asked {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        let at = |n| row.get::<Option<Timestamp>>(n);
        Ok(Self {
            introduced: at(0)?.is_some(),
            met: at(1)?.is_some() || at(2)?.is_some(),
            asked_at: at(3)?,
            answered_at: at(4)?,
            joined: at(5)?.is_some() && at(6)?.is_none(),
            closed: at(7)?.is_some(),
            named: row.get(8)?,
            angle: row.get(9)?,
        })
    }
}

/// Every prospect who was not set aside.
pub async fn prospects(db: &impl Read, scope: &InProgram) -> Result<Vec<Asked>> {
    db.all(&PROSPECTS, params![scope.program]).await
}

/// Who takes part, by level and office. Active is who had a session since `since`.
pub async fn taking_part(
    db: &impl Read,
    scope: &InProgram,
    since: Timestamp,
    today: Date,
) -> Result<Vec<(LevelId, Group)>> {
    let rows: Vec<(LevelId, String, i64, i64, i64)> =
        db.all(&TAKING_PART, params![scope.program, since, today]).await?;
    let group =
        |(level, office, people, joined, active)| (level, Group { name: office, people, joined, active });
    Ok(rows.into_iter().map(group).collect())
}

/// Every level, the most senior first.
pub async fn levels(db: &impl Read) -> Result<Vec<Level>> {
    db.all(&LEVELS, params![]).await
}

/// What the program's mentorships promise.
pub async fn mentorships(db: &impl Read, scope: &InProgram) -> Result<Vec<Promise>> {
    db.all(&MENTORSHIPS, params![scope.program]).await
}

/// Mentees without a mentor, by name.
pub async fn without(db: &impl Read, scope: &InProgram) -> Result<Vec<(EnrollmentId, String)>> {
    db.all(&WITHOUT, params![scope.program]).await
}

/// The names of those who take part, for a sentence about them.
pub async fn names(db: &impl Read, scope: &InProgram) -> Result<Vec<(EnrollmentId, String)>> {
    db.all(&NAME_OF, params![scope.program]).await
}
