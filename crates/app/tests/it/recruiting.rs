//! From a name to a yes: whom a coordinator takes on, and how far each has come.

use crate::firm::Firm;
use axum::http::StatusCode;
use bellwether_app::access::scope::InProgram;
use bellwether_app::features::recruiting;
use bellwether_kernel::jiff::SignedDuration;
use bellwether_testkit::stories;

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
        page.must_say("One thing today").must_say("1 day late").must_say("Find 15 minutes: Idris Inoue");
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
    }

    a_wave_asks_for_introductions_first |house| {
        let firm = Firm::of(house).await;
        house.cast().tie(firm.amara, firm.idris, "worked-with", 1.0).await;
        let scope = InProgram { program: firm.program, by: firm.ines };
        let today = "2027-02-09".parse().unwrap();
        for _ in 0..2 {
            let tx = house.db.begin().await.unwrap();
            let wave = recruiting::start_wave(&tx, &house.world, &scope, &[(firm.idris, None)], today).await.unwrap();
            assert_eq!(wave, [firm.prospect]);
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
}
