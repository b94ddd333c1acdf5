//! Whom to ask first.

use axum::http::StatusCode;
use bellwether_app::features::shortlist;
use bellwether_db::{Read, params, statements};
use bellwether_kernel::{Date, PersonId, ProgramId, ProspectId};
use bellwether_testkit::{Browser, House, LawFirm, stories};

statements! {
    TIES = "select kind, count(*) from ties group by kind order by kind";
    TARGET = "insert into targets (id, program_id, level_id, percent, due_on) values ($1, $2, $3, $4, '2027-03-31')";
    JOINED = "
        insert into prospects (id, program_id, person_id, stage, identified_at, met_at, asked_at, answered_at, answer, joined_at)
        values ($1, $2, $3, 'answered', $4, $4, $4, $4, 'yes', $4)";
    DECLINED = "
        insert into prospects (id, program_id, person_id, stage, identified_at, met_at, asked_at, answered_at, answer, closed_at)
        values ($1, $2, $3, 'answered', $4, $4, $4, $4, 'no', $4)";
    ASKED = "
        insert into prospects (id, program_id, person_id, stage, identified_at, met_at, asked_at)
        values ($1, $2, $3, 'asked', $4, $4, $4)";
    MET = "
        insert into prospects (id, program_id, person_id, stage, identified_at, introduced_at, met_at)
        values ($1, $2, $3, 'met', $4, $4, $4)";
    OF = "select count(*) from prospects where program_id = $1 and owner_id is not null";
    PINNED = "select count(*) from prospects where person_id = $1 and pinned_at is not null";
    LEFT = "update people set left_on = '2027-01-31' where id = $1";
}

/// The sample firm with its program, "20 % of Partners by 31 March", and a coordinator's browser.
async fn open_door(house: &House) -> (LawFirm, ProgramId, Browser) {
    let firm = house.cast().law_firm().await;
    let program = house.cast().program("Open Door").await;
    let id: bellwether_kernel::TargetId = house.world.id();
    house.run(&TARGET, &[&id, &program, &firm.partner, &20i64]).await;
    let ines = house.cast().coordinator("Ines Halloran", program).await;
    (firm, program, house.browser_of(ines).await)
}

async fn prospect(house: &House, sql: &'static bellwether_db::Sql, program: ProgramId, person: PersonId) {
    let id: ProspectId = house.world.id();
    house.run(sql, &[&id, &program, &person, &house.now()]).await;
}

fn today() -> Date {
    "2027-02-09".parse().unwrap()
}

fn shortlist_of(program: ProgramId) -> String {
    format!("/programs/{program}/shortlist")
}

/// The names on the list, in their order.
fn names(page: &bellwether_testkit::Page) -> Vec<String> {
    let rows = page.body.split("class=\"person__name\"").skip(1);
    rows.map(|row| {
        row.split_once("\">").unwrap().1.split_once("\">").unwrap().1.split('<').next().unwrap().to_owned()
    })
    .collect()
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
        let page = ines.get(&shortlist_of(program)).await.ok();
        page.must_say("Whom to ask first").must_say("reckoned today at 15:00 from 2,571 ties");
        page.must_say("36 Partners have not joined. These six asks bring the most people with them.");
        assert_eq!(names(&page)[0], "Idris Inoue");
        assert_eq!(names(&page).len(), 8);
        page.must_say("37 colleagues ask their advice, the most of anybody here; 17 are Associates (imported ties)");
        page.must_say("Nobody has ever asked them").must_say("Litigation, Boston, 15 years here");
        page.must_say("8 of 36 shown.").must_say("Show the next 8").must_say("Start this wave of 6");
        page.must_say("The coordinators of Open Door see this page, and nobody else.");
    }
}
