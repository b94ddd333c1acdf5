//! The leader's page: the letter that asks. Opening it changes nothing.

use super::standing::Door;
use super::visit::{self, Sheet, Visit};
use super::{Pitch, responses};
use crate::access::{Ctx, LinkHolder};
use crate::features::people;
use crate::shell::{Result, assets, see_other, show, words};
use askama::Template;
use bellwether_db::{Read, params, row, statements};
use bellwether_kernel::{PersonId, ProgramId};

statements! {
    /// Leaders who take part and agreed to be named, the latest first.
    ALSO_IN = "
        select p.name, p.department, p.office from prospects s join people p on p.id = s.person_id
        where s.program_id = $1 and s.person_id <> $2 and s.joined_at is not null and s.withdrawn_at is null
          and s.named = 'wall' and p.erased_at is null and p.left_on is null
        order by s.joined_at desc, s.id limit 4";
}

/// How many of them are named.
const MOST_OTHERS: usize = 4;
/// Bytes that one of them takes, with a long name.
const ROOM_FOR_ONE: usize = 250;
/// Characters in a link's secret.
const TOKEN: usize = 43;

row! {
    /// A leader who takes part, as the letter names them.
    pub struct AlsoIn { pub name: String, pub department: Option<String>, pub office: Option<String> }
}

impl AlsoIn {
    pub fn initials(&self) -> String {
        bellwether_kernel::initials(&self.name)
    }

    /// "Litigation, Boston".
    pub fn position(&self) -> String {
        let known = [self.department.as_deref(), self.office.as_deref()];
        known.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
    }
}

/// The letter, as the leader and the preview show it.
#[derive(Template)]
#[template(path = "features/recruiting/letter.html")]
pub struct LetterPage {
    pub sheet: Sheet,
    pub pitch: Pitch,
    pub others: Vec<AlsoIn>,
    /// Who calls, where they would talk first.
    pub caller: String,
    pub mentees: String,
    pub first_week: String,
    pub last_day: String,
    /// An answer came too soon, and was not counted.
    pub held: bool,
}

impl LetterPage {
    /// The letter that a pitch makes.
    pub fn of(sheet: Sheet, pitch: Pitch, others: Vec<AlsoIn>, held: bool) -> Self {
        let n = pitch.ask.mentees;
        Self {
            caller: people::first_name(&pitch.from_name).to_owned(),
            mentees: format!("{} {}", words::number(n), if n == 1 { "mentee" } else { "mentees" }),
            first_week: words::day(pitch.ask.starts_on),
            last_day: words::day(pitch.ask.ends_on()),
            sheet,
            pitch,
            others,
            held,
        }
    }
}

/// Who else is in, as far as they agreed to be named.
pub async fn also_in(
    db: &impl Read,
    program: ProgramId,
    person: PersonId,
) -> bellwether_db::Result<Vec<AlsoIn>> {
    db.all(&ALSO_IN, params![program, person]).await
}

/// Bytes of a letter with its style sheet, uncompressed, as they may become: with a link of the real
/// length, with its notice, and with room for those who join after it has left.
pub fn weigh(mut sheet: Sheet, pitch: Pitch, others: Vec<AlsoIn>) -> Result<usize> {
    sheet.base = format!("/ask/{}", "x".repeat(TOKEN));
    let still_to_come = MOST_OTHERS.saturating_sub(others.len()) * ROOM_FOR_ONE;
    let page = LetterPage::of(sheet, pitch, others, true).render()?;
    Ok(page.len() + assets::pitch_css_text().len() + still_to_come)
}

/// `GET /ask/{token}`: the letter, or the answer that was given, or why it asks no longer.
pub async fn page(ctx: Ctx<LinkHolder>) -> Result {
    let visit = visit::open(&ctx).await?;
    match visit.door {
        Door::Asks => letter(&ctx, visit).await,
        Door::Answered | Door::Fixed => super::said::page(&ctx, visit).await,
        Door::Withdrawn | Door::Expired => super::shut::page(visit),
    }
}

/// `GET /ask/{token}/letter`: the letter once more, to answer otherwise.
pub async fn again(ctx: Ctx<LinkHolder>) -> Result {
    let visit = visit::open(&ctx).await?;
    match visit.door {
        Door::Asks | Door::Answered => letter(&ctx, visit).await,
        _ => see_other(&visit.sheet.base),
    }
}

async fn letter(ctx: &Ctx<LinkHolder>, visit: Visit) -> Result {
    let others = also_in(&ctx.db, ctx.scope.program, ctx.scope.person).await?;
    let earlier = responses::through(&ctx.db, ctx.scope.pitch).await?;
    let held =
        visit.door == Door::Asks && earlier.iter().any(|e| e.held_at.is_some() && e.undone_at.is_none());
    show(&LetterPage::of(visit.sheet, visit.pitch, others, held))
}
