//! Everybody who takes part in a program, as its coordinators list them.

use super::enrollment::Part;
use bellwether_db::{Read, Result, params, row, statements};
use bellwether_kernel::{EnrollmentId, PersonId, ProgramId, Timestamp, fold, initials};
use std::collections::HashMap;

/// Rows on a page.
pub const ON_A_PAGE: i64 = 50;

/// The rows that a filter lets through; `$2` the part, `$3` the standing, `$4` the folded search text.
macro_rules! listed {
    () => {
        "with everyone as (
            select e.id, p.id as person_id, p.name, l.name as level, p.department, p.office, e.role, e.capacity,
                   e.enrolled_at, e.withdrawn_at,
                   (select count(*) from mentorships m where m.program_id = e.program_id and m.mentor_id = p.id and m.ended_at is null) as mentees,
                   (select count(*) from mentorships m where m.program_id = e.program_id and m.mentee_id = p.id and m.ended_at is null) as mentors,
                   (select count(*) from matches m where (m.mentee_id = e.id or m.mentor_id = e.id) and m.state = 'proposed') as proposed,
                   p.search
            from enrollments e join people p on p.id = e.person_id left join levels l on l.id = p.level_id
            where e.program_id = $1 and p.erased_at is null
        ), listed as (
            select * from everyone
            where (case when cast($3 as text) = 'withdrawn' then case when withdrawn_at is not null then 1 else 0 end
                        else case when withdrawn_at is null then 1 else 0 end end) = 1
              and (cast($2 as text) is null or role = $2 or role = 'either')
              and ($3 <> 'waiting' or (role in ('mentee', 'either') and mentors = 0 and proposed = 0))
              and ($3 <> 'free' or (role in ('mentor', 'either') and mentees < capacity))
              and (cast($4 as text) = '' or search like '%' || $4 || '%')
        )"
    };
}

statements! {
    LIST = concat!(listed!(), "
        select id, person_id, name, level, department, office, role, capacity, enrolled_at, withdrawn_at, mentees, mentors, proposed
        from listed order by enrolled_at, search, id limit $5 offset $6");
    COUNT = concat!(listed!(), " select count(*) from listed");
    SKILLS = concat!(listed!(), "
        select s.enrollment_id, s.direction, s.skill
        from (select id from listed order by enrolled_at, search, id limit $5 offset $6) shown
        join skills s on s.enrollment_id = shown.id order by s.position, s.skill_key");
    FIGURES = "
        select
            (select count(*) from enrollments e where e.program_id = $1 and e.withdrawn_at is null and e.role in ('mentee', 'either')),
            (select count(*) from enrollments e
             where e.program_id = $1 and e.withdrawn_at is null and e.role in ('mentee', 'either')
               and not exists (select 1 from mentorships m where m.program_id = $1 and m.mentee_id = e.person_id and m.ended_at is null)
               and not exists (select 1 from matches m where m.mentee_id = e.id and m.state = 'proposed')),
            (select count(*) from enrollments e where e.program_id = $1 and e.withdrawn_at is null and e.role in ('mentor', 'either')),
            (select cast(coalesce(sum(e.capacity), 0) as bigint) from enrollments e
             where e.program_id = $1 and e.withdrawn_at is null and e.role in ('mentor', 'either')),
            (select count(*) from mentorships m join enrollments e on e.program_id = m.program_id and e.person_id = m.mentor_id
             where m.program_id = $1 and m.ended_at is null and e.withdrawn_at is null and e.role in ('mentor', 'either'))";
}

bellwether_db::words! {
    /// What the list shows.
    pub enum Show {
        /// Everybody who takes part.
        All = "all",
        /// Those who mentor.
        Mentors = "mentors",
        /// Those who have or want a mentor.
        Mentees = "mentees",
        /// Mentees without a mentor, and without a proposal.
        Waiting = "waiting",
        /// Mentors with a place left.
        Free = "free",
        /// Those who withdrew.
        Withdrawn = "withdrawn",
    }
}

row! {
    /// Somebody on the list.
    pub struct Listed {
        /// Their enrollment.
        pub id: EnrollmentId,
        /// Who.
        pub person: PersonId,
        /// Their name.
        pub name: String,
        /// Their level.
        pub level: Option<String>,
        /// Their department.
        pub department: Option<String>,
        /// Their office.
        pub office: Option<String>,
        /// What they do.
        pub role: Part,
        /// Mentees they would take.
        pub capacity: i64,
        /// Since when.
        pub enrolled_at: Timestamp,
        /// When they withdrew.
        pub withdrawn_at: Option<Timestamp>,
        /// Mentees they have.
        pub mentees: i64,
        /// Mentors they have.
        pub mentors: i64,
        /// Proposals that wait for an answer.
        pub proposed: i64
    }
}

row! {
    /// The numbers above the list.
    pub struct Figures {
        /// Those who want or have a mentor.
        pub mentees: i64,
        /// Those of them without one, and without a proposal.
        pub waiting: i64,
        /// Those who mentor.
        pub mentors: i64,
        /// Mentees they would take.
        pub places: i64,
        /// Places that are taken.
        pub taken: i64
    }
}

/// What the list is asked for.
pub struct Asked {
    /// Whom it shows.
    pub show: Show,
    /// The words searched for, as typed.
    pub search: String,
    /// From 0.
    pub page: i64,
}

/// Somebody on the list with their skills.
pub struct Entry {
    /// Who.
    pub listed: Listed,
    /// What they want.
    pub wanted: Vec<String>,
    /// What they offer.
    pub offered: Vec<String>,
}

impl Show {
    /// Its words.
    pub fn label(self) -> &'static str {
        match self {
            Self::All => "Everybody",
            Self::Mentors => "Mentors",
            Self::Mentees => "Mentees",
            Self::Waiting => "Mentees who wait",
            Self::Free => "Mentors with a place left",
            Self::Withdrawn => "Withdrawn",
        }
    }

    fn part(self) -> Option<Part> {
        match self {
            Self::Mentors | Self::Free => Some(Part::Mentor),
            Self::Mentees | Self::Waiting => Some(Part::Mentee),
            Self::All | Self::Withdrawn => None,
        }
    }
}

impl Asked {
    fn search(&self) -> String {
        fold(&self.search).replace(['%', '_', '\\'], " ").trim().to_owned()
    }
}

impl Listed {
    /// For the round beside the name.
    pub fn initials(&self) -> String {
        initials(&self.name)
    }

    /// "Associate, Litigation, Boston".
    pub fn position(&self) -> String {
        let known = [&self.level, &self.department, &self.office];
        known.into_iter().flatten().filter(|p| !p.is_empty()).cloned().collect::<Vec<_>>().join(", ")
    }

    /// "Mentor", "Mentee", "Mentor and mentee".
    pub fn does(&self) -> &'static str {
        match self.role {
            Part::Mentor => "Mentor",
            Part::Mentee => "Mentee",
            Part::Either => "Mentor and mentee",
        }
    }

    /// The class and the words of where they stand.
    pub fn standing(&self) -> (&'static str, String) {
        let places = self.capacity - self.mentees;
        match self.role {
            _ if self.withdrawn_at.is_some() => ("status--no", "Withdrew".to_owned()),
            _ if self.proposed > 0 => ("status--asked", "Proposed, not answered yet".to_owned()),
            Part::Mentee | Part::Either if self.mentors > 0 => ("status--met", "Has a mentor".to_owned()),
            Part::Mentee | Part::Either => ("status--identified", "Waits for a mentor".to_owned()),
            Part::Mentor if places == 1 && self.capacity == 1 => {
                ("status--identified", "Has a place".to_owned())
            }
            Part::Mentor if places > 0 => {
                ("status--identified", format!("{places} of {} places free", self.capacity))
            }
            Part::Mentor => ("status--met", "No place left".to_owned()),
        }
    }
}

