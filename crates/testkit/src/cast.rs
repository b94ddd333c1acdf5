use crate::{Crowd, House, LawFirm};
use bellwether_db::{params, statements};
use bellwether_kernel::{EnrollmentId, LevelId, PersonId, ProgramId, fold};

statements! {
    LEVEL = "insert into levels (id, name, name_key, rank, senior) values ($1, $2, $3, $4, $5)";
    PERSON = "
        insert into people (id, key, name, email, email_key, level_id, office, department, source, search, created_at, updated_at)
        values ($1, $2, $3, $2, $2, $4, $5, $6, 'hand', $7, $8, $8)";
    ADMINISTRATOR = "insert into administrators (person_id, since) values ($1, $2)";
    COORDINATOR = "insert into coordinators (program_id, person_id, since) values ($1, $2, $3)";
    PROGRAM = "
        insert into programs (id, name, purpose, starts_on, ends_on, ask_minutes, ask_sessions, ask_months, ask_mentees,
            ask_starts_on, created_at)
        values ($1, $2, 'So that associates grow here.', '2027-03-01', '2027-06-30', 45, 2, 4, 1, '2027-03-01', $3)";
    ENROLL = "
        insert into enrollments (id, program_id, person_id, role, capacity, goals, source, enrolled_at)
        values ($1, $2, $3, $4, $5, 'To lead a trial.', 'form', $6)";
    SKILL = "insert into skills (enrollment_id, direction, skill_key, skill, position) values ($1, $2, $3, $4, 1)";
    WITHDRAW = "update enrollments set withdrawn_at = $2 where id = $1";
    MANAGED_BY = "update people set manager_id = $2 where id = $1";
    TIE = "insert into ties (from_id, to_id, kind, weight, source) values ($1, $2, $3, $4, 'hand')";
    SIGNAL = "insert into signals (id, person_id, kind, note, source, created_at) values ($1, $2, $3, $4, 'hand', $5)";
}

/// Puts people on the stage, without pages: what a test takes for granted.
pub struct Cast<'a>(&'a House);

impl<'a> Cast<'a> {
    pub(crate) fn of(house: &'a House) -> Self {
        Self(house)
    }

    /// The sample firm of 71 lawyers with its levels and ties; without a program.
    pub async fn law_firm(&self) -> LawFirm {
        LawFirm::load(self.0).await
    }

    /// So many mentors and mentees of a large firm take part in a program, with levels, managers, skills and wishes.
    pub async fn crowd(&self, program: ProgramId, mentors: usize, mentees: usize) -> Crowd {
        Crowd::enroll(self.0, program, mentors, mentees).await
    }

    /// A level; higher ranks are more senior.
    pub async fn level(&self, name: &str, rank: i64, senior: bool) -> LevelId {
        let id: LevelId = self.0.world.id();
        self.0.db.run(&LEVEL, params![id, name, fold(name), rank, senior]).await.unwrap();
        id
    }

    /// A person: "Ines Halloran" has the address ines.halloran@firm.example.
    pub async fn person(&self, name: &str, level: Option<LevelId>) -> PersonId {
        self.person_at(name, level, "Boston", "Litigation").await
    }

    /// A person in an office and a department.
    pub async fn person_at(
        &self,
        name: &str,
        level: Option<LevelId>,
        office: &str,
        department: &str,
    ) -> PersonId {
        let id: PersonId = self.0.world.id();
        let email = format!("{}@firm.example", fold(name).replace(' ', "."));
        let search = fold(&format!("{name} {email} {office} {department}"));
        let values = params![id, email, name, level, office, department, search, self.0.now()];
        self.0.db.run(&PERSON, values).await.unwrap();
        id
    }

    /// An administrator.
    pub async fn administrator(&self, name: &str) -> PersonId {
        let id = self.person(name, None).await;
        self.0.db.run(&ADMINISTRATOR, params![id, self.0.now()]).await.unwrap();
        id
    }

    /// Somebody takes part, as `mentor`, `mentee` or `either`, with so many places.
    pub async fn enroll(
        &self,
        program: ProgramId,
        person: PersonId,
        (role, places): (&str, i64),
    ) -> EnrollmentId {
        let id: EnrollmentId = self.0.world.id();
        self.0.db.run(&ENROLL, params![id, program, person, role, places, self.0.now()]).await.unwrap();
        id
    }

    /// The first skill of somebody who takes part, `offered` or `wanted`.
    pub async fn skill(&self, enrollment: EnrollmentId, direction: &str, skill: &str) {
        self.0.db.run(&SKILL, params![enrollment, direction, fold(skill), skill]).await.unwrap();
    }

    /// Somebody takes part no more.
    pub async fn withdraws(&self, enrollment: EnrollmentId) {
        self.0.db.run(&WITHDRAW, params![enrollment, self.0.now()]).await.unwrap();
    }

    /// A program: 45 minutes, twice a month, four months, one mentee, from 1 March 2027.
    pub async fn program(&self, name: &str) -> ProgramId {
        let id: ProgramId = self.0.world.id();
        self.0.db.run(&PROGRAM, params![id, name, self.0.now()]).await.unwrap();
        id
    }

    /// A coordinator of a program.
    pub async fn coordinator(&self, name: &str, program: ProgramId) -> PersonId {
        let id = self.person(name, None).await;
        self.coordinates(id, program).await;
        id
    }

    /// Makes somebody a coordinator of a program.
    pub async fn coordinates(&self, person: PersonId, program: ProgramId) {
        self.0.db.run(&COORDINATOR, params![program, person, self.0.now()]).await.unwrap();
    }

    /// Sets somebody's manager.
    pub async fn managed_by(&self, person: PersonId, manager: PersonId) {
        self.0.db.run(&MANAGED_BY, params![person, manager]).await.unwrap();
    }

    /// A tie: `from` influences `to`.
    pub async fn tie(&self, from: PersonId, to: PersonId, kind: &str, weight: f64) {
        self.0.db.run(&TIE, params![from, to, kind, weight]).await.unwrap();
    }

    /// Evidence about a leader.
    pub async fn signal(&self, person: PersonId, kind: &str, note: &str) {
        let id: bellwether_kernel::SignalId = self.0.world.id();
        self.0.db.run(&SIGNAL, params![id, person, kind, note, self.0.now()]).await.unwrap();
    }
}
