//! What is written to somebody who signed up. It says that they did, never what they answered.

use super::enrollment::Part;
use crate::access::{Ctx, SignedIn};
use crate::features::people::Person;
use crate::features::programs::{self, Program};
use crate::shell::Result;
use bellwether_db::Tx;
use bellwether_kernel::Email;
use bellwether_outbox::Letter;

/// Puts the confirmation into the outbox; the address, where they have one.
pub async fn confirm(
    tx: &Tx,
    ctx: &Ctx<SignedIn>,
    program: &Program,
    person: &Person,
    part: Part,
) -> Result<Option<String>> {
    let Some(email) = person.email.as_deref().and_then(|e| Email::parse(e).ok()) else { return Ok(None) };
    let coordinator = programs::coordinators(tx, program.id).await?.into_iter().next();
    let reply_to = coordinator.as_ref().and_then(|(_, _, e)| e.as_deref()).and_then(|e| Email::parse(e).ok());
    let signed = coordinator.map_or(program.name.clone(), |(_, name, _)| name);
    let link = ctx.app.link(&format!("/programs/{}/join?as={part}", program.id));
    let address = email.to_string();
    let letter = Letter {
        kind: "sign-up",
        program: Some(program.id),
        person: Some(person.id),
        about: format!("enrollment:{}", person.id),
        to: (person.name.clone(), email),
        from_name: format!("{}, for {}", signed, program.name),
        reply_to,
        subject: subject(part, program),
        text: text(part, program, person, &link, &signed),
        html: None,
        calendar: None,
        not_before: ctx.now,
        expires_at: None,
        created_by: Some(person.id),
    };
    bellwether_outbox::enqueue(tx, &ctx.world, ctx.app.config().host(), letter).await?;
    Ok(Some(address))
}

fn subject(part: Part, program: &Program) -> String {
    match part {
        Part::Mentor => format!("You are a mentor of {}", program.name),
        _ => format!("You are signed up for {}", program.name),
    }
}

fn text(part: Part, program: &Program, person: &Person, link: &str, signed: &str) -> String {
    let next = match (part, &program.ask) {
        (Part::Mentor, Some(ask)) => format!(
            "Thank you for mentoring. What we ask is {} In all that is {} We propose a mentee to you and say why; you decide.",
            lower_first(&ask.in_words()),
            ask.sum_in_words().replace(" in all,", ",")
        ),
        (Part::Mentor, None) => {
            "Thank you for mentoring. We propose a mentee to you and say why; you decide.".to_owned()
        }
        _ => "You are signed up. Once mentors are matched, one is proposed to you, and you to them, and each of you is told why. You both decide.".to_owned(),
    };
    format!(
        "Hello {},\n\n{next}\n\nTo change what you wrote, or to withdraw:\n{link}\n\n{signed}\n",
        person.first_name()
    )
}

fn lower_first(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or(String::new(), |first| first.to_lowercase().chain(letters).collect())
}