impl Figures {
    /// Places that nobody has.
    pub fn free(&self) -> i64 {
        (self.places - self.taken).max(0)
    }
}

/// The numbers of a program.
pub async fn figures(db: &impl Read, program: ProgramId) -> Result<Figures> {
    db.one(&FIGURES, params![program]).await
}

/// How many the filter lets through.
pub async fn count(db: &impl Read, program: ProgramId, asked: &Asked) -> Result<i64> {
    db.value(&COUNT, params![program, asked.show.part(), asked.show, asked.search()]).await
}

/// A page of the list, those who came first first.
pub async fn list(db: &impl Read, program: ProgramId, asked: &Asked) -> Result<Vec<Entry>> {
    entries(db, program, asked, ON_A_PAGE, asked.page * ON_A_PAGE).await
}

/// The whole list, at most a million.
pub async fn whole_list(db: &impl Read, program: ProgramId, asked: &Asked) -> Result<Vec<Entry>> {
    entries(db, program, asked, 1_000_000, 0).await
}

async fn entries(
    db: &impl Read,
    program: ProgramId,
    asked: &Asked,
    limit: i64,
    from: i64,
) -> Result<Vec<Entry>> {
    let values = params![program, asked.show.part(), asked.show, asked.search(), limit, from];
    let listed: Vec<Listed> = db.all(&LIST, values).await?;
    let mut skills: HashMap<EnrollmentId, (Vec<String>, Vec<String>)> = HashMap::new();
    for (id, direction, skill) in db.all::<(EnrollmentId, String, String)>(&SKILLS, values).await? {
        let (wanted, offered) = skills.entry(id).or_default();
        if direction == "wanted" { wanted.push(skill) } else { offered.push(skill) }
    }
    let entry = |listed: Listed| {
        let (wanted, offered) = skills.remove(&listed.id).unwrap_or_default();
        Entry { listed, wanted, offered }
    };
    Ok(listed.into_iter().map(entry).collect())
}
