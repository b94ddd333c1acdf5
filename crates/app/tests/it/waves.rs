//! In which order to ask: whoever makes others easier to win comes first.

use crate::prospects::{Stands, prospect};
use bellwether_app::features::shortlist;
use bellwether_db::{Read, params, statements};
use bellwether_kernel::{Date, PersonId, ProgramId, TargetId};
use bellwether_testkit::{Browser, House, Page, stories};

statements! {
    OWNED = "select person_id from prospects where program_id = $1 and owner_id is not null order by person_id";
    NO_TIES = "delete from ties";
    TARGET = "insert into targets (id, program_id, level_id, percent, due_on) values ($1, $2, $3, $4, '2027-03-31')";
}

/// Nine leaders. Bauer, Cruz, Diaz and Eklund bring most; each has one close colleague among the leaders: Okafor, who asks their
/// advice and whom hardly anybody heeds. Four more know no leader.
struct Firm {
    program: ProgramId,
    leaders: Vec<(&'static str, PersonId)>,
    ines: Browser,
}

const LEADERS: [(&str, usize); 9] = [
    ("Karl Bauer", 6),
    ("Ana Cruz", 6),
    ("Luis Diaz", 6),
    ("Siri Eklund", 6),
    ("Ada Byrne", 3),
    ("Bea Castle", 3),
    ("Cleo Draper", 3),
    ("Dora Ellis", 3),
    ("Nia Okafor", 1),
];
const EASED: [&str; 4] = ["Karl Bauer", "Ana Cruz", "Luis Diaz", "Siri Eklund"];

impl Firm {
    async fn new(house: &House) -> Self {
        let cast = house.cast();
        let partner = cast.level("Partner", 2, true).await;
        let junior = cast.level("Associate", 1, false).await;
        let mut leaders = Vec::new();
        for (name, heeded) in LEADERS {
            let leader = cast.person(name, Some(partner)).await;
            for at in 0..heeded {
                let other = cast.person(&format!("{} Junior{at}", name.replace(' ', "")), Some(junior)).await;
                cast.tie(leader, other, "advised", 1.0).await;
            }
            leaders.push((name, leader));
        }
        let program = cast.program("Open Door").await;
        let ines = cast.coordinator("Ines Halloran", program).await;
        let firm = Self { program, leaders, ines: house.browser_of(ines).await };
        for name in EASED {
            cast.tie(firm.who(name), firm.who("Nia Okafor"), "advised", 1.0).await;
        }
        firm
    }

    fn who(&self, name: &str) -> PersonId {
        self.leaders.iter().find(|one| one.0 == name).unwrap().1
    }

    async fn look(&mut self, query: &str) -> Page {
        self.ines.get(&format!("/programs/{}/shortlist{query}", self.program)).await.ok()
    }

    async fn post(&mut self, rest: &str, fields: &[(&str, &str)]) {
        self.ines.post(&format!("/programs/{}/shortlist{rest}", self.program), fields).await.goes_to();
    }

