use bellwether_app::features::demo;
use bellwether_db::{Read, params, statements};
use bellwether_kernel::Timestamp;
use bellwether_testkit::{Browser, House};

statements! {
    LEFT_OVER = "select (select count(*) from people) + (select count(*) from programs) + (select count(*) from messages)";
    NOT_SENT = "select count(*) from messages where state not in ('sent', 'stopped')";
}

async fn firm() -> House {
    let house = House::demonstration().await;
    let now = house.now();
    loaded(&house, now).await;
    house
}

async fn loaded(house: &House, until: Timestamp) {
    house.clock.set(until);
    demo::load(&house.db, house.app.config(), until).await.unwrap();
    house.app.reload().await.unwrap();
}

async fn viewing_as(house: &House, who: &str) -> (Browser, String) {
    let mut browser = house.stranger();
    let page = browser.post("/demo/view-as", &[("who", who)]).await;
    let begins = page.goes_to().to_owned();
    (browser, begins)
}

/// The coordinator's browser, and the address of the program.
async fn coordinating(house: &House) -> (Browser, String) {
    let (mut browser, begins) = viewing_as(house, "coordinator").await;
    let today = browser.get(&begins).await.goes_to().to_owned();
    let program = today.trim_end_matches("/today").to_owned();
    (browser, program)
}

