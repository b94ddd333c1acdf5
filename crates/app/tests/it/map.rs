//! The map: who has joined, and whom they reach.

use crate::prospects::{Stands, prospect};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use bellwether_app::features::shortlist;
use bellwether_db::statements;
use bellwether_kernel::{Date, ProgramId};
use bellwether_testkit::{Browser, House, LawFirm, Page, stories};

statements! {
    LEAVES = "update people set left_on = '2027-01-31' where id = $1";
    ERASED = "update people set erased_at = $2 where id = $1";
    NO_TIES = "delete from ties";
}

const FIRST_FOUR: [&str; 4] = ["Amara Novák", "Esther Farouk", "Rafael Lindqvist", "Victor Xu"];

/// The sample firm, a program and its coordinator: 72 people, 36 of them Partners.
async fn firm(house: &House) -> (LawFirm, ProgramId, Browser) {
    let firm = house.cast().law_firm().await;
    let program = house.cast().program("Open Door").await;
    let ines = house.cast().coordinator("Ines Halloran", program).await;
    (firm, program, house.browser_of(ines).await)
}

async fn four_joined(house: &House) -> (LawFirm, ProgramId, Browser) {
    let (firm, program, ines) = firm(house).await;
    for name in FIRST_FOUR {
        prospect(house, Stands::Joined, program, firm.who(name)).await;
    }
    (firm, program, ines)
}

fn today() -> Date {
    "2027-02-09".parse().unwrap()
}

fn at(program: ProgramId, rest: &str) -> String {
    format!("/programs/{program}/map{rest}")
}

/// How many people a drawing for a desk shows with just this mark.
fn dots(page: &Page, class: &str) -> usize {
    let group = page.body.split(&format!("<g class=\"{class}\">")).nth(1);
    group.map_or(0, |rest| rest.split("</g>").next().unwrap().matches("<circle").count())
}

/// The cells of a column, as they stand in the table, the last row's last.
fn column(page: &Page, label: &str) -> Vec<String> {
    let label = format!("data-label=\"{label}\"");
    let cells = page.body.split(&label).skip(1);
    let words = |cell: &str| cell.split_once('>').unwrap().1.split("</td>").next().unwrap().to_owned();
    cells.map(words).map(|cell| bellwether_testkit::words(&cell).trim().to_owned()).collect()
}

/// The n in "about n of 72".
fn in_heading(page: &Page) -> String {
    let heading = page.body.split("<h1>").nth(1).unwrap().split("</h1>").next().unwrap().to_owned();
    heading.split("about ").nth(1).unwrap().split(' ').next().unwrap().to_owned()
}

async fn data(browser: &mut Browser, path: &str) -> serde_json::Value {
    serde_json::from_str(&browser.get(path).await.ok().body).unwrap()
}