    async fn chance(&self, house: &House, name: &str) -> f64 {
        let today: Date = "2027-02-09".parse().unwrap();
        shortlist::about(&house.db, self.program, self.who(name), today).await.unwrap().unwrap().chance
    }
}

/// The names on the list, in their order.
fn names(page: &Page) -> Vec<String> {
    let rows = page.body.split("class=\"person__name\"").skip(1);
    rows.map(|row| row.split('>').nth(2).unwrap().split('<').next().unwrap().to_owned()).collect()
}

/// The names of each wave, as the section tells them.
fn waves(page: &Page) -> Vec<String> {
    let Some(section) = page.body.split("class=\"waves\"").nth(1) else { return Vec::new() };
    let waves = section.split("</ol>").next().unwrap().split("<p>").skip(1);
    waves.map(|wave| wave.split("</p>").next().unwrap().to_owned()).collect()
}

/// Who is ticked, as "Start this wave" sends it.
fn ticked(page: &Page) -> String {
    let form = page.body.split("/shortlist/wave\">").nth(1).unwrap();
    form.split("value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned()
}

fn percent(share: f64) -> String {
    format!("{:.0}\u{a0}%", share * 100.0)
}

stories! {
    whoever_makes_others_easier_is_asked_first_and_the_list_keeps_its_order |house| {
        let mut firm = Firm::new(house).await;
        let page = firm.look("?size=3&rows=40").await;
        let first = waves(&page)[0].clone();
        assert!(first.contains("Nia Okafor") && EASED.iter().all(|name| !first.contains(name)), "{first}");
        // What each ask brings orders the list as ever: Okafor brings least.
        assert!(names(&page)[..4].iter().all(|name| EASED.contains(&name.as_str())), "{:?}", names(&page));
        assert_eq!(names(&page)[8], "Nia Okafor");
        page.must_say("First wave: makes four others easier to win,").must_say("Start this wave of 3");
        page.must_say("If all of them join, four of the others are easier to win:").must_say("Asked wave by wave,");
        assert_eq!(ticked(&page).split('.').filter(|id| *id == firm.who("Nia Okafor").to_string()).count(), 1);
    }

    a_later_wave_says_through_whom_it_becomes_easier_and_that_is_what_comes_of_it |house| {
        let mut firm = Firm::new(house).await;
        let today = firm.chance(house, "Siri Eklund").await;
        let page = firm.look("?size=3&rows=40").await;
        let said = format!("Third wave: easier once Nia Okafor has joined, from {} to ", percent(today));
        page.must_say(&said);
        let row = page.body.split(&said).nth(1).unwrap();
        let promised: f64 = row.split('\u{a0}').next().unwrap().parse().unwrap();
        assert!(promised > today * 100.0 + 20.0, "all her close colleagues: {promised}");
        // The chance is what was promised, or more: whoever has joined introduces more readily, too.
        prospect(house, Stands::Joined, firm.program, firm.who("Nia Okafor")).await;
        let then = firm.chance(house, "Siri Eklund").await * 100.0;
        assert!(then > promised - 0.6 && then < promised + 12.0, "{promised} {then}");
        // The answer arrived: nothing is left to wait for, and the waves are no more than the list.
        let page = firm.look("?size=3&rows=40").await;
        page.must_not_say("easier once").must_not_say("In which order to ask").must_say("Start this wave of 3");
        assert!(names(&page).iter().take(3).all(|name| EASED.contains(&name.as_str())), "{:?}", names(&page));
    }

    who_declines_makes_nobody_easier_and_the_waves_are_laid_out_anew |house| {
        let mut firm = Firm::new(house).await;
        assert!(waves(&firm.look("?size=3").await)[0].contains("Nia Okafor"));
        prospect(house, Stands::Declined, firm.program, firm.who("Nia Okafor")).await;
        let page = firm.look("?size=3&rows=40").await;
        page.must_not_say("Nia Okafor").must_not_say("In which order to ask").must_say("Start this wave of 3");
    }

    a_pinned_leader_is_in_the_first_wave_though_they_make_nobody_easier |house| {
        let mut firm = Firm::new(house).await;
        let cleo = firm.who("Cleo Draper");
        firm.post(&format!("/{cleo}/pin"), &[]).await;
        let page = firm.look("?size=3&rows=40").await;
        assert_eq!(names(&page)[0], "Cleo Draper");
        let first = waves(&page)[0].clone();
        for name in ["Cleo Draper", "Nia Okafor"] {
            assert!(first.contains(name), "{name}: {first}");
        }
    }

    whoever_counts_towards_an_unmet_target_is_not_put_off_for_one_who_does_not |house| {
        let mut firm = Firm::new(house).await;
        // Three Counsel, whom the program wants all, are tied with nobody; Okafor eases four Partners.
        let counsel = house.cast().level("Counsel", 3, true).await;
        for name in ["Gil Frost", "Hal Grove", "Ivo Hart"] {
            house.cast().person(name, Some(counsel)).await;
        }
        let id: TargetId = house.world.id();
        house.run(&TARGET, &[&id, &firm.program, &counsel, &100i64]).await;
        let page = firm.look("?size=4&rows=40").await;
        for name in ["Gil Frost", "Hal Grove", "Ivo Hart"] {
            assert!(waves(&page)[0].contains(name) && waves(&page)[0].contains("Nia Okafor"), "{:?}", waves(&page));
        }
    }

    a_wave_has_as_many_as_the_coordinator_chooses_and_starts |house| {
        let mut firm = Firm::new(house).await;
        let page = firm.look("?size=2&office=Boston").await;
        page.must_say("Start this wave of 2").must_say("Leaders in a wave");
        // Okafor is not among the first six of the list.
        page.must_say("Nobody here makes another noticeably easier to win: ask in the order of the list.");
        assert!(page.body.contains("name=\"size\" value=\"2\""), "the filters keep it");
        let wave = ticked(&page);
        assert_eq!(wave.split('.').count(), 2);
        firm.post("/wave", &[("wave", &wave)]).await;
        let owned: Vec<(PersonId,)> = house.db.all(&OWNED, params![firm.program]).await.unwrap();
        let mut started: Vec<String> = wave.split('.').map(ToOwned::to_owned).collect();
        started.sort();
        let mut owned: Vec<String> = owned.into_iter().map(|(id,)| id.to_string()).collect();
        owned.sort();
        assert_eq!(owned, started);
        // Under way they stay the first wave until they are asked.
        let page = firm.look("?size=2").await;
        page.must_say("See them in the pipeline").must_not_say("Start this wave");
        firm.look("?size=1").await.must_say("Nia Okafor");
        firm.look("?size=999").await.must_say("Start this wave of 9");
        firm.look("?size=a+few").await.must_say("Start this wave of 6");
    }

    the_second_wave_can_be_looked_at_and_chosen |house| {
        let mut firm = Firm::new(house).await;
        let page = firm.look("?size=3").await;
        assert_eq!(page.body.matches("See what they bring").count(), 2);
        let link = page.body.split("waves__choose").nth(2).unwrap().split("href=\"").nth(1).unwrap();
        let address = link.split('"').next().unwrap().replace("&amp;", "&").replace("&#38;", "&");
        let second = firm.ines.get(&address).await.ok();
        second.must_say("Start this wave of 3");
        assert_eq!(waves(&second), waves(&page), "a look changes nothing in the order");
        assert_ne!(ticked(&second), ticked(&page));
        assert_eq!(second.body.matches("See what they bring").count(), 2);
    }

    without_ties_nothing_is_said_of_waves |house| {
        let mut firm = Firm::new(house).await;
        house.run(&NO_TIES, &[]).await;
        for (query, size) in [("?rows=40", 6), ("?size=3&rows=40", 3)] {
            let page = firm.look(query).await;
            page.must_not_say("In which order to ask").must_not_say("easier").must_not_say("First wave");
            page.must_say(&format!("Start this wave of {size}"));
        }
    }

    where_everybody_knows_everybody_the_first_wave_is_the_top_of_the_list |house| {
        let law = house.cast().law_firm().await;
        let program = house.cast().program("Open Door").await;
        let ines = house.cast().coordinator("Ines Halloran", program).await;
        let mut ines = house.browser_of(ines).await;
        let page = ines.get(&format!("/programs/{program}/shortlist?rows=40")).await.ok();
        let top = names(&page);
        assert_eq!(waves(&page)[0], format!("{} and {}", top[..5].join(", "), top[5]));
        page.must_say("In which order to ask").must_say("By then a yes is likelier:");
        page.must_say("Second wave: easier once");
        // A row leads on to the map, with the leader picked.
        let idris = law.who("Idris Inoue");
        assert!(page.body.contains(&format!("/programs/{program}/map?who={idris}")));
        ines.get(&format!("/programs/{program}/map?who={idris}")).await.ok().must_say("Idris Inoue");
    }
}