/// The open mail to somebody about something.
async fn mail(house: &House, to: &str, subject: &str) -> (Browser, bellwether_testkit::Page) {
    let mut browser = house.stranger();
    let list = browser.get("/demo/mailbox").await.ok();
    let rows = list.body.split("<a href=\"/demo/mailbox/").skip(1);
    let row = rows.into_iter().find(|row| {
        let row = row.split("</a>").next().unwrap();
        row.contains(to) && row.contains(subject)
    });
    let row = row.unwrap_or_else(|| panic!("no mail to {to} about {subject}:\n{}", list.words()));
    let id = row.split('"').next().unwrap();
    let page = browser.get(&format!("/demo/mailbox/{id}")).await.ok();
    (browser, page)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_newcomer_finds_a_firm_with_a_program_under_way() {
    let house = firm().await;
    let page = house.stranger().get("/demo").await.ok();
    page.must_say("Corwin & Sedge is a law firm with 71 invented lawyers");
    page.must_say("Its program, Open Door, has been under way");
    page.must_say("Sample data: invented people");
    let (mut ines, program) = coordinating(&house).await;
    let today = ines.get(&format!("{program}/today")).await.ok();
    today.must_say("Four of 36 Partners have joined. Four more by");
    today.must_say("Call Henrik Nakamura").must_say("The pitch to Idris Inoue is ready");
    today
        .must_say("Two sessions held")
        .must_say("Gregor Pereira said “later”")
        .must_say("Rafael Lindqvist held the first session");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_newcomer_sees_leaders_at_every_stage_and_every_kind_of_answer() {
    let house = firm().await;
    let (mut ines, program) = coordinating(&house).await;
    for (stage, leader) in [
        ("identified", "Jerome Grünwald"),
        ("introduced", "Yara Holmberg"),
        ("met", "Idris Inoue"),
        ("asked", "Darius Abernathy"),
        ("answered", "Amara Novák"),
    ] {
        let page = ines.get(&format!("{program}/pipeline?stage={stage}")).await.ok();
        page.must_say(leader);
    }
    let answered = ines.get(&format!("{program}/pipeline?stage=answered")).await.ok();
    for kind in ["Joined", "Something smaller", "Talk first", "Helps another way", "Later", "Not for me"] {
        answered.must_say(kind);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_newcomer_reads_on_the_program_page_which_leaders_take_part_and_never_who_said_no() {
    let house = firm().await;
    let (mut ottilie, _) = viewing_as(&house, "mentee").await;
    let (_, program) = coordinating(&house).await;
    let page = ottilie.get(&program).await.ok();
    page.must_say("Bring the question you would not put in an e-mail.");
    for leader in ["Amara Novák", "Victor Xu", "Esther Farouk", "Rafael Lindqvist"] {
        page.must_say(leader);
    }
    page.must_not_say("Marchetti").must_not_say("Henrik");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_newcomer_opens_the_pitch_in_the_mailbox_and_answers_it_in_two_taps() {
    let house = firm().await;
    let (mut marcus, letter) = mail(&house, "Marcus Hale", "would you mentor").await;
    let link = letter.address_with("/ask/");
    let page = marcus.get(&link).await.ok();
    page.must_say("Count me in").must_say("Sample data: invented people");
    marcus.get(&format!("{link}/answer?answer=yes")).await.ok().must_say("Shall we count you in?");
    assert_eq!(marcus.post(&format!("{link}/answer"), &[("answer", "yes")]).await.goes_to(), link);
    marcus.get(&link).await.ok().must_say("Thank you, Marcus. You’re in.");
    let (mut ines, program) = coordinating(&house).await;
    ines.get(&format!("{program}/today")).await.ok().must_say("Five of 36 Partners have joined");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_newcomer_as_leader_picks_a_time_and_as_mentee_sees_what_comes() {
    let house = firm().await;
    let (mut amara, begins) = viewing_as(&house, "leader").await;
    let at = amara.get(&begins).await.ok().address_with("/mentorships/");
    let page = amara.get(&at).await.ok();
    page.must_say("You and Nadia Ogilvie").must_say("Two held").must_say("Pick the next session");
    let slot = page.address_with("/slots/");
    amara.post(&slot, &[]).await.goes_to();
    amara.get(&at).await.ok().must_say("Both calendars hold it");
    let (mut ottilie, begins) = viewing_as(&house, "mentee").await;
    let at = ottilie.get(&begins).await.ok().address_with("/mentorships/");
    ottilie.get(&at).await.ok().must_say("You and Victor Xu").must_say("12:15");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_newcomer_sees_pairs_drafted_proposed_accepted_and_one_that_came_to_nothing() {
    let house = firm().await;
    let (mut ines, program) = coordinating(&house).await;
    let page = ines.get(&format!("{program}/matching")).await.ok();
    page.must_say("Six pairs drafted, two people unmatched");
    page.must_say("Saoirse Laurent").must_say("Both were asked");
    page.must_say("Did not go ahead").must_say("Never who said no").must_not_say("Wanda said");
    let page = ines.get(&format!("{program}/mentorships")).await.ok();
    for pair in ["Ottilie Mbeki", "Nadia Ogilvie", "Imani Jovanović", "Celeste van der Berg"] {
        page.must_say(pair);
    }
    let page = ines.get(&format!("{program}/insights")).await.ok();
    page.must_say("Four of 36 Partners have joined");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_mailbox_has_every_kind_of_letter_and_none_is_on_its_way() {
    let house = firm().await;
    for (to, subject) in [
        ("Ines Halloran", "You coordinate Open Door"),
        ("Marcus Hale", "would you mentor one associate?"),
        ("Amara Novák", "Thank you, Amara"),
        ("Ines Halloran", "Amara Novák has answered"),
        ("Luís Villanueva", "Saoirse Laurent"),
        ("Nadia Ogilvie", "Open Door"),
    ] {
        mail(&house, to, subject).await;
    }
    let list = house.stranger().get("/demo/mailbox").await.ok();
    list.must_say("Would you introduce us to");
    list.must_say("Two leaders have not answered yet. Answer for them: Marcus Hale, Darius Abernathy.");
    let (mut ottilie, invitation) = mail(&house, "Ottilie Mbeki", "with Victor Xu").await;
    let file = ottilie.get(&invitation.address_with("/calendar")).await.ok();
    assert!(file.body.starts_with("BEGIN:VCALENDAR"), "{}", file.body);
    assert_eq!(house.db.value::<i64>(&NOT_SENT, params![]).await.unwrap(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn whom_nobody_is_to_ask_is_not_counted_the_staff_are_at_a_level_of_their_own() {
    let house = firm().await;
    let (mut ruth, _) = viewing_as(&house, "administrator").await;
    ruth.get("/people?q=Halloran").await.ok().must_say("Staff");
    let (mut ines, program) = coordinating(&house).await;
    let shortlist = ines.get(&format!("{program}/shortlist")).await.ok();
    shortlist.must_say("Idris Inoue").must_not_say("Ruth Abelard");
}

/// The story loads whenever the demonstration is started, and is the same story.
async fn loads_at(moment: &str) {
    let house = House::demonstration().await;
    loaded(&house, moment.parse().unwrap()).await;
    let (mut ines, program) = coordinating(&house).await;
    let today = ines.get(&format!("{program}/today")).await.ok();
    today.must_say("Four of 36 Partners have joined. Four more by").must_say("Idris Inoue is ready");
    ines.get(&format!("{program}/matching")).await.ok().must_say("Six pairs drafted");
    let (_, letter) = mail(&house, "Marcus Hale", "would you mentor").await;
    house.stranger().get(&letter.address_with("/ask/")).await.ok().must_say("Count me in");
}

#[tokio::test(flavor = "multi_thread")]
async fn it_loads_on_every_day_of_a_week() {
    // Monday to Friday, at hours when people work.
    for moment in
        ["2027-02-08T14:00:00Z", "2027-02-10T18:30:00Z", "2027-02-11T13:05:00Z", "2027-02-12T22:15:00Z"]
    {
        loads_at(moment).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn it_loads_on_a_weekend_night_and_before_a_monday_dawns() {
    for moment in ["2027-02-13T07:40:00Z", "2027-02-14T04:59:59Z", "2027-02-15T05:00:01Z"] {
        loads_at(moment).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn it_loads_when_the_clocks_have_just_changed() {
    // New York springs forward on 14 March 2027 at 7:00 UTC, and falls back on 7 November at 6:00.
    for moment in ["2027-03-14T07:00:30Z", "2027-11-07T05:30:00Z", "2027-11-07T06:00:30Z"] {
        loads_at(moment).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn it_loads_on_a_leap_day_and_at_the_turn_of_a_year() {
    for moment in ["2028-02-29T17:00:00Z", "2028-04-29T12:00:00Z", "2028-01-01T04:59:00Z"] {
        loads_at(moment).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_start_finds_what_was_there_and_loads_nothing() {
    let house = firm().await;
    assert!(!demo::load(&house.db, house.app.config(), house.now()).await.unwrap());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_moment_gives_the_same_firm() {
    let one = firm().await.stranger().get("/demo/mailbox").await.ok();
    let other = firm().await.stranger().get("/demo/mailbox").await.ok();
    assert_eq!(one.body, other.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_starts_empty_meets_the_first_day_and_may_load_the_firm_again() {
    let house = firm().await;
    let (mut browser, _) = viewing_as(&house, "administrator").await;
    let first_day = browser.post("/demo/start-empty", &[]).await.goes_to().to_owned();
    assert_eq!(house.db.value::<i64>(&LEFT_OVER, params![]).await.unwrap(), 0);
    browser.get(&first_day).await.ok().must_say("Sample data");
    let page = browser.get("/demo").await.ok();
    page.must_say("Nobody is here yet");
    assert!(page.body.contains(">Go on setting up</button>"), "a button, not only a sentence");
    assert_eq!(browser.post("/demo/load", &[]).await.goes_to(), "/demo");
    browser.get("/demo").await.ok().must_say("Ines Halloran");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_follow_up_after_loading_again_carries_the_link_that_opens() {
    let house = firm().await;
    house.stranger().post("/demo/load", &[]).await.goes_to();
    let (mut ines, program) = coordinating(&house).await;
    let list = ines.get(&format!("{program}/pipeline?stage=asked&q=Darius")).await.ok();
    let darius = list.address_with("/prospects/");
    ines.post(&format!("{darius}/follow-up"), &[]).await.goes_to();
    let words = house.last_mail_to("darius.abernathy@lawfirm.example").await;
    let link = words.split_whitespace().find(|w| w.contains("/ask/")).unwrap();
    let path = link.trim_start_matches("http://localhost:8080").to_owned();
    house.stranger().get(&path).await.ok().must_say("Count me in");
}

#[tokio::test(flavor = "multi_thread")]
async fn where_people_are_real_there_is_no_demonstration() {
    let house = House::on_sqlite().await;
    for path in ["/demo", "/demo/mailbox"] {
        assert_eq!(house.stranger().get(path).await.status, 404, "{path}");
    }
    assert_eq!(house.stranger().post("/demo/start-empty", &[]).await.status, 404);
}
