//! What administrators set, and what stays hidden from them.

use axum::http::StatusCode;
use bellwether_db::{Read, params, statements};
use bellwether_testkit::smtp::SmtpServer;
use bellwether_testkit::{Browser, House, stories};

statements! {
    SMTP = "select value from settings where name = 'organization.smtp'";
    LEVELS = "select name, senior from levels order by rank desc";
    VALUE = "insert into sensitive_values (person_id, attribute, value) values ($1, 'gender', 'x')";
    VALUES = "select count(*) from sensitive_values";
    LINES = "select verb, detail from audit order by position";
}

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\0\x40\0\0\0\x20\x08\x06\0\0\0";

async fn administrator(house: &House) -> Browser {
    let ada = house.cast().administrator("Ada Byrne").await;
    house.browser_of(ada).await
}

fn mail_form<'a>(host: &'a str, port: &'a str, user: &'a str, password: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("mail_from", "mentoring@firm.example"),
        ("reply_to", ""),
        ("host", host),
        ("port", port),
        ("encryption", "required"),
        ("user", user),
        ("password", password),
        ("stop_minutes", "5"),
        ("quiet_hours", "on"),
    ]
}

stories! {
    nobody_but_an_administrator_finds_the_settings |house| {
        let program = house.cast().program("Open Door").await;
        let ines = house.cast().coordinator("Ines Halloran", program).await;
        let mut browser = house.browser_of(ines).await;
        for path in ["", "/organization", "/mail", "/levels", "/administrators", "/identity"] {
            assert_eq!(browser.get(&format!("/settings{path}")).await.status, StatusCode::NOT_FOUND, "{path}");
        }
        let mut ada = administrator(house).await;
        for path in ["", "/organization", "/mail", "/levels", "/administrators", "/identity"] {
            ada.get(&format!("/settings{path}")).await.ok();
        }
    }

    the_organization_gets_its_name_and_its_logo |house| {
        let mut ada = administrator(house).await;
        assert_eq!(ada.get("/logo").await.status, StatusCode::NOT_FOUND);
        let wrong = ada.post("/settings/organization", &[("name", ""), ("zone", "Mars/Olympus")]).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        wrong.must_say("Write the organization’s name").must_say("“Mars/Olympus” is not a time zone.");
        ada.post("/settings/organization", &[("name", "Corwin & Sedge"), ("zone", "America/New_York")]).await.goes_to();
        ada.get("/settings").await.ok().must_say("How Corwin & Sedge runs Bellwether").must_say("America/New_York");

        let page = ada.upload("/settings/logo", &[], ("logo", "logo.svg", b"<svg onload='alert(1)'/>")).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        page.must_say("This is neither a PNG nor a whole JPEG picture. Nothing was changed.");
        ada.upload("/settings/logo", &[], ("logo", "logo.png", PNG)).await.goes_to();
        let logo = house.stranger().get("/logo").await.ok();
        assert_eq!(logo.bytes, PNG);
        assert_eq!(logo.headers["content-type"], "image/png");
        assert_eq!(logo.headers["content-security-policy"], "default-src 'none'; sandbox");
        assert_eq!(logo.headers["x-content-type-options"], "nosniff");
        assert!(ada.get("/settings").await.body.contains("src=\"/logo\""));
        ada.post("/settings/logo/remove", &[]).await.goes_to();
        assert_eq!(ada.get("/logo").await.status, StatusCode::NOT_FOUND);
    }

    the_mail_password_is_kept_and_never_shown_again |house| {
        let mut ada = administrator(house).await;
        ada.post("/settings/mail", &mail_form("smtp.firm.example", "587", "mentoring", "s3cret/&é")).await.goes_to();
        let stored: String = house.db.value(&SMTP, params![]).await.unwrap();
        let page = ada.get("/settings/mail").await.ok();
        page.must_say("One is stored. Leave this empty to keep it; it is never shown again.");
        page.must_not_say("s3cret");
        ada.get("/settings").await.ok().must_say("smtp://mentoring@smtp.firm.example:587").must_say("waits 5 minutes").must_not_say("s3cret");

        ada.post("/settings/mail", &mail_form("smtp.firm.example", "587", "mentoring", "")).await.goes_to();
        assert_eq!(house.db.value::<String>(&SMTP, params![]).await.unwrap(), stored, "an empty field keeps it");
        let elsewhere = ada.post("/settings/mail", &mail_form("evil.example", "587", "mentoring", "")).await;
        assert_eq!(elsewhere.status, StatusCode::UNPROCESSABLE_ENTITY);
        elsewhere.must_say("Write the password for this user at this server.");
        assert_eq!(house.db.value::<String>(&SMTP, params![]).await.unwrap(), stored, "no other server gets it");
        for (_, detail) in house.db.all::<(String, String)>(&LINES, params![]).await.unwrap() {
            assert!(!detail.contains("s3cret") && !detail.contains("smtp.firm"), "the log has what changed, not to what: {detail}");
        }
    }

    a_refused_mail_form_says_where_and_keeps_what_was_typed |house| {
        let mut ada = administrator(house).await;
        let mut form = mail_form("smtp://x", "many", "ines", "hush-hush");
        form[0].1 = "nobody";
        form[7].1 = "600";
        let page = ada.post("/settings/mail", &form).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        page.must_say("An address has one @ in it.").must_say("Write the server’s name alone").must_say("“many” is not a whole number");
        page.must_say("“600” is not a whole number from 0 to 60.").must_not_say("hush-hush");
        assert!(page.body.contains("value=\"ines\""));
    }

    a_test_mail_tells_how_it_went |house| {
        let mut ada = administrator(house).await;
        ada.post("/settings/mail/test", &[]).await.must_say("No mail server is set; an administrator sets it under Settings.");
        let server = SmtpServer::start().await.unwrap();
        let port = server.port().to_string();
        let mut form = mail_form("127.0.0.1", &port, "", "");
        form[4].1 = "none";
        ada.post("/settings/mail", &form).await.goes_to();
        let to = ada.post("/settings/mail/test", &[]).await.goes_to().to_owned();
        ada.get(&to).await.ok().must_say("The test mail is on its way.").must_say("Look again");
        let transport = bellwether_app::background::transport(&house.app, None).unwrap();
        let worker = bellwether_outbox::Worker::new(house.db.clone(), house.world.clone(), transport, std::sync::Arc::new(bellwether_outbox::Anyone));
        worker.deliver_due().await.unwrap();
        ada.get(&to).await.ok().must_say("The mail server took the test mail").must_not_say("Look again");
        let mails = server.mails();
        assert_eq!((mails.len(), mails[0].to.as_str(), mails[0].from.as_str()), (1, "ada.byrne@firm.example", "mentoring@firm.example"));
        drop(server);
        let page = ada.post("/settings/mail/test", &[]).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        page.must_say("No test mail was sent. The mail server could not be used for now, while connecting").must_say("Look at the server’s name and port");
    }

    somebody_elses_test_mail_tells_nothing |house| {
        let (ada, ben) = (house.cast().administrator("Ada Byrne").await, house.cast().administrator("Ben Okoro").await);
        let server = SmtpServer::start().await.unwrap();
        let port = server.port().to_string();
        let mut form = mail_form("127.0.0.1", &port, "", "");
        form[4].1 = "none";
        let mut browser = house.browser_of(ada).await;
        browser.post("/settings/mail", &form).await.goes_to();
        let to = browser.post("/settings/mail/test", &[]).await.goes_to().to_owned();
        house.browser_of(ben).await.get(&to).await.ok().must_not_say("on its way");
    }

    levels_get_their_names_their_order_and_who_leads |house| {
        let mut ada = administrator(house).await;
        let associate = house.cast().level("Associate", 3000, false).await;
        let partner = house.cast().level("Partner", 1000, false).await;
        house.cast().person("Idris Inoue", Some(partner)).await;
        let field = |part: &str, id| format!("{part}-{id}");
        let names = [field("name", partner), field("name", associate), field("place", partner), field("place", associate), field("senior", partner)];
        // They swap their names too, which each alone could not.
        let form = [(&*names[0], "Partner"), (&*names[1], "Associate"), (&*names[2], "1"), (&*names[3], "2"), (&*names[4], "on"), ("new", "Counsel")];
        ada.post("/settings/levels", &form).await.goes_to();
        let levels = || async { house.db.all::<(String, bool)>(&LEVELS, params![]).await.unwrap() };
        assert_eq!(levels().await, [("Partner".to_owned(), true), ("Associate".to_owned(), false), ("Counsel".to_owned(), false)]);
        let swapped = [(&*names[0], "Associate"), (&*names[1], "Partner"), (&*names[2], "1"), (&*names[3], "2")];
        ada.post("/settings/levels", &swapped).await.goes_to();
        assert_eq!(levels().await[0], ("Associate".to_owned(), false));
        let same = ada.post("/settings/levels", &[(&*names[0], "Counsel"), (&*names[1], "partner"), (&*names[2], "x"), (&*names[3], "2"), ("new", "PARTNER")]).await;
        assert_eq!(same.status, StatusCode::UNPROCESSABLE_ENTITY);
        same.must_say("Two levels would be called").must_say("“x” is not a whole number").must_say("There is a level called PARTNER already.");
        let used = ada.post(&format!("/settings/levels/{partner}/remove"), &[]).await;
        used.must_say("is still in use").must_say("Nothing was changed.");
        ada.post(&format!("/settings/levels/{associate}/remove"), &[]).await.goes_to();
        assert_eq!(ada.post(&format!("/settings/levels/{associate}/remove"), &[]).await.status, StatusCode::NOT_FOUND);
        assert_eq!(levels().await.len(), 2);
    }

    an_administrator_is_added_by_mail_and_the_last_one_stays |house| {
        let (ada_id, mut ada) = {
            let id = house.cast().administrator("Ada Byrne").await;
            (id, house.browser_of(id).await)
        };
        ada.post("/settings/administrators", &[("name", "Ben Okoro"), ("email", "ben.okoro@firm.example")]).await.goes_to();
        assert!(house.last_mail_to("ben.okoro@firm.example").await.contains("Ada Byrne made you an administrator"));
        let page = ada.get("/settings/administrators").await.ok();
        page.must_say("Ben Okoro administers Bellwether now.").must_say("ben.okoro@firm.example");
        let ben = page.body.split("/settings/administrators/").filter_map(|rest| rest.split_once("/remove")).map(|(id, _)| id.to_owned());
        let ben = ben.filter(|id| *id != ada_id.to_string()).next().unwrap();
        ada.post(&format!("/settings/administrators/{ben}/remove"), &[]).await.goes_to();
        let page = ada.get("/settings/administrators").await.ok();
        page.must_say("What they did stays.").must_not_say("Ben Okoro");
        let last = ada.post(&format!("/settings/administrators/{}/remove", ada_id), &[]).await;
        last.must_say("Bellwether keeps at least one administrator").must_say("Nothing was changed.");
        ada.get("/settings").await.ok();
    }

    a_column_about_identity_needs_a_purpose_and_loses_its_values_when_it_goes |house| {
        let mut ada = administrator(house).await;
        let person = house.cast().person("Nia Obi", None).await;
        ada.get("/settings/identity").await.ok().must_say("Nothing about identity is kept");
        let page = ada.post("/settings/identity", &[("attribute", "gender"), ("purpose", "stats")]).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        page.must_say("Write a whole sentence");
        ada.post("/settings/identity", &[("attribute", "shoe size"), ("purpose", "")]).await.must_say("Choose one of these.");
        ada.post("/settings/identity", &[("attribute", "gender"), ("purpose", "To see whether women are matched as often.")]).await.goes_to();
        house.run(&VALUE, &[&person]).await;
        ada.get("/settings/identity").await.ok().must_say("One column about identity is kept").must_say("To see whether women are matched as often.");
        ada.get("/settings/identity/off?attribute=gender").await.ok().must_say("Switch off gender, and erase 1 value?");
        assert_eq!(ada.get("/settings/identity/off?attribute=age").await.goes_to(), "/settings/identity");
        ada.post("/settings/identity/off", &[("attribute", "gender")]).await.goes_to();
        ada.get("/settings/identity").await.ok().must_say("The column is off; 1 value was erased.");
        assert_eq!(house.db.value::<i64>(&VALUES, params![]).await.unwrap(), 0);
        let verbs: Vec<(String, String)> = house.db.all(&LINES, params![]).await.unwrap();
        assert_eq!(verbs.iter().filter(|(v, _)| v.contains("column about identity")).count(), 2);
    }
}
