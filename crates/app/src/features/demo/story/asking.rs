//! What a coordinator does with a leader, step by step, on the pages of the product.

use super::stage::Stage;
use crate::features::demo::visitor::{Trouble, Visit, Visitor};
use bellwether_kernel::Date;

/// A coordinator at work.
pub struct Desk(pub Visitor);

impl Desk {
    /// The desk of one of the coordinators.
    pub async fn of(stage: &Stage, coordinator: &str) -> Visit<Self> {
        stage.as_person(coordinator).await.map(Self)
    }

    /// Takes leaders on together: their introductions come first.
    pub async fn takes_on(&self, stage: &Stage, leaders: &[&str]) -> Result<(), Trouble> {
        let mut wave = Vec::new();
        for leader in leaders {
            wave.push(stage.who(leader).await?.to_string());
        }
        self.0.post(&stage.path("/shortlist/wave"), &[("wave", &wave.join("."))]).await.map(drop)
    }

    /// Writes down what is done next, by when and through whom.
    pub async fn plans(
        &self,
        stage: &Stage,
        leader: &str,
        step: &str,
        on: Date,
        connector: Option<&str>,
    ) -> Result<(), Trouble> {
        let (prospect, on) = (stage.prospect(leader, "").await?, on.to_string());
        let mut fields = vec![("step", step), ("on", on.as_str())];
        fields.extend(connector.map(|name| ("connector_other", name)));
        self.0.fill(&prospect, "/next", &fields).await.map(drop)
    }

    /// Asks by mail for an introduction; of whoever the page names first.
    pub async fn asks_for_an_introduction(&self, stage: &Stage, leader: &str) -> Result<(), Trouble> {
        let page = stage.prospect(leader, "/introduction").await?;
        self.0.fill(&page, "/introduction/request", &[]).await.map(drop)
    }

    /// Records that an introduction was made so many days ago: by the connector, or by somebody else.
    pub async fn was_introduced(
        &self,
        stage: &Stage,
        leader: &str,
        by: Option<&str>,
        ago: i64,
    ) -> Result<(), Trouble> {
        let (page, on) = (stage.prospect(leader, "/introduction").await?, stage.day(ago).to_string());
        let mut fields = vec![("on", on.as_str())];
        fields.extend(by.map(|name| ("by_other", name)));
        self.0.fill(&page, "/introduction", &fields).await.map(drop)
    }

    /// Records a meeting or a call, so many days ago, and who spoke: the coordinator, or somebody else.
    pub async fn spoke(
        &self,
        stage: &Stage,
        leader: &str,
        (kind, by, ago): (&str, Option<&str>, i64),
        note: &str,
    ) -> Result<(), Trouble> {
        let (page, on) = (stage.prospect(leader, "/meeting").await?, stage.day(ago).to_string());
        let mut fields = vec![("kind", kind), ("on", on.as_str()), ("note", note)];
        fields.extend(by.map(|name| ("by_other", name)));
        self.0.fill(&page, "/meeting", &fields).await.map(drop)
    }

    /// Writes a pitch for an angle, and keeps it as a draft.
    pub async fn drafts(&self, stage: &Stage, leader: &str, angle: &str) -> Result<String, Trouble> {
        let page = stage.prospect(leader, "/pitch").await?;
        self.0.fill(&page, "/pitch", &[("angle", angle), ("then", "anew")]).await?;
        Ok(page)
    }

    /// Writes a pitch and sends it; it has arrived a few minutes later.
    pub async fn asks(&self, stage: &mut Stage, leader: &str, angle: &str) -> Result<(), Trouble> {
        let page = self.drafts(stage, leader, angle).await?;
        let sent = self.0.fill(&format!("{page}/send"), "/pitch/send", &[]).await?;
        if sent.leads_to()? != page {
            return Err(format!("the pitch to {leader} may not leave"));
        }
        stage.minutes(4).await
    }

    /// Records that a leader was thanked.
    pub async fn thanked(&self, stage: &Stage, leader: &str, ago: i64) -> Result<(), Trouble> {
        let (page, on) = (stage.prospect(leader, "/thank-you").await?, stage.day(ago).to_string());
        self.0.fill(&page, "/thank-you", &[("on", &on)]).await.map(drop)
    }
}

/// A leader opens the letter and answers in two taps, without signing in. `how` is what the second
/// tap sends besides: which smaller ask, which help, which day.
pub async fn answers(stage: &Stage, leader: &str, answer: &str, how: &[(&str, &str)]) -> Result<(), Trouble> {
    let (somebody, letter) = open_letter(stage, leader).await?;
    let page = format!("{letter}/answer?answer={answer}");
    let after = somebody.fill(&page, "/answer", how).await?;
    match after.leads_to()? {
        to if to.contains("/confirm") => Err(format!("the answer of {leader} was held")),
        to => somebody.open(to).await.map(drop),
    }
}

/// A leader says yes, and agrees to be named.
pub async fn says_yes(stage: &Stage, leader: &str) -> Result<(), Trouble> {
    answers(stage, leader, "yes", &[]).await?;
    let (somebody, letter) = open_letter(stage, leader).await?;
    somebody.fill(&letter, "/named", &[("named", "wall")]).await.map(drop)
}

async fn open_letter(stage: &Stage, leader: &str) -> Visit<(Visitor, String)> {
    let letter = stage.link_in("pitch", leader, "/ask/").await?;
    Ok((Visitor::stranger(&stage.router), letter))
}
