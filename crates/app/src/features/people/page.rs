//! A person's page.

use super::signals::{self, Signal, SignalKind};
use super::ties::{self, Group};
use super::{Person, find};
use crate::access::{At, Ctx, Staff};
use crate::shell::{Error, Frame, Result, show, words};
use askama::Template;
use bellwether_db::{Read, params, statements};
use bellwether_kernel::{Date, PersonId};

/// Reports that the page shows at once.
const MOST_REPORTS: usize = 24;

statements! {
    REPORTS = "
        select id, name from people
        where manager_id = $1 and erased_at is null and (left_on is null or left_on > $2) order by search limit 1001";
    ASSISTS = "
        select id, name from people
        where assistant_id = $1 and erased_at is null and (left_on is null or left_on > $2) order by search limit 100";
}

#[derive(Template)]
#[template(path = "features/people/page.html")]
struct PersonPage {
    frame: Frame,
    person: Person,
    reports: Vec<(PersonId, String)>,
    assists: Vec<(PersonId, String)>,
    /// Nothing for administrators who coordinate no program.
    confidential: Option<Confidential>,
    today: Date,
    zone: String,
}

/// What coordinators alone see.
struct Confidential {
    signals: Vec<Signal>,
    ties: Vec<Group>,
    tie_choices: Vec<(String, &'static str)>,
}

/// `GET /people/{person}`
pub async fn page(ctx: Ctx<Staff>, At(id): At<PersonId>) -> Result {
    let person = find(&ctx.db, id).await?.ok_or(Error::NotFound)?;
    let today = ctx.today();
    let confidential = if ctx.scope.coordinates {
        Some(Confidential {
            signals: signals::of_person(&ctx.db, id).await?,
            ties: ties::of_person(&ctx.db, id).await?,
            tie_choices: ties::choices(),
        })
    } else {
        None
    };
    show(&PersonPage {
        frame: ctx.frame(person.name.clone(), "/people"),
        reports: ctx.db.all(&REPORTS, params![id, today]).await?,
        assists: ctx.db.all(&ASSISTS, params![id, today]).await?,
        zone: person.time_zone.clone().unwrap_or_else(|| ctx.organization.zone_name.clone()),
        person,
        confidential,
        today,
    })
}

impl PersonPage {
    fn kinds(&self) -> &'static [SignalKind] {
        SignalKind::ALL
    }

    fn source(&self) -> &'static str {
        match self.person.source.as_str() {
            "import" => "an import",
            "setup" => "the set-up",
            "demo" => "the demonstration",
            _ => "hand",
        }
    }
}
