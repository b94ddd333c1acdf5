//! What answers teach: the evidence of an ask is kept, and the chances of others move with what came of it.

use crate::firm::Firm;
use bellwether_app::features::{recruiting, shortlist};
use bellwether_db::{Read as _, params, statements};
use bellwether_kernel::jiff::SignedDuration;
use bellwether_kernel::{PersonId, ProgramId, ProspectId};
use bellwether_testkit::{Browser, House, stories};

statements! {
    KEPT = "select factors, chance, learned_from from ask_evidence where prospect_id = $1";
    ALL_KEPT = "select count(*) from ask_evidence";
    ANSWERED = "
        insert into prospects (id, program_id, person_id, stage, identified_at, met_at, asked_at, answered_at, answer, joined_at,
            closed_at)
        values ($1, $2, $3, 'answered', $5, $5, $5, $5, $4, case when $4 = 'yes' then cast($5 as bigint) end,
            case when $4 = 'no' then cast($5 as bigint) end)";
    EVIDENCE = "
        insert into ask_evidence (prospect_id, factors, chance, learned_from, kept_at) values ($1, $2, $3, 0, $4)";
}

/// A leader of whom nobody hears elsewhere was asked, with this evidence and this chance, and answered.
pub async fn answered(
    house: &House,
    program: ProgramId,
    person: PersonId,
    (answer, factors, chance): (&str, &str, f64),
) -> ProspectId {
    let id: ProspectId = house.world.id();
    house.run(&ANSWERED, &[&id, &program, &person, &answer, &house.now()]).await;
    house.run(&EVIDENCE, &[&id, &factors, &chance, &house.now()]).await;
    id
}

async fn kept(firm: &Firm<'_>) -> Option<(String, f64, i64)> {
    firm.house.db.maybe(&KEPT, params![firm.prospect]).await.unwrap()
}

async fn chance(firm: &Firm<'_>, person: PersonId) -> f64 {
    let today = firm.house.now().to_zoned(bellwether_kernel::jiff::tz::TimeZone::UTC).date();
    shortlist::about(&firm.house.db, firm.program, person, today).await.unwrap().unwrap().chance
}

async fn answers(phone: &mut Browser, link: &str, answer: &str) {
    phone.post(&format!("{link}/answer"), &[("answer", answer), ("later", "quarter")]).await.goes_to();
}

