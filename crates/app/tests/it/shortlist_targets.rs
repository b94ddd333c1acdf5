//! How the program's targets order the list.

use bellwether_app::features::shortlist;
use bellwether_db::statements;
use bellwether_kernel::{Date, LevelId, PersonId, ProgramId, TargetId};
use bellwether_testkit::{House, Page, stories};

statements! {
    TARGET = "insert into targets (id, program_id, level_id, percent, due_on) values ($1, $2, $3, $4, '2027-03-31')";
}

struct Firm {
    program: ProgramId,
    partner: LevelId,
    partners: Vec<PersonId>,
    /// More colleagues ask their advice than any Partner's.
    counsel: Vec<PersonId>,
}

async fn firm(house: &House) -> Firm {
    let cast = house.cast();
    let partner = cast.level("Partner", 3, true).await;
    let other = cast.level("Counsel", 2, true).await;
    let junior = cast.level("Associate", 1, false).await;
    let (mut partners, mut counsel, mut juniors) = (Vec::new(), Vec::new(), Vec::new());
    for name in ["Ada", "Bea", "Cleo", "Dora", "Edda", "Fay"] {
        partners.push(cast.person(&format!("{name} Partner"), Some(partner)).await);
    }
    for name in ["Gil", "Hal", "Ivo"] {
        counsel.push(cast.person(&format!("{name} Counsel"), Some(other)).await);
    }
    for at in 0..24 {
        juniors.push(cast.person(&format!("Junior{at} Associate"), Some(junior)).await);
    }
    for (at, leader) in counsel.iter().enumerate() {
        for junior in &juniors[at * 8..at * 8 + 8] {
            cast.tie(*leader, *junior, "advised", 1.0).await;
        }
    }
    for (at, leader) in partners.iter().enumerate() {
        for junior in &juniors[at * 4..at * 4 + 1 + at % 3] {
            cast.tie(*leader, *junior, "advised", 1.0).await;
        }
    }
    let program = cast.program("Open Door").await;
    Firm { program, partner, partners, counsel }
}

async fn target(house: &House, firm: &Firm, percent: i64) {
    let id: TargetId = house.world.id();
    house.run(&TARGET, &[&id, &firm.program, &firm.partner, &percent]).await;
}

async fn list(house: &House, firm: &Firm) -> Page {
    let ines = house.cast().coordinator("Ines Halloran", firm.program).await;
    house.browser_of(ines).await.get(&format!("/programs/{}/shortlist?rows=40", firm.program)).await.ok()
}

/// The names on the list, in their order.
fn names(page: &Page) -> Vec<String> {
    let rows = page.body.split("class=\"person__name\"").skip(1);
    rows.map(|row| row.split('>').nth(2).unwrap().split('<').next().unwrap().to_owned()).collect()
}

stories! {
    without_a_target_whoever_brings_most_comes_first |house| {
        let firm = firm(house).await;
        let page = list(house, &firm).await;
        assert!(names(&page)[..3].iter().all(|name| name.ends_with("Counsel")), "{:?}", names(&page));
        page.must_not_say("Counts towards").must_say("bring the most people with them.");
    }

    as_many_partners_come_first_as_the_target_is_expected_to_take |house| {
        let firm = firm(house).await;
        target(house, &firm, 10).await;
        let page = list(house, &firm).await;
        let names = names(&page);
        assert_eq!(names.len(), firm.partners.len() + firm.counsel.len());
        let first = names.iter().take_while(|name| name.ends_with("Partner")).count();
        page.must_say("Counts towards 10\u{a0}% of Partners").must_say("who counts towards an unmet target comes first.");
        // One Partner of six is wanted: their chances come to it with the last of the first, and not before.
        let today: Date = "2027-02-09".parse().unwrap();
        let mut chances = Vec::new();
        for partner in &firm.partners {
            let view = shortlist::about(&house.db, firm.program, *partner, today).await.unwrap().unwrap();
            chances.push((view.name.clone(), view.chance));
        }
        let chance = |name: &String| chances.iter().find(|one| one.0 == *name).unwrap().1;
        let expected: f64 = names[..first].iter().map(chance).sum();
        assert!(first > 0 && first < firm.partners.len(), "{names:?}");
        assert!(expected >= 1.0 && expected - chance(&names[first - 1]) < 1.0, "{expected} by {first}: {names:?}");
        assert!(names[first].ends_with("Counsel"), "{names:?}");
    }

    a_target_that_is_out_of_reach_puts_everybody_who_counts_first |house| {
        let firm = firm(house).await;
        target(house, &firm, 100).await;
        let names = names(&list(house, &firm).await);
        assert!(names[..6].iter().all(|name| name.ends_with("Partner")), "{names:?}");
        assert!(names[6..].iter().all(|name| name.ends_with("Counsel")), "{names:?}");
    }
}
