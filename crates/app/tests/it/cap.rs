//! A coordinator caps what one department, or office, gets of the mentors whom everybody wants.

use axum::http::StatusCode;
use bellwether_app::features::matching::{self, State};
use bellwether_db::{Read as _, params, statements};
use bellwether_kernel::{EnrollmentId, LevelId, PersonId, ProgramId};
use bellwether_testkit::{Browser, House, Page, stories};

statements! {
    CAPS = "select count(*) from match_caps where program_id = $1";
    NOTED = "select count(*) from audit where program_id = $1 and verb = $2";
}

/// Two partners with two places each, who offer what Tax wants, and two counsels with two places each, who do not; four
/// mentees in Tax and two in Litigation.
struct Floor<'a> {
    house: &'a House,
    program: ProgramId,
    ines: Browser,
    partner: LevelId,
    counsel: LevelId,
}

impl<'a> Floor<'a> {
    async fn of(house: &'a House) -> Self {
        let program = house.cast().program("Open Door").await;
        let partner = house.cast().level("Partner", 2000, true).await;
        let counsel = house.cast().level("Counsel", 1500, false).await;
        let ines = house.cast().coordinator("Ines Halloran", program).await;
        let ines = house.browser_of(ines).await;
        Self { house, program, ines, partner, counsel }
    }

    async fn full(house: &'a House) -> Self {
        let floor = Self::of(house).await;
        for name in ["Amara Novák", "Victor Xu"] {
            floor.partner(name, 2).await;
        }
        for name in ["Carla Mbeki", "Otto Lind"] {
            floor.mentor(name, floor.counsel, 2).await;
        }
        for name in ["Nadia Ogilvie", "Imani Jovanović", "Hugo Rao", "Esther Farouk"] {
            floor.mentee(name, "Tax").await;
        }
        for name in ["Bruno Sá", "Yuki Mori"] {
            floor.mentee(name, "Litigation").await;
        }
        floor
    }

    async fn mentor(&self, name: &str, level: LevelId, places: i64) -> EnrollmentId {
        let person = self.house.cast().person_at(name, Some(level), "Boston", "Advisory").await;
        self.house.cast().enroll(self.program, person, ("mentor", places)).await
    }

    /// A senior mentor, who offers what Tax wants.
    async fn partner(&self, name: &str, places: i64) -> EnrollmentId {
        let part = self.mentor(name, self.partner, places).await;
        self.house.cast().skill(part, "offered", "Trials").await;
        part
    }

    async fn mentee(&self, name: &str, department: &str) -> (PersonId, EnrollmentId) {
        let person = self.house.cast().person_at(name, None, "Boston", department).await;
        let part = self.house.cast().enroll(self.program, person, ("mentee", 0)).await;
        let wanted = if department == "Tax" { "Trials" } else { "The unwritten rules" };
        self.house.cast().skill(part, "wanted", wanted).await;
        (person, part)
    }

    fn at(&self, rest: &str) -> String {
        format!("/programs/{}/matching{rest}", self.program)
    }

    async fn page(&mut self, rest: &str) -> Page {
        self.ines.get(&self.at(rest)).await.ok()
    }

    async fn act(&mut self, rest: &str, fields: &[(&str, &str)]) {
        self.ines.post(&self.at(rest), fields).await.goes_to();
    }

    /// Sets a cap by department on senior mentors.
    async fn cap(&mut self, percent: &str) {
        self.act("/cap", &[("unit", "department"), ("scarce", "senior"), ("percent", percent)]).await;
    }

    /// The names of those whom a draft gives a partner, of those of Tax.
    async fn tax_with_partners(&self) -> Vec<String> {
        let partners = ["Amara Novák", "Victor Xu"];
        let litigation = ["Bruno Sá", "Yuki Mori"];
        let all = matching::of_program(&self.house.db, self.program).await.unwrap();
        let drafts = all.into_iter().filter(|m| m.state == State::Draft);
        let with = drafts.filter(|m| partners.contains(&m.mentor.name.as_str()));
        let mut names: Vec<String> =
            with.map(|m| m.mentee.name).filter(|n| !litigation.contains(&n.as_str())).collect();
        names.sort();
        names
    }