stories! {
    what_was_known_when_the_ask_left_is_kept_with_the_chance_that_was_given |house| {
        let firm = Firm::of(house).await;
        house.cast().signal(firm.idris, "offered-to-help", "").await;
        let mut ines = firm.ines().await;
        firm.met(&mut ines).await;
        assert_eq!(kept(&firm).await, None, "nobody was asked yet");
        let given = chance(&firm, firm.idris).await;
        firm.send(&mut ines).await;
        let (factors, chance, learned_from) = kept(&firm).await.unwrap();
        // An hour and a half a month is a little less than two.
        assert_eq!(factors, r#"{"ask_size":-0.4150374992788438,"never_asked":1.0,"offered_to_help":1.0}"#);
        assert!((chance - given).abs() < 1e-12 && learned_from == 0, "{chance} {given}");
        // What is learned of them later is not what was known.
        house.cast().signal(firm.idris, "mentored", "").await;
        firm.delivered().await;
        assert_eq!(kept(&firm).await.unwrap().0, factors);
    }

    an_ask_that_is_stopped_or_withdrawn_leaves_nothing_to_learn_from |house| {
        let firm = Firm::of(house).await;
        let mut ines = firm.ines().await;
        firm.met(&mut ines).await;
        firm.send(&mut ines).await;
        ines.post(&firm.path("/pitch/stop"), &[]).await.goes_to();
        assert_eq!(kept(&firm).await, None);
        firm.send(&mut ines).await;
        firm.delivered().await;
        assert!(kept(&firm).await.is_some(), "an ask that is repeated is another ask");
        ines.post(&firm.path("/pitch/withdraw"), &[]).await.goes_to();
        assert_eq!(kept(&firm).await, None);
    }

    an_answer_changes_the_chances_of_others_and_a_later_does_not |house| {
        let firm = Firm::of(house).await;
        let link = firm.asked().await;
        let mut phone = house.stranger();
        let before = chance(&firm, firm.amara).await;
        answers(&mut phone, &link, "later").await;
        assert!((chance(&firm, firm.amara).await - before).abs() < 1e-12, "no answer yet");
        house.clock.advance(SignedDuration::from_mins(1));
        answers(&mut phone, &link, "no").await;
        let after_no = chance(&firm, firm.amara).await;
        assert!(after_no < before - 0.005, "{before} {after_no}");
        house.clock.advance(SignedDuration::from_mins(1));
        answers(&mut phone, &link, "yes").await;
        let after_yes = chance(&firm, firm.amara).await;
        assert!(after_yes > before + 0.005, "{before} {after_yes}");
    }

    silence_is_no_yes_once_the_letter_asks_no_longer |house| {
        let firm = Firm::of(house).await;
        let before = chance(&firm, firm.amara).await;
        firm.asked().await;
        assert!((chance(&firm, firm.amara).await - before).abs() < 1e-12);
        house.clock.advance(SignedDuration::from_hours(24 * 60));
        assert!(chance(&firm, firm.amara).await < before - 0.005);
    }

    an_answer_by_telephone_teaches_too_and_one_that_is_taken_back_does_not |house| {
        let firm = Firm::of(house).await;
        let mut ines = firm.ines().await;
        firm.met(&mut ines).await;
        let before = chance(&firm, firm.amara).await;
        let page = ines.post(&firm.path("/answer"), &[("answer", "no")]).await;
        let here = page.goes_to().to_owned();
        assert!(chance(&firm, firm.amara).await < before - 0.005);
        let undo = ines.get(&here).await.ok().address_with("/answer/undo");
        ines.post(&undo, &[]).await.goes_to();
        assert!((chance(&firm, firm.amara).await - before).abs() < 1e-12);
    }

    who_signs_up_unasked_has_answered_no_ask |house| {
        let firm = Firm::of(house).await;
        let before = chance(&firm, firm.amara).await;
        let tx = house.db.begin().await.unwrap();
        recruiting::joined_unasked(&tx, &house.world, firm.program, firm.idris).await.unwrap();
        tx.commit().await.unwrap();
        assert!((chance(&firm, firm.amara).await - before).abs() < 1e-12);
        assert_eq!(house.db.value::<i64>(&ALL_KEPT, params![]).await.unwrap(), 0);
    }

    answers_of_other_programs_count_by_fives_so_that_none_can_be_read_off |house| {
        let firm = Firm::of(house).await;
        let other = house.cast().program("Second Wind").await;
        let before = chance(&firm, firm.amara).await;
        for at in 1..=5 {
            let somebody = house.cast().person(&format!("Somebody {at}"), None).await;
            answered(house, other, somebody, ("no", "{}", 0.35)).await;
            let after = chance(&firm, firm.amara).await;
            if at < 5 {
                assert!((after - before).abs() < 1e-12, "{at} answers elsewhere show: {before} {after}");
            } else {
                assert!(after < before - 0.02, "five are learned from: {before} {after}");
            }
        }
    }

    what_was_reckoned_is_the_leaders_own_to_read_and_goes_with_their_erasure |house| {
        let firm = Firm::of(house).await;
        let other = house.cast().program("Second Wind").await;
        answered(house, other, firm.idris, ("no", "{}", 0.35)).await;
        let link = firm.asked().await;
        assert!(kept(&firm).await.unwrap().0.contains("declined_earlier"), "it weighs, and is theirs to know");
        let mut idris = house.browser_of(firm.idris).await;
        let page = idris.get("/me/kept").await.ok();
        page.must_say("What was reckoned when you were asked").must_say("The chance of a yes").must_say("judgement alone");
        page.must_say("Declined in another program");
        // A link can be forwarded.
        let mut phone = house.stranger();
        for rest in ["/kept", "/kept.json"] {
            phone.get(&format!("{link}{rest}")).await.ok().must_not_say("Declined in another").must_not_say("judgement alone");
        }
        phone.post(&format!("{link}/erase"), &[("typed", "erase")]).await.ok();
        assert_eq!(house.db.value::<i64>(&ALL_KEPT, params![]).await.unwrap(), 0);
        idris.get("/me/kept").await.ok().must_not_say("What was reckoned when you were asked");
    }

    erasing_somebody_altogether_takes_the_evidence_along |house| {
        let firm = Firm::of(house).await;
        firm.asked().await;
        let mut idris = house.browser_of(firm.idris).await;
        assert_eq!(idris.post("/me/kept/erase", &[]).await.goes_to(), "/erased");
        assert_eq!(house.db.value::<i64>(&ALL_KEPT, params![]).await.unwrap(), 0);
    }

    the_page_says_too_few_until_there_are_twenty_and_then_what_they_teach |house| {
        let firm = Firm::of(house).await;
        let mut ines = firm.ines().await;
        let at = format!("/programs/{}/shortlist/chances", firm.program);
        let list = ines.get(&format!("/programs/{}/shortlist", firm.program)).await.ok();
        assert!(list.body.contains(&format!("href=\"{at}\"")), "the shortlist leads there");
        let page = ines.get(&at).await.ok();
        page.must_say("Chances are judgement so far").must_say("No answer has been learned from yet");
        page.must_say("Has mentored before").must_say("About doubles the odds: 35\u{a0}% becomes 52\u{a0}%.");
        page.must_say("Who has done it knows what it costs and gives.");
        asked(&firm, 0..6, |_| ("no", r#"{"warm_tie":0.6}"#, 0.5)).await;
        let page = ines.get(&at).await.ok();
        page.must_say("6 answers of the 20").must_say("Too few to tell: 6 answers of 20").must_say("Whether the chances hold: too few to tell: 6 answers of 20").must_not_say("The same as a table");
        // Half of them are warmly introduced, and those say yes.
        asked(&firm, 6..26, |at| if at % 2 == 0 { ("yes", r#"{"warm_tie":0.8}"#, 0.7) } else { ("no", "{}", 0.3) }).await;
        let page = ines.get(&at).await.ok();
        page.must_say("Chances have learned from 26 answers").must_say("The same as a table").must_say("Said yes");
        page.must_say("Answers make it").must_say("judged: 35\u{a0}% becomes").must_say("somewhere from");
        page.must_say("all 26 asks were alike in this").must_not_say("of 20");
    }

    chances_are_held_against_the_programs_own_answers_alone |house| {
        let firm = Firm::of(house).await;
        let other = house.cast().program("Second Wind").await;
        asked(&firm, 0..15, |_| ("no", "{}", 0.3)).await;
        for at in 0..10 {
            let somebody = house.cast().person(&format!("Somebody {at}"), None).await;
            answered(house, other, somebody, ("yes", "{}", 0.6)).await;
        }
        let mut ines = firm.ines().await;
        let page = ines.get(&format!("/programs/{}/shortlist/chances", firm.program)).await.ok();
        page.must_say("Chances have learned from 25 answers").must_say("Whether the chances hold: too few to tell: 15 answers of 20");
        page.must_not_say("The same as a table");
    }

    what_is_private_stands_on_no_page_though_it_is_learned_from |house| {
        let firm = Firm::of(house).await;
        asked(&firm, 0..40, |at| if at % 2 == 0 { ("yes", "{}", 0.4) } else { ("no", r#"{"declined_earlier":1.0}"#, 0.2) }).await;
        let mut ines = firm.ines().await;
        for rest in ["/chances", "/ties", ""] {
            let page = ines.get(&format!("/programs/{}/shortlist{rest}", firm.program)).await.ok();
            for word in ["declined", "Declined", "said no", "earlier program", "an earlier"] {
                assert!(!page.body.contains(word), "{rest} says {word}");
            }
        }
    }
}

/// So many leaders were asked in the firm's program and answered.
async fn asked(
    firm: &Firm<'_>,
    which: std::ops::Range<usize>,
    how: impl Fn(usize) -> (&'static str, &'static str, f64),
) {
    for at in which {
        let somebody = firm.house.cast().person(&format!("Leader Number{at}"), None).await;
        answered(firm.house, firm.program, somebody, how(at)).await;
    }
}
