//! Setting up a program.

use axum::http::StatusCode;
use bellwether_db::statements;
use bellwether_testkit::stories;

statements! {
    ENDS = "update programs set ends_on = $2 where id = $1";
}

stories! {
    a_program_is_set_up_in_four_steps |house| {
        let partner = house.cast().level("Partner", 2000, false).await;
        for n in 0..36 {
            house.cast().person(&format!("Partner Number{n}"), Some(partner)).await;
        }
        let ada = house.cast().administrator("Ada Byrne").await;
        let mut browser = house.browser_of(ada).await;
        browser.get("/programs").await.ok().must_say("No program yet");
        browser.get("/programs/new").await.ok();
        let purpose = [
            ("name", "Open Door"), ("purpose", "So that associates grow here."), ("starts_on", "2027-03-01"), ("ends_on", "2027-06-30"),
            ("pillar_id", ""), ("pillar", "Associates grow here"), ("pillar_how", "Each has somebody to ask"), ("pillar_id", ""), ("pillar", ""), ("pillar_how", ""),
        ];
        let to = browser.post("/programs/new", &purpose).await.goes_to().to_owned();
        assert!(to.ends_with("/settings/ask?setup"));
        let base = to.trim_end_matches("/settings/ask?setup").to_owned();
        browser.get(&to).await.ok().must_say("What do you ask of a leader?");
        let ask = [("setup", "1"), ("minutes", "45"), ("sessions", "2"), ("months", "4"), ("mentees", "1"), ("starts_on", "2027-03-01")];
        let to = browser.post(&format!("{base}/settings/ask"), &ask).await.goes_to().to_owned();
        browser.get(&to).await.ok().must_say("Who leads, and how many shall join?").must_say("Partner");
        let percent = format!("percent-{partner}");
        let targets = [("setup", "1"), ("senior", &*partner.to_string()), (&*percent, "20"), ("due_on", "2027-03-31")];
        let to = browser.post(&format!("{base}/settings/targets"), &targets).await.goes_to().to_owned();
        browser.get(&to).await.ok().must_say("Who runs it with you?");
        let ines = [("setup", "1"), ("name", "Ines Halloran"), ("email", "ines.halloran@firm.example")];
        browser.post(&format!("{base}/settings/coordinators"), &ines).await.goes_to();
        assert!(house.last_mail_to("ines.halloran@firm.example").await.contains("Ada Byrne made you a coordinator of Open Door"));
        let page = browser.get(&format!("{base}/settings")).await.ok();
        page.must_say("6 hours in all, ending 30 June.").must_say("8 of 36, by 31 March 2027").must_say("Ada Byrne and Ines Halloran").must_say("Associates grow here: Each has somebody to ask");
    }

    an_ask_of_zero_minutes_is_refused_at_its_field |house| {
        let program = house.cast().program("Open Door").await;
        let ines = house.cast().coordinator("Ines Halloran", program).await;
        let mut browser = house.browser_of(ines).await;
        let ask = [("minutes", "0"), ("sessions", "two"), ("months", ""), ("mentees", "1"), ("starts_on", "soon")];
        let page = browser.post(&format!("/programs/{program}/settings/ask"), &ask).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        page.must_say("“0” is not a whole number from 5 to 480.").must_say("“two” is not a whole number from 1 to 20.").must_say("Write a number from 1 to 36.").must_say("Choose a date");
        assert!(page.body.contains(r#"value="two""#), "what was typed is kept");
        browser.get(&format!("/programs/{program}/settings")).await.must_say("6 hours in all");
    }

    an_ask_that_outlasts_the_program_is_refused_at_its_months |house| {
        let program = house.cast().program("Open Door").await;
        let ines = house.cast().coordinator("Ines Halloran", program).await;
        let mut browser = house.browser_of(ines).await;
        house.run(&ENDS, &[&program, &"2027-04-30"]).await;
        let path = format!("/programs/{program}/settings/ask");
        let ask = |months| [("minutes", "45"), ("sessions", "2"), ("months", months), ("mentees", "1"), ("starts_on", "2027-03-01")];
        let page = browser.post(&path, &ask("3")).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        page.must_say("The ask would end on 31 May 2027, after the program’s last day, 30 April 2027. Ask for fewer months, or begin earlier.");
        assert!(page.body.contains(r#"id="months-error""#), "it is said at the field");
        browser.post(&path, &ask("2")).await.goes_to();
        browser.get(&format!("/programs/{program}/settings")).await.must_say("3 hours in all, ending 30 April.");
    }

    a_program_keeps_its_last_coordinator |house| {
        let program = house.cast().program("Open Door").await;
        let ines = house.cast().coordinator("Ines Halloran", program).await;
        let mut browser = house.browser_of(ines).await;
        let page = browser.post(&format!("/programs/{program}/settings/coordinators/{ines}/remove"), &[]).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        browser.get(&format!("/programs/{program}/settings")).await.ok().must_say("Ines Halloran");
    }

    another_programs_coordinator_finds_nothing |house| {
        let (open_door, other) = (house.cast().program("Open Door").await, house.cast().program("Second Wind").await);
        house.cast().coordinator("Ines Halloran", open_door).await;
        let ugo = house.cast().coordinator("Ugo Brandt", other).await;
        let mut browser = house.browser_of(ugo).await;
        for part in ["", "/purpose", "/ask", "/targets", "/coordinators", "/rules"] {
            assert_eq!(browser.get(&format!("/programs/{open_door}/settings{part}")).await.status, StatusCode::NOT_FOUND);
        }
    }

    a_closed_program_can_be_opened_again |house| {
        let program = house.cast().program("Open Door").await;
        let ines = house.cast().coordinator("Ines Halloran", program).await;
        let mut browser = house.browser_of(ines).await;
        assert_eq!(browser.post(&format!("/programs/{program}/close"), &[]).await.goes_to(), "/programs");
        browser.get("/programs").await.ok().must_say("The program is closed.");
        browser.get("/programs").await.ok().must_say("Open Door closed");
        browser.post(&format!("/programs/{program}/reopen"), &[]).await.goes_to();
        browser.get(&format!("/programs/{program}/settings")).await.ok().must_say("The program is open again.");
    }
}
