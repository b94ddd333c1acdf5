//! Writing enrollments: the one door through which anybody joins or leaves a program.

use super::enrollment::{NewEnrollment, Part, Source, named};
use super::store::{self, Enrollment};
use bellwether_db::{Read, Result, Tx, params, statements};
use bellwether_kernel::{EnrollmentId, PersonId, ProgramId, Timestamp, World, fold};

statements! {
    LANGUAGES_OF = "select languages from people where id = $1";
    PUT = "
        insert into enrollments (id, program_id, person_id, role, capacity, goals, words, listed, languages,
            other_department, same_office, note, source, enrolled_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
        on conflict (program_id, person_id) do update set role = excluded.role, capacity = excluded.capacity,
            goals = excluded.goals, words = excluded.words, listed = excluded.listed, languages = excluded.languages,
            other_department = excluded.other_department, same_office = excluded.same_office, note = excluded.note,
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
    TAKE_BACK_IMPORT = "
        delete from enrollments
        where program_id = $1 and person_id = $2 and source = 'import'
          and not exists (select 1 from matches x where x.mentor_id = enrollments.id)
          and not exists (select 1 from matches x where x.mentee_id = enrollments.id)
          and not exists (select 1 from wishes x where x.mentor_id = enrollments.id)";
    BECOMES = "update enrollments set role = $3 where program_id = $1 and person_id = $2 and withdrawn_at is null";
    RETURN = "
        update enrollments set withdrawn_at = null, role = $3
        where program_id = $1 and person_id = $2 and (withdrawn_at is not null or role <> $3)";
}

/// Enrolls somebody as it says, or changes their enrollment to what it says; who had withdrawn is
/// back. Saying the same again changes nothing.
///
/// What comes from a file is weaker than what somebody did: it fills what is empty, adds a part to
/// the part they have, and brings nobody back who withdrew.
pub async fn enroll(tx: &Tx, world: &World, new: NewEnrollment) -> Result<EnrollmentId> {
    match store::of_person(tx, new.program, new.person).await? {
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
    let Some(known) = store::of_person(tx, program, person).await? else {
        let languages: String = tx.value(&LANGUAGES_OF, params![person]).await?;
        let new = NewEnrollment {
            capacity,
            languages,
            ..NewEnrollment::of(program, person, Part::Mentor, Source::Pitch)
        };
        return put(tx, world, &new).await;
    };
    // Who withdrew as a mentee is not made one again by a yes to mentoring.
    let role = if known.is_active() { known.role.and(Part::Mentor) } else { Part::Mentor };
    tx.run(&MENTORS_NOW, params![known.id, role, capacity, world.now()]).await?;
    Ok(known.id)
}

/// Takes somebody out of a program. Who is not in it stays out.
pub async fn withdraw(tx: &Tx, program: ProgramId, person: PersonId, now: Timestamp) -> Result<()> {
    tx.run(&WITHDRAW, params![program, person, now]).await.map(drop)
}

/// Takes back that somebody mentors. Who has a mentor as well keeps that.
pub async fn withdraw_mentor(tx: &Tx, program: ProgramId, person: PersonId, now: Timestamp) -> Result<()> {
    give_up(tx, program, person, Part::Mentor, now).await
}

/// Takes one part, or with [`Part::Either`] all, of what somebody does in a program.
pub async fn give_up(
    tx: &Tx,
    program: ProgramId,
    person: PersonId,
    part: Part,
    now: Timestamp,
) -> Result<()> {
    let known = store::of_person(tx, program, person).await?;
    match known.and_then(|k| k.role.without(part)) {
        Some(rest) => tx.run(&BECOMES, params![program, person, rest]).await.map(drop),
        None => withdraw(tx, program, person, now).await,
    }
}

/// Takes back that a file enrolled somebody. Where they have been matched or wished for since, they
/// are withdrawn instead.
pub async fn take_back_import(tx: &Tx, program: ProgramId, person: PersonId, now: Timestamp) -> Result<()> {
    if tx.run(&TAKE_BACK_IMPORT, params![program, person]).await? == 0 {
        withdraw(tx, program, person, now).await?;
    }
    Ok(())
}

/// Brings somebody back to a part that they gave up, with what they had written; `false` where there
/// was nobody to bring back.
pub async fn bring_back(tx: &Tx, program: ProgramId, person: PersonId, part: Part) -> Result<bool> {
    Ok(tx.run(&RETURN, params![program, person, part]).await? > 0)
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
        new.words,
        new.listed,
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
async fn fill(tx: &Tx, world: &World, known: Enrollment, new: NewEnrollment) -> Result<EnrollmentId> {
    if !known.is_active() {
        return Ok(known.id);
    }
    let there = store::whole(tx, &known).await?;
    let or = |there: String, new: String| if there.is_empty() { new } else { there };
    let filled = NewEnrollment {
        role: known.role.and(new.role),
        capacity: if known.role.mentors() { known.capacity } else { new.capacity },
        goals: or(there.goals, new.goals),
        words: or(there.words, new.words),
        languages: or(there.languages, new.languages),
        note: or(there.note, new.note),
        offered: if there.offered.is_empty() { new.offered } else { there.offered },
        wanted: if there.wanted.is_empty() { new.wanted } else { there.wanted },
        wishes: if there.wishes.is_empty() { new.wishes } else { there.wishes },
        listed: there.listed,
        other_department: there.other_department,
        same_office: there.same_office,
        ..new
    };
    put(tx, world, &filled).await
}
