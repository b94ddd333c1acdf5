//! Writing enrollments: the one door through which anybody joins or leaves a program.

use super::enrollment::{NewEnrollment, Part, Source, named};
use bellwether_db::{Read, Result, Tx, params, row, statements};
use bellwether_kernel::{EnrollmentId, PersonId, ProgramId, Timestamp, World, fold};

statements! {
    OF_PERSON = "
        select id, role, withdrawn_at, goals, languages, note, capacity, other_department, same_office
        from enrollments where program_id = $1 and person_id = $2";
    LANGUAGES_OF = "select languages from people where id = $1";
    PUT = "
        insert into enrollments (id, program_id, person_id, role, capacity, goals, languages, other_department, same_office,
            note, source, enrolled_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
        on conflict (program_id, person_id) do update set role = excluded.role, capacity = excluded.capacity,
            goals = excluded.goals, languages = excluded.languages, other_department = excluded.other_department,
            same_office = excluded.same_office, note = excluded.note,
            enrolled_at = case when enrollments.withdrawn_at is null then enrollments.enrolled_at else excluded.enrolled_at end,
            waited = case when enrollments.withdrawn_at is null then enrollments.waited else 0 end,
            source = case when enrollments.withdrawn_at is null then enrollments.source else excluded.source end,
            withdrawn_at = null
        returning id";
    MENTORS_NOW = "
        update enrollments set role = $2, capacity = $3, withdrawn_at = null,
            enrolled_at = case when withdrawn_at is null then enrolled_at else $4 end
        where id = $1";
    FORGET_SKILLS = "delete from skills where enrollment_id = $1 and direction = $2";
    PUT_SKILL = "
        insert into skills (enrollment_id, direction, skill_key, skill, position) values ($1, $2, $3, $4, $5)
        on conflict (enrollment_id, direction, skill_key) do nothing";
    FORGET_WISHES = "delete from wishes where enrollment_id = $1";
    /// A wish is for a mentor of the same program, and not for oneself.
    PUT_WISH = "
        insert into wishes (enrollment_id, rank, mentor_id)
        select e.id, cast($2 as bigint), m.id from enrollments e
        join enrollments m on m.program_id = e.program_id and m.id <> e.id and m.role in ('mentor', 'either')
        where e.id = $1 and m.id = $3
        on conflict (enrollment_id, mentor_id) do nothing";
    WITHDRAW = "
        update enrollments set withdrawn_at = $3 where program_id = $1 and person_id = $2 and withdrawn_at is null";
    BECOMES = "update enrollments set role = $3 where program_id = $1 and person_id = $2 and withdrawn_at is null";
    RETURN = "
        update enrollments set withdrawn_at = null where program_id = $1 and person_id = $2 and withdrawn_at is not null";
}

row! {
    struct Known {
        id: EnrollmentId, role: Part, withdrawn_at: Option<Timestamp>, goals: String, languages: String, note: String,
        capacity: i64, other_department: bool, same_office: bool
    }
}

/// Enrolls somebody as it says, or changes their enrollment to what it says; who had withdrawn is
/// back. Saying the same again changes nothing.
///
/// What comes from a file is weaker than what somebody did: it fills what is empty, adds a part to
/// the part they have, and brings nobody back who withdrew.
pub async fn enroll(tx: &Tx, world: &World, new: NewEnrollment) -> Result<EnrollmentId> {
    let known: Option<Known> = tx.maybe(&OF_PERSON, params![new.program, new.person]).await?;
    match known {
        Some(known) if new.source == Source::Import => fill(tx, world, known, new).await,
        _ => put(tx, world, &new).await,
    }
}

/// Makes somebody a mentor of a program who may have been a mentee in it, or had withdrawn. A second
/// time changes nothing but the capacity.
pub async fn enroll_mentor(
    tx: &Tx,
    world: &World,
    program: ProgramId,
    person: PersonId,
    capacity: i64,
) -> Result<EnrollmentId> {
    let known: Option<Known> = tx.maybe(&OF_PERSON, params![program, person]).await?;
    let Some(known) = known else {
        let languages: String = tx.value(&LANGUAGES_OF, params![person]).await?;
        let new = NewEnrollment {
            capacity,
            languages,
            ..NewEnrollment::of(program, person, Part::Mentor, Source::Pitch)
        };
        return put(tx, world, &new).await;
    };
    // Who withdrew as a mentee is not made one again by a yes to mentoring.
    let role = if known.withdrawn_at.is_some() { Part::Mentor } else { known.role.and(Part::Mentor) };
    tx.run(&MENTORS_NOW, params![known.id, role, capacity, world.now()]).await?;
    Ok(known.id)
}

/// Takes somebody out of a program. Who is not in it stays out.
pub async fn withdraw(tx: &Tx, program: ProgramId, person: PersonId, now: Timestamp) -> Result<()> {
    tx.run(&WITHDRAW, params![program, person, now]).await.map(drop)
}

/// Takes back that somebody mentors. Who has a mentor as well keeps that.
pub async fn withdraw_mentor(tx: &Tx, program: ProgramId, person: PersonId, now: Timestamp) -> Result<()> {
    let known: Option<Known> = tx.maybe(&OF_PERSON, params![program, person]).await?;
    match known.and_then(|k| k.role.without_mentoring()) {
        Some(rest) => tx.run(&BECOMES, params![program, person, rest]).await.map(drop),
        None => withdraw(tx, program, person, now).await,
    }
}

/// Brings somebody back who withdrew, as they were; `false` where there was nobody to bring back.
pub async fn bring_back(tx: &Tx, program: ProgramId, person: PersonId) -> Result<bool> {
    Ok(tx.run(&RETURN, params![program, person]).await? > 0)
}

async fn put(tx: &Tx, world: &World, new: &NewEnrollment) -> Result<EnrollmentId> {
    let id: EnrollmentId = world.id();
    let values = params![
        id,
        new.program,
        new.person,
        new.role,
        new.capacity,
        new.goals,
        named(&new.languages).join(", "),
        new.other_department,
        new.same_office,
        new.note,
        new.source,
        world.now(),
    ];
    let id = tx.value(&PUT, values).await?;
    put_skills(tx, id, "offered", &new.offered).await?;
    put_skills(tx, id, "wanted", &new.wanted).await?;
    tx.run(&FORGET_WISHES, params![id]).await?;
    for (rank, mentor) in (1_i64..).zip(&new.wishes) {
        tx.run(&PUT_WISH, params![id, rank, mentor]).await?;
    }
    Ok(id)
}

async fn put_skills(tx: &Tx, id: EnrollmentId, direction: &str, skills: &[String]) -> Result<()> {
    tx.run(&FORGET_SKILLS, params![id, direction]).await?;
    for (position, skill) in (0_i64..).zip(skills) {
        tx.run(&PUT_SKILL, params![id, direction, fold(skill), skill, position]).await?;
    }
    Ok(())
}

/// What a file adds to an enrollment that is there.
async fn fill(tx: &Tx, world: &World, known: Known, new: NewEnrollment) -> Result<EnrollmentId> {
    if known.withdrawn_at.is_some() {
        return Ok(known.id);
    }
    let or = |there: String, new: String| if there.is_empty() { new } else { there };
    let mentors_already = known.role.mentors();
    let filled = NewEnrollment {
        role: known.role.and(new.role),
        capacity: if mentors_already { known.capacity } else { new.capacity },
        goals: or(known.goals, new.goals),
        languages: or(known.languages, new.languages),
        note: or(known.note, new.note),
        other_department: known.other_department,
        same_office: known.same_office,
        offered: skills_or(tx, known.id, "offered", new.offered).await?,
        wanted: skills_or(tx, known.id, "wanted", new.wanted).await?,
        wishes: wishes_or(tx, known.id, new.wishes).await?,
        ..new
    };
    put(tx, world, &filled).await
}

async fn skills_or(tx: &Tx, id: EnrollmentId, direction: &str, new: Vec<String>) -> Result<Vec<String>> {
    let there = super::skills_of(tx, id, direction).await?;
    Ok(if there.is_empty() { new } else { there })
}

async fn wishes_or(tx: &Tx, id: EnrollmentId, new: Vec<EnrollmentId>) -> Result<Vec<EnrollmentId>> {
    let there = super::wishes_of(tx, id).await?;
    Ok(if there.is_empty() { new } else { there })
}
