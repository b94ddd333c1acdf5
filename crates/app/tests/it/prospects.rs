//! Prospects at a stage, for what is told of leaders who joined, declined, were asked or met.

use bellwether_db::statements;
use bellwether_kernel::{PersonId, ProgramId, ProspectId};
use bellwether_testkit::House;

statements! {
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
}

/// Where a leader stands in a program.
pub enum Stands {
    Joined,
    Declined,
    Asked,
    Met,
}

/// Makes a leader a prospect who has just come to stand there.
pub async fn prospect(house: &House, stands: Stands, program: ProgramId, person: PersonId) {
    let sql = match stands {
        Stands::Joined => &JOINED,
        Stands::Declined => &DECLINED,
        Stands::Asked => &ASKED,
        Stands::Met => &MET,
    };
    let id: ProspectId = house.world.id();
    house.run(sql, &[&id, &program, &person, &house.now()]).await;
}
