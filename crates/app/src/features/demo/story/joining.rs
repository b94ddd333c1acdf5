//! Leaders who are in say what they offer; associates see who takes part, and sign up.

use super::stage::Stage;
use crate::features::demo::visitor::Trouble;

/// Somebody who would like to be mentored, and by whom.
struct Mentee {
    name: &'static str,
    wanted: &'static [&'static str],
    goals: &'static str,
    wish: Option<&'static str>,
    elsewhere: bool,
}

const fn mentee(
    name: &'static str,
    wanted: &'static [&'static str],
    goals: &'static str,
    wish: Option<&'static str>,
) -> Mentee {
    Mentee { name, wanted, goals, wish, elsewhere: false }
}

const FIRST: [Mentee; 4] = [
    mentee(
        "Ottilie Mbeki",
        &["Second chair at a trial", "Depositions"],
        "Second chair at a trial this year, and a decision about the Boston move.",
        Some("Victor Xu"),
    ),
    Mentee {
        elsewhere: true,
        ..mentee(
            "Nadia Ogilvie",
            &["Oral argument", "Reading a witness"],
            "To think like a trial lawyer in my deals.",
            Some("Amara Novák"),
        )
    },
    mentee(
        "Imani Jovanović",
        &["Clients’ boards", "The unwritten rules"],
        "My first year here. I would like to know how it really works.",
        Some("Esther Farouk"),
    ),
    Mentee {
        elsewhere: true,
        ..mentee("Celeste van der Berg", &["Becoming a Partner early"], "", Some("Rafael Lindqvist"))
    },
];

const LATER: [Mentee; 9] = [
    mentee("Luís Villanueva", &["Settling in"], "My first year in Boston.", Some("Saoirse Laurent")),
    mentee("Wanda Castellanos", &["Writing briefs"], "", None),
    mentee(
        "Leonie D'Souza",
        &["Clients’ boards"],
        "To understand what a client’s board is afraid of.",
        Some("Esther Farouk"),
    ),
    Mentee { elsewhere: true, ..mentee("Walter Vance", &["Oral argument"], "", Some("Amara Novák")) },
    mentee("Greta Calloway", &["Depositions"], "A first deposition of my own.", Some("Victor Xu")),
    mentee("Rashid Ivanova", &["The unwritten rules"], "", None),
    mentee("Pascal Kaur", &["Negotiation"], "", Some("Esther Farouk")),
    mentee("Desmond Thorne", &["Becoming a Partner early"], "", Some("Rafael Lindqvist")),
    mentee("Vera Eriksen", &["Writing briefs"], "To find out which practice is mine.", None),
];

/// The four who said yes, in their own words.
pub async fn leaders_say_what_they_offer(stage: &mut Stage) -> Result<(), Trouble> {
    stage.at(44, 9, 0).await?;
    offers(stage, "Amara Novák", "2", &["Oral argument", "Reading a witness"], AMARA).await?;
    offers(stage, "Victor Xu", "2", &["Depositions", "Second chair at a trial"], VICTOR).await?;
    offers(stage, "Esther Farouk", "3", &["Clients’ boards", "The unwritten rules", "Negotiation"], ESTHER)
        .await?;
    offers(stage, "Rafael Lindqvist", "2", &["Becoming a Partner early", "Litigation outside Boston"], RAFAEL)
        .await
}

const AMARA: &str = "Bring the question you would not put in an e-mail.";
const VICTOR: &str = "I came out knowing why we lost two people last spring.";
const ESTHER: &str = "Nobody explained the unwritten part to me. I can.";
const RAFAEL: &str = "I made Partner early and some of it was luck. Ask me which part.";

/// The first associates sign up.
pub async fn associates_sign_up(stage: &mut Stage) -> Result<(), Trouble> {
    for (ago, mentee) in (40..=43).rev().zip(&FIRST) {
        stage.at(ago, 12, 15).await?;
        signs_up(stage, mentee).await?;
    }
    Ok(())
}

/// Two associates with years here would like to mentor, too; nine more sign up.
pub async fn more_sign_up(stage: &mut Stage) -> Result<(), Trouble> {
    stage.at(19, 9, 30).await?;
    offers(stage, "Saoirse Laurent", "1", &["Settling in", "Depositions"], "").await?;
    offers(stage, "Anselm Engström", "1", &["Writing briefs"], "").await?;
    for (hour, mentee) in (9..).zip(&LATER) {
        stage.at(16, hour, 45).await?;
        signs_up(stage, mentee).await?;
    }
    Ok(())
}

async fn offers(
    stage: &Stage,
    name: &str,
    mentees: &str,
    offered: &[&str],
    words: &str,
) -> Result<(), Trouble> {
    let mentor = stage.as_person(name).await?;
    let mut fields = vec![("capacity", mentees), ("words", words), ("languages", "English")];
    fields.extend(offered.iter().map(|skill| ("offered", *skill)));
    let page = stage.path("/join?as=mentor");
    // A leader chose on the page of the letter who may know; an associate may be wished for.
    if words.is_empty() {
        fields.push(("listed", "yes"));
    }
    mentor.fill(&page, "/join", &fields).await.map(drop)
}

async fn signs_up(stage: &Stage, mentee: &Mentee) -> Result<(), Trouble> {
    let visitor = stage.as_person(mentee.name).await?;
    let page = stage.path("/join");
    let mut wish = None;
    if let Some(mentor) = mentee.wish {
        wish = Some(stage.enrollment(mentor).await?.to_string());
    }
    let mut fields = vec![("goals", mentee.goals), ("languages", "English")];
    fields.extend(mentee.wanted.iter().map(|skill| ("wanted", *skill)));
    fields.extend(wish.as_deref().map(|mentor| ("wish-1", mentor)));
    if mentee.elsewhere {
        fields.push(("other-department", "yes"));
    }
    visitor.fill(&page, "/join", &fields).await.map(drop)
}
