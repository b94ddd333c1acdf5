use bellwether_db::{params, statements};
use bellwether_kernel::{EnrollmentId, MentorshipId, PersonId, ProgramId, ProspectId, SessionId, TargetId};
use bellwether_kernel::{PitchId, jiff::SignedDuration};
use bellwether_testkit::{Browser, House, LawFirm, stories};

statements! {
    TARGET = "insert into targets (id, program_id, level_id, percent, due_on) values ($1, $2, $3, 20, '2027-03-31')";
    PROSPECT = "
        insert into prospects (id, program_id, person_id, stage, identified_at, met_at, asked_at, answered_at, answer, joined_at, named)
        values ($1, $2, $3, $4, $5, $5, $5, $6, $7, $8, $9)";
    PITCH = "
        insert into pitches (id, prospect_id, from_id, angle, subject, message, opening, ask_minutes, ask_sessions, ask_months,
            ask_mentees, ask_starts_on, support, state, created_at, updated_at, sent_at)
        values ($1, $2, $3, $4, 's', 'm', 'o', 45, 2, 4, 1, '2027-03-01', '[]', 'sent', $5, $5, $5)";
    ENROLLMENT = "
        insert into enrollments (id, program_id, person_id, role, source, enrolled_at) values ($1, $2, $3, $4, 'form', $5)";
    MENTORSHIP = "
        insert into mentorships (id, program_id, mentor_id, mentee_id, seat, minutes_promised, started_at) values ($1, $2, $3, $4, 1, 360, $5)";
    SESSION = "
        insert into sessions (id, mentorship_id, local_start, zone, starts_at, minutes, uid, booked_at, held_at)
        values ($1, $2, '2027-02-01T09:00', 'America/New_York', $3, 45, $4, $3, $3)";
}

struct Stage<'a> {
    house: &'a House,
    firm: LawFirm,
    program: ProgramId,
    coordinator: PersonId,
}

impl<'a> Stage<'a> {
    async fn set(house: &'a House) -> Self {
        let firm = house.cast().law_firm().await;
        let program = house.cast().program("Open Door").await;
        let coordinator = house.cast().coordinator("Ines Halloran", program).await;
        let target: TargetId = house.world.id();
        house.db.run(&TARGET, params![target, program, firm.partner]).await.unwrap();
        Self { house, firm, program, coordinator }
    }

    /// A leader who was asked a week ago with an angle, and answered after two days, or not.
    async fn asked(&self, name: &str, angle: &str, answer: Option<&str>, named: Option<&str>) {
        let (id, pitch): (ProspectId, PitchId) = (self.house.world.id(), self.house.world.id());
        let now = self.house.now();
        let asked = now - SignedDuration::from_hours(24 * 7);
        let answered = answer.map(|_| asked + SignedDuration::from_hours(48));
        let joined = answered.filter(|_| answer == Some("yes"));
        let stage = if answer.is_some() { "answered" } else { "asked" };
        let who = self.firm.who(name);
        let values = params![id, self.program, who, stage, asked, answered, answer, joined, named];
        self.house.db.run(&PROSPECT, values).await.unwrap();
        self.house.db.run(&PITCH, params![pitch, id, self.coordinator, angle, asked]).await.unwrap();
    }

    async fn enrolled(&self, name: &str, role: &str) {
        let id: EnrollmentId = self.house.world.id();
        let values = params![id, self.program, self.firm.who(name), role, self.house.now()];
        self.house.db.run(&ENROLLMENT, values).await.unwrap();
    }

    /// Two who work together since January and met so many days ago.
    async fn met(&self, mentor: &str, mentee: &str, days: i64) {
        let (id, session): (MentorshipId, SessionId) = (self.house.world.id(), self.house.world.id());
        let at = self.house.now() - SignedDuration::from_hours(24 * days);
        let since = self.house.now() - SignedDuration::from_hours(24 * 35);
        let values = params![id, self.program, self.firm.who(mentor), self.firm.who(mentee), since];
        self.house.db.run(&MENTORSHIP, values).await.unwrap();
        self.house.db.run(&SESSION, params![session, id, at, session.to_string()]).await.unwrap();
    }

