use super::{offer, store};
use crate::access::{At, Ctx, Mentoring};
use crate::shell::{Letter, Result, show, words};
use askama::Template;
use bellwether_kernel::MentorshipId;

/// What the mentor reads before the first session, in 15 minutes; what the mentee reads, in five.
#[derive(Template)]
#[template(path = "features/mentorships/briefing.html")]
struct Page {
    letter: Letter,
    path: String,
    mentors: bool,
    other: String,
    minutes: String,
    how_often: String,
    promised: String,
    until: String,
}

/// `GET /mentorships/{mentorship}/briefing`
pub async fn page(ctx: Ctx<Mentoring>, _: At<MentorshipId>) -> Result {
    let of = store::find(&ctx.db, ctx.scope.mentorship).await?;
    let agreed = offer::agreed(&ctx.db, &of).await?;
    let title = if ctx.scope.mentors { "The mentor’s briefing" } else { "Before you meet" };
    show(&Page {
        letter: ctx.letter(title, of.program_name.clone()),
        path: of.path(),
        mentors: ctx.scope.mentors,
        other: of.other_than(ctx.scope.person).first().to_owned(),
        minutes: words::duration(agreed.minutes),
        how_often: match agreed.sessions {
            1 => "once a month".to_owned(),
            2 => "twice a month".to_owned(),
            n => format!("{} times a month", words::number(n)),
        },
        promised: words::duration(of.promised),
        until: words::day(of.ends_on),
    })
}
