//! Mail scanners open links, run scripts, submit forms and press buttons. None of them answers for a
//! leader; and each protection is needed: with it switched off, they would.

use crate::firm::Firm;
use crate::machines::{head, open_everything, press, press_everything, presses};
use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};
use bellwether_app::features::recruiting::{Answer, Holding, Named};
use bellwether_db::{Read, params, statements};
use bellwether_kernel::jiff::SignedDuration;
use bellwether_testkit::{House, stories};

statements! {
    /// Whatever an answer, or anything else that a link can do, leaves behind.
    TRACES = "
        select cast((select count(*) from responses) as text) || ' ' ||
               cast((select count(*) from advocacies) as text) || ' ' ||
               cast((select count(*) from enrollments) as text) || ' ' ||
               cast((select count(*) from messages) as text) || ' ' ||
               cast((select count(*) from touches) as text) || ' ' ||
               cast((select count(*) from audit) as text) || ' ' ||
               cast((select coalesce(sum(version), 0) from pitches) as text) || ' ' ||
               cast((select count(*) from sign_ins) as text) || ' ' ||
               cast((select count(*) from prospects where answered_at is not null or joined_at is not null or closed_at is not null
                    or named is not null or next_step is not null) as text)";
    HELD = "select count(*) from responses where held_at is not null";
}

async fn traces(house: &House) -> String {
    house.db.value(&TRACES, params![]).await.unwrap()
}

async fn held(house: &House) -> i64 {
    house.db.value(&HELD, params![]).await.unwrap()
}

/// Two taps of a thumb: the first chooses, the second answers.
async fn two_taps(house: &House, link: &str, answer: &str) {
    let mut phone = house.stranger();
    let letter = phone.get(&format!("{link}/letter")).await.ok();
    let first = presses(&letter, link).into_iter().find(|p| p.fields.iter().any(|(_, v)| v == answer));
    let (choose, at) = press(&mut phone, &first.unwrap()).await;
    press(&mut phone, &presses(&choose.ok(), &at)[0]).await.0.ok();
}

/// A few seconds between two presses: no machine is slower than a person.
const BRISK: SignedDuration = SignedDuration::from_millis(200);

