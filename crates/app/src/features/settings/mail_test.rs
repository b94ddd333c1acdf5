//! "Send a test mail": is the server there, does it let us in, and does it take a real letter?

use super::mail::{self, Tested};
use crate::Mode;
use crate::access::{Administrator, Ctx};
use crate::shell::{Error, Result, see_other, show_refused};
use bellwether_db::{Read, params, statements};
use bellwether_kernel::Email;
use bellwether_kernel::jiff::SignedDuration;
use bellwether_outbox::Letter;
use bellwether_wire::smtp::{Outcome, Server, Stage, Timeouts, Welcome, test_connection};
use std::time::Duration;

statements! {
    MY_ADDRESS = "select name, email from people where id = $1 and email is not null";
}

/// A test mail that could not leave within an hour is of no use.
const LASTS: SignedDuration = SignedDuration::from_hours(1);
/// How long somebody looks at a page that is being made.
const PATIENCE: Timeouts = Timeouts {
    connect: Duration::from_secs(10),
    command: Duration::from_secs(10),
    message: Duration::from_secs(30),
};

/// `POST /settings/mail/test`
pub async fn send(ctx: Ctx<Administrator>) -> Result {
    if ctx.app.config().mode == Mode::Serve {
        let failed = match crate::background::server(&ctx.app) {
            Err(why) => Some(why),
            Ok(server) => {
                // Whoever asks for a connection asks for it outside of any transaction.
                test_connection(&server.waiting(PATIENCE)).await.err().map(|outcome| in_words(&outcome))
            }
        };
        if let Some(words) = failed {
            let words = format!("No test mail was sent. {words}");
            let tested = Tested { well: false, words, pending: false };
            return show_refused(&mail::as_set(&ctx, Some(tested)).await?);
        }
    }
    let (name, email): (String, String) =
        ctx.db.maybe(&MY_ADDRESS, params![ctx.scope.by]).await?.ok_or_else(|| {
            Error::refused(
                "You have no mail address here",
                "No test mail was sent. Give yourself an address under People first.",
            )
        })?;
    let email = Email::parse(&email).map_err(|why| {
        Error::refused("Your own mail address cannot be used", format!("No test mail was sent: {why}."))
    })?;
    let tx = ctx.db.begin().await?;
    let id = bellwether_outbox::enqueue(&tx, &ctx.world, ctx.app.config().host(), letter(&ctx, name, email))
        .await?;
    tx.commit().await?;
    ctx.app.outbox_bell().notify_one();
    see_other(&format!("{}?test={id}", mail::PATH))
}

fn letter(ctx: &Ctx<Administrator>, name: String, email: Email) -> Letter {
    let organization = &ctx.organization.name;
    Letter {
        kind: "test",
        program: None,
        person: Some(ctx.scope.by),
        about: "test".to_owned(),
        to: (name, email),
        from_name: organization.clone(),
        reply_to: None,
        subject: format!("A test mail from mentoring at {organization}"),
        text: format!(
            "This is the test mail that you asked for.\n\nYou got it, so mail leaves. Have a look at its headers, too: SPF and DKIM should pass, or a leader’s mail server may hide what we send.\n\n{}\n",
            ctx.app.link(mail::PATH)
        ),
        html: None,
        calendar: None,
        not_before: ctx.now,
        expires_at: Some(ctx.now + LASTS),
        created_by: Some(ctx.scope.by),
    }
}

/// Why a connection failed, and what to look at.
pub fn in_words(outcome: &Outcome) -> String {
    let look = match outcome {
        Outcome::RefusedForNow { stage, .. } | Outcome::Refused { stage, .. } => match stage {
            Stage::Connection => {
                "Look at the server’s name and port, and whether a firewall lets this machine out."
            }
            Stage::Encryption => {
                "Look at the kind of encryption: port 465 usually wants TLS from the start, port 587 STARTTLS."
            }
            Stage::Login => "Look at the user and the password.",
            _ => "Ask the people who run the mail server what this means.",
        },
        Outcome::Accepted { .. } | Outcome::Unsure { .. } => "",
    };
    format!("{outcome} {look}").trim().to_owned()
}

/// That a connection works, and how.
pub fn welcome_in_words(welcome: &Welcome) -> String {
    let encrypted = if welcome.is_encrypted { "encrypted" } else { "not encrypted" };
    let login = if welcome.is_logged_in { "the login was accepted" } else { "no login was asked for" };
    format!("the connection is {encrypted}, and {login}")
}

/// What a server says to us just now, for `doctor`.
pub async fn knock(server: Server) -> std::result::Result<String, String> {
    let welcome = test_connection(&server.waiting(PATIENCE)).await;
    welcome.map(|w| welcome_in_words(&w)).map_err(|outcome| in_words(&outcome))
}
