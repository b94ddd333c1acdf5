//! Reading enrollments.

use super::enrollment::{NewEnrollment, Part, Source};
use bellwether_db::{Read, Result, params, row, statements};
use bellwether_kernel::{Date, EnrollmentId, PersonId, ProgramId, Timestamp};

statements! {
    OF_PERSON = "
        select id, program_id, person_id, role, capacity, goals, words, listed, languages, other_department, same_office,
               note, source, enrolled_at, withdrawn_at
        from enrollments where program_id = $1 and person_id = $2";
    IN_PROGRAM = "
        select id, program_id, person_id, role, capacity, goals, words, listed, languages, other_department, same_office,
               note, source, enrolled_at, withdrawn_at
        from enrollments where program_id = $1 and id = $2";
    SKILLS_OF = "select skill from skills where enrollment_id = $1 and direction = $2 order by position, skill_key";
    WISHES_OF = "select mentor_id from wishes where enrollment_id = $1 order by rank";
    /// What mentors of a program offer, the most offered first: suggestions, without anybody's name.
    OFFERED = "
        select min(s.skill) from skills s join enrollments e on e.id = s.enrollment_id
        where e.program_id = $1 and s.direction = 'offered' and e.withdrawn_at is null
        group by s.skill_key order by count(*) desc, s.skill_key limit 100";
    /// Mentors who agreed to be chosen by name: leaders on the wall, and others who said so.
    CHOOSABLE = "
        select e.id, e.person_id, p.name, p.department, p.office
        from enrollments e join people p on p.id = e.person_id
        left join levels l on l.id = p.level_id
        left join prospects s on s.program_id = e.program_id and s.person_id = e.person_id
        where e.program_id = $1 and e.withdrawn_at is null and e.role in ('mentor', 'either')
          and p.erased_at is null and (p.left_on is null or p.left_on > $2)
          and ((s.joined_at is not null and s.withdrawn_at is null and s.named = 'wall')
               or (e.listed = 1 and coalesce(l.senior, 0) = 0))
        order by p.search, e.id";
    /// Every mentor, for the coordinators, who know them all.
    MENTORS = "
        select e.id, e.person_id, p.name, p.department, p.office
        from enrollments e join people p on p.id = e.person_id
        where e.program_id = $1 and e.withdrawn_at is null and e.role in ('mentor', 'either')
          and p.erased_at is null and (p.left_on is null or p.left_on > $2)
        order by p.search, e.id";
    /// What a leader chose about being named, and whether they take part.
    CONSENT = "
        select s.named from prospects s where s.program_id = $1 and s.person_id = $2";
}

row! {
    /// An enrollment, as it is kept; skills and wishes apart.
    pub struct Enrollment {
        /// Its id.
        pub id: EnrollmentId,
        /// The program.
        pub program: ProgramId,
        /// Who.
        pub person: PersonId,
        /// What they do in it.
        pub role: Part,
        /// How many mentees they would take.
        pub capacity: i64,
        /// What a mentee is after.
        pub goals: String,
        /// A mentor's own sentence.
        pub words: String,
        /// A mentor who is no leader agreed to be chosen by name.
        pub listed: bool,
        /// Languages, separated by commas.
        pub languages: String,
        /// Prefers a partner from another department.
        pub other_department: bool,
        /// Prefers a partner nearby.
        pub same_office: bool,
        /// Words for the coordinators.
        pub note: String,
        /// Where it comes from.
        pub source: Source,
        /// Since when.
        pub enrolled_at: Timestamp,
        /// When they withdrew.
        pub withdrawn_at: Option<Timestamp>
    }
}

row! {
    /// A mentor whom a mentee may wish for.
    pub struct Choosable {
        /// Their enrollment.
        pub id: EnrollmentId,
        /// Who.
        pub person: PersonId,
        /// Their name.
        pub name: String,
        /// Their department.
        pub department: Option<String>,
        /// Their office.
        pub office: Option<String>
    }
}

impl Enrollment {
    /// Whether they take part.
    pub fn is_active(&self) -> bool {
        self.withdrawn_at.is_none()
    }
}

impl Choosable {
    /// "Amara Novák, Litigation, Boston".
    pub fn described(&self) -> String {
        let known = [Some(self.name.as_str()), self.department.as_deref(), self.office.as_deref()];
        known.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
    }
}

/// Somebody's enrollment in a program, withdrawn or not.
pub async fn of_person(db: &impl Read, program: ProgramId, person: PersonId) -> Result<Option<Enrollment>> {
    db.maybe(&OF_PERSON, params![program, person]).await
}

/// An enrollment of the program that the scope reaches; `NoRow` where it is another's.
pub async fn find(db: &impl Read, program: ProgramId, id: EnrollmentId) -> Result<Enrollment> {
    db.one(&IN_PROGRAM, params![program, id]).await
}

/// An enrollment with its skills and wishes, as it would be written again.
pub async fn whole(db: &impl Read, kept: &Enrollment) -> Result<NewEnrollment> {
    let kept = kept.clone();
    Ok(NewEnrollment {
        program: kept.program,
        person: kept.person,
        role: kept.role,
        capacity: kept.capacity,
        goals: kept.goals,
        words: kept.words,
        listed: kept.listed,
        languages: kept.languages,
        other_department: kept.other_department,
        same_office: kept.same_office,
        note: kept.note,
        offered: skills_of(db, kept.id, "offered").await?,
        wanted: skills_of(db, kept.id, "wanted").await?,
        wishes: wishes_of(db, kept.id).await?,
        source: kept.source,
    })
}

/// What an enrollment offers (`"offered"`) or wants (`"wanted"`), in its order.
pub async fn skills_of(db: &impl Read, id: EnrollmentId, direction: &str) -> Result<Vec<String>> {
    firsts(db.all(&SKILLS_OF, params![id, direction]).await?)
}

/// The mentors whom a mentee wishes for, by rank.
pub async fn wishes_of(db: &impl Read, id: EnrollmentId) -> Result<Vec<EnrollmentId>> {
    firsts(db.all(&WISHES_OF, params![id]).await?)
}

/// Skills that mentors of a program offer, at most a hundred, for suggesting; nobody is named.
pub async fn offered(db: &impl Read, program: ProgramId) -> Result<Vec<String>> {
    firsts(db.all(&OFFERED, params![program]).await?)
}

/// Mentors of a program who take part and agreed to be chosen by name, by name.
pub async fn choosable(db: &impl Read, program: ProgramId, today: Date) -> Result<Vec<Choosable>> {
    db.all(&CHOOSABLE, params![program, today]).await
}

/// Every mentor of a program, by name: for its coordinators alone.
pub async fn mentors(db: &impl Read, program: ProgramId, today: Date) -> Result<Vec<Choosable>> {
    db.all(&MENTORS, params![program, today]).await
}

/// What a leader chose about being named, where they have.
pub async fn consent(
    db: &impl Read,
    program: ProgramId,
    person: PersonId,
) -> Result<Option<crate::features::recruiting::Named>> {
    let found: Option<(Option<_>,)> = db.maybe(&CONSENT, params![program, person]).await?;
    Ok(found.and_then(|(named,)| named))
}

fn firsts<T>(rows: Vec<(T,)>) -> Result<Vec<T>> {
    Ok(rows.into_iter().map(|(value,)| value).collect())
}
