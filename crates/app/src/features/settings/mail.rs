use super::mail_server::{self, Encryption};
use super::store;
use crate::Mode;
use crate::access::{Administrator, Ctx};
use crate::shell::{Fields, Flash, Frame, Problems, Result, see_other_with, show, show_refused};
use askama::Template;
use bellwether_kernel::MessageId;
use bellwether_outbox::State;
use bellwether_wire::smtp::Server;

pub(super) const PATH: &str = "/settings/mail";

/// What came of a test.
pub(super) struct Tested {
    /// Whether the mail server has it.
    pub well: bool,
    /// In words.
    pub words: String,
    /// Whether it is worth looking again.
    pub pending: bool,
}

#[derive(Template)]
#[template(path = "features/settings/mail.html")]
pub(super) struct MailPage {
    frame: Frame,
    here: String,
    given: Option<String>,
    demo: bool,
    has_server: bool,
    has_password: bool,
    me: String,
    from_hint: String,
    tested: Option<Tested>,
    fields: Fields,
    problems: Problems,
}

/// `GET /settings/mail`, after a test with `?test=` and its letter.
pub async fn page(ctx: Ctx<Administrator>) -> Result {
    let query = Fields::parse(ctx.uri.query().unwrap_or_default().as_bytes());
    let tested = match query.get("test").parse::<MessageId>() {
        Ok(id) => came_of(&ctx, id).await?,
        Err(_) => None,
    };
    show(&as_set(&ctx, tested).await?)
}

/// `POST /settings/mail`
pub async fn change(ctx: Ctx<Administrator>, fields: Fields) -> Result {
    let mut problems = Problems::none();
    let stored = stored(&ctx);
    let address = |name: &str, problems: &mut Problems| {
        let given = !fields.get(name).is_empty();
        given.then(|| fields.email(name, problems)).flatten().map_or(String::new(), |e| e.to_string())
    };
    let (from, reply_to) = (address("mail_from", &mut problems), address("reply_to", &mut problems));
    let server = mail_server::address(&fields, stored.as_ref(), &mut problems).unwrap_or_default();
    let minutes = fields.whole("stop_minutes", 0, 60, &mut problems);
    if !problems.is_empty() {
        return show_refused(&page_of(&ctx, fields, problems, None));
    }
    let quiet = if fields.has("quiet_hours") { "on" } else { "off" };
    let mut values = vec![
        ("organization.mail_from", from),
        ("organization.reply_to", reply_to),
        ("outbox.stop_minutes", minutes.to_string()),
        ("outbox.quiet_hours", quiet.to_owned()),
    ];
    // Where the command line names the server, the form does not have it.
    if ctx.app.config().smtp.is_none() && ctx.app.config().mode == Mode::Serve {
        values.push(("organization.smtp", server));
    }
    let tx = ctx.db.begin().await?;
    store::change(&tx, &ctx.world, ctx.scope.by, "mail", &values).await?;
    tx.commit().await?;
    ctx.app.reload().await?;
    ctx.app.outbox_bell().notify_one();
    see_other_with(PATH, Flash::new("Mail is set. Send a test mail to see that it works."))
}

fn stored(ctx: &Ctx<Administrator>) -> Option<Server> {
    ctx.organization.smtp.as_deref().and_then(|address| Server::parse(address).ok())
}

/// The page with what is stored.
pub(super) async fn as_set(ctx: &Ctx<Administrator>, tested: Option<Tested>) -> Result<MailPage> {
    let o = &ctx.organization;
    let mut fields = Fields::of([
        ("mail_from", o.mail_from.clone().unwrap_or_default()),
        ("reply_to", o.reply_to.clone().unwrap_or_default()),
        ("stop_minutes", store::stop_window(&ctx.db).await?.as_mins().to_string()),
    ]);
    for (name, value) in mail_server::fields(stored(ctx).as_ref()) {
        fields.set(name, value);
    }
    if store::quiet_hours(&ctx.db).await? {
        fields.set("quiet_hours", "on");
    }
    Ok(page_of(ctx, fields, Problems::none(), tested))
}

fn page_of(
    ctx: &Ctx<Administrator>,
    mut fields: Fields,
    problems: Problems,
    tested: Option<Tested>,
) -> MailPage {
    fields.set("password", "");
    let given = ctx.app.config().smtp.as_deref().and_then(|s| Server::parse(s).ok()).map(|s| s.to_string());
    MailPage {
        frame: ctx.frame("Mail", "/settings"),
        here: ctx.uri.path_and_query().map_or(PATH.to_owned(), ToString::to_string),
        has_server: given.is_some() || ctx.organization.smtp.is_some(),
        given,
        demo: ctx.app.config().mode == Mode::Demo,
        has_password: stored(ctx).is_some_and(|s| s.login.is_some()),
        me: ctx.actor.as_ref().map_or(String::new(), |a| a.name.clone()),
        from_hint: format!(
            "Mail comes from {} now. Its domain should publish SPF and DKIM for your server.",
            crate::background::sender(&ctx.app, &ctx.organization)
        ),
        tested,
        fields,
        problems,
    }
}

/// What came of a test mail of one's own.
async fn came_of(ctx: &Ctx<Administrator>, id: MessageId) -> Result<Option<Tested>> {
    let Some(message) = bellwether_outbox::find(&ctx.db, id).await? else { return Ok(None) };
    if message.kind != "test" || message.person != Some(ctx.scope.by) {
        return Ok(None);
    }
    let held = bellwether_outbox::held(&ctx.db).await?;
    let said = message.words.unwrap_or_default();
    let tell = |well, pending, words: String| Some(Tested { well, pending, words });
    Ok(match message.state {
        State::Sent => tell(
            true,
            false,
            format!("The mail server took the test mail: {said}. It should be in your mailbox in a moment."),
        ),
        State::Queued | State::Sending if held.is_some() => {
            tell(false, true, "All mail is held, so the test mail waits. Release it under Outbox.".to_owned())
        }
        State::Queued if said.is_empty() => tell(true, true, "The test mail is on its way.".to_owned()),
        State::Queued => {
            tell(false, true, format!("The test mail has not left yet, and is tried again: {said}"))
        }
        State::Sending => tell(true, true, "The test mail is being handed over.".to_owned()),
        State::Refused => tell(false, false, format!("The mail server refused the test mail, {said}")),
        State::Unsure => tell(false, false, format!("It is not known whether the test mail arrived: {said}")),
        State::Stopped => tell(false, false, format!("The test mail was stopped: {said}")),
    })
}

/// Templates ask for these.
impl MailPage {
    fn password_hint(&self) -> &'static str {
        if self.has_password {
            "One is stored. Leave this empty to keep it; it is never shown again."
        } else {
            "It is stored for sending and never shown again."
        }
    }

    fn encryptions(&self) -> &'static [Encryption] {
        Encryption::ALL
    }
}
