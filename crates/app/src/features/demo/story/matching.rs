//! Pairs are drafted, proposed to both, accepted; one is declined, and nobody is told by whom.

use super::asking::Desk;
use super::stage::Stage;
use crate::features::demo::cast::COORDINATOR;
use crate::features::demo::visitor::{Trouble, Visit};
use crate::features::matching::{self, Match};

/// The first run: four pairs, all of them proposed, all accepted.
pub async fn the_first_pairs(stage: &mut Stage) -> Result<(), Trouble> {
    stage.at(39, 10, 0).await?;
    let ines = Desk::of(stage, COORDINATOR.0).await?;
    ines.0.fill(&stage.path("/matching"), "/matching/run", &[]).await?;
    ines.0.fill(&stage.path("/matching/proposals"), "/matching/proposals", &[]).await?;
    stage.at(38, 17, 0).await?;
    let pairs = all(stage).await?;
    for pair in &pairs {
        accepts(stage, pair, &pair.mentee.name).await?;
    }
    stage.at(37, 8, 40).await?;
    for pair in &pairs {
        accepts(stage, pair, &pair.mentor.name).await?;
    }
    Ok(())
}

/// A pair is proposed, and one of the two says that it does not fit. No is a good answer.
pub async fn one_says_no(stage: &mut Stage) -> Result<(), Trouble> {
    stage.at(9, 10, 30).await?;
    let pair = is_proposed(stage, "Wanda Castellanos", "Anselm Engström").await?;
    stage.at(8, 9, 0).await?;
    let wanda = stage.as_person("Wanda Castellanos").await?;
    wanda.fill(&pair.path(), "/decline", &[]).await.map(drop)
}

/// Another waits: one has said yes, the other has not answered.
pub async fn others_are_proposed(stage: &mut Stage) -> Result<(), Trouble> {
    stage.at(2, 10, 0).await?;
    let pair = is_proposed(stage, "Luís Villanueva", "Saoirse Laurent").await?;
    stage.at(2, 15, 0).await?;
    accepts(stage, &pair, "Saoirse Laurent").await
}

/// The newest run is for the coordinators alone; the pair that must stay is locked.
pub async fn more_are_drafted(stage: &mut Stage) -> Result<(), Trouble> {
    stage.at(1, 17, 10).await?;
    let ines = Desk::of(stage, COORDINATOR.0).await?;
    let page = stage.path("/matching");
    ines.0.fill(&page, "/matching/run", &[]).await?;
    let locked = drafted(stage, "Leonie D'Souza").await?;
    ines.0.fill(&page, &format!("/{}/lock", locked.id), &[]).await.map(drop)
}

/// The coordinator puts two together by hand, and proposes it to both.
async fn is_proposed(stage: &Stage, mentee: &str, mentor: &str) -> Visit<Match> {
    let ines = Desk::of(stage, COORDINATOR.0).await?;
    let (learns, guides) = (stage.enrollment(mentee).await?, stage.enrollment(mentor).await?);
    let choosing = stage.path(&format!("/matching/mentees/{learns}"));
    ines.0.post(&choosing, &[("mentor", &guides.to_string())]).await?;
    let pair = drafted(stage, mentee).await?;
    let proposals = stage.path(&format!("/matching/proposals?match={}", pair.id));
    ines.0.fill(&proposals, "/matching/proposals", &[]).await?;
    Ok(pair)
}

async fn all(stage: &Stage) -> Visit<Vec<Match>> {
    let pairs = matching::of_program(&stage.db, stage.program).await;
    pairs.map_err(|_| "the pairs could not be read".to_owned())
}

async fn drafted(stage: &Stage, mentee: &str) -> Visit<Match> {
    let pairs = all(stage).await?;
    let of = |m: &Match| m.mentee.name == mentee && m.state == matching::State::Draft;
    pairs.into_iter().find(of).ok_or_else(|| format!("no pair is drafted for {mentee}"))
}

async fn accepts(stage: &Stage, pair: &Match, name: &str) -> Result<(), Trouble> {
    stage.as_person(name).await?.fill(&pair.path(), "/acceptance", &[]).await.map(drop)
}
