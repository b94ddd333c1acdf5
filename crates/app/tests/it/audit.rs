//! What administrators read of what was done.

use axum::http::StatusCode;
use bellwether_db::{params, statements};
use bellwether_testkit::stories;

statements! {
    FORGE = "update audit set verb = 'did nothing' where position = 2";
    TAKE_OUT = "delete from audit where position = 2";
}

stories! {
    the_log_says_who_did_what_and_that_nothing_was_changed |house| {
        let ada = house.cast().administrator("Ada Byrne").await;
        let mut browser = house.browser_of(ada).await;
        browser.get("/audit").await.ok().must_say("Nothing has been done yet");
        browser.post("/settings/organization", &[("name", "Corwin & Sedge"), ("zone", "Europe/Paris")]).await.goes_to();
        browser.post("/settings/administrators", &[("name", "Ben Okoro"), ("email", "ben.okoro@firm.example")]).await.goes_to();
        browser.post("/outbox/hold", &[]).await.goes_to();
        let page = browser.get("/audit").await.ok();
        page.must_say("Unbroken since 9 February 2027").must_say("3 lines, each sealed with the one before it");
        page.must_say("Ada Byrne changed the settings settings organization (name, zone)").must_say("made an administrator Ben Okoro").must_say("held all mail");
        browser.get("/audit?verb=held+all+mail").await.ok().must_say("1 line, the latest first").must_not_say("(name, zone)");
        browser.get("/audit?person=nobody").await.ok().must_say("No line fits.");
        browser.get("/audit?person=ADA").await.ok().must_say("3 lines, the latest first");
        browser.get("/audit?page=2").await.ok().must_say("Newer lines");
        browser.get("/audit?program=xyz&page=-4").await.ok();
    }

    a_line_that_was_changed_or_taken_out_is_found |house| {
        let ada = house.cast().administrator("Ada Byrne").await;
        let mut browser = house.browser_of(ada).await;
        for zone in ["Europe/Paris", "Europe/Rome", "Europe/Madrid"] {
            browser.post("/settings/organization", &[("name", "Corwin & Sedge"), ("zone", zone)]).await.goes_to();
        }
        browser.get("/audit").await.ok().must_say("Unbroken since");
        house.db.run(&FORGE, params![]).await.unwrap();
        browser.get("/audit").await.ok().must_say("The log is broken at line 2").must_say("Compare with a backup");
        house.db.run(&TAKE_OUT, params![]).await.unwrap();
        browser.get("/audit").await.ok().must_say("The log is broken at line 2");
    }

    coordinators_do_not_read_the_log |house| {
        let program = house.cast().program("Open Door").await;
        let ines = house.cast().coordinator("Ines Halloran", program).await;
        assert_eq!(house.browser_of(ines).await.get("/audit").await.status, StatusCode::NOT_FOUND);
    }
}
