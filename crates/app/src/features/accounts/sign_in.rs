use super::store::{self, NewCode};
use crate::App;
use crate::access::{Anyone, Ctx, SignedIn, audit, keyed_hash, sign_ins, token_hash};
use crate::shell::{Fields, Letter, Problems, Result, see_other, show, show_refused};
use askama::Template;
use axum::http::{HeaderValue, header};
use bellwether_db::DbError;
use bellwether_kernel::jiff::SignedDuration;
use bellwether_kernel::{Email, PersonId, Timestamp};
use bellwether_outbox::Letter as Outgoing;
use subtle::ConstantTimeEq as _;

/// A code lives ten minutes.
const CODE_LASTS: SignedDuration = SignedDuration::from_mins(10);
/// One address gets at most five codes in an hour; a sixth is not sent, and the page does not say so.
const MOST_CODES: i64 = 5;
/// The browser that asked, by a cookie of its own.
const BROWSER: &str = "bellwether-asked";

#[derive(Template)]
#[template(path = "features/accounts/sign_in.html")]
struct AddressPage {
    letter: Letter,
    fields: Fields,
    problems: Problems,
}

#[derive(Template)]
#[template(path = "features/accounts/code.html")]
struct CodePage {
    letter: Letter,
    next: String,
    problems: Problems,
}

/// `GET /`: where whoever comes belongs.
pub async fn first_page(ctx: Ctx<Anyone>) -> Result {
    let Some(actor) = &ctx.actor else { return see_other("/sign-in") };
    match (&actor.coordinates[..], actor.administers) {
        ([only], _) => see_other(&format!("/programs/{}/today", only.program)),
        ([], false) => see_other("/me"),
        _ => see_other("/programs"),
    }
}

/// `GET /sign-in`
pub async fn address_page(ctx: Ctx<Anyone>) -> Result {
    if ctx.actor.is_some() {
        return see_other("/");
    }
    let query = Fields::parse(ctx.uri.query().unwrap_or_default().as_bytes());
    let fields = Fields::of([("email", String::new()), ("next", inside(query.get("next")).to_owned())]);
    show(&AddressPage { letter: ctx.letter("Sign in", "Bellwether"), fields, problems: Problems::none() })
}

/// `POST /sign-in`: a code is on its way, if the address is known. The page is the same if not.
pub async fn ask_for_code(ctx: Ctx<Anyone>, fields: Fields) -> Result {
    let mut problems = Problems::none();
    let Some(email) = fields.email("email", &mut problems) else {
        return show_refused(&AddressPage { letter: ctx.letter("Sign in", "Bellwether"), fields, problems });
    };
    let browser = ctx.world.chance.token();
    send_code(&ctx, &email, &browser).await?;
    let next = inside(fields.get("next"));
    let to = if next.is_empty() {
        "/sign-in/code".to_owned()
    } else {
        format!("/sign-in/code?next={}", crate::shell::words::in_query(next))
    };
    let mut response = see_other(&to)?;
    let cookie = sign_ins::set_cookie(ctx.app.config(), BROWSER, &browser, Some(CODE_LASTS));
    response.headers_mut().append(header::SET_COOKIE, cookie);
    Ok(response)
}

async fn send_code(ctx: &Ctx<Anyone>, email: &Email, browser: &str) -> Result<()> {
    let code = ctx.world.chance.code();
    let tx = ctx.db.begin().await?;
    let known = store::known(&tx, email, ctx.today()).await?;
    let many =
        store::codes_since(&tx, email.key(), ctx.now - SignedDuration::from_hours(1)).await? >= MOST_CODES;
    let person = known.as_ref().filter(|_| !many);
    let new = NewCode {
        id: ctx.world.id(),
        email_key: email.key(),
        person: person.map(|(id, _)| *id),
        code_hash: &keyed_hash(&ctx.app, "code", &code),
        browser_hash: &token_hash(browser),
        now: ctx.now,
        expires: ctx.now + CODE_LASTS,
    };
    store::keep_code(&tx, &new).await?;
    if let Some((id, name)) = person {
        let letter = code_letter(ctx, *id, name, email, &code);
        bellwether_outbox::enqueue(&tx, &ctx.world, ctx.app.config().host(), letter).await?;
    }
    tx.commit().await?;
    ctx.app.outbox_bell().notify_one();
    Ok(())
}

fn code_letter(ctx: &Ctx<Anyone>, person: PersonId, name: &str, email: &Email, code: &str) -> Outgoing {
    let organization = &ctx.organization.name;
    Outgoing {
        kind: "sign-in",
        program: None,
        person: Some(person),
        about: "sign-in".to_owned(),
        to: (name.to_owned(), email.clone()),
        from_name: organization.clone(),
        reply_to: None,
        subject: format!("{code} is your code for mentoring at {organization}"),
        text: format!(
            "Hello {name},\n\nyour code is {code}.\n\nType it in the window where you asked for it. It works for ten minutes, once.\n\n\
             If you did not ask, do nothing: without that window the code opens nothing.\n"
        ),
        html: None,
        calendar: None,
        not_before: ctx.now,
        expires_at: Some(ctx.now + CODE_LASTS),
        created_by: None,
    }
}

