//! The leader's letter, and what becomes of each of the six answers.

use crate::firm::{Firm, borrowed, form_fields};
use crate::machines::{links, press, presses};
use axum::http::StatusCode;
use bellwether_app::features::recruiting::{Answer, Stage};
use bellwether_app::shell::assets;
use bellwether_db::{Read as _, params, statements};
use bellwether_kernel::jiff::SignedDuration;
use bellwether_testkit::{Browser, Page, stories, words};

statements! {
    LONG_NAMES = "
        update people set name = case when id = $1 then 'Maximiliane Theodora von Hohenstein-Wallenberg zu Altenrode'
            else 'Bartholomew Christopher Featherstonehaugh-Cholmondeley' end where id in ($1, $2)";
    JOIN = "
        insert into prospects (id, program_id, person_id, stage, identified_at, joined_at, named, named_at)
        values ($1, $2, $3, 'answered', $4, $4, 'wall', $4)";
    LONG_ORGANIZATION = "
        insert into settings (name, value) values ('organization.name', 'Featherstonehaugh, Cholmondeley & Marjoribanks International LLP')";
    LONG_PROGRAM = "update programs set name = 'Associates forward: the firm-wide reciprocal mentoring program 2027'";
    PILLAR = "insert into pillars (id, program_id, position, name, how) values ($1, $2, 1, $3, $4)";
    MENTEES = "update programs set ask_mentees = 2";
    WORDS_TO = "select count(*) from messages where person_id = $1 and (subject <> '' or text_body <> '')";
    NAMED_MENTEE = "
        insert into enrollments (id, program_id, person_id, role, source, enrolled_at) values ($1, $2, $3, 'mentee', 'form', $4)";
    MATCH = "
        insert into matches (id, program_id, mentor_id, mentee_id, score, reasons, state, proposed_at, becomes_at, created_at)
        select cast($1 as bigint), r.program_id, r.id, cast($2 as bigint), 1, '[]', 'proposed', cast($3 as bigint), cast($3 as bigint), cast($3 as bigint)
        from enrollments r where r.role = 'mentor'";
}

/// Two taps: the first chooses on the letter, the second is the button with that value, or the only one.
async fn two_taps(phone: &mut Browser, link: &str, first: &str, second: &str) -> Page {
    let letter = phone.get(&format!("{link}/letter")).await.ok();
    let of = |page: &Page, at: &str, value: &str| {
        presses(page, at).into_iter().find(|p| p.fields.iter().any(|(_, v)| v == value)).unwrap()
    };
    let (choose, at) = press(phone, &of(&letter, link, first)).await;
    press(phone, &of(&choose.ok(), &at, second)).await.0
}

