//! The second leaders: some are introduced, some met, some asked; the newest answers are a week old.

use super::asking::{Desk, answers};
use super::program::the_ask;
use super::stage::Stage;
use crate::features::demo::cast::{COORDINATOR, SECOND};
use crate::features::demo::visitor::Trouble;

const OF_JULIUS: [&str; 4] = ["Darius Abernathy", "Marcus Hale", "Henrik Nakamura", "Thaddeus Ravenscroft"];
const OF_INES: [&str; 5] =
    ["Idris Inoue", "Tobias Alvarado", "Yara Holmberg", "Silas Santoro", "Piotr Moreau"];

/// The ask of the next term begins on a Monday to come; the coordinators share nine leaders.
pub async fn begins(stage: &mut Stage) -> Result<(), Trouble> {
    stage.at(21, 9, 0).await?;
    let ines = Desk::of(stage, COORDINATOR.0).await?;
    the_ask(stage, &ines.0, -21).await?;
    ines.takes_on(stage, &OF_INES).await?;
    let julius = Desk::of(stage, SECOND.0).await?;
    julius.takes_on(stage, &OF_JULIUS).await
}

/// Whoever has joined introduces the next.
pub async fn is_introduced(stage: &mut Stage) -> Result<(), Trouble> {
    stage.at(15, 11, 0).await?;
    let julius = Desk::of(stage, SECOND.0).await?;
    for (leader, by) in [
        ("Darius Abernathy", "Rafael Lindqvist"),
        ("Henrik Nakamura", "Malik Whitlock"),
        ("Thaddeus Ravenscroft", "Amara Novák"),
        ("Marcus Hale", "Malik Whitlock"),
    ] {
        julius.was_introduced(stage, leader, Some(by), 15).await?;
    }
    stage.at(13, 10, 0).await?;
    let ines = Desk::of(stage, COORDINATOR.0).await?;
    ines.was_introduced(stage, "Tobias Alvarado", Some("Victor Xu"), 13).await?;
    for leader in ["Amara Novák", "Victor Xu", "Esther Farouk"] {
        ines.thanked(stage, leader, 14).await?;
    }
    julius.spoke(stage, "Darius Abernathy", ("call", Some("Rafael Lindqvist"), 13), "").await
}

/// Julius asks three; one has not answered yet.
pub async fn is_asked(stage: &mut Stage) -> Result<(), Trouble> {
    stage.at(8, 9, 40).await?;
    let julius = Desk::of(stage, SECOND.0).await?;
    julius.asks(stage, "Darius Abernathy", "connection").await?;
    julius.spoke(stage, "Henrik Nakamura", ("meeting", Some("Malik Whitlock"), 8), "").await?;
    let over_lunch = ("meeting", Some("Amara Novák"), 8);
    julius
        .spoke(stage, "Thaddeus Ravenscroft", over_lunch, "Over lunch. Not twice a month, he says.")
        .await?;
    let ines = Desk::of(stage, COORDINATOR.0).await?;
    ines.was_introduced(stage, "Idris Inoue", Some("Amara Novák"), 8).await?;
    stage.at(7, 10, 0).await?;
    julius.asks(stage, "Henrik Nakamura", "reflection").await?;
    julius.asks(stage, "Thaddeus Ravenscroft", "paying-forward").await
}

/// Thaddeus chooses something smaller; Idris and Tobias are met; Esther introduces three.
pub async fn answers_come(stage: &mut Stage) -> Result<(), Trouble> {
    stage.at(5, 8, 30).await?;
    answers(stage, "Thaddeus Ravenscroft", "smaller", &[("smaller", "office-hours")]).await?;
    stage.at(5, 14, 0).await?;
    let ines = Desk::of(stage, COORDINATOR.0).await?;
    let asks_more = "Ten minutes. He asks more questions than he answers.";
    ines.spoke(stage, "Idris Inoue", ("meeting", Some("Amara Novák"), 5), asks_more).await?;
    ines.spoke(stage, "Tobias Alvarado", ("meeting", Some("Victor Xu"), 5), "").await?;
    stage.at(4, 16, 0).await?;
    for leader in ["Yara Holmberg", "Silas Santoro", "Piotr Moreau"] {
        ines.was_introduced(stage, leader, Some("Esther Farouk"), 4).await?;
    }
    let (coffee, late, next_week) = (stage.day(-2), stage.day(1), stage.day(-6));
    ines.plans(stage, "Yara Holmberg", "Coffee with Esther and Ines", coffee, Some("Esther Farouk")).await?;
    ines.plans(stage, "Silas Santoro", "Find ten minutes", late, Some("Esther Farouk")).await?;
    ines.plans(stage, "Piotr Moreau", "Hear from Esther", next_week, Some("Esther Farouk")).await
}

/// Yesterday: Marcus has his letter, Henrik wants to talk, Idris' letter is written, and three more
/// are taken on.
pub async fn goes_on(stage: &mut Stage) -> Result<(), Trouble> {
    stage.at(1, 9, 20).await?;
    let julius = Desk::of(stage, SECOND.0).await?;
    julius.spoke(stage, "Marcus Hale", ("call", Some("Malik Whitlock"), 2), "").await?;
    julius.asks(stage, "Marcus Hale", "people-strategy").await?;
    answers(stage, "Henrik Nakamura", "talk", &[]).await?;
    let ines = Desk::of(stage, COORDINATOR.0).await?;
    ines.drafts(stage, "Idris Inoue", "learning").await?;
    ines.takes_on(stage, &["Jerome Grünwald", "Vikram Rasmussen", "Quentin Wójcik"]).await?;
    let (soon, later) = (stage.day(-1), stage.day(-3));
    ines.plans(stage, "Jerome Grünwald", "Ask Amara for an introduction", soon, Some("Amara Novák")).await?;
    ines.plans(stage, "Quentin Wójcik", "Ask Rafael for an introduction", later, Some("Rafael Lindqvist"))
        .await?;
    ines.plans(stage, "Vikram Rasmussen", "Rafael mentions it on Friday", later, Some("Rafael Lindqvist"))
        .await
}
