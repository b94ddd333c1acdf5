//! Whom to ask first.

use crate::prospects::{Stands, prospect};
use axum::http::StatusCode;
use bellwether_app::features::shortlist;
use bellwether_db::{Read, params, statements};
use bellwether_kernel::{Date, PersonId, ProgramId, TargetId};
use bellwether_testkit::{Browser, House, LawFirm, Page, stories};

statements! {
    TIES = "select kind, count(*) from ties group by kind order by kind";
    TARGET = "insert into targets (id, program_id, level_id, percent, due_on) values ($1, $2, $3, $4, '2027-03-31')";
    OWNED = "select count(*) from prospects where program_id = $1 and owner_id is not null";
    PINNED = "select count(*) from prospects where person_id = $1 and pinned_at is not null";
    LEAVES = "update people set left_on = '2027-01-31' where id = $1";
    RENAMED = "update people set name = $2, search = $2 where id = $1";
    NO_ASK = "update programs set ask_minutes = null where id = $1";
    NO_TIES = "delete from ties";
    WITHDRAWN = "update prospects set withdrawn_at = $2 where person_id = $1";
    AUDITED = "select count(*) from audit where program_id = $1";
}

/// The sample firm with its program, "20 % of Partners by 31 March", and a coordinator's browser.
async fn open_door(house: &House) -> (LawFirm, ProgramId, Browser) {
    let firm = house.cast().law_firm().await;
    let program = house.cast().program("Open Door").await;
    let id: TargetId = house.world.id();
    house.run(&TARGET, &[&id, &program, &firm.partner, &20i64]).await;
    let ines = house.cast().coordinator("Ines Halloran", program).await;
    (firm, program, house.browser_of(ines).await)
}

fn today() -> Date {
    "2027-02-09".parse().unwrap()
}

fn at(program: ProgramId, rest: &str) -> String {
    format!("/programs/{program}/shortlist{rest}")
}

/// The names on the list, in their order.
fn names(page: &Page) -> Vec<String> {
    let rows = page.body.split("class=\"person__name\"").skip(1);
    rows.map(|row| row.split('>').nth(2).unwrap().split('<').next().unwrap().to_owned()).collect()
}

/// How many rows say that they are in the wave.
fn in_wave(page: &Page) -> usize {
    page.body.matches("aria-pressed=\"true\">In this wave").count()
}

async fn alone(house: &House, program: ProgramId, person: PersonId) -> shortlist::LeaderView {
    shortlist::about(&house.db, program, person, today()).await.unwrap().unwrap()
}

