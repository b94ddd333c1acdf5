//! From people who signed up to a session that was held.

use axum::http::StatusCode;
use bellwether_app::features::{matching, mentorships};
use bellwether_db::{Read as _, params, statements};
use bellwether_kernel::jiff::SignedDuration;
use bellwether_kernel::{EnrollmentId, MatchId, MentorshipId, PersonId, ProgramId, Timestamp};
use bellwether_testkit::{Browser, House, stories};

statements! {
    ZONE = "update people set time_zone = $2 where id = $1";
    CAPACITY = "update enrollments set capacity = $2 where id = $1";
    MATCHES = "select id from matches where program_id = $1 and state = $2 order by id";
    MENTORSHIPS = "select id from mentorships where program_id = $1 and ended_at is null order by id";
    CALENDAR = "
        select calendar from messages where to_key = $1 and calendar is not null order by created_at desc, id desc limit 1";
    ALL_SENT = "update messages set state = 'sent', sent_at = $1 where state = 'queued'";
    QUEUED = "select count(*) from messages where to_key = $1 and state = 'queued' and kind = $2";
    LEFT = "update people set left_on = '2027-02-01' where id = $1";
    STOP_MINUTES = "insert into settings (name, value) values ('outbox.stop_minutes', '7')";
    LEAVES = "select max(not_before) from messages where kind = $1 and state = 'queued'";
    BY_NAME = "select id from people where name = $1";
    PROGRAM_ENDS = "update programs set ends_on = $2 where id = $1";
    PROMISE = "update mentorships set minutes_promised = $2 where id = $1";
}

/// A program with its coordinator, and people to match.
struct Stage {
    program: ProgramId,
    ines: PersonId,
}

async fn stage(house: &House) -> Stage {
    let program = house.cast().program("Open Door").await;
    let ines = house.cast().coordinator("Ines Halloran", program).await;
    Stage { program, ines }
}

impl Stage {
    async fn enroll(&self, house: &House, name: &str, role: &str, capacity: i64) -> (PersonId, EnrollmentId) {
        let person = house.cast().person(name, None).await;
        house.run(&ZONE, &[&person, &"America/New_York"]).await;
        (person, house.cast().enroll(self.program, person, (role, capacity)).await)
    }

    fn at(&self, rest: &str) -> String {
        format!("/programs/{}/matching{rest}", self.program)
    }

    async fn matches(&self, house: &House, state: &str) -> Vec<MatchId> {
        let rows: Vec<(MatchId,)> = house.db.all(&MATCHES, params![self.program, state]).await.unwrap();
        rows.into_iter().map(|(id,)| id).collect()
    }

    async fn mentorships(&self, house: &House) -> Vec<MentorshipId> {
        let rows: Vec<(MentorshipId,)> = house.db.all(&MENTORSHIPS, params![self.program]).await.unwrap();
        rows.into_iter().map(|(id,)| id).collect()
    }

    /// Runs the matching and proposes every draft.
    async fn propose_all(&self, house: &House) -> Browser {
        let mut ines = house.browser_of(self.ines).await;
        ines.post(&self.at("/run"), &[]).await.goes_to();
        let drafts: Vec<String> =
            self.matches(house, "draft").await.iter().map(ToString::to_string).collect();
        let fields: Vec<(&str, &str)> = drafts.iter().map(|id| ("match", id.as_str())).collect();
        ines.post(&self.at("/proposals"), &fields).await.goes_to();
        ines
    }
}

/// Amara and Nadia, who both said yes; the browser of each.
async fn begun(house: &House) -> (Stage, MentorshipId, Browser, Browser) {
    let stage = stage(house).await;
    let (amara, _) = stage.enroll(house, "Amara Novák", "mentor", 1).await;
    let (nadia, _) = stage.enroll(house, "Nadia Ogilvie", "mentee", 1).await;
    stage.propose_all(house).await;
    let id = stage.matches(house, "proposed").await[0];
    let (mut amara, mut nadia) = (house.browser_of(amara).await, house.browser_of(nadia).await);
    amara.post(&format!("/proposals/{id}/acceptance"), &[]).await.goes_to();
    nadia.post(&format!("/proposals/{id}/acceptance"), &[]).await.goes_to();
    let mentorship = stage.mentorships(house).await[0];
    (stage, mentorship, amara, nadia)
}

/// The first of the offered times, picked.
async fn picked(house: &House) -> (Stage, MentorshipId, Browser, Browser) {
    let (stage, id, mut amara, nadia) = begun(house).await;
    let slot = amara.get(&format!("/mentorships/{id}")).await.ok().address_with("/slots/");
    assert_eq!(amara.post(&slot, &[]).await.goes_to(), format!("/mentorships/{id}"));
    (stage, id, amara, nadia)
}

