//! Pairs meet: times are picked, sessions held, one is missed, the next are booked.

use super::stage::Stage;
use crate::features::demo::visitor::Trouble;

type Pair = (&'static str, &'static str);

const VICTOR: Pair = ("Victor Xu", "Ottilie Mbeki");
const AMARA: Pair = ("Amara Novák", "Nadia Ogilvie");
const ESTHER: Pair = ("Esther Farouk", "Imani Jovanović");
const RAFAEL: Pair = ("Rafael Lindqvist", "Celeste van der Berg");

/// Each of three mentors picks one of the times that were offered. Rafael is at a trial for now.
pub async fn the_first_are_booked(stage: &mut Stage) -> Result<(), Trouble> {
    stage.at(36, 10, 0).await?;
    for pair in [VICTOR, AMARA, ESTHER] {
        picks(stage, pair).await?;
    }
    Ok(())
}

/// They were held, as one of the two says with a tap; times for the next are offered at once.
pub async fn the_first_were_held(stage: &mut Stage) -> Result<(), Trouble> {
    stage.at(28, 9, 0).await?;
    for (pair, says) in [(VICTOR, VICTOR.1), (AMARA, AMARA.0), (ESTHER, ESTHER.1)] {
        was_held(stage, pair, says, "/held").await?;
    }
    books(stage, VICTOR, 13, 12, 15).await?;
    books(stage, AMARA, 14, 9, 0).await?;
    books(stage, ESTHER, 13, 16, 0).await?;
    books(stage, RAFAEL, 13, 8, 30).await
}

/// The second sessions: Esther and Imani did not meet; Rafael's was his first.
pub async fn go_on(stage: &mut Stage) -> Result<(), Trouble> {
    stage.at(10, 9, 30).await?;
    was_held(stage, VICTOR, VICTOR.0, "/held").await?;
    was_held(stage, AMARA, AMARA.1, "/held").await?;
    was_held(stage, ESTHER, ESTHER.0, "/not-held").await?;
    was_held(stage, RAFAEL, RAFAEL.0, "/held").await
}

/// Victor and Esther have booked the next.
pub async fn the_next_are_booked(stage: &mut Stage) -> Result<(), Trouble> {
    stage.at(2, 16, 30).await?;
    books(stage, VICTOR, -2, 12, 15).await?;
    books(stage, ESTHER, -6, 10, 0).await
}

/// This morning Amara asked for three other times; she has yet to pick one.
pub async fn times_are_offered(stage: &mut Stage) -> Result<(), Trouble> {
    stage.at(0, 8, 0).await?;
    let page = stage.mentorship(AMARA.0, AMARA.1).await?;
    stage.as_person(AMARA.0).await?.fill(&page, &format!("{page}/slots"), &[]).await.map(drop)
}

/// The mentor picks the first of the times that are offered.
async fn picks(stage: &Stage, (mentor, mentee): Pair) -> Result<(), Trouble> {
    let page = stage.mentorship(mentor, mentee).await?;
    let visitor = stage.as_person(mentor).await?;
    let offered = visitor.open(&page).await?;
    let slots = offered.addresses(&format!("{page}/slots/"));
    let first = slots.first().ok_or_else(|| format!("{mentor} was offered no time for {mentee}"))?;
    visitor.fill_on(&page, &offered, first, &[]).await.map(drop)
}

/// The mentor books a time of their own, so many days before now.
async fn books(stage: &Stage, (mentor, mentee): Pair, ago: i64, hour: i8, minute: i8) -> Result<(), Trouble> {
    let page = stage.mentorship(mentor, mentee).await?;
    let (date, time) = (stage.day(ago).to_string(), format!("{hour:02}:{minute:02}"));
    let visitor = stage.as_person(mentor).await?;
    visitor.fill(&page, &format!("{page}/sessions"), &[("date", &date), ("time", &time)]).await.map(drop)
}

/// One of the two says whether the session that is over was held.
async fn was_held(stage: &Stage, (mentor, mentee): Pair, says: &str, how: &str) -> Result<(), Trouble> {
    let page = stage.mentorship(mentor, mentee).await?;
    stage.as_person(says).await?.fill(&page, how, &[]).await.map(drop)
}