stories! {
    each_of_the_six_answers_takes_two_taps_and_says_what_follows |house| {
        let firm = Firm::of(house).await;
        let link = firm.asked().await;
        let mut phone = house.stranger();
        let six = [
            ("smaller", "flash", "Thank you, Idris. That helps.", Answer::Smaller),
            ("talk", "talk", "Amara will call you", Answer::Talk),
            ("advocate", "panelist", "Thank you, Idris", Answer::Advocate),
            ("later", "quarter", "Until 9 May 2027, then", Answer::Later),
            ("no", "no", "Thank you for saying so", Answer::No),
            ("yes", "yes", "Thank you, Idris. You’re in.", Answer::Yes),
        ];
        for (first, second, says, answer) in six {
            let page = two_taps(&mut phone, &link, first, second).await.ok();
            page.must_say(says);
            let now = firm.summary().await;
            assert_eq!((now.answer, now.has_joined()), (Some(answer), answer == Answer::Yes));
            house.clock.advance(SignedDuration::from_mins(1));
        }
        assert_eq!(firm.counted().await, 6, "each was an answer, until the next");
        assert_eq!(firm.enrolled().await, 1);
    }

    a_yes_that_becomes_a_later_stands_as_later |house| {
        let firm = Firm::of(house).await;
        let link = firm.asked().await;
        let mut phone = house.stranger();
        two_taps(&mut phone, &link, "yes", "yes").await.ok();
        house.clock.advance(SignedDuration::from_mins(1));
        two_taps(&mut phone, &link, "later", "quarter").await.ok();
        let mut ines = firm.ines().await;
        let pipeline = ines.get(&format!("/programs/{}/pipeline", firm.program)).await.ok();
        pipeline.must_say("Later").must_not_say("Withdrew");
    }

    the_ladder_names_its_steps_in_numbers_and_half_the_time_joins |house| {
        let firm = Firm::of(house).await;
        let link = firm.asked().await;
        let mut phone = house.stranger();
        let page = phone.get(&format!("{link}/answer?answer=smaller")).await.ok();
        page.must_say("What would fit?").must_say("Half the time").must_say("3 hours");
        page.must_say("45 minutes with one person, once");
        two_taps(&mut phone, &link, "smaller", "half").await.ok().must_say("You’re in, for half the time").must_say("3 hours in all");
        assert_eq!((firm.summary().await.has_joined(), firm.enrolled().await), (true, 1));
        house.clock.advance(SignedDuration::from_mins(1));
        two_taps(&mut phone, &link, "smaller", "flash").await.ok().must_say("Nothing is fixed before you agree");
        assert_eq!((firm.summary().await.has_joined(), firm.enrolled().await), (false, 0));
        let mut ines = firm.ines().await;
        ines.post(&firm.path("/seat"), &[]).await.goes_to();
        assert_eq!((firm.summary().await.has_joined(), firm.enrolled().await), (true, 1), "now there is somebody");
    }

    later_has_a_day_and_wakes_up_by_itself |house| {
        let firm = Firm::of(house).await;
        let link = firm.asked().await;
        let mut phone = house.stranger();
        let form = format!("{link}/answer");
        for (on, says) in [("", "Choose a day"), ("2027-02-09", "That day has passed"), ("2099-01-01", "more than three years away"), ("soon", "Choose a day")] {
            let page = phone.post(&form, &[("answer", "later"), ("on", on)]).await;
            assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
            page.must_say(says);
        }
        assert_eq!(firm.counted().await, 0);
        assert_eq!(phone.post(&form, &[("answer", "later"), ("on", "2027-04-06")]).await.goes_to(), link);
        phone.get(&link).await.ok().must_say("Until 6 April 2027, then").must_say("Nobody writes before");
        let mut ines = firm.ines().await;
        ines.get(&firm.path("")).await.ok().must_say("Idris said: 6 April 2027");
        let today = format!("/programs/{}/today", firm.program);
        ines.get(&today).await.ok().must_say("Two things today").must_say("Name a second coordinator").must_say("Say who leads, and how many shall join");
        house.clock.set("2027-04-06T14:00:00Z".parse().unwrap());
        let mut ines = firm.ines().await;
        ines.get(&today).await.ok().must_say("Three things today").must_say("Decide whether to ask again");
    }

    a_no_offers_other_help_once_and_never_asks_why |house| {
        let firm = Firm::of(house).await;
        let link = firm.asked().await;
        let mut phone = house.stranger();
        let page = two_taps(&mut phone, &link, "no", "no").await.ok();
        page.must_say("Thank you for saying so").must_say("This is shown once").must_say("No, thank you");
        assert!(!page.body.contains("<textarea") && !page.words().to_lowercase().contains("why"), "{}", page.words());
        assert_eq!(presses(&page, &link).len(), 5, "four ways to help, and none");
        let now = firm.summary().await;
        assert!(now.closed_at.is_some() && now.answer == Some(Answer::No));
        let help = presses(&page, &link).remove(0);
        press(&mut phone, &help).await.0.ok().must_say("You offered").must_say("nobody asks you to mentor");
        assert_eq!(firm.helps().await, 1);
        // Whoever comes back later is left in peace.
        house.clock.advance(SignedDuration::from_mins(30));
        assert_eq!(phone.get(&format!("{link}/help")).await.goes_to(), link);
        phone.post(&help.to, &borrowed(&[("help".to_owned(), "post".to_owned())])).await.goes_to();
        assert_eq!(firm.helps().await, 1);
        // Nobody writes again: neither a follow-up nor a new letter.
        let mut ines = firm.ines().await;
        assert_eq!(ines.get(&firm.path("/follow-up")).await.goes_to(), firm.path(""));
        ines.post(&firm.path("/reopen"), &[]).await.must_say("They said “Not for me”");
        house.clock.advance(SignedDuration::from_hours(48));
        let before = firm.mails_sent().await;
        firm.post().await;
        let mail = house.last_mail_to("idris.inoue@firm.example").await;
        assert!(mail.contains("/ask/"), "the last that he got is the letter: {mail}");
        assert_eq!(firm.mails_sent().await, before + 1, "the coordinator alone hears that there is an answer");
    }

    an_answer_can_be_taken_back_and_changed_from_the_same_link |house| {
        let firm = Firm::of(house).await;
        let link = firm.asked().await;
        let mut phone = house.stranger();
        let page = two_taps(&mut phone, &link, "yes", "yes").await.ok();
        let undo = presses(&page, &link).remove(0);
        assert!(undo.to.ends_with("/undo"));
        house.clock.advance(SignedDuration::from_secs(20));
        for _ in 0..2 {
            press(&mut phone, &undo).await.0.ok().must_say("Idris, would you mentor one associate?");
        }
        assert_eq!((firm.summary().await.stage, firm.enrolled().await), (Stage::Asked, 0));
        assert_eq!(firm.mails_of("thank-you").await, 0, "what is taken back at once tells nobody");
        house.clock.advance(SignedDuration::from_secs(20));
        two_taps(&mut phone, &link, "talk", "talk").await.ok().must_say("Change your answer");
        house.clock.advance(SignedDuration::from_hours(24));
        // The next day the link opens the answer, and the letter is one tap away.
        let page = phone.get(&link).await.ok();
        page.must_say("Your answer: Let’s talk first");
        assert!(page.body.contains(&format!("{link}/letter")));
        two_taps(&mut phone, &link, "yes", "yes").await.ok().must_say("You’re in");
        assert!(firm.summary().await.has_joined());
    }

    once_a_mentee_is_named_the_answer_stands |house| {
        let firm = Firm::of(house).await;
        let link = firm.asked().await;
        let mut phone = house.stranger();
        two_taps(&mut phone, &link, "yes", "yes").await.ok();
        let petra = house.cast().person("Pia Nord", None).await;
        let (enrollment, found): (bellwether_kernel::EnrollmentId, bellwether_kernel::MatchId) = (house.world.id(), house.world.id());
        house.run(&NAMED_MENTEE, &[&enrollment, &firm.program, &petra, &house.now()]).await;
        house.run(&MATCH, &[&found, &enrollment, &house.now()]).await;
        house.clock.advance(SignedDuration::from_hours(2));
        let page = phone.get(&link).await.ok();
        page.must_say("To change it now, write to Ines Halloran").must_not_say("Change your answer");
        assert_eq!(phone.post(&format!("{link}/answer"), &[("answer", "no")]).await.goes_to(), link);
        assert!(firm.summary().await.has_joined());
    }

    a_form_sent_twice_by_any_way_is_one_answer |house| {
        let firm = Firm::of(house).await;
        let link = firm.asked().await;
        let (mut tab, mut other_tab) = (house.stranger(), house.stranger());
        let form = format!("{link}/answer");
        for browser in [&mut tab, &mut other_tab] {
            browser.get(&format!("{form}?answer=yes")).await.ok();
        }
        for _ in 0..2 {
            assert_eq!(tab.post(&form, &[("answer", "yes")]).await.goes_to(), link);
        }
        assert_eq!(other_tab.post(&form, &[("answer", "yes")]).await.goes_to(), link);
        house.clock.advance(SignedDuration::from_hours(3));
        assert_eq!(tab.post(&form, &[("answer", "yes")]).await.goes_to(), link);
        assert_eq!((firm.counted().await, firm.enrolled().await), (1, 1));
        assert_eq!((firm.mails_of("thank-you").await, firm.mails_of("answered").await), (1, 1));
    }

    after_a_yes_the_first_steps_lead_on |house| {
        let firm = Firm::of(house).await;
        let link = firm.asked().await;
        let mut phone = house.stranger();
        let page = two_taps(&mut phone, &link, "yes", "yes").await.ok();
        page.must_say("What happens now").must_say("Ines Halloran proposes a mentee to you").must_say("Until you choose, only the coordinators know");
        let offer = page.address_with("/offer");
        assert_eq!(offer, format!("/programs/{}/offer", firm.program));
        assert_eq!(phone.get(&offer).await.goes_to(), format!("/sign-in?next={offer}"), "the link signs nobody in");
        let mut idris = house.browser_of(firm.idris).await;
        let join = idris.get(&offer).await.goes_to().to_owned();
        idris.get(&join).await.ok().must_say("What you offer");
        let page = phone.post(&format!("{link}/named"), &[]).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        page.must_say("Choose one of the three");
        assert_eq!(firm.summary().await.named, None);
    }

    a_link_that_opens_nothing_says_so_and_what_to_do |house| {
        let firm = Firm::of(house).await;
        let link = firm.asked().await;
        let mut phone = house.stranger();
        for guessed in ["/ask/guessed", &link[..link.len() - 4], &format!("{link}x")] {
            let page = phone.get(guessed).await;
            assert_eq!(page.status, StatusCode::NOT_FOUND);
            page.must_say("This link opens no letter").must_say("open it from the mail once more").must_not_say("Idris");
            assert_eq!(phone.post(&format!("{guessed}/answer"), &[("answer", "yes")]).await.status, StatusCode::NOT_FOUND);
        }
        let mut ines = firm.ines().await;
        ines.post(&firm.path("/pitch/withdraw"), &[]).await.goes_to();
        let page = phone.get(&link).await.ok();
        page.must_say("This letter was taken back").must_say("Ines Halloran is glad to hear from you");
        assert_eq!(phone.post(&format!("{link}/answer"), &[("answer", "yes")]).await.goes_to(), link);
        assert_eq!(firm.counted().await, 0);
    }

    a_link_whose_day_has_passed_says_whom_to_write_to |house| {
        let firm = Firm::of(house).await;
        let link = firm.asked().await;
        house.clock.advance(SignedDuration::from_hours(24 * 40));
        let mut phone = house.stranger();
        let page = phone.get(&link).await.ok();
        page.must_say("This question has had its day").must_say("It asked until 9 March").must_say("write to Ines Halloran");
        assert!(page.body.contains("mailto:ines.halloran@firm.example"));
        assert_eq!(phone.post(&format!("{link}/answer"), &[("answer", "yes")]).await.goes_to(), link);
        assert_eq!(firm.counted().await, 0);
    }

    a_forwarded_link_shows_nothing_confidential_and_signs_nobody_in |house| {
        let firm = Firm::of(house).await;
        let mut ines = firm.ines().await;
        let note = [("kind", "meeting"), ("by_other", "Amara Novák"), ("on", "2027-02-04"), ("note", "canary-vain-and-tired")];
        ines.post(&firm.path("/meeting"), &note).await.goes_to();
        house.cast().signal(firm.idris, "team-promoted", "canary-signal-note").await;
        firm.send(&mut ines).await;
        let link = firm.delivered().await;
        let mut assistant = house.stranger();
        for path in ["", "/letter", "/answer?answer=yes", "/answer?answer=no", "/kept", "/kept.json"] {
            let page = assistant.get(&format!("{link}{path}")).await;
            page.must_not_say("canary");
            let mut cookies = page.headers.get_all("set-cookie").iter();
            assert!(cookies.all(|c| c.to_str().unwrap().contains("Max-Age=0")), "{path}");
        }
        let json = assistant.get(&format!("{link}/kept.json")).await.ok();
        assert!(json.body.contains(r#""note": "withheld until you have signed in""#), "{}", json.body);
        assert!(json.body.contains(r#""ties": ["#) && json.body.contains("is reckoned") && !json.body.contains("Pitch"));
        assert!(assistant.get("/me").await.goes_to().starts_with("/sign-in"));
    }

    the_letters_foot_leads_to_what_is_kept_and_to_its_erasure |house| {
        let firm = Firm::of(house).await;
        let link = firm.asked().await;
        let mut phone = house.stranger();
        two_taps(&mut phone, &link, "no", "no").await.ok();
        let page = phone.get(&link).await.ok();
        assert!(links(&page).contains(&format!("{link}/kept")));
        let page = phone.get(&format!("{link}/kept")).await.ok();
        page.must_say("idris.inoue@firm.example").must_say("“Not for me”").must_say("Looked after by Ines Halloran");
        page.must_say("the chance that you say yes is reckoned").must_not_say("Pitch");
        let page = phone.post(&format!("{link}/erase"), &[("typed", "")]).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        page.must_say("Type the word “erase”. Nothing was deleted.");
        assert_eq!(firm.counted().await, 1);
        phone.post(&format!("{link}/erase"), &[("typed", " Erase ")]).await.ok().must_say("Only this is kept: that this program does not ask you again");
        assert_eq!(phone.get(&link).await.status, StatusCode::NOT_FOUND);
        assert_eq!((firm.counted().await, firm.helps().await), (0, 0));
    }

    whoever_said_no_and_had_it_erased_is_not_asked_again |house| {
        let firm = Firm::of(house).await;
        let link = firm.asked().await;
        let mut phone = house.stranger();
        two_taps(&mut phone, &link, "no", "no").await.ok();
        phone.post(&format!("{link}/erase"), &[("typed", "erase")]).await.ok();
        let mut ines = firm.ines().await;
        let brief = ines.get(&firm.path("")).await.ok();
        brief.must_say("This one is closed").must_say("had what was kept about this erased").must_not_say("Not for me").must_not_say("Open again");
        ines.post(&firm.path("/reopen"), &[]).await.must_say("They had everything about this erased");
        // Nor by the doors further on: met once more, opened by a reason, written, sent.
        firm.met(&mut ines).await;
        ines.post(&firm.path("/override"), &[("reason", "Somebody new forgot about it.")]).await;
        ines.get(&firm.path("/pitch")).await.ok().must_say("Idris is not asked any more");
        ines.post(&firm.path("/pitch/send"), &[("version", "1")]).await;
        ines.post(&firm.path("/introduction/request"), &[("connector", &firm.amara.to_string())]).await;
        assert_eq!(firm.mails_of("introduction").await, 0);
        // Nor as a new prospect, when somebody adds them or a wave takes them on.
        ines.post(&format!("/programs/{}/prospects", firm.program), &[("person", &firm.idris.to_string())]).await.goes_to();
        let now = firm.summary().await;
        assert_eq!((now.id, now.asked_at, now.answer), (firm.prospect, None, None));
        assert!(now.closed_at.is_some());
        // Nor by an answer that somebody records for them.
        ines.post(&firm.path("/answer"), &[("answer", "talk")]).await.must_say("They had everything about this erased");
        assert!(firm.summary().await.closed_at.is_some());
    }

    whoever_has_it_erased_leaves_no_word_of_a_letter_behind |house| {
        let firm = Firm::of(house).await;
        let link = firm.asked().await;
        let mut phone = house.stranger();
        two_taps(&mut phone, &link, "yes", "yes").await.ok();
        assert!(house.db.value::<i64>(&WORDS_TO, params![firm.idris]).await.unwrap() > 0, "there were letters");
        phone.post(&format!("{link}/erase"), &[("typed", "erase")]).await.ok();
        assert_eq!(house.db.value::<i64>(&WORDS_TO, params![firm.idris]).await.unwrap(), 0);
    }

    on_the_longest_plausible_letter_it_weighs_less_than_14_000_bytes_and_asks_within_45_words |house| {
        let firm = Firm::of(house).await;
        house.run(&LONG_PROGRAM, &[]).await;
        house.run(&MENTEES, &[]).await;
        house.run(&LONG_ORGANIZATION, &[]).await;
        house.app.reload().await.unwrap();
        let pillar: bellwether_kernel::PillarId = house.world.id();
        let (name, how) = (
            "Every associate grows with somebody at the top who is not their own supervising partner",
            "Mentoring across offices and practices is the first of the seven measures that the partnership decided in autumn, and the one that costs least.",
        );
        house.run(&PILLAR, &[&pillar, &firm.program, &name, &how]).await;
        house.run(&LONG_NAMES, &[&firm.amara, &firm.ines]).await;
        for n in 0..6 {
            let who = house.cast().person_at(&format!("Bartholomew Christopher Featherstonehaugh-Cholmondeley {n}"), None, "Frankfurt am Main, Opernturm", "Mergers, acquisitions and private equity").await;
            house.cast().tie(firm.idris, who, "advised", 1.0).await;
            let id: bellwether_kernel::ProspectId = house.world.id();
            house.run(&JOIN, &[&id, &firm.program, &who, &house.now()]).await;
        }
        house.cast().signal(firm.idris, "mentored-before", "").await;
        let mut ines = firm.ines().await;
        let met = [("kind", "meeting"), ("by", &firm.amara.to_string()), ("on", "2027-02-04")];
        ines.post(&firm.path("/meeting"), &met).await.goes_to();
        for angle in ["learning", "connection", "reflection", "paying-forward", "people-strategy"] {
            let mut form = firm.form(&mut ines, &[("angle", angle), ("then", "anew"), ("opening", "Hear what the corridor never tells you.")]).await;
            for support in ["booking", "preparing", "following-up", "company"] {
                form.push(("support".to_owned(), support.to_owned()));
            }
            ines.post(&firm.path("/pitch"), &borrowed(&form)).await.goes_to();
            let mut form = firm.form(&mut ines, &[("then", "keep"), ("opening", "Seventeen associates bring you their questions. Take one further; hear more.")]).await;
            let reasons = form.iter_mut().find(|(n, _)| n == "reasons").unwrap();
            reasons.1.push_str("\nA third reason, written by hand: It is as long as the two before it, and says what a connector who knows them well would say.");
            ines.post(&firm.path("/pitch"), &borrowed(&form)).await.goes_to();
            let page = ines.get(&firm.path("/pitch")).await.ok();
            page.must_say("It opens at once, on any connection").must_say("It reads in under a minute");
        }
        firm.send(&mut ines).await;
        let link = firm.delivered().await;
        let page = house.stranger().get(&link).await.ok();
        page.must_say("A third reason").must_say("Frankfurt am Main, Opernturm").must_say("Company");
        let (html, css) = (page.bytes.len(), assets::pitch_css_text().len());
        println!("the letter: {html} bytes of HTML and {css} of CSS");
        assert!(html + css <= 14_000, "{html} + {css} bytes");
        let words = words_before_the_button(&page);
        assert!((35..=45).contains(&words), "{words} words");
        assert!(!page.body.contains("<script") && !page.body.contains("<img"));
        let addresses: Vec<&str> = page.body.split(['"', '\'', ' ', '(']).filter(|t| t.contains("//")).collect();
        assert!(addresses.is_empty(), "another host: {addresses:?}");
        assert_eq!(page.body.matches("<link ").count(), 1);
    }

    what_is_too_heavy_or_too_wordy_for_a_phone_does_not_leave |house| {
        let firm = Firm::of(house).await;
        let mut ines = firm.ines().await;
        firm.met(&mut ines).await;
        let heavy = "私たちは".repeat(290);
        let form = firm.form(&mut ines, &[("reasons", &heavy), ("benefit", &heavy), ("then", "send")]).await;
        ines.post(&firm.path("/pitch"), &borrowed(&form)).await.goes_to();
        let page = ines.get(&firm.path("/pitch/send")).await.ok();
        page.must_say("Too heavy for a phone").must_say("of 14,000 bytes").must_say("It cannot leave yet. Nothing was lost");
        let version = form_fields(&page.body).into_iter().find(|(n, _)| n == "version").unwrap().1;
        ines.post(&firm.path("/pitch/send"), &[("version", &version)]).await;
        let wordy = "Yes or no and then some ".repeat(9);
        let form = firm.form(&mut ines, &[("reasons", ""), ("benefit", ""), ("opening", &wordy), ("then", "send")]).await;
        ines.post(&firm.path("/pitch"), &borrowed(&form)).await.goes_to();
        let page = ines.get(&firm.path("/pitch/send")).await.ok();
        page.must_say("Too long for a phone").must_not_say("Too heavy");
        let version = form_fields(&page.body).into_iter().find(|(n, _)| n == "version").unwrap().1;
        ines.post(&firm.path("/pitch/send"), &[("version", &version)]).await;
        assert_eq!(firm.summary().await.asked_at, None);
    }
}

/// What a reader has read when they come to the first button; initials in a circle are no words.
fn words_before_the_button(page: &Page) -> usize {
    let body = page.body.split_once("<main>").unwrap().1.split("<button").next().unwrap();
    let shown: String = body
        .split("<span class=\"mono\" aria-hidden=\"true\">")
        .enumerate()
        .map(|(i, part)| if i == 0 { part } else { part.split_once("</span>").unwrap().1 })
        .collect();
    words(&shown).split_whitespace().count()
}
