//! The directory: finding people, keeping them by hand, and who sees what about them.

use axum::http::StatusCode;
use bellwether_app::features::people::{Kind, Named, Options, import_file, named};
use bellwether_db::{Read, params, statements};
use bellwether_testkit::{Browser, House, stories};

statements! {
    KEY = "select key from people where name = $1";
    TIES = "select count(*) from ties";
    SIGNALS = "select count(*) from signals where retracted_at is null";
    MANAGER = "select m.name from people p join people m on m.id = p.manager_id where p.name = $1";
}

async fn coordinator(house: &House) -> Browser {
    let program = house.cast().program("Open Door").await;
    let ines = house.cast().coordinator("Ines Halloran", program).await;
    house.browser_of(ines).await
}

async fn law_firm(house: &House) {
    for (kind, file) in [(Kind::People, "people"), (Kind::Ties, "ties")] {
        let path = format!("{}/../../samples/law-firm/{file}.csv", env!("CARGO_MANIFEST_DIR"));
        let bytes = std::fs::read(path).unwrap();
        import_file(&house.app.system(), kind, "x.csv", bytes, Options::default()).await.unwrap();
    }
}

stories! {
    the_people_page_shows_fifty_at_a_time_and_finds_them_without_accents |house| {
        let mut browser = coordinator(house).await;
        browser.get("/people").await.ok().must_say("1 person").must_say("Ines Halloran");
        law_firm(house).await;
        let page = browser.get("/people").await.ok();
        page.must_say("72 people").must_say("Page 1 of 2").must_not_say("Yara Holmberg");
        browser.get("/people?page=2").await.ok().must_say("Yara Holmberg");
        browser.get("/people?q=GRUNWALD").await.ok().must_say("1 person fits").must_say("Grünwald");
        browser.get("/people?q=%25").await.ok().must_say("72 people");
        let filtered = browser.get(&page.body.split("value=\"").find(|v| v.contains(">Partner<")).map(|v| format!("/people?level={}&office=Boston", v.split('"').next().unwrap())).unwrap()).await.ok();
        filtered.must_say("people fit").must_say("Partner").must_not_say("Hartford</td>");
        browser.get("/people?q=nobody-at-all").await.ok().must_say("Nobody fits").must_say("Show everybody");
    }

    a_person_is_added_and_changed_by_hand_and_errors_stand_at_their_fields |house| {
        let mut browser = coordinator(house).await;
        let wrong = browser.post("/people/new", &[("name", ""), ("email", "nowhere"), ("time_zone", "Mars"), ("manager", "Nobody Known")]).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        wrong.must_say("Write their name").must_say("is not a time zone").must_say("Nobody in the directory is known by this");
        let added = browser.post("/people/new", &[("name", "山田 太郎"), ("email", "Taro@Firm.example"), ("manager", "ines halloran")]).await;
        let person = added.goes_to().to_owned();
        browser.get(&person).await.ok().must_say("山田 太郎 is in the directory").must_say("Ines Halloran");
        assert_eq!(house.db.value::<String>(&KEY, params!["山田 太郎"]).await.unwrap(), "taro@firm.example");
        let twice = browser.post("/people/new", &[("name", "Other"), ("email", "TARO@firm.example")]).await;
        twice.must_say("山田 太郎 has this already");
        browser.get(&format!("{person}/edit")).await.ok().must_say("Save");
        let saved = browser.post(&format!("{person}/edit"), &[("name", "Taro Yamada"), ("email", "taro@firm.example"), ("key", "L9"), ("office", "Kyoto"), ("since", "2019")]).await;
        assert_eq!(saved.goes_to(), person);
        browser.get(&person).await.ok().must_say("Kyoto").must_say("2019").must_say("L9");
        assert_eq!(browser.get("/people/0000000000001").await.status, StatusCode::NOT_FOUND);
    }

    nobody_is_made_to_report_in_a_circle |house| {
        let mut browser = coordinator(house).await;
        let ann = house.cast().person("Ann Ode", None).await;
        let bo = house.cast().person("Bo Lind", None).await;
        house.cast().managed_by(bo, ann).await;
        let page = browser.post(&format!("/people/{ann}/edit"), &[("name", "Ann Ode"), ("email", "ann.ode@firm.example"), ("manager", "Bo Lind")]).await;
        page.must_say("the reporting line would go in a circle");
        let page = browser.post(&format!("/people/{ann}/edit"), &[("name", "Ann Ode"), ("email", "ann.ode@firm.example"), ("manager", "Ann Ode")]).await;
        page.must_say("Nobody reports to themselves");
        assert_eq!(house.db.value::<String>(&MANAGER, params!["Bo Lind"]).await.unwrap(), "Ann Ode");
        browser.get(&format!("/people/{ann}")).await.ok().must_say("Reports").must_say("Bo Lind");
    }

    who_leaves_is_signed_out_and_not_deleted_and_can_come_back |house| {
        let mut browser = coordinator(house).await;
        let ann = house.cast().person("Ann Ode", None).await;
        let mut anns = house.browser_of(ann).await;
        assert_ne!(anns.get("/people").await.status, StatusCode::SEE_OTHER);
        browser.post(&format!("/people/{ann}/left"), &[]).await.goes_to();
        let page = browser.get(&format!("/people/{ann}")).await.ok();
        page.must_say("Ann left on 9 February 2027").must_say("Undo");
        assert!(anns.get("/me").await.goes_to().starts_with("/sign-in"));
        browser.get("/people").await.ok().must_not_say("Ann Ode");
        browser.get("/people?left=1").await.ok().must_say("1 person has left").must_say("Ann Ode");
        browser.post(&format!("/people/{ann}/return"), &[]).await.goes_to();
        browser.get("/people").await.ok().must_say("Ann Ode");
        assert!(anns.get("/me").await.goes_to().starts_with("/sign-in"), "she signs in again herself");
    }

    a_coordinator_keeps_the_evidence_and_an_administrator_never_sees_it |house| {
        let mut browser = coordinator(house).await;
        let ann = house.cast().person("Ann Ode", None).await;
        let bo = house.cast().person("Bo Lind", None).await;
        let here = format!("/people/{ann}");
        let fields = [("kind", "offered-to-help"), ("on", "2026-10-07"), ("note", "Offered at the autumn launch")];
        browser.post(&format!("{here}/signals"), &fields).await.goes_to();
        browser.post(&format!("{here}/signals"), &fields).await.goes_to();
        assert_eq!(house.db.value::<i64>(&SIGNALS, params![]).await.unwrap(), 1, "a form sent twice is one");
        browser.post(&format!("{here}/ties"), &[("kind", "advised/towards"), ("who", "bo lind")]).await.goes_to();
        browser.post(&format!("{here}/ties"), &[("kind", "worked-with"), ("who", "bo.lind@firm.example")]).await.goes_to();
        assert_eq!(house.db.value::<i64>(&TIES, params![]).await.unwrap(), 3, "shared work holds both ways");
        let page = browser.get(&here).await.ok();
        page.must_say("Offered at the autumn launch").must_say("7 October 2026, noted by Ines Halloran");
        page.must_say("Was advised by 1").must_say("Worked with 1");

        let it = house.cast().administrator("Ida Tek").await;
        let mut administrator = house.browser_of(it).await;
        let seen = administrator.get(&here).await.ok();
        seen.must_say("Ann Ode").must_not_say("autumn launch").must_not_say("advised").must_not_say("Bo Lind");
        assert_eq!(administrator.post(&format!("{here}/signals"), &fields).await.status, StatusCode::NOT_FOUND);

        let retract = page.address_with("/retract");
        browser.post(&retract, &[]).await.goes_to();
        browser.get(&here).await.ok().must_say("The evidence no longer counts").must_not_say("Offered at the autumn");
        browser.post(&retract.replace("retract", "restore"), &[]).await.goes_to();
        browser.get(&here).await.ok().must_say("Offered at the autumn launch");
        let bos = bo.to_string();
        browser.post(&format!("{here}/ties/remove"), &[("kind", "worked-with"), ("who", &bos)]).await.goes_to();
        assert_eq!(house.db.value::<i64>(&TIES, params![]).await.unwrap(), 1);
    }

    evidence_from_the_future_is_refused |house| {
        let mut browser = coordinator(house).await;
        let ann = house.cast().person("Ann Ode", None).await;
        let page = browser.post(&format!("/people/{ann}/signals"), &[("kind", "mentored-before"), ("on", "2027-02-10")]).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        page.must_say("lies in the future");
    }

    somebody_is_found_by_what_only_they_have |house| {
        law_firm(house).await;
        let found = |text: &'static str| async move { named(&house.db, text).await.unwrap() };
        assert!(matches!(found("L001").await, Named::One(_)));
        assert_eq!(found("Thaddeus.Ravenscroft@LAWFIRM.example").await, found("thaddeus ravenscroft").await);
        assert!(matches!(found("boston").await, Named::Several(some) if some.len() == 5));
        assert_eq!(found("nobody-at-all").await, Named::Nobody);
        assert_eq!(found("%").await, Named::Nobody);
    }
}