stories! {
    what_opens_every_page_leaves_no_trace_by_get_or_head |house| {
        let firm = Firm::of(house).await;
        let link = firm.asked().await;
        let before = traces(house).await;
        let mut scanner = house.stranger();
        assert!(open_everything(&mut scanner, &link).await >= 9, "the letter, six answers, what is kept, and its file");
        assert_eq!(traces(house).await, before);
        let answer = head(&mut scanner, &link).await;
        assert_eq!((answer.status, answer.bytes.len()), (StatusCode::OK, 0));
        for path in ["/answer", "/undo", "/erase", "/named", "/help", "/not-me"] {
            head(&mut scanner, &format!("{link}{path}?answer=yes&typed=erase&named=wall&help=panelist")).await;
            scanner.get(&format!("{link}{path}?answer=yes&typed=erase&named=wall&help=panelist")).await;
        }
        assert_eq!(traces(house).await, before);
        // The control arm: what does leave a trace is seen.
        two_taps(house, &link, "talk").await;
        assert_ne!(traces(house).await, before);
    }

    what_submits_the_first_form_of_the_letter_answers_nothing |house| {
        let firm = Firm::of(house).await;
        let link = firm.asked().await;
        let before = traces(house).await;
        let mut scanner = house.stranger();
        let letter = scanner.get(&link).await.ok();
        let buttons = presses(&letter, &link);
        assert_eq!(buttons.len(), 6);
        for button in &buttons {
            press(&mut scanner, button).await.0.ok();
            // Some send whatever form they find by POST.
            scanner.post(&button.to, &[]).await;
        }
        assert_eq!(traces(house).await, before);
        // The control arm: were the first form the one that answers, it would have.
        let (choose, at) = press(&mut scanner, &buttons[0]).await;
        press(&mut scanner, &presses(&choose, &at)[0]).await;
        assert_eq!(firm.counted().await, 1);
    }

    what_goes_through_every_first_form_within_seconds_of_delivery_is_asked_to_confirm |house| {
        let firm = Firm::of(house).await;
        let mut ines = firm.ines().await;
        firm.met(&mut ines).await;
        firm.send(&mut ines).await;
        let link = firm.just_delivered().await;
        let mut scanner = house.stranger();
        let letter = scanner.get(&link).await.ok();
        let (choose, at) = press(&mut scanner, &presses(&letter, &link)[0]).await;
        house.clock.advance(SignedDuration::from_secs(2));
        let (confirm, at) = press(&mut scanner, &presses(&choose, &at)[0]).await;
        confirm.must_say("Was that you?").must_say("Nothing has been counted");
        house.clock.advance(SignedDuration::from_secs(2));
        press(&mut scanner, &presses(&confirm, &at)[0]).await.0.must_say("Was that you?");
        assert_eq!((firm.counted().await, firm.enrolled().await, held(house).await), (0, 0, 2));
        // The leader opens the same link later, reads that something pressed it, and answers.
        house.clock.advance(SignedDuration::from_mins(20));
        house.stranger().get(&link).await.ok().must_say("An answer came within seconds").must_say("It was not counted");
        two_taps(house, &link, "yes").await;
        assert_eq!((firm.counted().await, firm.enrolled().await), (1, 1));
        house.stranger().get(&link).await.ok().must_say("Thank you, Idris. You’re in.");
    }

    without_the_seconds_after_delivery_a_machine_would_answer |house| {
        let holding = Holding { after_delivery: SignedDuration::ZERO, ..Holding::default() };
        let house = &house.started_with(|config| config.holding = holding).await;
        let firm = Firm::of(house).await;
        let mut ines = firm.ines().await;
        firm.met(&mut ines).await;
        firm.send(&mut ines).await;
        let link = firm.just_delivered().await;
        two_taps(house, &link, "yes").await;
        assert_eq!((firm.counted().await, firm.enrolled().await), (1, 1), "the protection above protects from nothing");
    }

    what_presses_every_button_within_seconds_of_delivery_answers_nothing_and_a_leader_still_does |house| {
        let firm = Firm::of(house).await;
        let mut ines = firm.ines().await;
        firm.met(&mut ines).await;
        firm.send(&mut ines).await;
        let link = firm.just_delivered().await;
        let mails = firm.mails_of("answered").await + firm.mails_of("thank-you").await;
        let pressed = press_everything(house, &mut house.stranger(), &link, BRISK).await;
        assert!(pressed > 12, "it pressed {pressed} buttons");
        after_every_button(&firm, &link, mails).await;
    }

    what_presses_every_button_an_hour_later_answers_nothing_and_a_leader_still_does |house| {
        let firm = Firm::of(house).await;
        let link = firm.asked().await;
        house.clock.advance(SignedDuration::from_hours(1));
        let mails = firm.mails_of("answered").await + firm.mails_of("thank-you").await;
        press_everything(house, &mut house.stranger(), &link, BRISK).await;
        after_every_button(&firm, &link, mails).await;
    }

    without_the_seconds_between_answers_a_machine_would_answer |house| {
        let holding = Holding { between_answers: SignedDuration::ZERO, ..Holding::default() };
        let house = &house.started_with(|config| config.holding = holding).await;
        let firm = Firm::of(house).await;
        let link = firm.asked().await;
        house.clock.advance(SignedDuration::from_hours(1));
        two_taps(house, &link, "yes").await;
        house.clock.advance(SignedDuration::from_secs(3));
        two_taps(house, &link, "no").await;
        assert_eq!(firm.summary().await.answer, Some(Answer::No), "the protection above protects from nothing");
    }

    yes_and_then_no_within_seconds_are_both_held |house| {
        both_held(house, "yes", "no").await;
    }

    no_and_then_yes_within_seconds_are_both_held |house| {
        both_held(house, "no", "yes").await;
    }

    eleven_seconds_are_a_changed_mind |house| {
        let firm = Firm::of(house).await;
        let link = firm.asked().await;
        two_taps(house, &link, "yes").await;
        house.clock.advance(SignedDuration::from_secs(11));
        two_taps(house, &link, "no").await;
        assert_eq!(firm.summary().await.answer, Some(Answer::No));
    }

    who_says_that_it_was_not_them_answers_in_two_taps |house| {
        let firm = Firm::of(house).await;
        let mut ines = firm.ines().await;
        firm.met(&mut ines).await;
        firm.send(&mut ines).await;
        let link = firm.just_delivered().await;
        two_taps(house, &link, "no").await;
        house.clock.advance(SignedDuration::from_mins(3));
        let mut phone = house.stranger();
        assert_eq!(phone.post(&format!("{link}/not-me"), &[]).await.goes_to(), link);
        phone.get(&link).await.ok().must_not_say("An answer came within seconds");
        house.clock.advance(SignedDuration::from_secs(4));
        two_taps(house, &link, "yes").await;
        assert!(firm.summary().await.has_joined());
    }

    another_sites_form_answers_nothing |house| {
        let firm = Firm::of(house).await;
        let link = firm.asked().await;
        let send = |site: &'static str| Request::builder()
            .method(Method::POST)
            .uri(format!("{link}/answer"))
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header("sec-fetch-site", site)
            .body(Body::from("answer=yes"))
            .unwrap();
        let page = house.stranger().send(send("cross-site")).await;
        assert_eq!(page.status, StatusCode::FORBIDDEN);
        page.must_say("This came from another website").must_say("Nothing was changed");
        assert_eq!(firm.counted().await, 0);
        // The control arm: from our own page the very same form answers.
        house.stranger().send(send("same-origin")).await;
        assert_eq!(firm.counted().await, 1);
    }
}