    async fn page(&self) -> bellwether_testkit::Page {
        let mut browser: Browser = self.house.browser_of(self.coordinator).await;
        browser.get(&format!("/programs/{}/insights", self.program)).await.ok()
    }
}

stories! {
    a_program_that_begins_says_what_to_do_next |house| {
        let stage = Stage::set(house).await;
        let page = stage.page().await;
        page.must_say("Nobody has joined yet, with seven weeks left");
        page.must_say("None of 36 Partners have joined. Eight make 20\u{a0}%.");
        page.must_say("Nobody is in the pipeline yet");
        page.must_say("No mentorship goes on yet");
    }

    four_of_36_partners_have_joined_and_two_of_them_are_active |house| {
        let stage = Stage::set(house).await;
        for name in ["Amara Novák", "Victor Xu", "Esther Farouk", "Rafael Lindqvist"] {
            stage.asked(name, "learning", Some("yes"), Some("wall")).await;
        }
        stage.met("Amara Novák", "Ottilie Mbeki", 8).await;
        stage.met("Victor Xu", "Saoirse Laurent", 20).await;
        stage.met("Esther Farouk", "Hugo Rao", 61).await;
        let page = stage.page().await;
        page.must_say("Half way to the target, with seven weeks left");
        page.must_say("Four of 36 Partners have joined; two are active. Eight make 20\u{a0}%.");
        page.must_say("4 of 36 joined, 2 active");
        page.must_say("3 mentorships have held 3 sessions, of 6 promised so far.");
        page.must_say("median days from asked to answered");
    }

    a_leader_who_declined_stands_among_the_other_answers_and_is_not_named |house| {
        let stage = Stage::set(house).await;
        stage.asked("Amara Novák", "learning", Some("yes"), Some("wall")).await;
        stage.asked("Håkon Fairweather", "learning", Some("no"), None).await;
        stage.asked("Idris Inoue", "connection", None, None).await;
        let page = stage.page().await;
        page.must_not_say("Fairweather").must_not_say("declined");
        page.must_say("Learning");
        assert!(page.body.contains("1 joined, 1 another answer, 0 waiting"), "{}", page.body);
        assert!(page.body.contains("0 joined, 0 another answer, 1 waiting"));
        page.must_say("Too few to call one angle better");
    }

    associates_of_a_small_office_cannot_be_worked_out |house| {
        let stage = Stage::set(house).await;
        let boston = ["Saoirse Laurent", "Katya Cardozo", "Emeka Drummond", "Cyril Brandt", "Julian Fonseca", "Hugo Rao"];
        for name in boston.iter().chain(&["Ottilie Mbeki"]) {
            stage.enrolled(name, "mentee").await;
        }
        let page = stage.page().await;
        page.must_say("Associates by office");
        page.must_say("Fewer than five have joined");
        page.must_say("Withheld too, or another row could be worked out");
        page.must_say("All offices 35 7");
    }

    a_mentee_without_a_mentor_is_shown_with_the_way_to_the_matching |house| {
        let stage = Stage::set(house).await;
        stage.enrolled("Ottilie Mbeki", "mentee").await;
        stage.enrolled("Hugo Rao", "mentee").await;
        stage.met("Esther Farouk", "Hugo Rao", 3).await;
        let page = stage.page().await;
        page.must_say("1 mentee without a mentor");
        page.must_say("Ottilie Mbeki");
        page.must_not_say("Hugo Rao");
    }

    nobody_but_the_programs_coordinators_sees_what_was_answered |house| {
        let stage = Stage::set(house).await;
        let path = format!("/programs/{}/insights", stage.program);
        let other = house.cast().program("Other").await;
        let coordinates_another = house.cast().coordinator("Jo Else", other).await;
        let administrator = house.cast().administrator("Ada Root").await;
        for person in [coordinates_another, administrator, stage.firm.who("Amara Novák")] {
            assert_eq!(house.browser_of(person).await.get(&path).await.status, 404);
        }
    }
}
