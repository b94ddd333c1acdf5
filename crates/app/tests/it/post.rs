//! What leaves the building, as coordinators and administrators see it.

use axum::http::StatusCode;
use bellwether_db::{Read, params, statements};
use bellwether_kernel::{Email, MessageId, ProgramId};
use bellwether_outbox::Letter;
use bellwether_testkit::{House, stories};

statements! {
    TO_STATE = "update messages set state = $2, words = $3 where id = $1";
    STATE = "select state from messages where id = $1";
}

async fn letter(house: &House, program: Option<ProgramId>, kind: &'static str, to: &str) -> MessageId {
    let tx = house.db.begin().await.unwrap();
    let letter = Letter {
        kind,
        program,
        person: None,
        about: String::new(),
        to: ("Idris Inoue".to_owned(), Email::parse(to).unwrap()),
        from_name: "Ines Halloran".to_owned(),
        reply_to: None,
        subject: "subject-canary".to_owned(),
        text: "words-canary".to_owned(),
        html: None,
        calendar: None,
        not_before: house.now(),
        expires_at: None,
        created_by: None,
    };
    let id = bellwether_outbox::enqueue(&tx, &house.world, "localhost", letter).await.unwrap();
    tx.commit().await.unwrap();
    id
}

async fn state(house: &House, id: MessageId) -> String {
    house.db.value(&STATE, params![id]).await.unwrap()
}