stories! {
    the_sample_firm_is_there_with_its_ties |house| {
        let firm = house.cast().law_firm().await;
        assert_eq!(firm.people.len(), 71);
        let ties: Vec<(String, i64)> = house.db.all(&TIES, params![]).await.unwrap();
        let ties: Vec<(&str, i64)> = ties.iter().map(|(kind, n)| (kind.as_str(), *n)).collect();
        assert_eq!(ties, [("advised", 892), ("friend", 575), ("worked-with", 1104)]);
    }

    the_partner_whose_advice_most_colleagues_ask_stands_first_and_the_page_says_why |house| {
        let (_, program, mut ines) = open_door(house).await;
        let page = ines.get(&at(program, "")).await.ok();
        page.must_say("Whom to ask first").must_say("reckoned today at 15:00 from 2,571 ties");
        page.must_say("36 Partners have not joined. These six asks bring the most people with them.");
        assert_eq!(names(&page)[0], "Idris Inoue");
        assert_eq!((names(&page).len(), in_wave(&page)), (8, 6));
        page.must_say("37 colleagues ask their advice, the most of anybody here; 17 are Associates (imported ties)");
        page.must_say("Nobody has ever asked them").must_say("Litigation, Boston, 15 years here");
        page.must_say("8 of 36 shown.").must_say("Show the next 8").must_say("Start this wave of 6");
        page.must_say("Judgement, not data").must_say("The coordinators of Open Door see this page, and nobody else.");
    }

    two_looks_at_the_same_firm_give_the_same_list |house| {
        let (_, program, mut ines) = open_door(house).await;
        let (one, two) = (ines.get(&at(program, "?rows=40")).await.ok(), ines.get(&at(program, "?rows=40")).await.ok());
        assert_eq!(one.body, two.body);
        assert_eq!(names(&one).len(), 36);
    }

    a_leader_who_has_joined_leaves_the_list_and_those_who_reach_the_same_people_sink |house| {
        let (firm, program, mut ines) = open_door(house).await;
        let before = alone(house, program, firm.who("Caspian Demir")).await;
        for name in ["Idris Inoue", "Silas Santoro", "Gregor Pereira", "Esther Farouk"] {
            prospect(house, Stands::Joined, program, firm.who(name)).await;
        }
        let idris = alone(house, program, firm.who("Idris Inoue")).await;
        assert!(idris.followers > 0.5, "the brief of who has joined says what they brought: {}", idris.followers);
        let page = ines.get(&at(program, "?rows=40")).await.ok();
        page.must_say("32 Partners have not joined.").must_say("4 joined").must_say("come along with them.");
        assert!(!names(&page).contains(&"Idris Inoue".to_owned()));
        let after = alone(house, program, firm.who("Caspian Demir")).await;
        assert!(after.followers < 0.9 * before.followers, "{} {}", after.followers, before.followers);
        assert!(after.chance > before.chance, "colleagues who have joined make a yes likelier");
    }

    whoever_has_left_the_firm_is_neither_asked_nor_counted |house| {
        let (firm, program, mut ines) = open_door(house).await;
        ines.get(&at(program, "")).await.ok();
        house.run(&LEAVES, &[&firm.who("Idris Inoue")]).await;
        let page = ines.get(&at(program, "?rows=40")).await.ok();
        page.must_say("35 Partners have not joined.").must_not_say("Idris Inoue");
    }

    a_changed_name_and_a_new_tie_are_seen_at_once |house| {
        let (firm, program, mut ines) = open_door(house).await;
        ines.get(&at(program, "")).await.ok().must_say("from 2,571 ties");
        house.run(&RENAMED, &[&firm.who("Idris Inoue"), &"Idris Inoue-Falk"]).await;
        house.cast().tie(firm.who("Thaddeus Ravenscroft"), firm.who("Idris Inoue"), "mentored", 1.0).await;
        ines.get(&at(program, "")).await.ok().must_say("Idris Inoue-Falk").must_say("from 2,572 ties");
    }

    the_warmest_introduction_is_told_in_words |house| {
        let (firm, program, mut ines) = open_door(house).await;
        prospect(house, Stands::Joined, program, firm.who("Amara Novák")).await;
        let idris = alone(house, program, firm.who("Idris Inoue")).await;
        let way = idris.way.unwrap();
        assert_eq!((way.name.as_str(), way.to.as_str(), way.takes_part), ("Amara Novák", "Idris", true));
        let words = way.in_words();
        ines.get(&at(program, "")).await.ok().must_say(&words);
        let nobody_joined = house.cast().program("Second Wind").await;
        let way = alone(house, nobody_joined, firm.who("Idris Inoue")).await.way.unwrap();
        assert!(!way.takes_part, "somebody must be the first to open a door");
    }

    signals_raise_the_chance_and_stand_with_their_date_and_source |house| {
        let (firm, program, mut ines) = open_door(house).await;
        let before = alone(house, program, firm.who("Idris Inoue")).await.chance;
        house.cast().signal(firm.who("Idris Inoue"), "offered-to-help", "Offered to help at the autumn launch").await;
        let after = alone(house, program, firm.who("Idris Inoue")).await.chance;
        assert!(after > before + 0.02, "{before} {after}");
        let page = ines.get(&at(program, "")).await.ok();
        page.must_say("Offered to help at the autumn launch (offered to help, noted by a coordinator)");
        assert!(page.body.contains(&format!("/people/{}", firm.who("Idris Inoue"))), "the evidence can be corrected there");
    }

    an_earlier_decline_weighs_in_the_chance_and_is_nowhere_on_the_page |house| {
        let (firm, program, mut ines) = open_door(house).await;
        let other = house.cast().program("First Light").await;
        let (idris, silas) = (firm.who("Idris Inoue"), firm.who("Silas Santoro"));
        let before = alone(house, program, idris).await.chance;
        prospect(house, Stands::Declined, other, idris).await;
        let after = alone(house, program, idris).await;
        assert!(after.chance < before - 0.1, "{before} {}", after.chance);
        // Somebody who said yes elsewhere reads the same, but for the figures.
        prospect(house, Stands::Joined, other, silas).await;
        let words = |view: &shortlist::LeaderView| view.reasons.iter().filter(|r| r.against).map(|r| r.sentence()).collect::<Vec<_>>();
        assert_eq!(words(&after), words(&alone(house, program, silas).await));
        let page = ines.get(&at(program, "?rows=40")).await.ok();
        page.must_say("Asked before");
        for word in ["decline", "said no", "Not for me", "First Light"] {
            page.must_not_say(word);
        }
    }

    a_leader_who_declined_here_is_off_the_list_and_unnamed_as_the_reason |house| {
        let (firm, program, mut ines) = open_door(house).await;
        prospect(house, Stands::Declined, program, firm.who("Idris Inoue")).await;
        let page = ines.get(&at(program, "?rows=40")).await.ok();
        page.must_not_say("Idris Inoue").must_say("of 35 shown");
    }

    no_leader_is_offered_to_two_programs_at_once |house| {
        let (firm, program, mut ines) = open_door(house).await;
        let other = house.cast().program("Second Wind").await;
        prospect(house, Stands::Asked, other, firm.who("Idris Inoue")).await;
        let page = ines.get(&at(program, "?rows=40")).await.ok();
        assert!(!names(&page).contains(&"Idris Inoue".to_owned()));
        page.must_say("One leader is being asked by another program at this time.");
        let id = firm.who("Idris Inoue").to_string();
        let page = ines.post(&at(program, "/wave"), &[("wave", &id)]).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        page.must_say("Nobody is in this wave").must_say("Nothing was changed.");
    }

    the_forecast_counts_who_joined_and_the_chances_of_who_was_asked |house| {
        let (firm, program, mut ines) = open_door(house).await;
        for name in ["Victor Xu", "Esther Farouk", "Rafael Lindqvist", "Amara Novák"] {
            prospect(house, Stands::Joined, program, firm.who(name)).await;
        }
        prospect(house, Stands::Asked, program, firm.who("Silas Santoro")).await;
        let [forecast] = &shortlist::forecast(&house.db, program, today()).await.unwrap()[..] else { panic!() };
        assert_eq!((forecast.joined, forecast.asked, forecast.target.needed(), forecast.target.people), (4, 1, 8, 36));
        let silas = alone(house, program, firm.who("Silas Santoro")).await;
        assert!((forecast.expected - 4.0 - silas.chance).abs() < 1e-9);
        assert_eq!((forecast.low, forecast.high), (4, 5));
        assert!(forecast.chance.abs() < 1e-12, "one answer cannot bring four");
        let page = ines.get(&at(program, "")).await.ok();
        page.must_say("With these 6 asks: 20\u{a0}% by 31 March,").must_say("Without them: 5 Partners, out of reach");
        page.must_say("target: 8 Partners, 20\u{a0}%").must_say("No further ask").must_say("These 6 asks and");
        page.must_say("One leader has been asked here and the answer is still to come.");
    }

    a_leader_who_withdrew_counts_no_longer_and_is_not_asked_again |house| {
        let (firm, program, mut ines) = open_door(house).await;
        prospect(house, Stands::Joined, program, firm.who("Idris Inoue")).await;
        house.run(&WITHDRAWN, &[&firm.who("Idris Inoue"), &house.now()]).await;
        let [forecast] = &shortlist::forecast(&house.db, program, today()).await.unwrap()[..] else { panic!() };
        assert_eq!(forecast.joined, 0);
        assert!(!names(&ines.get(&at(program, "?rows=40")).await.ok()).contains(&"Idris Inoue".to_owned()));
    }

    ticking_another_leader_moves_the_forecast_and_the_address_keeps_it |house| {
        let (_, program, mut ines) = open_door(house).await;
        let none = ines.get(&at(program, "?wave=")).await.ok();
        none.must_say("Without another ask: 20\u{a0}% by 31 March").must_not_say("Start this wave");
        assert_eq!(in_wave(&none), 0);
        let six = ines.get(&at(program, "")).await.ok();
        let seventh = names(&six)[6].clone();
        let row = six.body.split("id=\"r7\"").nth(1).unwrap();
        let wave = row.split("name=\"wave\" value=\"").nth(1).unwrap().split('"').next().unwrap();
        assert_eq!(wave.split('.').count(), 7);
        let seven = ines.get(&at(program, &format!("?wave={wave}"))).await.ok();
        seven.must_say("Start this wave of 7").must_say("With these 7 asks").must_say(&format!("In this wave : {seventh}"));
        assert_eq!(in_wave(&seven), 7);
    }

    a_wave_takes_its_leaders_into_the_pipeline_once_however_often_it_is_sent |house| {
        let (_, program, mut ines) = open_door(house).await;
        let page = ines.get(&at(program, "")).await.ok();
        let wave = page.body.split("name=\"wave\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        for says in ["Six leaders are new in your pipeline. Ask for their introductions first.", "They were all in your pipeline already."] {
            let page = ines.post(&at(program, "/wave"), &[("wave", &wave)]).await;
            assert!(page.goes_to().ends_with("/today"));
            ines.get(page.goes_to()).await.ok().must_say(says);
        }
        assert_eq!(house.db.value::<i64>(&OWNED, params![program]).await.unwrap(), 6);
        let page = ines.get(&at(program, "")).await.ok();
        page.must_say("See them in the pipeline").must_not_say("Start this wave");
    }

    a_pinned_leader_stands_first_until_the_pin_is_taken_away |house| {
        let (firm, program, mut ines) = open_door(house).await;
        let last = names(&ines.get(&at(program, "?rows=40")).await.ok()).pop().unwrap();
        let person = firm.who(&last);
        let page = ines.post(&at(program, &format!("/{person}/pin")), &[("office", "Boston"), ("rows", "16")]).await;
        assert!(page.goes_to().ends_with("/shortlist?office=Boston&rows=16"), "back to the list as it was looked at");
        let page = ines.get(&at(program, "")).await.ok();
        assert_eq!(names(&page)[0], last);
        page.must_say(&format!("{last} is pinned")).must_say("Undo");
        ines.post(&page.address_with("/unpin"), &[]).await.goes_to();
        assert_eq!(names(&ines.get(&at(program, "")).await.ok())[0], "Idris Inoue");
        assert_eq!(house.db.value::<i64>(&PINNED, params![person]).await.unwrap(), 0);
    }

    a_leader_set_aside_is_off_the_list_with_the_reason_until_brought_back |house| {
        let (firm, program, mut ines) = open_door(house).await;
        let enzo = firm.who("Enzo Leclerc");
        for _ in 0..2 {
            ines.post(&at(program, &format!("/{enzo}/aside")), &[("reason", "retires in June")]).await.goes_to();
        }
        let page = ines.get(&at(program, "?rows=40")).await.ok();
        page.must_say("Enzo Leclerc was set aside. Undo").must_say("Enzo Leclerc was set aside: “retires in June”.");
        assert!(!names(&page).contains(&"Enzo Leclerc".to_owned()));
        ines.post(&at(program, &format!("/{enzo}/back")), &[]).await.goes_to();
        let page = ines.get(&at(program, "?rows=40")).await.ok();
        page.must_say("Enzo Leclerc is back on the list.");
        assert!(names(&page).contains(&"Enzo Leclerc".to_owned()));
        assert!(house.db.value::<i64>(&AUDITED, params![program]).await.unwrap() >= 3, "it is in the audit log");
    }

    somebody_who_is_no_leader_cannot_be_put_on_the_list |house| {
        let (firm, program, mut ines) = open_door(house).await;
        let associate = firm.who("Saoirse Laurent");
        let page = ines.post(&at(program, &format!("/{associate}/pin")), &[]).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND);
        assert!(shortlist::about(&house.db, program, associate, today()).await.unwrap().is_none());
    }

    filters_narrow_the_list_and_keep_the_wave |house| {
        let (firm, program, mut ines) = open_door(house).await;
        prospect(house, Stands::Met, program, firm.who("Idris Inoue")).await;
        let page = ines.get(&at(program, "?office=Hartford&rows=40")).await.ok();
        page.must_say("Partner").must_say("With these 6 asks");
        assert!(names(&page).len() > 3 && !names(&page).contains(&"Idris Inoue".to_owned()));
        for row in page.body.split("class=\"person__meta\">").skip(1) {
            assert!(row.split('<').next().unwrap().contains("Hartford"));
        }
        let page = ines.get(&at(program, "?asked=before")).await.ok();
        page.must_say("Nobody is left under this filter");
        ines.get(&at(program, "")).await.ok().must_say("Met on 9 Feb");
        ines.get(&at(program, "?office=%27%3B+drop&rows=x&wave=%00..&asked=q")).await.ok().must_say("Nobody is left");
    }

    a_house_without_leaders_ties_ask_or_target_says_what_comes_next |house| {
        let program = house.cast().program("Open Door").await;
        let ines = house.cast().coordinator("Ines Halloran", program).await;
        let mut ines = house.browser_of(ines).await;
        ines.get(&at(program, "")).await.ok().must_say("No leaders yet").must_say("Choose the senior levels");
        assert!(shortlist::forecast(&house.db, program, today()).await.unwrap().is_empty());

        let firm = house.cast().law_firm().await;
        house.run(&NO_ASK, &[&program]).await;
        house.run(&NO_TIES, &[]).await;
        let page = ines.get(&at(program, "")).await.ok();
        page.must_say("There are no ties yet").must_say("not known without ties");
        page.must_say("The ask has no numbers yet").must_say("No target yet").must_say("Start this wave of 6");
        page.must_say("But: nobody who could introduce you has a tie with them");
        for name in ["Victor Xu", "Esther Farouk"] {
            prospect(house, Stands::Joined, program, firm.who(name)).await;
        }
        ines.get(&at(program, "")).await.ok().must_say("34 Partners have not joined.");
    }

    reporting_lines_alone_are_known_and_said_to_be_what_they_are |house| {
        let partner = house.cast().level("Partner", 2, true).await;
        let program = house.cast().program("Open Door").await;
        let victor = house.cast().person("Victor Xu", Some(partner)).await;
        let esther = house.cast().person("Esther Farouk", None).await;
        house.cast().managed_by(esther, victor).await;
        let ines = house.cast().coordinator("Ines Halloran", program).await;
        let page = house.browser_of(ines).await.get(&at(program, "")).await.ok();
        page.must_say("from 1 reporting line").must_say("Only reporting lines are known (1).").must_not_say("There are no ties yet");
        page.must_say("1 person reports to them").must_say("the directory’s reporting lines").must_not_say("ties written by hand");
    }

    when_everybody_has_been_asked_the_page_says_so |house| {
        let level = house.cast().level("Partner", 2, true).await;
        let program = house.cast().program("Open Door").await;
        let only = house.cast().person("Ada Byrne", Some(level)).await;
        let ines = house.cast().coordinator("Ines Halloran", program).await;
        prospect(house, Stands::Asked, program, only).await;
        let page = house.browser_of(ines).await.get(&at(program, "")).await.ok();
        page.must_say("Everybody has been asked").must_say("One Partner has not joined.");
    }
}
