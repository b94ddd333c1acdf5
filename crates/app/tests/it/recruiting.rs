//! From a name to a yes: whom a coordinator takes on, and how far each has come.

use crate::firm::{Firm, borrowed};
use axum::http::StatusCode;
use bellwether_app::access::scope::InProgram;
use bellwether_app::features::recruiting;
use bellwether_db::statements;
use bellwether_kernel::jiff::SignedDuration;
use bellwether_outbox::Delivery;
use bellwether_testkit::stories;

statements! {
    ZONE = "update people set time_zone = $2 where id = $1";
    BOSTON = "insert into settings (name, value) values ('organization.zone', 'America/New_York')";
    ADMINISTERS = "insert into administrators (person_id, since) values ($1, $2)";
    NO_ASK = "update programs set ask_minutes = null, ask_sessions = null, ask_months = null, ask_mentees = null, ask_starts_on = null";
    LIFTED = "delete from suppressions";
    STOP_MINUTES = "insert into settings (name, value) values ('outbox.stop_minutes', '7')";
}

stories! {
    a_leader_becomes_a_prospect_once_and_keeps_the_owner |house| {
        let program = house.cast().program("Open Door").await;
        let ines = house.cast().coordinator("Ines Halloran", program).await;
        let idris = house.cast().person("Idris Inoue", None).await;
        let scope = InProgram { program, by: ines };
        let tx = house.db.begin().await.unwrap();
        recruiting::pin(&tx, &house.world, &scope, idris).await.unwrap();
        let first = recruiting::ensure_prospect(&tx, &house.world, program, idris, Some(ines)).await.unwrap();
        let again = recruiting::ensure_prospect(&tx, &house.world, program, idris, Some(idris)).await.unwrap();
        assert_eq!(first, again);
        recruiting::set_aside(&tx, &house.world, &scope, idris, Some("on leave")).await.unwrap();
        tx.commit().await.unwrap();
        let all = recruiting::stages(&house.db, program).await.unwrap();
        let [(person, summary)] = &all[..] else { panic!("{all:?}") };
        assert_eq!((*person, summary.owner, summary.pinned_at), (idris, Some(ines), None));
        assert_eq!(summary.aside_reason.as_deref(), Some("on leave"));
    }

    a_leader_goes_from_a_name_to_a_yes_and_is_named_on_the_wall |house| {
        let firm = Firm::of(house).await;
        let mut ines = firm.ines().await;
        firm.introduced(&mut ines).await;
        ines.get(&firm.path("")).await.ok().must_say("Meet Idris").must_say("Amara Novák introduced you");
        ines.get(&firm.path("/pitch")).await.ok().must_say("The pitch to Idris is still shut");
        firm.met(&mut ines).await;
        let page = ines.get(&firm.path("/pitch")).await.ok();
        page.must_say("To Idris Inoue, from Amara").must_say("6 hours").must_say("Send 1 pitch");
        firm.send(&mut ines).await;
        ines.get(&firm.path("/pitch")).await.ok().must_say("The pitch waits behind the stop button").must_say("in 2 minutes");
        let link = firm.delivered().await;
        let mut phone = house.stranger();
        let page = phone.get(&link).await.ok();
        page.must_say("Idris, would you mentor one associate?").must_say("6 hours in all, ending 30 June.").must_say("Count me in");
        let page = phone.get(&format!("{link}/answer?answer=yes")).await.ok();
        page.must_say("Shall we count you in?").must_say("6 hours in all");
        assert_eq!(phone.post(&format!("{link}/answer"), &[("answer", "yes")]).await.goes_to(), link);
        phone.get(&link).await.ok().must_say("Thank you, Idris. You’re in.").must_say("May we name you?");
        assert_eq!(firm.summary().await.joined_at, Some(house.now()));
        assert_eq!(firm.enrolled().await, 1);
        let page = phone.post(&format!("{link}/named"), &[("named", "wall")]).await;
        assert_eq!(page.goes_to(), link);
        phone.get(&link).await.ok().must_say("You stand on the program page now");
        assert_eq!(firm.summary().await.named, Some(recruiting::Named::Wall));
        ines.get(&firm.path("")).await.ok().must_say("Joined").must_say("Idris takes part");
    }

    an_introduction_alone_does_not_open_the_pitch |house| {
        let firm = Firm::of(house).await;
        let mut ines = firm.ines().await;
        firm.introduced(&mut ines).await;
        let page = ines.post(&firm.path("/pitch"), &[("question", "Idris?"), ("then", "send")]).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        ines.post(&firm.path("/pitch/send"), &[("version", "1")]).await;
        assert_eq!(firm.summary().await.asked_at, None);
        let forced = firm.try_to_mark_as_asked().await;
        assert!(forced.unwrap_err().is_conflict(), "the database refuses it, too");
    }

    a_conversation_has_its_day_and_who_spoke |house| {
        let firm = Firm::of(house).await;
        let mut ines = firm.ines().await;
        let tomorrow = [("kind", "meeting"), ("on", "2027-02-10"), ("by_other", "Amara Novák")];
        let page = ines.post(&firm.path("/meeting"), &tomorrow).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        page.must_say("That day has not come yet");
        let nobody = [("kind", "meeting"), ("on", "2027-02-08"), ("by_other", "Nobody Known")];
        ines.post(&firm.path("/meeting"), &nobody).await.must_say("Nobody in the directory is called “Nobody Known”");
        let himself = [("kind", "call"), ("on", "2027-02-08"), ("by_other", "idris inoue")];
        ines.post(&firm.path("/meeting"), &himself).await.must_say("cannot have spoken with themselves");
        assert_eq!(firm.summary().await.stage, recruiting::Stage::Identified);
    }

    a_conversation_recorded_twice_is_one_and_can_be_taken_back |house| {
        let firm = Firm::of(house).await;
        let mut ines = firm.ines().await;
        firm.met(&mut ines).await;
        firm.met(&mut ines).await;
        let page = ines.get(&firm.path("")).await.ok();
        assert_eq!(page.words().matches("Amara Novák met them").count(), 2, "in the history and beside its button");
        let undo = page.address_with("/touches/");
        ines.post(&undo, &[]).await.goes_to();
        assert_eq!(firm.summary().await.stage, recruiting::Stage::Identified);
    }

    an_override_needs_its_reason_and_keeps_it |house| {
        let firm = Firm::of(house).await;
        let mut ines = firm.ines().await;
        let page = ines.post(&firm.path("/override"), &[("reason", " ")]).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        let reason = "On sabbatical in Lima until March; asked for it in writing.";
        ines.post(&firm.path("/override"), &[("reason", reason)]).await.goes_to();
        ines.get(&firm.path("/pitch")).await.ok().must_say("Opened without a conversation").must_say(reason);
    }

    the_day_begins_with_what_is_late |house| {
        let firm = Firm::of(house).await;
        let mut ines = firm.ines().await;
        let step = [("owner", firm.ines.to_string()), ("step", "Find 15 minutes".to_owned()), ("on", "2027-02-08".to_owned())];
        let step: Vec<(&str, &str)> = step.iter().map(|(n, v)| (*n, v.as_str())).collect();
        ines.post(&firm.path("/next"), &step).await.goes_to();
        let page = ines.get(&format!("/programs/{}/today", firm.program)).await.ok();
        page.must_say("Three things today").must_say("1 day late").must_say("Find 15 minutes: Idris Inoue");
        let page = ines.get(&format!("/programs/{}/pipeline?stage=identified", firm.program)).await.ok();
        page.must_say("One leader, one late").must_say("Idris Inoue");
        ines.get(&format!("/programs/{}/pipeline?text=nobody", firm.program)).await.ok().must_say("Nobody fits");
    }

    a_connector_is_asked_by_mail_once_a_day |house| {
        let firm = Firm::of(house).await;
        let mut ines = firm.ines().await;
        let page = ines.get(&format!("{}?connector_other=Amara+Novák", firm.path("/introduction"))).await.ok();
        page.must_say("Would you introduce us to Idris Inoue?").must_say("Send 1 mail to Amara Novák");
        let amara = firm.amara.to_string();
        for _ in 0..2 {
            ines.post(&firm.path("/introduction/request"), &[("connector", &amara)]).await.goes_to();
        }
        assert_eq!(firm.mails_of("introduction").await, 1);
        let mail = house.last_mail_to("amara.novak@firm.example").await;
        assert!(mail.contains("Would you introduce us") && mail.contains("6 hours"), "{mail}");
        assert!(firm.summary().await.connector == Some(firm.amara));
        let brief = ines.get(&firm.path("")).await.ok();
        brief.must_say("Amara Novák was asked to introduce you").must_say("Amara Novák was asked by mail for an introduction");
        brief.must_say("Record the introduction").must_not_say("Nothing yet");
    }

    the_mail_follows_the_ask_and_a_mail_that_says_it_otherwise_is_pointed_out |house| {
        let firm = Firm::of(house).await;
        let mut ines = firm.ines().await;
        firm.met(&mut ines).await;
        let form = firm.form(&mut ines, &[("minutes", "30"), ("then", "keep")]).await;
        assert!(form.iter().any(|(name, value)| name == "message" && value.contains("45 minutes")), "{form:?}");
        ines.post(&firm.path("/pitch"), &borrowed(&form)).await.goes_to();
        let kept = firm.form(&mut ines, &[]).await;
        let message = &kept.iter().find(|(name, _)| name == "message").unwrap().1;
        assert!(message.contains("30 minutes") && !message.contains("45 minutes"), "{message}");
        ines.get(&firm.path("/pitch")).await.ok().must_say("The ask is clear");
        let form = firm.form(&mut ines, &[("message", "Dear Idris, would you? Half an hour now and then."), ("then", "keep")]).await;
        ines.post(&firm.path("/pitch"), &borrowed(&form)).await.goes_to();
        ines.get(&firm.path("/pitch")).await.ok().must_say("The mail says the ask in other words");
    }

    the_brief_says_whether_the_pitch_has_left |house| {
        let firm = Firm::of(house).await;
        let mut ines = firm.ines().await;
        firm.met(&mut ines).await;
        firm.send(&mut ines).await;
        let brief = ines.get(&firm.path("")).await.ok();
        brief.must_say("The pitch to Idris has not left yet").must_say("The pitch waits to leave").must_not_say("The letter is with them");
        house.clock.advance(SignedDuration::from_mins(3));
        firm.post().await;
        let brief = ines.get(&firm.path("")).await.ok();
        brief.must_say("Idris has been asked").must_say("The pitch left");
    }

    a_wave_asks_for_introductions_first |house| {
        let firm = Firm::of(house).await;
        house.cast().tie(firm.amara, firm.idris, "worked-with", 1.0).await;
        let scope = InProgram { program: firm.program, by: firm.ines };
        let today = "2027-02-09".parse().unwrap();
        for begins in [1, 0] {
            let tx = house.db.begin().await.unwrap();
            let new = recruiting::start_wave(&tx, &house.world, &scope, &[(firm.idris, None)], today).await.unwrap();
            assert_eq!(new, begins);
            tx.commit().await.unwrap();
        }
        let mut ines = firm.ines().await;
        let page = ines.get(&format!("/programs/{}/pipeline", firm.program)).await.ok();
        page.must_say("Ask Amara for an introduction");
    }

    whoever_was_closed_gets_no_letter_until_opened_again |house| {
        let firm = Firm::of(house).await;
        let mut ines = firm.ines().await;
        firm.met(&mut ines).await;
        firm.send(&mut ines).await;
        ines.post(&firm.path("/close"), &[]).await.goes_to();
        house.clock.advance(SignedDuration::from_mins(5));
        firm.post().await;
        assert_eq!(firm.mails_sent().await, 0);
        ines.get(&firm.path("")).await.ok().must_say("This one is closed");
        ines.post(&firm.path("/reopen"), &[]).await.goes_to();
        assert_eq!(firm.summary().await.closed_at, None);
    }

    a_pitch_at_night_says_when_it_leaves_and_who_can_change_that |house| {
        let firm = Firm::of(house).await;
        // Ten in the morning in Boston, midnight in Tokyo.
        house.run(&ZONE, &[&firm.idris, &"Asia/Tokyo"]).await;
        house.run(&BOSTON, &[]).await;
        house.app.reload().await.unwrap();
        let mut ines = firm.ines().await;
        firm.met(&mut ines).await;
        let says = "It leaves on Wednesday at 08:00, in Idris’s time (Tuesday at 18:00 here), because asks keep to working hours.";
        ines.get(&firm.path("/pitch")).await.ok().must_say(says).must_say("It is 00:00 on Wednesday where Idris works");
        firm.send(&mut ines).await;
        let page = ines.get(&firm.path("/pitch")).await.ok();
        page.must_say("The pitch waits for working hours").must_say(says).must_say("Until then you can stop it");
        page.must_say("An administrator can switch that off, under Settings, Mail.");
        ines.get(&format!("/programs/{}/today", firm.program)).await.ok().must_say("The pitch waits to leave").must_not_say("follow-up");
        house.clock.advance(SignedDuration::from_mins(5));
        firm.post_in_hours().await;
        assert_eq!(firm.mails_sent().await, 0);
        ines.get(&firm.path("/pitch")).await.ok().must_say("The pitch waits for working hours").must_say(says);
        house.run(&ADMINISTERS, &[&firm.ines, &house.now()]).await;
        let page = firm.ines().await.get(&firm.path("/pitch")).await.ok();
        assert!(page.body.contains("href=\"/settings/mail\""), "{}", page.words());
        let mail = firm.ines().await.get("/settings/mail").await.ok();
        mail.must_say("Ask leaders in working hours only").must_say("What a person sends can be stopped for");
        let off = [("mail_from", ""), ("reply_to", ""), ("host", ""), ("port", "587"), ("encryption", "starttls"), ("stop_minutes", "0")];
        firm.ines().await.post("/settings/mail", &off).await.goes_to();
        ines.get(&firm.path("/pitch")).await.ok().must_not_say("working hours");
    }

    a_pitch_in_working_hours_waits_behind_its_stop_button_alone |house| {
        let firm = Firm::of(house).await;
        let mut ines = firm.ines().await;
        firm.met(&mut ines).await;
        let page = ines.get(&firm.path("/pitch")).await.ok();
        page.must_say("It waits 2 minutes behind a stop button, then leaves.").must_not_say("keep to working hours");
        firm.send(&mut ines).await;
        ines.post(&firm.path("/pitch/stop"), &[]).await.goes_to();
        ines.get(&firm.path("/pitch")).await.ok().must_say("Stopped. It has not left, and is a draft again.");
        assert_eq!(firm.summary().await.asked_at, None);
    }

    an_ask_of_zero_minutes_is_refused_at_its_field_and_the_words_stay |house| {
        let firm = Firm::of(house).await;
        let mut ines = firm.ines().await;
        firm.met(&mut ines).await;
        for (field, value) in [("minutes", "0"), ("minutes", "-45"), ("sessions", "0"), ("months", "many"), ("mentees", ""), ("starts_on", "soon")] {
            let form = firm.form(&mut ines, &[(field, value), ("message", "Words of mine."), ("then", "send")]).await;
            let page = ines.post(&firm.path("/pitch"), &borrowed(&form)).await;
            assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{field} {value}");
            page.must_say("Not kept yet").must_say("Words of mine.");
            assert!(page.body.contains(&format!("href=\"#{field}\"")), "{field}: {}", page.words());
        }
        assert_eq!(firm.summary().await.asked_at, None);
    }

    a_program_without_an_ask_sends_no_pitch_and_leads_to_the_ask |house| {
        let firm = Firm::of(house).await;
        house.run(&NO_ASK, &[]).await;
        let mut ines = firm.ines().await;
        firm.met(&mut ines).await;
        ines.get(&firm.path("")).await.ok().must_say("This program has no ask yet");
        let page = ines.get(&firm.path("/pitch")).await.ok();
        page.must_say("This program has no ask yet").must_say("Decide the ask");
        assert!(page.body.contains("/settings/ask"));
        let page = ines.post(&firm.path("/pitch"), &[("question", "Idris?"), ("then", "send")]).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        ines.post(&firm.path("/pitch/send"), &[("version", "0")]).await.goes_to();
        assert_eq!((firm.summary().await.asked_at, firm.mails_of("pitch").await), (None, 0));
    }

    of_two_coordinators_at_once_the_second_is_told_and_loses_nothing |house| {
        let firm = Firm::of(house).await;
        let ugo = house.cast().coordinator("Ugo Brandt", firm.program).await;
        let (mut ines, mut ugo) = (firm.ines().await, house.browser_of(ugo).await);
        firm.met(&mut ines).await;
        let first = firm.form(&mut ines, &[("opening", "In the words of Ines."), ("then", "keep")]).await;
        ines.post(&firm.path("/pitch"), &borrowed(&first)).await.goes_to();
        let hers = firm.form(&mut ines, &[("opening", "Ines, once more."), ("then", "keep")]).await;
        let his = firm.form(&mut ugo, &[("opening", "In the words of Ugo."), ("then", "keep")]).await;
        ines.post(&firm.path("/pitch"), &borrowed(&hers)).await.goes_to();
        let page = ugo.post(&firm.path("/pitch"), &borrowed(&his)).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        page.must_say("Somebody else has changed this pitch").must_say("Nothing of yours was lost").must_say("In the words of Ugo.");
        ines.get(&firm.path("/pitch")).await.ok().must_say("Ines, once more.");
        // Now that he knows, his words may stand; whoever had the other version open cannot send it unread.
        let again = crate::firm::form_fields(&page.body);
        let stale = again.iter().find(|(n, _)| n == "version").unwrap().1.clone();
        ugo.post(&firm.path("/pitch"), &borrowed(&again)).await.goes_to();
        let page = ines.post(&firm.path("/pitch/send"), &[("version", &stale)]).await;
        assert_eq!(page.status, StatusCode::CONFLICT);
        page.must_say("This pitch was changed since you read it").must_say("Nothing was sent");
        assert_eq!(firm.mails_of("pitch").await, 0);
        // Both send at once: one letter.
        let version = crate::firm::form_fields(&ugo.get(&firm.path("/pitch/send")).await.ok().body).into_iter().find(|(n, _)| n == "version").unwrap().1;
        let (path, fields) = (firm.path("/pitch/send"), [("version", version.as_str())]);
        let (one, other) = tokio::join!(ines.post(&path, &fields), ugo.post(&path, &fields));
        for page in [one, other] {
            assert!(page.status.is_redirection() || page.status == StatusCode::CONFLICT, "{}", page.words());
        }
        assert_eq!(firm.mails_of("pitch").await, 1);
    }

    what_the_mail_server_does_is_told_to_the_coordinator_in_words |house| {
        let cases: [(fn() -> Delivery, &str, &str); 4] = [
            (|| Delivery::NoSuchRecipient("550 5.1.1 No such mailbox".to_owned()), "The pitch came back", "550 5.1.1 No such mailbox"),
            (|| Delivery::Refused("554 5.7.1 Looks like spam".to_owned()), "The pitch came back", "554 5.7.1 Looks like spam"),
            (|| Delivery::Unsure("the connection was lost after DATA".to_owned()), "Nobody knows whether it reached Idris", "the connection was lost after DATA"),
            (|| Delivery::ServerTrouble("no answer within 30 s".to_owned()), "The pitch waits behind the stop button", "no answer within 30 s"),
        ];
        let firm = Firm::of(house).await;
        let mut ines = firm.ines().await;
        firm.met(&mut ines).await;
        for (delivery, heading, words) in cases {
            firm.send(&mut ines).await;
            house.clock.advance(SignedDuration::from_mins(3));
            firm.post_by(delivery).await;
            ines.get(&firm.path("/pitch")).await.ok().must_say(heading);
            ines.get(&format!("/programs/{}/outbox", firm.program)).await.ok().must_say(words);
            ines.post(&firm.path("/pitch/withdraw"), &[]).await.goes_to();
            house.run(&LIFTED, &[]).await;
        }
        assert_eq!(firm.mails_sent().await, 0);
    }

    a_bounced_address_and_one_suppressed_by_hand_get_no_pitch |house| {
        let firm = Firm::of(house).await;
        let mut ines = firm.ines().await;
        firm.met(&mut ines).await;
        firm.send(&mut ines).await;
        house.clock.advance(SignedDuration::from_mins(3));
        firm.post_by(|| Delivery::NoSuchRecipient("550 No such mailbox".to_owned())).await;
        ines.get(&firm.path("")).await.ok().must_say("The pitch came back: the mail server will not have it");
        ines.post(&firm.path("/pitch/withdraw"), &[]).await.goes_to();
        let page = ines.get(&firm.path("/pitch")).await.ok();
        page.must_say("Nothing is sent to this address").must_say("bounced: 550 No such mailbox");
        let form = firm.form(&mut ines, &[("then", "send")]).await;
        ines.post(&firm.path("/pitch"), &borrowed(&form)).await.goes_to();
        let page = ines.get(&firm.path("/pitch/send")).await.ok();
        page.must_say("It cannot leave yet. Nothing was lost; the draft is kept.");
        ines.post(&firm.path("/pitch/send"), &[("version", "1")]).await;
        assert_eq!(firm.summary().await.asked_at, None);
    }

    a_request_for_an_introduction_waits_as_long_as_the_settings_say |house| {
        let firm = Firm::of(house).await;
        house.run(&STOP_MINUTES, &[]).await;
        let mut ines = firm.ines().await;
        ines.post(&firm.path("/introduction/request"), &[("connector", &firm.amara.to_string())]).await.goes_to();
        house.clock.advance(SignedDuration::from_mins(6));
        firm.post().await;
        assert_eq!(firm.mails_sent().await, 0);
        house.clock.advance(SignedDuration::from_mins(2));
        firm.post().await;
        assert_eq!(firm.mails_sent().await, 1);
    }
}