stories! {
    who_has_joined_is_marked_and_the_heading_says_how_many_they_reach |house| {
        let (_, program, mut ines) = four_joined(house).await;
        let page = ines.get(&at(program, "")).await.ok();
        page.must_say("Map, drawn from 2,571 ties").must_say("Four Partners reach about");
        assert_eq!(dots(&page, "m-person m-person--joined"), 4);
        assert_eq!(page.body.matches("class=\"m-ripple\"").count(), 2 * 2 * 4 + 1, "two rings each, twice, and the legend");
        assert_eq!(column(&page, "Expected to be reached").last(), Some(&in_heading(&page)));
        assert_eq!(column(&page, "People").last().map(String::as_str), Some("72"));
        assert_eq!(column(&page, "Partners joined").last().map(String::as_str), Some("4 of 36"));
        for name in FIRST_FOUR {
            page.must_say(name);
        }
    }

    the_picture_and_its_table_count_the_same_people |house| {
        let (_, program, mut ines) = four_joined(house).await;
        let page = ines.get(&at(program, "")).await.ok();
        let [likely, perhaps, out] = ["At 1 in 4 or more", "At 1 in 20 or more", "Not yet"]
            .map(|label| column(&page, label).last().unwrap().parse::<usize>().unwrap());
        assert_eq!(likely + perhaps + out, 68, "everybody but the four");
        let marks = ["m-person m-person--reached", "m-person m-person--perhaps", "m-person", "m-person m-person--pick"];
        let drawn = marks.map(|class| dots(&page, class));
        assert_eq!(drawn.iter().sum::<usize>(), 68, "{drawn:?}");
        assert_eq!(drawn[3], 6, "the first six of the shortlist");
        assert!(drawn[0] <= likely && drawn[1] <= perhaps && drawn[2] <= out);
        page.must_say(&format!("{} people are reached at one in twenty or more", likely + perhaps));
        let offices = column(&page, "People");
        let sum: usize = offices[..offices.len() - 1].iter().map(|n| n.parse::<usize>().unwrap()).sum();
        assert_eq!(sum, 72);
    }

    before_anybody_has_joined_the_page_says_whom_the_first_of_the_shortlist_brings |house| {
        let (firm, program, mut ines) = firm(house).await;
        let page = ines.get(&at(program, "")).await.ok();
        let idris = shortlist::about(&house.db, program, firm.who("Idris Inoue"), today()).await.unwrap().unwrap();
        let (low, high) = idris.likely;
        page.must_say("Nobody has joined yet").must_say(&format!(
            "Idris Inoue is next on the shortlist: a yes brings about {:.0} people whom nobody reaches yet, somewhere from {low} to {high}.",
            idris.followers
        ));
        assert_eq!(dots(&page, "m-person m-person--joined") + dots(&page, "m-person m-person--reached"), 0);
        let first = column(&page, "A yes adds");
        assert_eq!(first[0], format!("{:.0}", idris.followers), "the same figure as on the shortlist");
    }

    a_picked_leader_has_the_same_ties_in_the_picture_and_in_the_table |house| {
        let (firm, program, mut ines) = four_joined(house).await;
        let idris = firm.who("Idris Inoue");
        let page = ines.get(&at(program, &format!("?who={idris}&ties=100"))).await.ok();
        page.must_say("Whom Idris Inoue reaches").must_say("Idris Inoue has not been asked: a yes brings about");
        let known = column(&page, "How they know them");
        assert_eq!(known.iter().filter(|words| words.contains("asks their advice")).count(), 37);
        let lines = page.body.split("class=\"m-tie--pick\" d=\"").nth(1).unwrap().split('"').next().unwrap();
        assert_eq!(lines.matches('M').count(), known.iter().filter(|words| *words != "through others").count());
        page.must_say(&format!("Picked: Idris Inoue, {} ties in brass", known.len()));
        let chances = column(&page, "Chance to follow");
        assert_eq!(chances.iter().filter(|chance| *chance == "has joined").count(), 4.min(known.len()));
        assert_eq!(page.body.matches("class=\"m-halo\"").count() % 2, 1, "as many for a desk as for a phone, and the legend");
    }

    somebody_is_found_by_a_part_of_their_name_and_told_apart_from_others |house| {
        let (_, program, mut ines) = firm(house).await;
        ines.get(&at(program, "?who=INOUE%20idr")).await.ok().must_say("Whom Idris Inoue reaches");
        ines.get(&at(program, "?who=novak")).await.ok().must_say("Whom Amara Novák reaches");
        let page = ines.get(&at(program, "?who=a")).await.ok();
        page.must_say("people fit. Whom do you mean?").must_not_say("in brass");
        ines.get(&at(program, "?who=zzzz")).await.ok().must_say("Nobody in the directory is called “zzzz”. Part of a name is enough. The map is as it was.");
        ines.get(&at(program, "?who=0000000000c1s")).await.ok().must_say("This person is not in the directory any more.");
        let page = ines.get(&at(program, "?who=%3Cb%3Ex&zoom=x&office=Atlantis&rows=-1")).await.ok();
        page.must_say("Nobody in the directory is called “<b>x”.").must_say("By office");
        assert!(!page.body.contains("<b>x"), "what was typed is written, not obeyed");
    }

    an_office_is_looked_at_alone_and_counted_by_department |house| {
        let (_, program, mut ines) = four_joined(house).await;
        let page = ines.get(&at(program, "?office=Hartford")).await.ok();
        page.must_say("Hartford, by department");
        assert_eq!(column(&page, "People").last().map(String::as_str), Some("19"));
        assert_eq!(column(&page, "Partners joined").last().unwrap().split(' ').next(), Some("1"));
        let whole = ines.get(&at(program, "")).await.ok();
        let view = |page: &Page| page.body.split("viewBox=\"").find(|v| v.contains("data-zoom")).unwrap().split('"').next().unwrap().to_owned();
        assert_ne!(view(&page), view(&whole));
        let near = ines.get(&at(program, "?zoom=4")).await.ok();
        assert!(near.body.contains("data-zoom=\"4\""));
    }

    who_has_left_or_is_erased_is_nowhere_and_who_signed_up_takes_part |house| {
        let (firm, program, mut ines) = four_joined(house).await;
        let [gone, erased, mentee] = ["Caspian Demir", "Yara Holmberg", "Ottilie Mbeki"].map(|name| firm.who(name));
        house.cast().enroll(program, mentee, ("mentee", 1)).await;
        house.run(&LEAVES, &[&gone]).await;
        house.run(&ERASED, &[&erased, &house.now()]).await;
        let page = ines.get(&at(program, "")).await.ok();
        page.must_not_say("Demir").must_not_say("Holmberg");
        assert_eq!(column(&page, "People").last().map(String::as_str), Some("70"));
        assert_eq!((dots(&page, "m-person m-person--part"), column(&page, "Others take part").last().map(String::as_str)), (1, Some("1")));
        ines.get(&at(program, &format!("?who={mentee}"))).await.ok().must_say("Ottilie Mbeki takes part already.");
        let all = data(&mut ines, &at(program, "/people")).await;
        let names: Vec<&str> = all["names"].as_array().unwrap().iter().map(|n| n.as_str().unwrap()).collect();
        assert!(names.len() == 70 && !names.contains(&"Caspian Demir") && !names.contains(&"Yara Holmberg"));
    }

    a_no_is_not_told_and_an_open_ask_reaches_nobody_yet |house| {
        let (firm, program, mut ines) = firm(house).await;
        let [no, asked] = ["Idris Inoue", "Caspian Demir"].map(|name| firm.who(name));
        prospect(house, Stands::Declined, program, no).await;
        prospect(house, Stands::Asked, program, asked).await;
        let page = ines.get(&at(program, &format!("?who={no}"))).await.ok();
        page.must_say("Nobody has joined yet").must_say("Idris Inoue is not on the shortlist, and will not be asked.");
        page.must_not_say("declined").must_not_say("said no");
        let page = ines.get(&at(program, &format!("?who={asked}"))).await.ok();
        page.must_say("Caspian Demir has been asked: a yes brings about");
        assert_eq!(column(&page, "Expected to be reached").last().map(String::as_str), Some("0"));
    }

    the_data_for_the_script_says_what_the_page_says_and_is_sent_once |house| {
        let (firm, program, mut ines) = four_joined(house).await;
        let path = at(program, "/people");
        let page = ines.get(&path).await.ok();
        assert_eq!(page.headers[header::CACHE_CONTROL], "private, no-cache");
        let all: serde_json::Value = serde_json::from_str(&page.body).unwrap();
        let marks = all["marks"].as_str().unwrap();
        // f and l stand for "joined", without and with being a leader.
        assert_eq!((marks.len(), marks.matches('l').count(), marks.matches('f').count()), (72, 4, 0));
        let (prefix, ids) = (all["prefix"].as_str().unwrap(), all["ids"].as_str().unwrap());
        let each = ids.len() / 72;
        let number = all["names"].as_array().unwrap().iter().position(|name| name == "Idris Inoue").unwrap();
        assert_eq!(format!("{prefix}{}", &ids[number * each..(number + 1) * each]), firm.who("Idris Inoue").to_string());
        let narrow = data(&mut ines, &at(program, "/people?shape=narrow")).await;
        assert!(narrow["width"].as_f64() < all["width"].as_f64());
        let tag = page.headers[header::ETAG].clone();
        let again = |tag| Request::get(&path).header(header::IF_NONE_MATCH, tag).body(Body::empty()).unwrap();
        assert_eq!(ines.send(again(tag.clone())).await.status, StatusCode::NOT_MODIFIED);
        prospect(house, Stands::Joined, program, firm.who("Idris Inoue")).await;
        assert_eq!(ines.send(again(tag)).await.status, StatusCode::OK);
    }

    many_people_are_painted_and_without_script_each_department_is_a_disc |house| {
        let (firm, program, mut ines) = four_joined(house).await;
        for n in 0..340 {
            let office = ["Boston", "上海", "Québec"][n % 3];
            house.cast().person_at(&format!("Person {n}"), None, office, ["Tax", "Audit"][n % 2]).await;
        }
        let page = ines.get(&at(program, "")).await.ok();
        assert!(page.body.contains("data-map-paint") && page.body.contains("class=\"m-disc m-disc--joined\""));
        assert_eq!(dots(&page, "m-person"), 0, "nobody is drawn one by one");
        assert_eq!(dots(&page, "m-person m-person--joined"), 4, "but for those who matter");
        assert_eq!(column(&page, "People").last().map(String::as_str), Some("412"));
        page.must_say("上海").must_say("Québec");
        ines.get(&at(program, &format!("?who={}", firm.who("Idris Inoue")))).await.ok().must_say("Whom Idris Inoue reaches");
    }

    without_ties_or_leaders_the_page_says_what_is_missing |house| {
        let (_, program, mut ines) = four_joined(house).await;
        house.run(&NO_TIES, &[]).await;
        let page = ines.get(&at(program, "")).await.ok();
        page.must_say("Four Partners have joined").must_say("There are no ties yet, so nobody knows whom anybody reaches.");
        page.must_say("Bring in who works with whom");
    }

    a_program_without_leaders_says_how_to_begin |house| {
        let program = house.cast().program("Open Door").await;
        let ines = house.cast().coordinator("Ines Halloran", program).await;
        let mut ines = house.browser_of(ines).await;
        ines.get(&at(program, "")).await.ok().must_say("No leaders yet").must_say("Choose the senior levels");
        assert_eq!(data(&mut ines, &at(program, "/people")).await["names"].as_array().unwrap().len(), 1);
    }

    the_map_is_found_from_the_shortlist_and_back |house| {
        let (_, program, mut ines) = firm(house).await;
        let page = ines.get(&format!("/programs/{program}/shortlist")).await.ok();
        page.must_say("See the map");
        assert_eq!(page.body.matches(&format!("href=\"/programs/{program}/map\"")).count(), 2, "in the rail, and on the page");
        ines.get(&at(program, "")).await.ok().must_say("Back to the shortlist");
    }
}
