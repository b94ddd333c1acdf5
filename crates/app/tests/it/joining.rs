//! Who joins a program, who is shown on its wall, and what is asked of whom.

use axum::http::StatusCode;
use bellwether_app::features::joining::{self, NewEnrollment, Part, Source};
use bellwether_app::features::recruiting::{self, Named};
use bellwether_db::{Read, params, statements};
use bellwether_kernel::{PersonId, ProgramId};
use bellwether_testkit::{House, Page, stories};

statements! {
    ENROLLED = "
        select role, capacity, goals, case when withdrawn_at is null then 1 else 0 end
        from enrollments where program_id = $1 and person_id = $2";
    MAILS = "select count(*) from messages where to_key = $1";
    DECLINED = "update prospects set stage = 'answered', answer = 'no', answered_at = $3, closed_at = $3 where program_id = $1 and person_id = $2";
    OVER = "update programs set closed_at = $2 where id = $1";
    PROPOSED = "
        insert into matches (id, program_id, mentor_id, mentee_id, score, reasons, state, proposed_at, created_at)
        values ($1, $2, $3, $4, 1, '[]', 'proposed', $5, $5)";
    STATE = "select state from matches where id = $1";
    LEFT = "update people set left_on = '2027-02-01' where id = $1";
}

/// A leader says yes, and who may know.
async fn joins(house: &House, program: ProgramId, leader: PersonId, named: Option<Named>) {
    let tx = house.db.begin().await.unwrap();
    joining::enroll_mentor(&tx, &house.world, program, leader, 1).await.unwrap();
    recruiting::joined_unasked(&tx, &house.world, program, leader).await.unwrap();
    if let Some(named) = named {
        recruiting::choose_named(&tx, program, leader, named, house.now()).await.unwrap();
    }
    tx.commit().await.unwrap();
}

fn questions(page: &Page) -> usize {
    page.body.matches("data-question").count()
}

async fn enrolled(house: &House, program: ProgramId, person: PersonId) -> Option<(Part, i64, String, bool)> {
    house.db.maybe(&ENROLLED, params![program, person]).await.unwrap()
}

