//! What the coordinators know of the leaders, noted with its day.

use super::stage::Stage;
use crate::features::demo::cast::COORDINATOR;
use crate::features::demo::visitor::Trouble;
use bellwether_kernel::jiff::ToSpan as _;

/// Leader, kind, months ago, note.
const KNOWN: [(&str, &str, i64, &str); 9] = [
    ("Idris Inoue", "other", 66, "Saoirse Laurent names him as the mentor behind her first trial"),
    ("Yara Holmberg", "offered-to-help", 4, "Offered to help at the autumn launch"),
    ("Silas Santoro", "team-promoted", 8, "Half his team were promoted within three years"),
    ("Jerome Grünwald", "people-strategy", 20, "Sat on the associates’ committee for two years"),
    ("Amara Novák", "offered-to-help", 3, "Asked in the hall what became of the mentoring idea"),
    ("Victor Xu", "mentored-before", 14, "Mentored in the pilot group; would do it again"),
    ("Esther Farouk", "network-sponsor", 18, "Sponsors the women’s network"),
    ("Thaddeus Ravenscroft", "mentored-before", 40, "Amara Novák learned trial work from him"),
    ("Malik Whitlock", "people-strategy", 5, "Presented the people strategy to the Partners"),
];

/// A coordinator notes what speaks for whom, and sets aside who is about to retire.
pub async fn is_noted(stage: &mut Stage) -> Result<(), Trouble> {
    stage.at(63, 10, 0).await?;
    let ines = stage.as_person(COORDINATOR.0).await?;
    for (leader, kind, months, note) in KNOWN {
        let on = stage.today.checked_sub(months.months()).unwrap_or(stage.today).to_string();
        let page = format!("/people/{}", stage.who(leader).await?);
        ines.fill(&page, "/signals", &[("kind", kind), ("on", &on), ("note", note)]).await?;
    }
    let aside = stage.path(&format!("/shortlist/{}/aside", stage.who("Enzo Leclerc").await?));
    ines.post(&aside, &[("reason", "Retires this summer")]).await.map(drop)
}
