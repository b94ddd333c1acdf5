//! When a letter leaves that asks a leader: after the stop button, and in working hours where they live.

use super::send::stop_minutes;
use crate::Mode;
use crate::access::{Coordinator, Ctx};
use crate::features::people::Person;
use crate::features::settings;
use crate::shell::words;
use bellwether_db::Result;
use bellwether_kernel::Timestamp;
use bellwether_kernel::jiff::SignedDuration;
use bellwether_kernel::jiff::tz::TimeZone;

/// When a letter leaves, as the pages say it to a coordinator.
pub struct Leaves {
    /// In sentences.
    pub words: String,
    /// Whether it waits for working hours.
    pub for_hours: bool,
    /// Whether whoever reads it can switch the working hours off.
    pub may_switch: bool,
}

impl Leaves {
    /// When a letter leaves that is sent now.
    pub async fn of(ctx: &Ctx<Coordinator>, to: &Person) -> Result<Self> {
        let minutes = stop_minutes(&ctx.db).await?;
        let zone = ctx.organization.zone_of(to.time_zone.as_deref());
        let from = ctx.now + SignedDuration::from_mins(minutes);
        let at = settings::ask_leaves(&ctx.db, &ctx.app, from, &zone).await?;
        let words = match minutes {
            _ if at > from => {
                let says = for_hours(ctx, to, at, &zone);
                format!("{says} It can be stopped until then. {}", there(ctx, to, &zone))
            }
            0 => format!("It leaves at once. {}", there(ctx, to, &zone)),
            n => format!(
                "It waits {} behind a stop button, then leaves. {}",
                words::count(n, "minute", "minutes"),
                there(ctx, to, &zone)
            ),
        };
        Ok(Self::new(ctx, words, at > from))
    }

    /// When a letter leaves that waits in the outbox until `not_before`, or longer.
    pub async fn at(ctx: &Ctx<Coordinator>, to: &Person, not_before: Timestamp) -> Result<Self> {
        let zone = ctx.organization.zone_of(to.time_zone.as_deref());
        let from = not_before.max(ctx.now);
        let at = settings::ask_leaves(&ctx.db, &ctx.app, from, &zone).await?;
        // Once the outbox has looked at it, it may leave when the hours begin, and not before.
        let hours_begin = settings::ask_leaves(&ctx.db, &ctx.app, ctx.now, &zone).await?;
        let waits = at > from || from > ctx.now && from == hours_begin;
        let words =
            if waits { for_hours(ctx, to, at, &zone) } else { format!("It leaves {}.", soon(ctx, at)) };
        Ok(Self::new(ctx, words, waits))
    }

    fn new(ctx: &Ctx<Coordinator>, words: String, for_hours: bool) -> Self {
        let may_switch = ctx.actor.as_ref().is_some_and(|a| a.administers);
        Self { words, for_hours, may_switch }
    }

    /// The same with one sentence more.
    pub fn and(self, more: &str) -> Self {
        Self { words: format!("{} {more}", self.words), ..self }
    }

    /// What it waits for, as a heading.
    pub fn heading(&self) -> &'static str {
        if self.for_hours {
            "The pitch waits for working hours"
        } else {
            "The pitch waits behind the stop button"
        }
    }
}

/// "It leaves on Monday at 08:00, in Idris’s time (14:00 here), because asks keep to working hours."
fn for_hours(ctx: &Ctx<Coordinator>, to: &Person, at: Timestamp, zone: &TimeZone) -> String {
    let (there, here) = (at.to_zoned(zone.clone()), at.to_zoned(ctx.organization.zone.clone()));
    let ours = if there.datetime() == here.datetime() {
        String::new()
    } else if there.date() == here.date() {
        format!(" ({} here)", here.strftime("%H:%M"))
    } else {
        format!(" ({} at {} here)", here.strftime("%A"), here.strftime("%H:%M"))
    };
    format!(
        "It leaves on {} at {}, in {}’s time{ours}, because asks keep to working hours.",
        there.strftime("%A"),
        there.strftime("%H:%M"),
        to.first_name()
    )
}

/// "It is 21:40 on Tuesday where Idris works."
fn there(ctx: &Ctx<Coordinator>, to: &Person, zone: &TimeZone) -> String {
    let there = ctx.now.to_zoned(zone.clone());
    let demo = if ctx.app.config().mode == Mode::Demo {
        " In this demonstration letters leave at any hour."
    } else {
        ""
    };
    format!(
        "It is {} on {} where {} works.{demo}",
        there.strftime("%H:%M"),
        there.strftime("%A"),
        to.first_name()
    )
}

fn soon(ctx: &Ctx<Coordinator>, at: Timestamp) -> String {
    match at.duration_since(ctx.now).as_secs() {
        ..=0 => "in a moment".to_owned(),
        s @ 1..=59 => format!("in {}", words::count(s, "second", "seconds")),
        s if s < 3600 => format!("in {}", words::count((s + 59) / 60, "minute", "minutes")),
        _ => words::moment(at, &ctx.organization.zone),
    }
}