stories! {
    a_mentee_who_says_yes_to_mentoring_does_both_and_keeps_the_one_when_the_other_ends |house| {
        let program = house.cast().program("Open Door").await;
        let nia = house.cast().person("Nia Obi", None).await;
        let tx = house.db.begin().await.unwrap();
        let mentee = NewEnrollment { goals: "Run a hearing".to_owned(), ..NewEnrollment::of(program, nia, Part::Mentee, Source::Form) };
        let id = joining::enroll(&tx, &house.world, mentee).await.unwrap();
        assert_eq!(joining::enroll_mentor(&tx, &house.world, program, nia, 2).await.unwrap(), id);
        assert_eq!(joining::enroll_mentor(&tx, &house.world, program, nia, 2).await.unwrap(), id);
        tx.commit().await.unwrap();
        assert_eq!(enrolled(house, program, nia).await, Some((Part::Either, 2, "Run a hearing".to_owned(), true)));

        let tx = house.db.begin().await.unwrap();
        joining::withdraw_mentor(&tx, program, nia, house.now()).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(enrolled(house, program, nia).await.unwrap().0, Part::Mentee);

        let tx = house.db.begin().await.unwrap();
        joining::withdraw(&tx, program, nia, house.now()).await.unwrap();
        joining::enroll_mentor(&tx, &house.world, program, nia, 1).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(enrolled(house, program, nia).await, Some((Part::Mentor, 1, "Run a hearing".to_owned(), true)));
    }

    a_file_fills_what_is_empty_and_brings_nobody_back |house| {
        let program = house.cast().program("Open Door").await;
        let (nia, tom) = (house.cast().person("Nia Obi", None).await, house.cast().person("Tom Ferrer", None).await);
        let from_file = |person| NewEnrollment {
            goals: "From the file".to_owned(),
            wanted: vec!["Drafting".to_owned()],
            ..NewEnrollment::of(program, person, Part::Mentee, Source::Import)
        };
        let tx = house.db.begin().await.unwrap();
        let own = NewEnrollment { goals: "My own".to_owned(), ..NewEnrollment::of(program, nia, Part::Mentee, Source::Form) };
        let id = joining::enroll(&tx, &house.world, own).await.unwrap();
        joining::enroll(&tx, &house.world, from_file(tom)).await.unwrap();
        joining::withdraw(&tx, program, tom, house.now()).await.unwrap();
        for _ in 0..2 {
            joining::enroll(&tx, &house.world, from_file(nia)).await.unwrap();
            joining::enroll(&tx, &house.world, from_file(tom)).await.unwrap();
        }
        tx.commit().await.unwrap();
        assert_eq!(enrolled(house, program, nia).await.unwrap().2, "My own");
        assert_eq!(joining::skills_of(&house.db, id, "wanted").await.unwrap(), ["Drafting"]);
        assert!(!enrolled(house, program, tom).await.unwrap().3, "Tom stays withdrawn");
    }

    only_leaders_who_take_part_and_said_so_are_on_the_wall |house| {
        let program = house.cast().program("Open Door").await;
        let partner = house.cast().level("Partner", 2, true).await;
        let associate = house.cast().level("Associate", 1, false).await;
        for (name, named) in [
            ("Amara Novák", Some(Named::Wall)),
            ("Victor Xu", Some(Named::Team)),
            ("Esther Farouk", Some(Named::No)),
            ("Rafael Lindqvist", None),
            ("Gone Already", Some(Named::Wall)),
        ] {
            let leader = house.cast().person(name, Some(partner)).await;
            joins(house, program, leader, named).await;
            if name.starts_with("Gone") {
                house.run(&LEFT, &[&leader]).await;
            }
        }
        let silas = house.cast().person("Silas Santoro", Some(partner)).await;
        let tx = house.db.begin().await.unwrap();
        recruiting::ensure_prospect(&tx, &house.world, program, silas, None).await.unwrap();
        tx.commit().await.unwrap();
        house.run(&DECLINED, &[&program, &silas, &house.now()]).await;
        let other = house.cast().program("Another").await;
        let elsewhere = house.cast().person("Idris Inoue", Some(partner)).await;
        joins(house, other, elsewhere, Some(Named::Wall)).await;

        let nia = house.cast().person("Nia Obi", Some(associate)).await;
        let page = house.browser_of(nia).await.get(&format!("/programs/{program}")).await.ok();
        page.must_say("Amara Novák").must_say("Four Partners have opened their door").must_say("4 of 6 Partners");
        page.must_say("Three more take part without being named.").must_say("× 4 in all, ending 30 June 6 hours");
        for hidden in ["Victor Xu", "Esther Farouk", "Rafael Lindqvist", "Gone Already", "Silas", "Idris"] {
            page.must_not_say(hidden);
        }
        assert!(page.body.contains("noindex"));
    }

    a_leader_who_withdraws_is_off_the_wall_at_once_and_back_when_they_undo_it |house| {
        let program = house.cast().program("Open Door").await;
        let partner = house.cast().level("Partner", 2, true).await;
        let amara = house.cast().person("Amara Novák", Some(partner)).await;
        joins(house, program, amara, Some(Named::Wall)).await;
        let home = format!("/programs/{program}");
        let mut reader = house.browser_of(house.cast().person("Nia Obi", None).await).await;
        reader.get(&home).await.ok().must_say("Amara Novák").must_say("One Partner has opened the door");

        let mut amaras = house.browser_of(amara).await;
        amaras.get(&format!("{home}/join")).await.ok().must_say("Withdraw as a mentor");
        amaras.post(&format!("{home}/join/withdraw"), &[("as", "mentor")]).await.goes_to();
        reader.get(&home).await.must_not_say("Amara Novák").must_say("0 of 1 Partner");
        let page = amaras.get(&home).await;
        page.must_say("You have withdrawn");
        let undo = page.address_with("/join/return");
        amaras.post(&undo, &[]).await.goes_to();
        amaras.post(&undo, &[]).await.goes_to();
        reader.get(&home).await.must_say("Amara Novák");
    }

    the_page_is_for_those_signed_in_until_the_administrator_opens_it |house| {
        let program = house.cast().program("Open Door").await;
        let home = format!("/programs/{program}");
        assert_eq!(house.stranger().get(&home).await.goes_to(), format!("/sign-in?next={home}"));
        let ada = house.cast().administrator("Ada Byrne").await;
        let coordinator = house.cast().coordinator("Ines Halloran", program).await;
        let open = format!("{home}/open");
        assert_eq!(house.browser_of(coordinator).await.post(&open, &[("to", "all")]).await.status, StatusCode::NOT_FOUND);
        let mut adas = house.browser_of(ada).await;
        for _ in 0..2 {
            adas.post(&open, &[("to", "all")]).await.goes_to();
        }
        let page = house.stranger().get(&home).await.ok();
        page.must_say("Run by Ines Halloran").must_say("Sign in").must_not_say("firm.example");
        assert_eq!(page.headers["x-robots-tag"].to_str().unwrap().contains("noindex"), true);
        adas.post(&open, &[("to", "signed-in")]).await.goes_to();
        assert!(house.stranger().get(&home).await.goes_to().starts_with("/sign-in"));
        assert_eq!(adas.post("/programs/0000000000001/open", &[("to", "all")]).await.status, StatusCode::NOT_FOUND);
    }

    a_mentee_signs_up_with_six_questions_at_most_and_nothing_known_is_asked |house| {
        let program = house.cast().program("Open Door").await;
        let partner = house.cast().level("Partner", 2, true).await;
        let amara = house.cast().person("Amara Novák", Some(partner)).await;
        joins(house, program, amara, Some(Named::Wall)).await;
        let victor = house.cast().person("Victor Xu", Some(partner)).await;
        joins(house, program, victor, Some(Named::Team)).await;
        let nia = house.cast().person("Nia Obi", None).await;
        let join = format!("/programs/{program}/join");
        let mut browser = house.browser_of(nia).await;
        let page = browser.get(&join).await.ok();
        assert_eq!(questions(&page), 6);
        assert_eq!(page.body.matches("class=\"sees\"").count(), 6, "each says who sees it");
        page.must_say("We know you as Nia Obi, Litigation, Boston").must_say("Amara Novák, Litigation, Boston");
        page.must_not_say("Victor Xu");

        let wish = page.body.split("<option value=\"").find(|o| o.contains("Amara")).unwrap()[..13].to_owned();
        let fields = [("as", "mentee"), ("wanted", "Oral argument"), ("wanted", "交渉, 弁論"), ("goals", "Run a hearing"),
            ("languages", "English; Igbo"), ("other-department", "yes"), ("wish-1", &wish), ("note", "Not Mondays")];
        for _ in 0..2 {
            browser.post(&join, &fields).await.goes_to();
        }
        let kept = enrolled(house, program, nia).await.unwrap();
        assert_eq!((kept.0, kept.2.as_str(), kept.3), (Part::Mentee, "Run a hearing", true));
        let done = browser.get(&format!("{join}?as=mentee&done")).await.ok();
        done.must_say("You are signed up").must_say("Your answers are kept.").must_say("A mentor is proposed to you by mail after the next matching; you both say yes.");
        done.must_say("Change my answers").must_say("My mentoring");
        assert_eq!(questions(&done), 0, "the same long form is not shown again");
        let page = browser.get(&join).await.ok();
        page.must_say("You are signed up since 9 February");
        for value in ["Oral argument", "交渉", "弁論", "English, Igbo", "Not Mondays"] {
            assert!(page.body.contains(value), "{value} is shown again");
        }
        let mails: i64 = house.db.value(&MAILS, params!["nia.obi@firm.example"]).await.unwrap();
        assert_eq!(mails, 1, "one confirmation, however often it is sent");
        let mail = house.last_mail_to("nia.obi@firm.example").await;
        assert!(mail.contains("Hello Nia") && !mail.contains("hearing"), "{mail}");
    }

    what_was_typed_is_kept_when_something_is_wrong |house| {
        let program = house.cast().program("Open Door").await;
        let nia = house.cast().person("Nia Obi", None).await;
        let mut browser = house.browser_of(nia).await;
        let join = format!("/programs/{program}/join");
        let page = browser.post(&join, &[("as", "mentee"), ("goals", "To run <a> hearing"), ("wish-1", "0000000000001")]).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        page.must_say("Name one thing at least").must_say("To run <a> hearing");
        assert_eq!(enrolled(house, program, nia).await, None);
        for capacity in ["0", "6", "-1", "two", ""] {
            let page = browser.post(&join, &[("as", "mentor"), ("capacity", capacity)]).await;
            assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{capacity}");
        }
        browser.post(&join, &[("as", "mentor"), ("capacity", "5")]).await.goes_to();
        assert_eq!(enrolled(house, program, nia).await.unwrap().1, 5);
    }

    a_leader_who_signs_up_counts_as_joined_and_is_named_as_they_chose |house| {
        let program = house.cast().program("Open Door").await;
        let partner = house.cast().level("Partner", 2, true).await;
        let amara = house.cast().person("Amara Novák", Some(partner)).await;
        let mut browser = house.browser_of(amara).await;
        assert_eq!(browser.get(&format!("/programs/{program}/offer")).await.goes_to(), format!("/programs/{program}/join?as=mentor"));
        let join = format!("/programs/{program}/join?as=mentor");
        let page = browser.get(&join).await.ok();
        assert_eq!(questions(&page), 6);
        assert!(!page.body.contains(" checked"), "consent is never preselected");
        let mut fields = vec![("as", "mentor"), ("offered", "Oral argument"), ("capacity", "1"), ("words", "Bring the hard question.")];
        browser.post(&join, &fields).await.must_say("Choose one of the three");
        fields.push(("named", "wall"));
        browser.post(&join, &fields).await.goes_to();
        let page = browser.get(&format!("/programs/{program}")).await.ok();
        page.must_say("Amara Novák").must_say("“Bring the hard question.”").must_say("Ask about Oral argument");
        page.must_say("1 of 1 Partner");
        assert!(house.last_mail_to("amara.novak@firm.example").await.contains("6 hours"));
    }

    what_a_mentee_is_after_never_stands_on_the_wall |house| {
        let program = house.cast().program("Open Door").await;
        let partner = house.cast().level("Partner", 2, true).await;
        let amara = house.cast().person("Amara Novák", Some(partner)).await;
        let mut browser = house.browser_of(amara).await;
        let join = format!("/programs/{program}/join");
        browser.post(&join, &[("as", "mentee"), ("wanted", "Letting go"), ("goals", "CANARY-GOALS"), ("note", "CANARY-NOTE")]).await.goes_to();
        joins(house, program, amara, Some(Named::Wall)).await;
        browser.post(&format!("{join}/withdraw"), &[("as", "mentee")]).await.goes_to();
        assert_eq!(enrolled(house, program, amara).await.unwrap().0, Part::Mentor);
        let page = house.browser_of(house.cast().person("Nia Obi", None).await).await.get(&format!("/programs/{program}")).await;
        page.must_say("Amara Novák").must_not_say("CANARY").must_not_say("Letting go");
    }

    a_closed_program_says_so |house| {
        let program = house.cast().program("Open Door").await;
        let nia = house.cast().person("Nia Obi", None).await;
        house.run(&OVER, &[&program, &house.now()]).await;
        let mut browser = house.browser_of(nia).await;
        browser.get(&format!("/programs/{program}")).await.ok().must_say("Open Door is closed and takes no more sign-ups.");
        browser.get(&format!("/programs/{program}/join")).await.ok().must_say("Open Door is closed");
        let page = browser.post(&format!("/programs/{program}/join"), &[("as", "mentee"), ("wanted", "x")]).await;
        page.must_say("takes no more sign-ups");
        assert_eq!(enrolled(house, program, nia).await, None);
        assert_eq!(browser.get("/programs/0000000000001/join").await.status, StatusCode::NOT_FOUND);
        assert_eq!(browser.get("/programs/nonsense").await.status, StatusCode::NOT_FOUND);
    }

    a_coordinator_sees_who_waits_and_takes_them_away_as_a_file |house| {
        let program = house.cast().program("Open Door").await;
        let partner = house.cast().level("Partner", 2, true).await;
        let ines = house.cast().coordinator("Ines Halloran", program).await;
        let amara = house.cast().person("Amara Novák", Some(partner)).await;
        joins(house, program, amara, Some(Named::No)).await;
        let nia = house.cast().person("Nia Obi", None).await;
        let fields = [("as", "mentee"), ("wanted", "=HYPERLINK(1)"), ("note", "CANARY-NOTE")];
        house.browser_of(nia).await.post(&format!("/programs/{program}/join"), &fields).await.goes_to();
        let base = format!("/programs/{program}/enrollments");
        let mut ineses = house.browser_of(ines).await;
        let page = ineses.get(&base).await.ok();
        page.must_say("One mentee waits for a mentor").must_say("Amara Novák").must_say("Waits for a mentor");
        page.must_say("Has a place").must_say("2 people");
        ineses.get(&format!("{base}?show=waiting&q=NOVAK")).await.ok().must_say("Nobody fits this.");
        ineses.get(&format!("{base}?show=mentors&q=NOVAK")).await.ok().must_say("Amara Novák").must_not_say("Nia Obi");
        ineses.get(&format!("{base}?show=nonsense&page=-3")).await.ok().must_say("Nia Obi");
        let file = ineses.get(&format!("{base}/download?show=mentees")).await.ok();
        assert!(file.body.contains("Nia Obi") && !file.body.contains("Amara"), "{}", file.body);
        assert!(file.body.contains("\"'=HYPERLINK(1)\"") && !file.body.contains("CANARY"), "{}", file.body);
    }

    a_coordinator_enrolls_mends_and_takes_out_by_hand |house| {
        let program = house.cast().program("Open Door").await;
        let partner = house.cast().level("Partner", 2, true).await;
        let ines = house.cast().coordinator("Ines Halloran", program).await;
        let nia = house.cast().person("Nia Obi", None).await;
        let idris = house.cast().person("Idris Inoue", Some(partner)).await;
        let base = format!("/programs/{program}/enrollments");
        let mut browser = house.browser_of(ines).await;
        let page = browser.get(&format!("{base}/new?q=obi")).await.ok();
        let form = page.address_with("as=mentee");
        browser.get(&form).await.ok().must_say("Nia Obi, as a mentee").must_say("Takes part in nothing here yet.");
        let id = nia.to_string();
        browser.post(&format!("{base}/new"), &[("person", &id), ("as", "mentee")]).await.must_say("Name one thing at least");
        for _ in 0..2 {
            browser.post(&format!("{base}/new"), &[("person", &id), ("as", "mentee"), ("wanted", "Drafting")]).await.goes_to();
        }
        let one = browser.get(&form).await.goes_to().to_owned();
        browser.get(&one).await.ok().must_say("Takes part as a mentee since 9 February 2027.");
        let one = one.split('?').next().unwrap().to_owned();
        browser.post(&one, &[("as", "mentor"), ("capacity", "0")]).await.must_say("is not a whole number from 1 to 50.");
        browser.post(&one, &[("as", "mentor"), ("capacity", "7")]).await.goes_to();
        assert_eq!(enrolled(house, program, nia).await, Some((Part::Either, 7, String::new(), true)));
        for _ in 0..2 {
            browser.post(&format!("{one}/withdraw"), &[]).await.goes_to();
        }
        assert!(!enrolled(house, program, nia).await.unwrap().3);
        let undo = browser.get(&base).await.ok().address_with("/return");
        browser.post(&undo, &[]).await.goes_to();
        assert_eq!(enrolled(house, program, nia).await.unwrap().0, Part::Either);

        browser.post(&format!("{base}/new"), &[("person", &idris.to_string()), ("as", "mentor"), ("capacity", "1")]).await.goes_to();
        let page = house.browser_of(nia).await.get(&format!("/programs/{program}")).await.ok();
        page.must_say("0 of 1 Partner").must_not_say("Idris Inoue");
        let gone = house.cast().person("Gone Already", None).await;
        house.run(&LEFT, &[&gone]).await;
        browser.post(&format!("{base}/new"), &[("person", &gone.to_string()), ("as", "mentee"), ("wanted", "x")]).await.must_say("Gone Already has left");
    }

    two_people_can_be_kept_apart |house| {
        let program = house.cast().program("Open Door").await;
        let ines = house.cast().coordinator("Ines Halloran", program).await;
        let mut people = Vec::new();
        for name in ["Nia Obi", "Tom Ferrer", "山田 太郎"] {
            let person = house.cast().person(name, None).await;
            let tx = house.db.begin().await.unwrap();
            joining::enroll_mentor(&tx, &house.world, program, person, 1).await.unwrap();
            tx.commit().await.unwrap();
            people.push(person);
        }
        let path = format!("/programs/{program}/enrollments/exclusions");
        let mut browser = house.browser_of(ines).await;
        browser.get(&path).await.ok().must_say("Nobody is kept apart");
        browser.post(&path, &[("one", "nia"), ("other", "Nobody At All")]).await.must_say("Nobody in this program is called “Nobody At All”");
        browser.post(&path, &[("one", "nia"), ("other", "NIA OBI")]).await.must_say("the same person");
        browser.post(&path, &[("one", "litigation"), ("other", "tom")]).await.must_say("Several fit “litigation”");
        for (one, other) in [("nia obi", "山田"), ("山田", "Nia Obi")] {
            browser.post(&path, &[("one", one), ("other", other), ("reason", "Shared a case")]).await.goes_to();
        }
        browser.get(&path).await.ok().must_say("One pair is never proposed").must_say("Nia Obi and 山田 太郎");
        let pool = joining::pool(&house.db, program, "2027-02-09".parse().unwrap()).await.unwrap();
        assert_eq!(pool.exclusions, [(people[0], people[2])]);
        for _ in 0..2 {
            browser.post(&format!("{path}/remove"), &[("one", &people[2].to_string()), ("other", &people[0].to_string())]).await.goes_to();
        }
        browser.get(&path).await.ok().must_say("Nobody is kept apart");
    }

    the_pool_has_whoever_can_be_matched_and_nobody_else |house| {
        let program = house.cast().program("Open Door").await;
        let cast = house.cast();
        let (mentor, mentee) = (cast.person("Amara Novák", None).await, cast.person("Nia Obi", None).await);
        let (gone, withdrawn) = (cast.person("Gone Already", None).await, cast.person("Tom Ferrer", None).await);
        let tx = house.db.begin().await.unwrap();
        let wished = joining::enroll_mentor(&tx, &house.world, program, mentor, 2).await.unwrap();
        for person in [gone, withdrawn] {
            joining::enroll_mentor(&tx, &house.world, program, person, 1).await.unwrap();
        }
        joining::withdraw(&tx, program, withdrawn, house.now()).await.unwrap();
        let new = NewEnrollment {
            wanted: vec!["Oral  Argument".to_owned()],
            languages: "English, Igbo".to_owned(),
            wishes: vec![wished],
            ..NewEnrollment::of(program, mentee, Part::Mentee, Source::Hand)
        };
        joining::enroll(&tx, &house.world, new).await.unwrap();
        tx.commit().await.unwrap();
        house.run(&LEFT, &[&gone]).await;
        let pool = joining::pool(&house.db, program, "2027-02-09".parse().unwrap()).await.unwrap();
        assert_eq!(pool.mentors().map(|m| (m.person, m.capacity)).collect::<Vec<_>>(), [(mentor, 2)]);
        let nia = pool.mentees().next().unwrap();
        assert_eq!((nia.person, nia.wishes.as_slice(), nia.wanted[0].key.as_str()), (mentee, &[wished][..], "oral argument"));
        assert_eq!(nia.languages, ["English", "Igbo"]);
    }

    whoever_was_proposed_to_somebody_who_withdraws_hears_that_it_is_off |house| {
        let program = house.cast().program("Open Door").await;
        let (mentor, mentee) = (house.cast().person("Amara Novák", None).await, house.cast().person("Nia Obi", None).await);
        let tx = house.db.begin().await.unwrap();
        let gives = joining::enroll_mentor(&tx, &house.world, program, mentor, 1).await.unwrap();
        let asks = joining::enroll(&tx, &house.world, NewEnrollment::of(program, mentee, Part::Mentee, Source::Hand)).await.unwrap();
        tx.commit().await.unwrap();
        let id: bellwether_kernel::MatchId = house.world.id();
        house.run(&PROPOSED, &[&id, &program, &gives, &asks, &house.now()]).await;
        let path = format!("/programs/{program}/join/withdraw");
        house.browser_of(mentor).await.post(&path, &[("as", "mentee")]).await.goes_to();
        let state = async || house.db.value::<String>(&STATE, params![id]).await.unwrap();
        assert_eq!(state().await, "proposed", "giving up a part that she does not have changes nothing");
        house.browser_of(mentor).await.post(&path, &[("as", "mentor")]).await.goes_to();
        assert_eq!(state().await, "declined");
        let mail = house.last_mail_to("nia.obi@firm.example").await;
        assert!(!mail.contains("withdr"), "{mail}");
    }
}
