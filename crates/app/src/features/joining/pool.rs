//! Who can be matched: everybody who takes part in a program and has not left, with all that a
//! matching looks at.

use super::enrollment::{Part, named};
use bellwether_db::{Read, Result, params, row, statements};
use bellwether_kernel::{Date, EnrollmentId, PersonId, ProgramId, Timestamp};
use std::collections::HashMap;

statements! {
    PEOPLE = "
        select e.id, e.person_id, p.name, e.role, e.capacity, e.goals, e.languages, e.other_department, e.same_office,
               e.waited, e.enrolled_at, p.office, p.department, p.manager_id, p.time_zone
        from enrollments e join people p on p.id = e.person_id
        where e.program_id = $1 and e.withdrawn_at is null and p.erased_at is null and (p.left_on is null or p.left_on > $2)
        order by e.enrolled_at, e.id";
    SKILLS = "
        select s.enrollment_id, s.direction, s.skill_key, s.skill from skills s join enrollments e on e.id = s.enrollment_id
        where e.program_id = $1 and e.withdrawn_at is null order by s.position, s.skill_key";
    WISHES = "
        select w.enrollment_id, w.mentor_id from wishes w join enrollments e on e.id = w.enrollment_id
        where e.program_id = $1 and e.withdrawn_at is null order by w.rank";
    EXCLUSIONS = "select one_id, other_id from exclusions where program_id = $1 order by one_id, other_id";
}

row! {
    struct Line {
        id: EnrollmentId, person: PersonId, name: String, role: Part, capacity: i64, goals: String, languages: String,
        other_department: bool, same_office: bool, waited: i64, enrolled_at: Timestamp, office: Option<String>,
        department: Option<String>, manager: Option<PersonId>, zone: Option<String>
    }
}

/// A skill: folded, to compare by, and as it was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skill {
    /// Folded.
    pub key: String,
    /// As it was typed.
    pub name: String,
}

/// Somebody who can be matched.
#[derive(Debug, Clone)]
pub struct InPool {
    /// Their enrollment.
    pub enrollment: EnrollmentId,
    /// Who.
    pub person: PersonId,
    /// Their name.
    pub name: String,
    /// What they do.
    pub role: Part,
    /// Mentees they would take in this program, those they have included.
    pub capacity: i64,
    /// What a mentee is after.
    pub goals: String,
    /// The languages they can talk in; none where language plays no part.
    pub languages: Vec<String>,
    /// Prefers a partner from another department.
    pub other_department: bool,
    /// Prefers a partner nearby.
    pub same_office: bool,
    /// Matchings that left them out.
    pub waited: i64,
    /// Since when.
    pub enrolled_at: Timestamp,
    /// Where they work.
    pub office: Option<String>,
    /// What they belong to.
    pub department: Option<String>,
    /// To whom they report.
    pub manager: Option<PersonId>,
    /// Their time zone, where it is not the organization's.
    pub zone: Option<String>,
    /// What they offer, the first first.
    pub offered: Vec<Skill>,
    /// What they want, the most wanted first.
    pub wanted: Vec<Skill>,
    /// The mentors they wish for, by rank.
    pub wishes: Vec<EnrollmentId>,
}

/// Everybody who can be matched in a program.
#[derive(Debug, Clone)]
pub struct Pool {
    /// All of them, those who came first first; who does both stands here once.
    pub everyone: Vec<InPool>,
    /// Pairs that are never to be matched, either way round.
    pub exclusions: Vec<(PersonId, PersonId)>,
}

impl Pool {
    /// Those who mentor.
    pub fn mentors(&self) -> impl Iterator<Item = &InPool> {
        self.everyone.iter().filter(|p| p.role.mentors())
    }

    /// Those who want a mentor, whether or not they have one already.
    pub fn mentees(&self) -> impl Iterator<Item = &InPool> {
        self.everyone.iter().filter(|p| p.role.learns())
    }
}

/// Reads it.
pub async fn pool(db: &impl Read, program: ProgramId, today: Date) -> Result<Pool> {
    let mut skills: HashMap<(EnrollmentId, bool), Vec<Skill>> = HashMap::new();
    for (id, direction, key, name) in
        db.all::<(EnrollmentId, String, String, String)>(&SKILLS, params![program]).await?
    {
        skills.entry((id, direction == "offered")).or_default().push(Skill { key, name });
    }
    let mut wishes: HashMap<EnrollmentId, Vec<EnrollmentId>> = HashMap::new();
    for (id, mentor) in db.all::<(EnrollmentId, EnrollmentId)>(&WISHES, params![program]).await? {
        wishes.entry(id).or_default().push(mentor);
    }
    let lines: Vec<Line> = db.all(&PEOPLE, params![program, today]).await?;
    let everyone = lines.into_iter().map(|l| InPool {
        offered: skills.remove(&(l.id, true)).unwrap_or_default(),
        wanted: skills.remove(&(l.id, false)).unwrap_or_default(),
        wishes: wishes.remove(&l.id).unwrap_or_default(),
        enrollment: l.id,
        person: l.person,
        name: l.name,
        role: l.role,
        capacity: l.capacity,
        goals: l.goals,
        languages: named(&l.languages),
        other_department: l.other_department,
        same_office: l.same_office,
        waited: l.waited,
        enrolled_at: l.enrolled_at,
        office: l.office,
        department: l.department,
        manager: l.manager,
        zone: l.zone,
    });
    Ok(Pool { everyone: everyone.collect(), exclusions: db.all(&EXCLUSIONS, params![program]).await? })
}
