//! Importing in the browser: choose, look, write, take back.

use crate::firm::{borrowed, form_fields};
use axum::http::StatusCode;
use bellwether_db::{Read, params, statements};
use bellwether_testkit::{Browser, House, stories};

statements! {
    PEOPLE = "select count(*) from people where source = 'import'";
    LEVELS = "select name || case when senior = 1 then ' (senior)' else '' end from levels order by rank desc";
    ENROLLED = "select count(*) from enrollments where role <> 'mentor' and withdrawn_at is null";
    TIES = "select count(*) from ties";
}

fn sample(path: &str) -> Vec<u8> {
    std::fs::read(format!("{}/../../samples/{path}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

/// A coordinator's browser.
async fn coordinator(house: &House) -> Browser {
    let program = house.cast().program("Open Door").await;
    let ines = house.cast().coordinator("Ines Halloran", program).await;
    house.browser_of(ines).await
}

async fn send(browser: &mut Browser, kind: &str, name: &str, bytes: &[u8]) -> String {
    browser.upload("/imports/new", &[("kind", kind)], ("file", name, bytes)).await.goes_to().to_owned()
}

stories! {
    the_law_firm_is_looked_at_written_and_taken_back |house| {
        let mut browser = coordinator(house).await;
        let import = send(&mut browser, "people", "people.csv", &sample("law-firm/people.csv")).await;
        let page = browser.get(&import).await.ok();
        page.must_say("71 rows are ready").must_say("Nothing has been written").must_say("UTF-8, commas");
        page.must_say("Eight recognised, three left out").must_say("Partner: 36, senior. Associate: 35");
        page.must_say("About identity: off until an administrator switches it on");
        assert_eq!(house.db.value::<i64>(&PEOPLE, params![]).await.unwrap(), 0);

        assert_eq!(browser.post(&format!("{import}/write"), &[]).await.goes_to(), import);
        let page = browser.get(&import).await.ok();
        page.must_say("71 rows were written.").must_say("71 rows are in the directory").must_say("Go on: who leads, and how many shall join?");
        let to = page.address_with("/settings/targets?setup");
        browser.get(&to).await.ok().must_say("Who leads, and how many shall join?");
        browser.post(&format!("{import}/write"), &[]).await.goes_to();
        assert_eq!(house.db.value::<i64>(&PEOPLE, params![]).await.unwrap(), 71);
        browser.get("/imports").await.ok().must_say("people.csv").must_say("71 new");

        browser.post(&format!("{import}/undo"), &[]).await.goes_to();
        browser.get(&import).await.ok().must_say("the directory is as it was").must_say("This import was taken back");
        browser.post(&format!("{import}/undo"), &[]).await.goes_to();
        assert_eq!(house.db.value::<i64>(&PEOPLE, params![]).await.unwrap(), 0);
    }

    bad_rows_are_named_with_the_person_and_can_be_downloaded_mended_and_brought_again |house| {
        let mut browser = coordinator(house).await;
        let text = "employee_id,name,email\n1,Ann Ode,ann@firm.example\n2,Jerome Grünwald,jerome@firm\n3,=cmd,eve@\n";
        let import = send(&mut browser, "people", "people.csv", text.as_bytes()).await;
        let page = browser.get(&import).await.ok();
        page.must_say("1 row is ready, 2 need mending").must_say("Jerome Grünwald").must_say("jerome@firm");
        page.must_say("The address ends without a domain");
        for moment in ["before", "after"] {
            let csv = browser.get(&format!("{import}/bad-rows")).await.ok();
            assert!(csv.body.contains("What to mend,employee_id,name,email"), "{moment}: {}", csv.body);
            assert!(csv.body.contains("2,Jerome Grünwald,jerome@firm\r\n") && csv.body.contains("\"'=cmd\""), "{}", csv.body);
            assert!(!csv.body.contains("Ann Ode"), "only the bad ones");
            browser.post(&format!("{import}/write"), &[]).await.goes_to();
        }
        let mended = browser.get(&format!("{import}/bad-rows")).await.body.replace("jerome@firm", "jerome@firm.example").replace("eve@", "eve@firm.example");
        let again = send(&mut browser, "people", "people-to-mend.csv", mended.as_bytes()).await;
        browser.get(&again).await.ok().must_say("2 rows are ready").must_not_say("What to mend");
        browser.post(&format!("{again}/write"), &[]).await.goes_to();
        assert_eq!(house.db.value::<i64>(&PEOPLE, params![]).await.unwrap(), 3);
    }

    what_the_columns_become_can_be_changed_and_is_looked_at_before_it_is_written |house| {
        let mut browser = coordinator(house).await;
        let import = send(&mut browser, "people", "p.csv", b"Nr,Who,Where\n1,Ann Ode,Boston\n2,Bo Lind,Hartford\n").await;
        browser.get(&import).await.ok().must_say("The columns need a word from you").must_say("No column was recognised as the name");
        let said = [("column-0", "id"), ("column-1", "name"), ("column-2", "not-kept")];
        browser.post(&format!("{import}/check"), &said).await.goes_to();
        browser.get(&import).await.ok().must_say("2 rows are ready");
        let other = [("column-0", "id"), ("column-1", "name"), ("column-2", "office")];
        browser.post(&format!("{import}/write"), &other).await.goes_to();
        browser.get(&import).await.ok().must_say("this is a fresh look");
        assert_eq!(house.db.value::<i64>(&PEOPLE, params![]).await.unwrap(), 0);
        browser.post(&format!("{import}/write"), &other).await.goes_to();
        assert_eq!(house.db.value::<i64>(&PEOPLE, params![]).await.unwrap(), 2);
        let twice = [("column-0", "name"), ("column-1", "name")];
        let import = send(&mut browser, "people", "p.csv", b"Nr,Who\n1,Ann Ode\n").await;
        browser.post(&format!("{import}/check"), &twice).await.goes_to();
        browser.get(&import).await.ok().must_say("both become Name");
    }

    somebody_puts_the_levels_in_their_order_and_says_which_are_senior |house| {
        let mut browser = coordinator(house).await;
        let import = send(&mut browser, "people", "p.csv", b"ID,Name,Grade\n1,Ann,Fellow\n2,Bo,Partner\n3,Cy,Clerk\n").await;
        browser.get(&import).await.ok().must_say("Partner: 1, senior");
        // Shown: Partner, Clerk, Fellow. Fellow goes first and leads; Partner does not.
        let said = [("level-0", "2"), ("level-1", "3"), ("level-2", "1"), ("senior-2", "1")];
        browser.post(&format!("{import}/check"), &said).await.goes_to();
        browser.post(&format!("{import}/write"), &[]).await.goes_to();
        let levels: Vec<(String,)> = house.db.all(&LEVELS, params![]).await.unwrap();
        let levels: Vec<String> = levels.into_iter().map(|l| l.0).collect();
        assert_eq!(levels, ["Fellow (senior)", "Partner", "Clerk"]);
    }

    ties_of_known_kinds_are_written_at_the_first_press |house| {
        let mut browser = coordinator(house).await;
        let people = send(&mut browser, "people", "p.csv", b"ID,Name\n1,Ann\n2,Bo\n").await;
        browser.post(&format!("{people}/write"), &[]).await.goes_to();
        let import = send(&mut browser, "ties", "t.csv", b"from,to,kind\n1,2,works_with\n2,1,friend_of\n").await;
        // What the page suggests comes back with the form, as a browser sends it.
        let form = form_fields(&browser.get(&import).await.ok().body);
        assert!(form.contains(&("kind-0".to_owned(), "friend".to_owned())), "{form:?}");
        browser.post(&format!("{import}/write"), &borrowed(&form)).await.goes_to();
        browser.get(&import).await.ok().must_say("2 rows were written.");
        assert_eq!(house.db.value::<i64>(&TIES, params![]).await.unwrap(), 3);
    }

    an_unknown_kind_of_tie_is_asked_for_and_never_dropped |house| {
        let mut browser = coordinator(house).await;
        let people = send(&mut browser, "people", "p.csv", b"ID,Name\n1,Ann\n2,Bo\n").await;
        browser.post(&format!("{people}/write"), &[]).await.goes_to();
        let import = send(&mut browser, "ties", "t.csv", b"from,to,kind\n1,2,carpools with\n").await;
        browser.get(&import).await.ok().must_say("None of the 1 row can be used yet").must_say("Choose what it becomes");
        browser.post(&format!("{import}/check"), &[("kind-0", "worked-with")]).await.goes_to();
        browser.get(&import).await.ok().must_say("1 row is ready");
        browser.post(&format!("{import}/write"), &[]).await.goes_to();
        assert_eq!(house.db.value::<i64>(&TIES, params![]).await.unwrap(), 2);
    }

    a_coordinator_enrolls_another_products_export_in_their_own_program_alone |house| {
        let (ours, theirs) = (house.cast().program("Open Door").await, house.cast().program("Other").await);
        let ines = house.cast().coordinator("Ines Halloran", ours).await;
        let mut browser = house.browser_of(ines).await;
        let mentees = sample("civil-service/mentees.csv");
        for (program, enrolled) in [(theirs.to_string(), 0), (ours.to_string(), 50)] {
            let fields = [("kind", "people"), ("program", program.as_str()), ("role", "mentee")];
            let page = browser.upload("/imports/new", &fields, ("file", "mentees.csv", &mentees)).await;
            let import = page.goes_to().to_owned();
            browser.post(&format!("{import}/write"), &[]).await.goes_to();
            assert_eq!(house.db.value::<i64>(&ENROLLED, params![]).await.unwrap(), enrolled);
        }
    }

    a_file_that_cannot_be_read_says_why_and_what_to_do |house| {
        let mut browser = coordinator(house).await;
        for (bytes, says) in [(&b"%PDF-1.7"[..], "This is a PDF document"), (b"ID,Name\n1,\"Ann", "is never closed")] {
            let import = send(&mut browser, "people", "people.csv", bytes).await;
            browser.get(&import).await.ok().must_say(says).must_say("Nothing was changed");
            assert_eq!(browser.post(&format!("{import}/discard"), &[]).await.goes_to(), "/imports/new");
        }
        let page = browser.upload("/imports/new", &[("kind", "people")], ("file", "", b"")).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        page.must_say("Choose a file");
    }

    who_is_no_longer_in_the_file_is_named_and_nobody_is_deleted |house| {
        let mut browser = coordinator(house).await;
        let first = send(&mut browser, "people", "p.csv", b"ID,Name\n1,Ann Ode\n2,Bo Lind\n").await;
        browser.post(&format!("{first}/write"), &[]).await.goes_to();
        let second = send(&mut browser, "people", "p.csv", b"ID,Name\n1,Ann Ode\n").await;
        browser.get(&second).await.ok().must_say("Bo Lind is not in this file").must_say("Mark as left");
        // A row that cannot be used is a row all the same.
        let third = send(&mut browser, "people", "p.csv", b"ID,Name,Email\n1,Ann Ode,\n2,Bo Lind,nowhere\n").await;
        browser.get(&third).await.ok().must_say("One row to mend").must_not_say("not in this file");
    }
}
