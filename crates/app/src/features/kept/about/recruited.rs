use super::{Entry, Part};
use crate::features::recruiting;
use crate::shell::Result;
use bellwether_db::Read;
use bellwether_kernel::PersonId;
use bellwether_kernel::jiff::tz::TimeZone;

/// Who sees what is about being asked.
const COORDINATORS: &str = "The coordinators of that program, and nobody else.";

/// Where a program wants, or wanted, somebody.
pub async fn parts(db: &impl Read, person: PersonId, zone: &TimeZone) -> Result<Vec<Part>> {
    let kept = recruiting::kept_about(db, person, zone).await?;
    let (mut wanted, mut touches, mut letters, mut answers, mut reckoned) =
        (vec![], vec![], vec![], vec![], vec![]);
    for p in kept.prospects {
        let of = |entry: Entry| entry.with("Program", p.program.clone());
        touches.extend(p.touches.into_iter().map(|t| {
            of(Entry::default()).with("What", t.kind).with("On", t.on).maybe("By", t.by).with("Note", t.note)
        }));
        letters.extend(p.letters.into_iter().map(|l| {
            of(Entry::default())
                .with("From", l.from)
                .with("Question", l.question)
                .with("Mail", l.message)
                .with("Page", l.page.join("\n\n"))
                .with("State", l.state)
                .maybe("Sent", l.sent)
        }));
        answers.extend(p.answers.into_iter().map(|a| {
            of(Entry::default())
                .with("Answer", a.answer)
                .with("On", a.on)
                .maybe("Recorded by", a.recorded_by)
                .with("Counts", if a.counted { "yes" } else { "no" })
        }));
        if !p.when_asked.is_empty() {
            reckoned.push(
                p.when_asked.into_iter().fold(of(Entry::default()), |e, fact| e.with(fact.what, fact.value)),
            );
        }
        wanted.push(
            of(Entry::default())
                .with("Stage", p.stage)
                .with("Since", p.since)
                .maybe("Looked after by", p.owner)
                .maybe("Introduced by", p.connector)
                .maybe("Asked without a conversation because", p.override_reason)
                .maybe("Set aside because", p.aside_reason)
                .maybe("Named", p.named)
                .maybe("Nobody writes since", p.closed),
        );
    }
    let help = kept
        .help
        .into_iter()
        .map(|h| Entry::default().with("Program", h.program).with("Help", h.help).with("Offered", h.on));
    let part = |title, entries| Part { title, seen_by: COORDINATORS, entries };
    Ok(vec![
        part("Where a program wants you", wanted),
        part("Conversations and other contacts", touches),
        part("Letters that asked you", letters),
        part("What you answered", answers),
        part("Other help you offered", help.collect()),
        Part {
            title: "What was reckoned when you were asked",
            seen_by: "You alone. The chance itself is on the list of the coordinators of that program.",
            entries: reckoned,
        },
    ])
}