/// Two answers from one link, three seconds apart: neither counts, and nobody hears of either.
async fn both_held(house: &House, first: &str, second: &str) {
    let firm = Firm::of(house).await;
    let link = firm.asked().await;
    house.clock.advance(SignedDuration::from_hours(5));
    two_taps(house, &link, first).await;
    assert_eq!(firm.counted().await, 1);
    house.clock.advance(SignedDuration::from_secs(3));
    let page = house.stranger().post(&format!("{link}/answer"), &[("answer", second)]).await;
    assert_eq!(page.goes_to(), format!("{link}/confirm?why=two&answer={second}"));
    assert_eq!((firm.counted().await, held(house).await, firm.enrolled().await), (0, 2, 0));
    let now = firm.summary().await;
    assert_eq!((now.answered_at, now.joined_at, now.closed_at), (None, None, None));
    assert_eq!((firm.mails_of("answered").await, firm.mails_of("thank-you").await), (0, 0));
    let mut ines = firm.ines().await;
    ines.get(&firm.path("")).await.ok().must_say("as mail scanners give them");
}

/// Nothing counts, nobody was told, nothing was taken away; and the leader answers in two taps.
async fn after_every_button(firm: &Firm<'_>, link: &str, mails: i64) {
    let house = firm.house;
    let now = firm.summary().await;
    assert_eq!((now.answered_at, now.joined_at, now.closed_at, now.named), (None, None, None, None));
    assert_eq!((firm.counted().await, firm.enrolled().await, firm.helps().await), (0, 0, 0));
    house.clock.advance(SignedDuration::from_mins(5));
    firm.post().await;
    assert_eq!(firm.mails_of("answered").await + firm.mails_of("thank-you").await, mails);
    assert!(held(house).await > 0, "it was seen");
    two_taps(house, link, "yes").await;
    let now = firm.summary().await;
    assert!(now.has_joined() && now.named != Some(Named::Wall));
    assert_eq!(firm.enrolled().await, 1);
}
