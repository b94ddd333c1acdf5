use bellwether_app::features::demo;
use bellwether_db::{Read, params, statements};
use bellwether_testkit::{Browser, House};
use std::time::Instant;

statements! {
    LEFT_OVER = "select (select count(*) from people) + (select count(*) from programs) + (select count(*) from messages)";
}

async fn firm() -> House {
    let house = House::demonstration().await;
    demo::load(&house.db, house.app.config(), house.now()).await.unwrap();
    house.app.reload().await.unwrap();
    house
}

async fn viewing_as(house: &House, who: &str) -> (Browser, String) {
    let mut browser = house.stranger();
    let page = browser.post("/demo/view-as", &[("who", who)]).await;
    let begins = page.goes_to().to_owned();
    (browser, begins)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_newcomer_finds_a_firm_with_a_program_under_way() {
    let began = Instant::now();
    let house = firm().await;
    println!("loaded in {:?}", began.elapsed());
    let page = house.stranger().get("/demo").await.ok();
    page.must_say("Corwin & Sedge is a law firm with 71 invented lawyers");
    page.must_say("Its program, Open Door, has been under way");
    page.must_say("Sample data: invented people");
    let mut stranger = house.stranger();
    stranger.get("/demo/mailbox").await.ok().must_say("You coordinate Open Door");
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
    browser.get("/demo").await.ok().must_say("Nobody is here yet");
    assert_eq!(browser.post("/demo/load", &[]).await.goes_to(), "/demo");
    browser.get("/demo").await.ok().must_say("Ines Halloran");
}

#[tokio::test(flavor = "multi_thread")]
async fn where_people_are_real_there_is_no_demonstration() {
    let house = House::on_sqlite().await;
    for path in ["/demo", "/demo/mailbox"] {
        assert_eq!(house.stranger().get(path).await.status, 404, "{path}");
    }
    assert_eq!(house.stranger().post("/demo/start-empty", &[]).await.status, 404);
}