stories! {
    a_coordinator_stops_what_has_not_left |house| {
        let program = house.cast().program("Open Door").await;
        let ines = house.cast().coordinator("Ines Halloran", program).await;
        let id = letter(house, Some(program), "pitch", "idris@firm.example").await;
        let mut browser = house.browser_of(ines).await;
        let base = format!("/programs/{program}/outbox");
        browser.get(&base).await.ok().must_say("One letter waits to leave").must_say("Pitch: subject-canary").must_not_say("words-canary");
        browser.post(&format!("{base}/{id}/stop"), &[]).await.goes_to();
        browser.get(&base).await.ok().must_say("Stopped: it does not leave.");
        assert_eq!(state(house, id).await, "stopped");
        browser.post(&format!("{base}/{id}/stop"), &[]).await.goes_to();
        browser.get(&base).await.ok().must_say("It was stopped already.");
        house.run(&TO_STATE, &[&letter(house, Some(program), "pitch", "x@firm.example").await, &"sent", &"250 ok"]).await;
    }

    what_nobody_knows_to_have_arrived_is_decided_by_a_person |house| {
        let program = house.cast().program("Open Door").await;
        let ines = house.cast().coordinator("Ines Halloran", program).await;
        let (one, two) = (letter(house, Some(program), "pitch", "a@firm.example").await, letter(house, Some(program), "pitch", "b@firm.example").await);
        for id in [one, two] {
            house.run(&TO_STATE, &[&id, &"unsure", &"delivery unknown: the connection was lost"]).await;
        }
        let mut browser = house.browser_of(ines).await;
        let base = format!("/programs/{program}/outbox");
        browser.get(&base).await.ok().must_say("Two letters may have arrived or not").must_say("the connection was lost").must_say("Ask the person whether it arrived");
        browser.post(&format!("{base}/{one}/arrived"), &[]).await.goes_to();
        browser.post(&format!("{base}/{two}/resend"), &[]).await.goes_to();
        browser.post(&format!("{base}/{two}/resend"), &[]).await.goes_to();
        browser.get(&base).await.ok().must_say("It is on its way already");
        assert_eq!((state(house, one).await.as_str(), state(house, two).await.as_str()), ("sent", "queued"));
    }

    no_outbox_shows_a_pairs_subject_or_a_code |house| {
        let program = house.cast().program("Open Door").await;
        let ines = house.cast().coordinator("Ines Halloran", program).await;
        let ada = house.cast().administrator("Ada Byrne").await;
        letter(house, Some(program), "session", "idris@firm.example").await;
        let code = letter(house, None, "sign-in", "idris@firm.example").await;
        house.run(&TO_STATE, &[&code, &"refused", &"550 no"]).await;
        let page = house.browser_of(ines).await.get(&format!("/programs/{program}/outbox")).await.ok();
        page.must_say("Invitation to a session").must_not_say("subject-canary");
        let page = house.browser_of(ada).await.get("/outbox").await.ok();
        page.must_say("Letters of no program that need a decision").must_say("Code to sign in").must_not_say("subject-canary").must_not_say("words-canary");
    }

    nobody_decides_about_another_programs_letters |house| {
        let (open_door, other) = (house.cast().program("Open Door").await, house.cast().program("Second Wind").await);
        let ugo = house.cast().coordinator("Ugo Brandt", other).await;
        let ada = house.cast().administrator("Ada Byrne").await;
        let id = letter(house, Some(open_door), "pitch", "idris@firm.example").await;
        let (mut ugo, mut ada) = (house.browser_of(ugo).await, house.browser_of(ada).await);
        for act in ["stop", "resend", "arrived"] {
            assert_eq!(ugo.post(&format!("/programs/{other}/outbox/{id}/{act}"), &[]).await.status, StatusCode::NOT_FOUND, "{act}");
            assert_eq!(ada.post(&format!("/outbox/{id}/{act}"), &[]).await.status, StatusCode::NOT_FOUND, "{act}");
        }
        ugo.get(&format!("/programs/{other}/outbox")).await.ok().must_not_say("Idris");
        ada.get("/outbox").await.ok().must_not_say("Idris");
    }

    an_address_that_asked_for_silence_gets_it_and_the_log_does_not_name_it |house| {
        let program = house.cast().program("Open Door").await;
        let other = house.cast().program("Second Wind").await;
        let ines = house.cast().coordinator("Ines Halloran", program).await;
        let ugo = house.cast().coordinator("Ugo Brandt", other).await;
        let ada = house.cast().administrator("Ada Byrne").await;
        let mut browser = house.browser_of(ines).await;
        let base = format!("/programs/{program}/outbox");
        let page = browser.post(&format!("{base}/suppress"), &[("email", "idris"), ("reason", "")]).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        page.must_say("An address has one @ in it.").must_say("Write why, for whoever wonders later.");
        for _ in 0..2 {
            browser.post(&format!("{base}/suppress"), &[("email", "Idris@firm.example"), ("reason", "asked by phone")]).await.goes_to();
        }
        browser.get(&base).await.ok().must_say("idris@firm.example").must_say("asked by phone");
        house.browser_of(ugo).await.get(&format!("/programs/{other}/outbox")).await.ok().must_not_say("idris@firm.example");
        let mut ada = house.browser_of(ada).await;
        ada.get("/outbox").await.ok().must_say("idris@firm.example");
        ada.get("/audit").await.ok().must_say("suppressed an address").must_say("1 line").must_not_say("idris@firm.example");
        browser.post(&format!("{base}/lift"), &[("email", "idris@firm.example")]).await.goes_to();
        browser.get(&base).await.ok().must_not_say("asked by phone");
    }

    held_mail_is_shown_to_all_and_released_by_an_administrator |house| {
        let program = house.cast().program("Open Door").await;
        let ines = house.cast().coordinator("Ines Halloran", program).await;
        let ada = house.cast().administrator("Ada Byrne").await;
        letter(house, Some(program), "pitch", "idris@firm.example").await;
        let (mut ines, mut ada) = (house.browser_of(ines).await, house.browser_of(ada).await);
        ada.post("/outbox/hold", &[]).await.goes_to();
        ines.get(&format!("/programs/{program}/outbox")).await.ok().must_say("All mail is held since").must_say("Ada Byrne held it").must_say("An administrator can release it.");
        assert_eq!(ines.post("/outbox/release", &[]).await.status, StatusCode::NOT_FOUND);
        ada.get("/outbox").await.ok().must_say("All mail is held").must_say("Let 1 letter leave");
        for _ in 0..2 {
            ada.post("/outbox/release", &[]).await.goes_to();
        }
        ada.get("/outbox").await.ok().must_say("Mail leaves as it should");
    }
}
