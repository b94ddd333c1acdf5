//! The first leaders are asked: four say yes, one helps another way, one says later, one says no.

use super::asking::{Desk, answers, says_yes};
use super::stage::Stage;
use crate::features::demo::cast::COORDINATOR;
use crate::features::demo::visitor::Trouble;

const WAVE: [&str; 7] = [
    "Amara Novák",
    "Victor Xu",
    "Esther Farouk",
    "Rafael Lindqvist",
    "Malik Whitlock",
    "Gregor Pereira",
    "Bruno Marchetti",
];

/// Ines takes seven on, asks for introductions, and hears that they were made.
pub async fn is_introduced(stage: &mut Stage) -> Result<(), Trouble> {
    stage.at(62, 9, 15).await?;
    let ines = Desk::of(stage, COORDINATOR.0).await?;
    ines.takes_on(stage, &WAVE).await?;
    stage.at(61, 9, 0).await?;
    for leader in &WAVE[..3] {
        ines.asks_for_an_introduction(stage, leader).await?;
    }
    stage.at(58, 16, 30).await?;
    for leader in WAVE {
        ines.was_introduced(stage, leader, None, 59).await?;
    }
    Ok(())
}

/// Ines meets four of them, and asks; each answers in their own way.
pub async fn is_asked(stage: &mut Stage) -> Result<(), Trouble> {
    stage.at(56, 15, 0).await?;
    let ines = Desk::of(stage, COORDINATOR.0).await?;
    let met = [
        ("Amara Novák", "Would rather be asked than volunteer. Wants the numbers first."),
        ("Esther Farouk", "Nobody explained the unwritten part to her; she could."),
        ("Malik Whitlock", "No time for sessions, but believes in it."),
        ("Bruno Marchetti", "Heard us out, and said little."),
    ];
    for (leader, note) in met {
        ines.spoke(stage, leader, ("meeting", None, 56), note).await?;
    }
    stage.at(55, 9, 30).await?;
    for (leader, angle) in [
        ("Amara Novák", "learning"),
        ("Esther Farouk", "connection"),
        ("Malik Whitlock", "people-strategy"),
        ("Bruno Marchetti", "reflection"),
    ] {
        ines.asks(stage, leader, angle).await?;
    }
    stage.at(54, 7, 50).await?;
    says_yes(stage, "Amara Novák").await?;
    stage.at(53, 20, 10).await?;
    says_yes(stage, "Esther Farouk").await?;
    stage.at(52, 12, 40).await?;
    answers(stage, "Malik Whitlock", "advocate", &[("help", "panelist")]).await?;
    stage.at(51, 18, 5).await?;
    answers(stage, "Bruno Marchetti", "no", &[]).await?;
    stage.at(50, 9, 0).await?;
    let launch = stage.day(-17);
    ines.plans(stage, "Malik Whitlock", "Speaks at the launch", launch, None).await
}

/// Those who are in speak with the next: Victor and Rafael say yes, Gregor says later.
pub async fn hears_from_friends(stage: &mut Stage) -> Result<(), Trouble> {
    stage.at(49, 14, 0).await?;
    let ines = Desk::of(stage, COORDINATOR.0).await?;
    for (leader, kind, by) in [
        ("Victor Xu", "meeting", "Amara Novák"),
        ("Rafael Lindqvist", "call", "Amara Novák"),
        ("Gregor Pereira", "call", "Esther Farouk"),
    ] {
        ines.spoke(stage, leader, (kind, Some(by), 49), "").await?;
    }
    stage.at(48, 10, 0).await?;
    for (leader, angle) in
        [("Victor Xu", "learning"), ("Rafael Lindqvist", "paying-forward"), ("Gregor Pereira", "connection")]
    {
        ines.asks(stage, leader, angle).await?;
    }
    stage.at(47, 8, 20).await?;
    says_yes(stage, "Victor Xu").await?;
    let wakes = stage.day(-6).to_string();
    answers(stage, "Gregor Pereira", "later", &[("on", &wakes)]).await?;
    stage.at(46, 21, 30).await?;
    says_yes(stage, "Rafael Lindqvist").await
}