    async fn drafts(&self) -> usize {
        let all = matching::of_program(&self.house.db, self.program).await.unwrap();
        all.iter().filter(|m| m.state == State::Draft).count()
    }

    async fn noted(&self, verb: &str) -> i64 {
        self.house.db.value(&NOTED, params![self.program, verb]).await.unwrap()
    }
}

stories! {
    a_department_gets_no_more_of_the_senior_mentors_than_the_coordinator_said |house| {
        let mut floor = Floor::full(house).await;
        floor.page("").await.must_say("No cap on scarce mentors");
        floor.act("/run", &[]).await;
        assert_eq!(floor.tax_with_partners().await.len(), 4, "without a cap, Tax has them all");
        floor.cap("50").await;
        let page = floor.page("").await;
        page.must_say("No department gets more than 50\u{a0}% of the places with senior mentors, from the next run on.");
        page.must_say("The drafts are from before it was set. Run again to keep to it.");
        assert_eq!(floor.tax_with_partners().await.len(), 4, "setting it moves nobody");
        floor.act("/run", &[]).await;
        assert_eq!(floor.tax_with_partners().await.len(), 2);
        assert_eq!(floor.drafts().await, 6, "nobody is left without a mentor by it");
        let page = floor.page("").await;
        page.must_say("Tax has all the places that the cap leaves one: 2.").must_say("No better set of pairs keeps to the cap; checked");
        let report = floor.page("/report").await;
        report.must_say("What the cap came to").must_say("It costs no pair. Together they score 80 points less than without it");
        report.must_say("No better set of pairs keeps to it; checked.");
        report.must_say("2 mentors with 4 places counted, so that each department may have 2").must_say("Tax 2 All that it may have");
        floor.act("/cap/removal", &[]).await;
        floor.act("/run", &[]).await;
        assert_eq!(floor.tax_with_partners().await.len(), 4, "the cap alone held them back");
        floor.page("/report").await.must_not_say("What the cap came to");
        assert_eq!(floor.noted("set a cap on scarce mentors").await, 1);
        assert_eq!(floor.noted("took the cap on scarce mentors off").await, 1);
    }

    whoever_the_cap_leaves_without_a_mentor_is_told_so |house| {
        let mut floor = Floor::of(house).await;
        floor.partner("Amara Novák", 2).await;
        floor.partner("Victor Xu", 2).await;
        for name in ["Nadia Ogilvie", "Imani Jovanović", "Hugo Rao"] {
            floor.mentee(name, "Tax").await;
        }
        floor.cap("50").await;
        floor.act("/run", &[]).await;
        assert_eq!(floor.drafts().await, 2);
        floor.page("").await.must_say("Tax has as many of the scarce mentors as the cap allows, and nobody else would do");
        floor.page("/report").await.must_say("It costs 1 pair: without it there would be 3, not 2.").must_say("The cap on Tax");
    }

    a_share_that_is_none_is_refused_at_the_field_with_what_was_typed |house| {
        let mut floor = Floor::of(house).await;
        for (typed, says) in [("0", "“0” is not a whole number from 1 to 99."), ("", "Write a number from 1 to 99."), ("a third", "“a third” is not a whole number")] {
            let refused = floor.ines.post(&floor.at("/cap"), &[("unit", "office"), ("scarce", "wished"), ("percent", typed)]).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
            refused.must_say(says);
            assert!(refused.body.contains(&format!("name=\"percent\" inputmode=\"numeric\" value=\"{typed}\"")), "{typed} stays");
            assert!(refused.body.contains("<option value=\"office\" selected>"), "so does the choice");
        }
        let refused = floor.ines.post(&floor.at("/cap"), &[("unit", "floor"), ("scarce", "wished"), ("percent", "30")]).await;
        refused.must_say("Choose one of these.");
        assert_eq!(house.db.value::<i64>(&CAPS, params![floor.program]).await.unwrap(), 0);
        floor.page("").await.must_say("No cap on scarce mentors");
    }

    what_was_set_last_is_undone_and_then_what_was_set_before |house| {
        let mut floor = Floor::of(house).await;
        let undo = async |floor: &mut Floor<'_>| floor.page("").await.address_with("/undo");
        floor.cap("50").await;
        let first = undo(&mut floor).await;
        floor.cap("50").await;
        assert_eq!(house.db.value::<i64>(&CAPS, params![floor.program]).await.unwrap(), 1, "the same is not kept twice");
        floor.cap("30").await;
        let second = undo(&mut floor).await;
        let early = floor.ines.post(&first, &[]).await;
        assert_eq!(early.status, StatusCode::CONFLICT);
        early.must_say("The cap was set anew meanwhile").must_say("Nothing was undone.");
        floor.ines.post(&second, &[]).await.goes_to();
        floor.page("").await.must_say("Undone. No department gets more than 50\u{a0}%");
        floor.ines.post(&second, &[]).await.goes_to();
        floor.page("").await.must_say("It was undone before.").must_say("more than 50\u{a0}%");
        floor.ines.post(&first, &[]).await.goes_to();
        floor.page("").await.must_say("Undone: there is no cap.").must_say("No cap on scarce mentors");
    }

    a_choice_by_hand_may_go_over_the_cap_and_says_so |house| {
        let mut floor = Floor::of(house).await;
        let amara = floor.partner("Amara Novák", 6).await;
        floor.mentor("Carla Mbeki", floor.counsel, 2).await;
        for name in ["Nadia Ogilvie", "Imani Jovanović", "Hugo Rao", "Esther Farouk"] {
            floor.mentee(name, "Tax").await;
        }
        floor.cap("34").await;
        floor.act("/run", &[]).await;
        let tax = floor.tax_with_partners().await;
        assert_eq!((tax.len(), floor.drafts().await), (2, 4));
        let all = matching::of_program(&house.db, floor.program).await.unwrap();
        let other = all.iter().find(|m| !tax.contains(&m.mentee.name)).unwrap();
        let choose = format!("/mentees/{}", other.two.mentee);
        floor.page(&choose).await.must_say("Tax then has 3 where the cap allows 2.");
        floor.act(&choose, &[("mentor", &amara.to_string())]).await;
        assert_eq!((floor.tax_with_partners().await.len(), floor.drafts().await), (3, 4));
        floor.page("").await.must_say("Tax has 3 where the cap allows 2: by hand, or from before.");
        floor.act("/run", &[]).await;
        let now = floor.tax_with_partners().await;
        let is_kept = now.contains(&other.mentee.name);
        assert_eq!((now.len(), is_kept), (2, true), "a person decided it: the run keeps to the cap around it");
    }

    what_was_proposed_before_counts_against_the_cap |house| {
        let mut floor = Floor::full(house).await;
        floor.cap("50").await;
        floor.act("/run", &[]).await;
        let tax = floor.tax_with_partners().await;
        let all = matching::of_program(&house.db, floor.program).await.unwrap();
        let ids: Vec<String> = all.iter().filter(|m| tax.contains(&m.mentee.name)).map(|m| m.id.to_string()).collect();
        let fields: Vec<(&str, &str)> = ids.iter().map(|id| ("match", id.as_str())).collect();
        floor.act("/proposals", &fields).await;
        floor.act("/run", &[]).await;
        assert_eq!(floor.tax_with_partners().await, [""; 0], "Tax has its two already");
        floor.page("/report").await.must_say("Tax 2 All that it may have");
    }

    a_mentor_counts_as_wanted_where_the_run_finds_too_few_places |house| {
        let mut floor = Floor::full(house).await;
        for name in ["Ada Byrne", "Ben Okoro", "Cem Aydın"] {
            floor.mentee(name, "Tax").await;
        }
        floor.act("/cap", &[("unit", "department"), ("scarce", "wanted"), ("percent", "60")]).await;
        floor.act("/run", &[]).await;
        assert_eq!(floor.drafts().await, 6, "Tax may have four of the eight places that nine people want, Litigation has two");
        floor.page("/report").await.must_say("4 mentors with 8 places counted, so that each department may have 4").must_say("It costs 2 pairs");
    }
}