async fn calendar_of(house: &House, address: &str) -> String {
    house.db.value::<String>(&CALENDAR, params![address]).await.unwrap().replace("\r\n ", "")
}

async fn queued(house: &House, address: &str, kind: &str) -> i64 {
    house.db.value(&QUEUED, params![address, kind]).await.unwrap()
}

stories! {
    a_mentor_reads_what_the_mentee_wants_though_no_skill_fits |house| {
        let stage = stage(house).await;
        let (amara, _) = stage.enroll(house, "Amara Novák", "mentor", 1).await;
        let (nadia, mentee) = stage.enroll(house, "Nadia Ogilvie", "mentee", 1).await;
        house.cast().skill(mentee, "wanted", "The unwritten rules").await;
        stage.propose_all(house).await;
        let path = format!("/proposals/{}", stage.matches(house, "proposed").await[0]);
        let page = house.browser_of(amara).await.get(&path).await.ok();
        page.must_say("Nadia wants: The unwritten rules").must_say("What would make it worth Nadia’s time: To lead a trial.");
        page.must_say("No skill in common: the two of you were paired because there was a place.");
        let mail = house.last_mail_to("amara.novak@firm.example").await;
        assert!(mail.contains("Nadia wants: The unwritten rules."), "{mail}");
        house.browser_of(nadia).await.get(&path).await.ok().must_say("No skill in common").must_not_say("worth Amara’s time");
    }

    the_log_names_whose_yes_began_a_mentorship |house| {
        begun(house).await;
        let ada = house.cast().administrator("Ada Byrne").await;
        house.browser_of(ada).await.get("/audit?verb=began+a+mentorship").await.ok().must_say("Nadia Ogilvie began a mentorship").must_not_say("The console, or the clock");
    }

    a_mentorship_ends_on_the_day_that_the_ask_names |house| {
        let (stage, id, mut amara, _) = begun(house).await;
        amara.get(&format!("/mentorships/{id}")).await.ok().must_say("ends 30 June").must_not_say("31 July");
        house.run(&PROGRAM_ENDS, &[&stage.program, &"2027-05-31"]).await;
        amara.get(&format!("/mentorships/{id}")).await.ok().must_say("ends 31 May");
    }

    two_who_signed_up_are_matched_meet_and_the_session_counts |house| {
        let stage = stage(house).await;
        let (amara, mentor) = stage.enroll(house, "Amara Novák", "mentor", 1).await;
        let (nadia, mentee) = stage.enroll(house, "Nadia Ogilvie", "mentee", 1).await;
        house.cast().skill(mentor, "offered", "Trial thinking").await;
        house.cast().skill(mentee, "wanted", "trial thinking").await;
        let mut ines = house.browser_of(stage.ines).await;
        ines.get(&stage.at("")).await.ok().must_say("One person waits for a mentor").must_say("1 mentor with 1 free place");

        assert_eq!(ines.post(&stage.at("/run"), &[]).await.goes_to(), stage.at(""));
        let page = ines.get(&stage.at("")).await.ok();
        page.must_say("One pair drafted, nobody left out").must_say("Nadia wants to learn trial thinking; Amara offers it");
        page.must_say("No better set of pairs exists; checked").must_say("Propose 1 match");

        let draft = stage.matches(house, "draft").await[0].to_string();
        let page = ines.get(&stage.at("/proposals")).await.ok();
        page.must_say("Propose 1 match to 2 people").must_say("Hello Nadia,").must_say("Amara Novák (Litigation, Boston) could be your mentor in Open Door.");
        assert_eq!(ines.post(&stage.at("/proposals"), &[("match", &draft)]).await.goes_to(), stage.at(""));
        ines.get(&stage.at("")).await.ok().must_say("1 match proposed. The mails leave in two minutes.").must_say("No answer yet. Begins by itself on Sunday 14 February.");

        let mut amara = house.browser_of(amara).await;
        let mail = house.last_mail_to("amara.novak@firm.example").await;
        let path = format!("/proposals/{draft}");
        assert!(mail.contains(&path) && mail.contains("Nadia Ogilvie") && mail.contains("Nadia wants to learn trial thinking; Amara offers it."), "{mail}");
        assert!(!mail.contains("To lead a trial"), "goals stay behind the sign-in: {mail}");
        amara.get("/me").await.ok().must_say("One thing waits for you").must_say("Nadia Ogilvie, as your mentee");
        let page = amara.get(&path).await.ok();
        page.must_say("Nadia Ogilvie could be your mentee").must_say("Nadia wants to learn trial thinking; Amara offers it").must_say("6 hours").must_not_say("of 100");
        page.must_say("What would make it worth Nadia’s time: To lead a trial.");
        assert_eq!(amara.post(&format!("{path}/acceptance"), &[]).await.goes_to(), path);
        amara.get(&path).await.ok().must_say("You said yes. Nadia is asked too.");

        let mut nadia = house.browser_of(nadia).await;
        let to = nadia.post(&format!("{path}/acceptance"), &[]).await.goes_to().to_owned();
        let id = stage.mentorships(house).await[0];
        assert_eq!(to, format!("/mentorships/{id}"));
        nadia.get(&to).await.ok().must_say("You and Amara Novák").must_say("Amara picks one of these");
        house.last_mail_to("amara.novak@firm.example").await.contains("Monday 1 March, 10:00 to 10:45").then_some(()).unwrap();

        let page = amara.get(&to).await.ok();
        page.must_say("Pick the first session").must_say("Monday 1 March").must_say("10:00 to 10:45").must_say("0 of 6 hours used");
        let slot = page.address_with("/slots/");
        assert_eq!(amara.post(&slot, &[]).await.goes_to(), to);
        amara.get(&to).await.ok().must_say("Booked. The invitation is on its way to both calendars.").must_say("Monday 1 March, 10:00");
        for address in ["amara.novak@firm.example", "nadia.ogilvie@firm.example"] {
            let calendar = calendar_of(house, address).await;
            assert!(calendar.contains("METHOD:REQUEST") && calendar.contains("SEQUENCE:0"), "{calendar}");
            assert!(calendar.contains("DTSTART;TZID=America/New_York:20270301T100000"), "{calendar}");
            assert!(calendar.contains("DTEND;TZID=America/New_York:20270301T104500"), "{calendar}");
        }

        house.clock.set("2027-03-01T16:30:00Z".parse().unwrap());
        assert_eq!(mentorships::ask_if_held(&house.app.system()).await.unwrap(), 1);
        assert_eq!(mentorships::ask_if_held(&house.app.system()).await.unwrap(), 0, "asked once");
        house.last_mail_to("nadia.ogilvie@firm.example").await.contains("did you and Amara meet on Monday 1 March?").then_some(()).unwrap();
        let page = nadia.get(&to).await.ok();
        page.must_say("Did you meet on Monday 1 March?");
        nadia.post(&page.address_with("/held"), &[]).await.goes_to();
        nadia.get(&to).await.ok().must_say("The session on 1 March counts as held.").must_say("0.75 of 6 hours used").must_say("One held");
        let held = mentorships::activity(&house.db, stage.program).await.unwrap();
        assert_eq!((held.len(), held[0].minutes), (1, 45));
        let page = ines.get(&format!("/programs/{}/mentorships", stage.program)).await.ok();
        page.must_say("One mentorship, 1 session held").must_say("45 minutes of 6 hours");
    }

    a_stranger_finds_neither_a_match_nor_a_mentorship |house| {
        let (stage, id, mut amara, _) = picked(house).await;
        let matched = stage.matches(house, "accepted").await[0];
        let slot = amara.get(&format!("/mentorships/{id}")).await.ok().address_with("/sessions/");
        let outsider = house.cast().person("Otto Outside", None).await;
        let other_program = house.cast().program("Elsewhere").await;
        let other = house.cast().coordinator("Cora Elsewhere", other_program).await;
        for person in [outsider, other, stage.ines] {
            let mut browser = house.browser_of(person).await;
            for path in [format!("/mentorships/{id}"), format!("/mentorships/{id}/briefing"), format!("/proposals/{matched}")] {
                assert_eq!(browser.get(&path).await.status, StatusCode::NOT_FOUND, "{path}");
            }
            assert_eq!(browser.post(&slot, &[]).await.status, StatusCode::NOT_FOUND);
            assert_eq!(browser.post(&format!("/proposals/{matched}/decline"), &[]).await.status, StatusCode::NOT_FOUND);
        }
        for person in [outsider, other] {
            let mut browser = house.browser_of(person).await;
            assert_eq!(browser.get(&stage.at("")).await.status, StatusCode::NOT_FOUND);
            assert_eq!(browser.post(&stage.at("/run"), &[]).await.status, StatusCode::NOT_FOUND);
        }
        // A match of one program is not there in another.
        let mut cora = house.browser_of(other).await;
        let path = format!("/programs/{other_program}/matching/{matched}/removal");
        assert_eq!(cora.post(&path, &[]).await.status, StatusCode::NOT_FOUND);
    }

    a_no_is_private_and_both_go_back_to_the_pool |house| {
        let stage = stage(house).await;
        let (amara, _) = stage.enroll(house, "Amara Novák", "mentor", 1).await;
        let (nadia, _) = stage.enroll(house, "Nadia Ogilvie", "mentee", 1).await;
        let mut ines = stage.propose_all(house).await;
        let id = stage.matches(house, "proposed").await[0];
        house.run(&ALL_SENT, &[&house.now()]).await;
        let (mut amara, mut nadia) = (house.browser_of(amara).await, house.browser_of(nadia).await);
        amara.post(&format!("/proposals/{id}/decline"), &[]).await.goes_to();
        amara.get(&format!("/proposals/{id}")).await.ok().must_say("Not this match, then");
        nadia.get(&format!("/proposals/{id}")).await.ok().must_say("This match does not go ahead").must_not_say("declined");
        let mail = house.last_mail_to("nadia.ogilvie@firm.example").await;
        assert!(mail.contains("does not go ahead") && !mail.contains("declined") && !mail.contains("said no"), "{mail}");
        let page = ines.get(&stage.at("")).await.ok();
        page.must_say("Declined on 9 February").must_say("One person waits for a mentor");
        ines.post(&stage.at("/run"), &[]).await.goes_to();
        assert!(stage.matches(house, "draft").await.is_empty(), "the two are not put together again");
        ines.get(&stage.at("")).await.ok().must_say("The only mentor with room was paired with them before, or declined");
        assert_eq!(nadia.post(&format!("/proposals/{id}/acceptance"), &[]).await.goes_to(), format!("/proposals/{id}"));
        assert!(stage.mentorships(house).await.is_empty());
    }

    a_no_can_be_taken_back_before_anybody_heard_of_it |house| {
        let stage = stage(house).await;
        let (amara, _) = stage.enroll(house, "Amara Novák", "mentor", 1).await;
        stage.enroll(house, "Nadia Ogilvie", "mentee", 1).await;
        stage.propose_all(house).await;
        let id = stage.matches(house, "proposed").await[0];
        let mut amara = house.browser_of(amara).await;
        amara.post(&format!("/proposals/{id}/decline"), &[]).await.goes_to();
        amara.post(&format!("/proposals/{id}/undo"), &[]).await.goes_to();
        assert_eq!(stage.matches(house, "proposed").await, [id]);
        assert_eq!(queued(house, "nadia.ogilvie@firm.example", "match-off").await, 0);
        assert_eq!(queued(house, "nadia.ogilvie@firm.example", "match").await, 1, "she is asked after all");
        amara.post(&format!("/proposals/{id}/decline"), &[]).await.goes_to();
        house.run(&ALL_SENT, &[&house.now()]).await;
        assert_eq!(amara.post(&format!("/proposals/{id}/undo"), &[]).await.status, StatusCode::CONFLICT);
    }

    the_last_place_goes_to_one_of_two_who_accept_at_once |house| {
        let stage = stage(house).await;
        let (amara, seat) = stage.enroll(house, "Amara Novák", "mentor", 2).await;
        let (nadia, _) = stage.enroll(house, "Nadia Ogilvie", "mentee", 1).await;
        let (imani, _) = stage.enroll(house, "Imani Jovanović", "mentee", 1).await;
        stage.propose_all(house).await;
        let both = stage.matches(house, "proposed").await;
        let mut amara = house.browser_of(amara).await;
        for id in &both {
            amara.post(&format!("/proposals/{id}/acceptance"), &[]).await.goes_to();
        }
        house.run(&CAPACITY, &[&seat, &1_i64]).await;
        let (mut nadia, mut imani) = (house.browser_of(nadia).await, house.browser_of(imani).await);
        let mut paths = Vec::new();
        for id in &both {
            let path = format!("/proposals/{id}");
            let hers = nadia.get(&path).await.status == StatusCode::OK;
            paths.push((hers, format!("{path}/acceptance")));
        }
        let hers = &paths.iter().find(|(hers, _)| *hers).unwrap().1;
        let others = &paths.iter().find(|(hers, _)| !*hers).unwrap().1;
        let (one, other) = tokio::join!(nadia.post(hers, &[]), imani.post(others, &[]));
        let mut answers = [one.status, other.status];
        answers.sort();
        assert_eq!(answers, [StatusCode::SEE_OTHER, StatusCode::CONFLICT]);
        assert_eq!(stage.mentorships(house).await.len(), 1);
        let refused = if one.status == StatusCode::CONFLICT { one } else { other };
        refused.must_say("The last place was taken meanwhile").must_say("Your yes is not lost");
    }

    a_match_that_nobody_objects_to_begins_by_itself_once_both_were_told |house| {
        let stage = stage(house).await;
        stage.enroll(house, "Amara Novák", "mentor", 1).await;
        let (nadia, _) = stage.enroll(house, "Nadia Ogilvie", "mentee", 1).await;
        stage.propose_all(house).await;
        house.clock.advance(SignedDuration::from_hours(5 * 24 + 1));
        assert_eq!(matching::ripen(&house.app.system()).await.unwrap(), 0, "no mail has left yet");
        house.run(&ALL_SENT, &[&house.now()]).await;
        assert_eq!(matching::ripen(&house.app.system()).await.unwrap(), 1);
        assert_eq!(matching::ripen(&house.app.system()).await.unwrap(), 0);
        house.browser_of(nadia).await.get("/me").await.ok().must_say("You and Amara Novák");
    }

    nothing_begins_by_itself_before_its_days_are_over_nor_with_somebody_who_withdrew |house| {
        let stage = stage(house).await;
        let (_, mentor) = stage.enroll(house, "Amara Novák", "mentor", 1).await;
        stage.enroll(house, "Nadia Ogilvie", "mentee", 1).await;
        stage.propose_all(house).await;
        house.run(&ALL_SENT, &[&house.now()]).await;
        house.clock.advance(SignedDuration::from_hours(5 * 24 - 1));
        assert_eq!(matching::ripen(&house.app.system()).await.unwrap(), 0);
        house.cast().withdraws(mentor).await;
        house.clock.advance(SignedDuration::from_hours(3));
        assert_eq!(matching::ripen(&house.app.system()).await.unwrap(), 0);
        assert!(stage.mentorships(house).await.is_empty());
    }

    proposals_can_be_taken_back_until_the_mails_leave |house| {
        let stage = stage(house).await;
        stage.enroll(house, "Amara Novák", "mentor", 1).await;
        stage.enroll(house, "Nadia Ogilvie", "mentee", 1).await;
        let mut ines = stage.propose_all(house).await;
        let undo = ines.get(&stage.at("")).await.ok().address_with("/undo");
        ines.post(&undo, &[]).await.goes_to();
        assert_eq!(stage.matches(house, "draft").await.len(), 1);
        assert_eq!(queued(house, "nadia.ogilvie@firm.example", "match").await, 0);

        let draft = stage.matches(house, "draft").await[0].to_string();
        ines.post(&stage.at("/proposals"), &[("match", &draft)]).await.goes_to();
        ines.post(&stage.at("/proposals"), &[("match", &draft)]).await.goes_to();
        assert_eq!(queued(house, "nadia.ogilvie@firm.example", "match").await, 1, "sent twice, one mail");
        let undo = format!("/programs/{}/matching/proposals/{}/undo", stage.program, house.now().as_microsecond());
        house.run(&ALL_SENT, &[&house.now()]).await;
        ines.post(&undo, &[]).await.goes_to();
        ines.get(&stage.at("")).await.ok().must_say("had left already and stand");
        assert_eq!(stage.matches(house, "proposed").await.len(), 1);
    }

    proposals_and_offered_times_wait_as_long_as_the_settings_say |house| {
        house.run(&STOP_MINUTES, &[]).await;
        let stage = stage(house).await;
        stage.enroll(house, "Amara Novák", "mentor", 1).await;
        stage.enroll(house, "Nadia Ogilvie", "mentee", 1).await;
        let mut ines = stage.propose_all(house).await;
        ines.get(&stage.at("")).await.ok().must_say("The mails leave in seven minutes.");
        assert_eq!(house.db.value::<Timestamp>(&LEAVES, params!["match"]).await.unwrap(), house.now() + SignedDuration::from_mins(7));
        let id = stage.matches(house, "proposed").await[0];
        house.run(&ALL_SENT, &[&house.now()]).await;
        for name in ["Amara Novák", "Nadia Ogilvie"] {
            let person = house.db.value::<PersonId>(&BY_NAME, params![name]).await.unwrap();
            house.browser_of(person).await.post(&format!("/proposals/{id}/acceptance"), &[]).await.goes_to();
        }
        let mentorship = stage.mentorships(house).await[0];
        let nadia = house.db.value::<PersonId>(&BY_NAME, params!["Nadia Ogilvie"]).await.unwrap();
        house.browser_of(nadia).await.post(&format!("/mentorships/{mentorship}/slots"), &[]).await.goes_to();
        assert_eq!(house.db.value::<Timestamp>(&LEAVES, params!["slots"]).await.unwrap(), house.now() + SignedDuration::from_mins(7));
    }

    a_lock_survives_the_next_run_and_a_swap_moves_the_rest |house| {
        let stage = stage(house).await;
        let (_, amara) = stage.enroll(house, "Amara Novák", "mentor", 1).await;
        let (_, victor) = stage.enroll(house, "Victor Xu", "mentor", 1).await;
        let (_, nadia) = stage.enroll(house, "Nadia Ogilvie", "mentee", 1).await;
        let (_, imani) = stage.enroll(house, "Imani Jovanović", "mentee", 1).await;
        for (mentor, mentee, skill) in [(amara, nadia, "Trials"), (victor, imani, "Tax")] {
            house.cast().skill(mentor, "offered", skill).await;
            house.cast().skill(mentee, "wanted", skill).await;
        }
        let mut ines = house.browser_of(stage.ines).await;
        ines.post(&stage.at("/run"), &[]).await.goes_to();
        let choose = stage.at(&format!("/mentees/{nadia}"));
        let page = ines.get(&choose).await.ok();
        page.must_say("In the draft with Amara Novák").must_say("Imani Jovanović moves to Amara Novák.").must_say("Together 80 less than now.");
        ines.post(&choose, &[("mentor", &victor.to_string())]).await.goes_to();
        ines.post(&stage.at("/run"), &[]).await.goes_to();
        let drafts = matching::of_program(&house.db, stage.program).await.unwrap();
        let pair = |mentee| drafts.iter().find(|d| d.two.mentee == mentee).map(|d| (d.two.mentor, d.locked_at.is_some()));
        assert_eq!(pair(nadia), Some((victor, true)));
        assert_eq!(pair(imani), Some((amara, false)));

        let page = ines.post(&stage.at(&format!("/mentees/{imani}")), &[("mentor", &victor.to_string())]).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        page.must_say("Every place of Victor Xu is locked or proposed");

        let free = drafts.iter().find(|d| d.two.mentee == imani).unwrap().id;
        ines.post(&stage.at(&format!("/{free}/removal")), &[]).await.goes_to();
        assert_eq!(stage.matches(house, "draft").await.len(), 1);
        ines.post(&stage.at(&format!("/{free}/return")), &[]).await.goes_to();
        assert_eq!(stage.matches(house, "draft").await.len(), 2);
    }

    a_pair_within_the_reporting_line_cannot_be_made_even_by_hand |house| {
        let stage = stage(house).await;
        let (boss, amara) = stage.enroll(house, "Amara Novák", "mentor", 1).await;
        let (low, nadia) = stage.enroll(house, "Nadia Ogilvie", "mentee", 1).await;
        let middle = house.cast().person("Milo Between", None).await;
        house.cast().managed_by(low, middle).await;
        house.cast().managed_by(middle, boss).await;
        let mut ines = house.browser_of(stage.ines).await;
        ines.post(&stage.at("/run"), &[]).await.goes_to();
        ines.get(&stage.at("")).await.ok().must_say("The only mentor with room is in their reporting line").must_say("this rule is never set aside");
        let choose = stage.at(&format!("/mentees/{nadia}"));
        ines.get(&choose).await.ok().must_say("one reports to the other, directly or through others");
        let page = ines.post(&choose, &[("mentor", &amara.to_string())]).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        page.must_say("Amara Novák and Nadia Ogilvie cannot be paired");
    }

    a_session_that_is_moved_keeps_its_name_in_calendars_and_a_cancelled_one_leaves_them |house| {
        let (_, id, mut amara, mut nadia) = picked(house).await;
        let page = format!("/mentorships/{id}");
        let address = "nadia.ogilvie@firm.example";
        let uid = |calendar: &str| calendar.lines().find(|l| l.starts_with("UID:")).unwrap().to_owned();
        let first = uid(&calendar_of(house, address).await);

        nadia.post(&format!("{page}/slots"), &[]).await.goes_to();
        house.last_mail_to("amara.novak@firm.example").await.contains("It stays booked until you pick another").then_some(()).unwrap();
        let slot = amara.get(&page).await.ok().must_say("Move it to").address_with("/slots/");
        amara.post(&slot, &[]).await.goes_to();
        amara.post(&slot, &[]).await.goes_to();
        let moved = calendar_of(house, address).await;
        assert_eq!(uid(&moved), first);
        assert!(moved.contains("SEQUENCE:1") && !moved.contains("20270301T100000"), "{moved}");

        let cancel = nadia.get(&page).await.ok().address_with("/cancellation");
        nadia.post(&cancel, &[]).await.goes_to();
        let off = calendar_of(house, address).await;
        assert_eq!(uid(&off), first);
        assert!(off.contains("METHOD:CANCEL") && off.contains("SEQUENCE:2") && off.contains("STATUS:CANCELLED"), "{off}");
        amara.get(&page).await.ok().must_say("Pick the first session").must_not_say("Monday 1 March, 10:00");
    }

    nothing_is_booked_past_the_time_that_the_mentor_agreed_to |house| {
        let (_, id, mut amara, mut nadia) = begun(house).await;
        let page = format!("/mentorships/{id}");
        house.run(&PROMISE, &[&id, &44_i64]).await;
        let slot = amara.get(&page).await.ok().address_with("/slots/");
        let refused = amara.post(&slot, &[]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        refused.must_say("That would go past the promised time").must_say("You agreed to 44 minutes");
        assert_eq!(queued(house, "nadia.ogilvie@firm.example", "invitation").await, 0);
        let refused = nadia.post(&format!("{page}/slots"), &[]).await;
        refused.must_say("Amara agreed to 44 minutes").must_say("Nothing was booked.");
        assert_eq!(nadia.post(&format!("{page}/promise"), &[]).await.status, StatusCode::NOT_FOUND, "not hers to promise");
        for _ in 0..2 {
            amara.post(&format!("{page}/promise"), &[("promised", "44")]).await.goes_to();
        }
        amara.get(&page).await.ok().must_say("You agreed to 1 hour 29 minutes.").must_say("Pick the first session");
    }

    an_answer_given_by_mistake_is_taken_back_before_any_mail_leaves |house| {
        let (_, id, mut amara, mut nadia) = picked(house).await;
        let page = format!("/mentorships/{id}");
        let held = amara.get(&page).await.ok().address_with("/place").replace("/place", "/held");
        amara.post(&held, &[]).await.must_say("This session is still to come");
        house.clock.set("2027-03-01T16:30:00Z".parse().unwrap());
        nadia.post(&held, &[]).await.goes_to();
        assert_eq!(queued(house, "amara.novak@firm.example", "slots").await, 1, "the mentor gets the next times");
        nadia.post(&held.replace("/held", "/unanswered"), &[]).await.goes_to();
        assert_eq!(queued(house, "amara.novak@firm.example", "slots").await, 0);
        nadia.get(&page).await.ok().must_say("Did you meet on Monday 1 March?").must_say("0 of 6 hours used");
    }

    a_session_that_took_place_elsewhere_is_recorded_once |house| {
        let (_, id, _, mut nadia) = begun(house).await;
        let page = format!("/mentorships/{id}");
        let past = format!("{page}/sessions/past");
        let refused = nadia.post(&past, &[("past_date", "2027-02-10"), ("past_minutes", "30")]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        refused.must_say("This day is still to come. Book it instead.");
        nadia.post(&past, &[("past_date", "2027-02-08"), ("past_minutes", "30")]).await.goes_to();
        nadia.post(&past, &[("past_date", "2027-02-08"), ("past_minutes", "30")]).await.must_say("is recorded already");
        nadia.get(&page).await.ok().must_say("0.5 of 6 hours used").must_say("Monday 8 February");
    }

    the_mentor_books_a_time_of_their_own_and_the_mentee_reads_it_on_their_own_clock |house| {
        let (_, id, mut amara, mut nadia) = begun(house).await;
        let page = format!("/mentorships/{id}");
        let of = mentorships::find(&house.db, id).await.unwrap();
        house.run(&ZONE, &[&of.mentee.id, &"Europe/Zurich"]).await;
        let book = format!("{page}/sessions");
        for (date, time, says) in [("", "10:00", "Choose a date"), ("2027-02-01", "10:00", "This time is over"), ("2027-03-14", "02:30", "The clocks change at that hour"), ("2027-03-15", "soon", "Write a time")] {
            let refused = amara.post(&book, &[("date", date), ("time", time)]).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
            refused.must_say(says);
        }
        assert_eq!(nadia.post(&book, &[("date", "2027-03-15"), ("time", "10:00")]).await.status, StatusCode::NOT_FOUND);
        amara.post(&book, &[("date", "2027-03-15"), ("time", "10:00")]).await.goes_to();
        // Boston has changed its clocks and Zürich has not: five hours, not six.
        nadia.get(&page).await.ok().must_say("Monday 15 March, 15:00").must_say("Zurich time; 10:00 for Amara, New York time");
    }

    times_that_were_not_wanted_are_not_offered_again |house| {
        let (_, id, mut amara, mut nadia) = begun(house).await;
        let page = format!("/mentorships/{id}");
        amara.get(&page).await.ok().must_say("Monday 1 March 10:00 to 10:45");
        amara.post(&format!("{page}/slots"), &[]).await.goes_to();
        amara.get(&page).await.ok().must_say("Monday 1 March 13:00 to 13:45").must_not_say("10:00 to 10:45");
        nadia.post(&format!("{page}/slots"), &[]).await.goes_to();
        amara.get(&page).await.ok().must_say("Monday 1 March 16:00 to 16:45").must_not_say("13:00 to 13:45");
    }

    times_that_nobody_picked_are_renewed_twice_and_then_the_coordinator_sees_it |house| {
        let (stage, id, _, _) = begun(house).await;
        let of = mentorships::find(&house.db, id).await.unwrap();
        let mut renewed = 0;
        for days in 0..60 {
            house.clock.set("2027-03-01T14:00:00Z".parse().unwrap());
            house.clock.advance(SignedDuration::from_hours(24 * days));
            renewed += mentorships::renew_offers(&house.app.system()).await.unwrap();
        }
        assert_eq!(renewed, 2);
        let mut amara = house.browser_of(of.mentor.id).await;
        amara.get(&format!("/mentorships/{id}")).await.ok().must_say("No session is booked").must_say("Find three times");
        let page = house.browser_of(stage.ines).await.get(&format!("/programs/{}/mentorships", stage.program)).await.ok();
        page.must_say("One pair has neither met nor a date").must_say("Not met since it began, 78 days ago");
    }

    a_mentorship_ends_with_thanks_and_without_a_reason |house| {
        let (stage, id, mut amara, mut nadia) = picked(house).await;
        let page = format!("/mentorships/{id}");
        for _ in 0..2 {
            nadia.post(&format!("{page}/end"), &[]).await.goes_to();
        }
        amara.get(&page).await.ok().must_say("This mentorship ended on 9 February");
        assert!(calendar_of(house, "amara.novak@firm.example").await.contains("METHOD:CANCEL"));
        assert_eq!(queued(house, "amara.novak@firm.example", "mentorship-ended").await, 1);
        assert_eq!(queued(house, "nadia.ogilvie@firm.example", "mentorship-ended").await, 0);
        assert_eq!(amara.post(&format!("{page}/slots"), &[]).await.status, StatusCode::CONFLICT);
        let mut ines = house.browser_of(stage.ines).await;
        ines.get(&stage.at("")).await.ok().must_say("One person waits for a mentor").must_say("1 free place");
        ines.post(&stage.at("/run"), &[]).await.goes_to();
        assert!(stage.matches(house, "draft").await.is_empty(), "an earlier pair is not repeated");
    }

    somebody_who_left_turns_up_as_work_and_their_mentorship_is_ended_for_them |house| {
        let (stage, id, _, mut nadia) = begun(house).await;
        let of = mentorships::find(&house.db, id).await.unwrap();
        house.run(&LEFT, &[&of.mentor.id]).await;
        let mut ines = house.browser_of(stage.ines).await;
        let list = format!("/programs/{}/mentorships", stage.program);
        let page = ines.get(&list).await.ok();
        page.must_say("Amara Novák has left");
        ines.post(&page.address_with("/end"), &[]).await.goes_to();
        nadia.get(&format!("/mentorships/{id}")).await.ok().must_say("This mentorship ended");
    }

    the_briefing_is_the_mentors_and_the_mentee_has_their_own |house| {
        let (_, id, mut amara, mut nadia) = begun(house).await;
        let path = format!("/mentorships/{id}/briefing");
        amara.get(&path).await.ok().must_say("Before you meet Nadia").must_say("Ask one more question before you answer.");
        nadia.get(&path).await.ok().must_say("Before you meet Amara").must_say("Bring one question");
    }

    somebody_who_takes_part_in_nothing_sees_what_they_could_join |house| {
        house.cast().program("Open Door").await;
        let person = house.cast().person("Greta Calloway", None).await;
        let page = house.browser_of(person).await.get("/me").await.ok();
        page.must_say("You take part in no program yet").must_say("Open Door");
    }

    a_program_without_an_ask_proposes_nothing |house| {
        let stage = stage(house).await;
        stage.enroll(house, "Amara Novák", "mentor", 1).await;
        stage.enroll(house, "Nadia Ogilvie", "mentee", 1).await;
        statements! { NO_ASK = "update programs set ask_minutes = null where id = $1"; }
        let _ = STATEMENTS;
        house.run(&NO_ASK, &[&stage.program]).await;
        let mut ines = house.browser_of(stage.ines).await;
        ines.post(&stage.at("/run"), &[]).await.goes_to();
        ines.get(&stage.at("/proposals")).await.ok().must_say("The program has no ask yet");
        let draft = stage.matches(house, "draft").await[0].to_string();
        let refused = ines.post(&stage.at("/proposals"), &[("match", &draft)]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(queued(house, "nadia.ogilvie@firm.example", "match").await, 0);
    }
}