/// `GET /sign-in/code`
pub async fn code_page(ctx: Ctx<Anyone>) -> Result {
    let query = Fields::parse(ctx.uri.query().unwrap_or_default().as_bytes());
    let next = inside(query.get("next")).to_owned();
    show(&CodePage { letter: ctx.letter("Type your code", "Bellwether"), next, problems: Problems::none() })
}

/// `POST /sign-in/code`
pub async fn sign_in(ctx: Ctx<Anyone>, fields: Fields) -> Result {
    let typed: String = fields.get("code").chars().filter(char::is_ascii_digit).collect();
    let Some(person) = try_code(&ctx, &typed, fields.get("email")).await? else {
        let mut problems = Problems::none();
        problems.say("code", "That is not the code, or it is older than ten minutes, or it was asked for in another window. Look again, or ask for a new one.");
        let next = inside(fields.get("next")).to_owned();
        return show_refused(&CodePage {
            letter: ctx.letter("Type your code", "Bellwether"),
            next,
            problems,
        });
    };
    let tx = ctx.db.begin().await?;
    let cookie = sign_ins::begin(&tx, &ctx.world, ctx.app.config(), person).await?;
    tx.commit().await?;
    let next = inside(fields.get("next"));
    let mut response = see_other(if next.is_empty() { "/" } else { next })?;
    response.headers_mut().append(header::SET_COOKIE, cookie);
    let forget: HeaderValue = sign_ins::set_cookie(ctx.app.config(), BROWSER, "", None);
    response.headers_mut().append(header::SET_COOKIE, forget);
    Ok(response)
}

/// Whose code it is, if it is one. Every try counts, right or wrong, before it is looked at.
async fn try_code(ctx: &Ctx<Anyone>, typed: &str, email: &str) -> Result<Option<PersonId>> {
    let tx = ctx.db.begin().await?;
    let browser = sign_ins::cookie(&ctx.headers, BROWSER).map(token_hash);
    let asked = match &browser {
        Some(hash) => store::asked(&tx, hash, ctx.now).await?,
        None => None,
    };
    let asked = match (asked, Email::parse(email)) {
        (None, Ok(email)) => store::at_console(&tx, email.key(), ctx.now).await?,
        (asked, _) => asked,
    };
    let Some(asked) = asked else { return Ok(None) };
    let in_time = store::count_try(&tx, asked.id).await?;
    let right = bool::from(keyed_hash(&ctx.app, "code", typed).as_bytes().ct_eq(asked.code_hash.as_bytes()));
    let person = asked.person.filter(|_| in_time && right);
    if person.is_some() {
        store::use_up(&tx, asked.id, ctx.now).await?;
    }
    tx.commit().await?;
    Ok(person)
}

/// `POST /sign-out`
pub async fn sign_out(ctx: Ctx<SignedIn>) -> Result {
    if let Some(actor) = &ctx.actor {
        sign_ins::end(&ctx.db, actor.sign_in, ctx.now).await?;
    }
    let mut response = see_other("/sign-in")?;
    let config = ctx.app.config();
    let forget = sign_ins::set_cookie(config, sign_ins::cookie_name(config), "", None);
    response.headers_mut().append(header::SET_COOKIE, forget);
    Ok(response)
}

/// A code made at the console for somebody who gets no mail. It works in any browser that says the
/// address with it, and the audit log has it. `None`: nobody has this address.
pub async fn console_code(
    app: &App,
    email: &Email,
) -> std::result::Result<Option<(String, Timestamp)>, DbError> {
    let system = app.system();
    let today = system.now.to_zoned(app.organization().zone.clone()).date();
    let tx = system.db.begin().await?;
    let Some((person, _)) = store::known(&tx, email, today).await? else { return Ok(None) };
    let code = system.world.chance.code();
    let expires = system.now + CODE_LASTS;
    let new = NewCode {
        id: system.world.id(),
        email_key: email.key(),
        person: Some(person),
        code_hash: &keyed_hash(app, "code", &code),
        browser_hash: "",
        now: system.now,
        expires,
    };
    store::keep_code(&tx, &new).await?;
    let line = audit::Line {
        for_person: Some(person),
        verb: "made a sign-in code at the console",
        object: format!("person:{person}"),
        ..audit::Line::default()
    };
    audit::write(&tx, &system.world, line).await?;
    tx.commit().await?;
    Ok(Some((code, expires)))
}

/// A page of our own to go on to, or nothing.
fn inside(next: &str) -> &str {
    if next.starts_with('/') && !next.starts_with("//") && !next.contains('\\') { next } else { "" }
}
