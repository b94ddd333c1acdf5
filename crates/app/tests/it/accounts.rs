//! Signing in.

use axum::http::StatusCode;
use bellwether_kernel::jiff::SignedDuration;
use bellwether_testkit::{House, stories};

/// The code in the newest mail to an address.
async fn code_for(house: &House, address: &str) -> String {
    let mail = house.last_mail_to(address).await;
    mail.split("code is ").nth(1).unwrap().chars().take(6).collect()
}

stories! {
    a_typed_code_signs_in_and_leads_on_to_the_page_that_was_wanted |house| {
        let program = house.cast().program("Open Door").await;
        house.cast().coordinator("Ines Halloran", program).await;
        let mut browser = house.stranger();
        let page = browser.post("/sign-in", &[("email", "INES.Halloran@firm.example"), ("next", "/me")]).await;
        assert_eq!(page.goes_to(), "/sign-in/code?next=/me");
        let code = code_for(house, "ines.halloran@firm.example").await;
        let page = browser.post("/sign-in/code", &[("code", &code), ("next", "/me")]).await;
        assert_eq!(page.goes_to(), "/me");
        assert!(browser.get("/").await.goes_to().ends_with("/today"));
    }

    a_code_opens_nothing_in_another_browser |house| {
        house.cast().person("Ines Halloran", None).await;
        house.stranger().post("/sign-in", &[("email", "ines.halloran@firm.example")]).await;
        let code = code_for(house, "ines.halloran@firm.example").await;
        let page = house.stranger().post("/sign-in/code", &[("code", &code)]).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        page.must_say("That is not the code");
    }

    a_code_works_once_and_for_ten_minutes |house| {
        house.cast().person("Ines Halloran", None).await;
        let mut browser = house.stranger();
        browser.post("/sign-in", &[("email", "ines.halloran@firm.example")]).await;
        let code = code_for(house, "ines.halloran@firm.example").await;
        let mut same = browser.clone();
        browser.post("/sign-in/code", &[("code", &code)]).await.goes_to();
        assert_eq!(same.post("/sign-in/code", &[("code", &code)]).await.status, StatusCode::UNPROCESSABLE_ENTITY);

        let mut late = house.stranger();
        late.post("/sign-in", &[("email", "ines.halloran@firm.example")]).await;
        let code = code_for(house, "ines.halloran@firm.example").await;
        house.clock.advance(SignedDuration::from_mins(11));
        assert_eq!(late.post("/sign-in/code", &[("code", &code)]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    }

    five_wrong_tries_end_a_code |house| {
        house.cast().person("Ines Halloran", None).await;
        let mut browser = house.stranger();
        browser.post("/sign-in", &[("email", "ines.halloran@firm.example")]).await;
        let code = code_for(house, "ines.halloran@firm.example").await;
        let wrong = if code == "000000" { "000001" } else { "000000" };
        for _ in 0..5 {
            browser.post("/sign-in/code", &[("code", wrong)]).await;
        }
        assert_eq!(browser.post("/sign-in/code", &[("code", &code)]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    }

    an_unknown_address_gets_the_same_page_and_no_mail |house| {
        house.cast().person("Ines Halloran", None).await;
        let known = house.stranger().post("/sign-in", &[("email", "ines.halloran@firm.example")]).await;
        let unknown = house.stranger().post("/sign-in", &[("email", "nobody@firm.example")]).await;
        assert_eq!((known.status, &known.body, known.goes_to()), (unknown.status, &unknown.body, unknown.goes_to()));
    }

    another_sites_form_changes_nothing |house| {
        let person = house.cast().person("Ines Halloran", None).await;
        let mut browser = house.browser_of(person).await;
        let request = axum::http::Request::post("/sign-out").header("sec-fetch-site", "cross-site").body(axum::body::Body::empty());
        assert_eq!(browser.send(request.unwrap()).await.status, StatusCode::FORBIDDEN);
        assert_eq!(browser.get("/").await.goes_to(), "/me", "still signed in");
    }

    the_first_administrator_comes_in_by_a_link_that_works_once |house| {
        let link = bellwether_app::features::accounts::setup_link(&house.app).await.unwrap();
        let path = link.url.strip_prefix("http://localhost:8080").unwrap().to_owned();
        let mut browser = house.stranger();
        browser.get(&path).await.ok().must_say("Set up Bellwether");
        let page = browser.post(&path, &[("organization", ""), ("name", "Ada"), ("email", "ada"), ("zone", "Nowhere")]).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        page.must_say("Write the organization’s name").must_say("is not a time zone").must_say("An address has one @ in it.");
        let fields = [("organization", "Corwin & Sedge"), ("name", "Ada Byrne"), ("email", "ada@firm.example"), ("zone", "America/New_York")];
        assert_eq!(browser.post(&path, &fields).await.goes_to(), "/");
        assert_eq!(house.app.organization().name, "Corwin & Sedge");
        assert_eq!(browser.get("/").await.goes_to(), "/programs");
        assert_eq!(house.stranger().get(&path).await.status, StatusCode::NOT_FOUND);
    }

    a_code_from_the_console_is_in_the_audit_log |house| {
        house.cast().administrator("Ada Byrne").await;
        let email = bellwether_kernel::Email::parse("ada.byrne@firm.example").unwrap();
        let (code, _) = bellwether_app::features::accounts::console_code(&house.app, &email).await.unwrap().unwrap();
        let mut browser = house.stranger();
        assert_eq!(browser.post("/sign-in/code", &[("code", &code), ("email", "ada.byrne@firm.example")]).await.goes_to(), "/");
        assert_eq!(bellwether_app::access::audit::first_broken(&house.db).await.unwrap(), None);
    }
}
