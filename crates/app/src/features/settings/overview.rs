use super::identity::{self, Column};
use super::store;
use crate::Mode;
use crate::access::{Administrator, Ctx};
use crate::features::{accounts, people};
use crate::shell::{Frame, Result, show, words};
use askama::Template;
use bellwether_wire::smtp::Server;

#[derive(Template)]
#[template(path = "features/settings/overview.html")]
struct OverviewPage {
    frame: Frame,
    name: String,
    zone: String,
    has_logo: bool,
    base_url: String,
    from: String,
    reply_to: Option<String>,
    server: Option<String>,
    demo: bool,
    stop_minutes: i64,
    quiet: bool,
    administrators: Vec<String>,
    levels: Vec<people::Level>,
    identity: Vec<Column>,
}

/// `GET /settings`
pub async fn page(ctx: Ctx<Administrator>) -> Result {
    let o = &ctx.organization;
    let server = ctx.app.config().smtp.clone().or_else(|| o.smtp.clone());
    let administrators = accounts::administrators(&ctx.db).await?;
    show(&OverviewPage {
        frame: ctx.frame("Settings", "/settings"),
        name: o.name.clone(),
        zone: o.zone_name.clone(),
        has_logo: o.has_logo,
        base_url: ctx.app.config().base_url.clone(),
        from: crate::background::sender(&ctx.app, o),
        reply_to: o.reply_to.clone(),
        server: server.and_then(|s| Server::parse(&s).ok()).map(|s| s.to_string()),
        demo: ctx.app.config().mode == Mode::Demo,
        stop_minutes: store::stop_window(&ctx.db).await?.as_mins(),
        quiet: store::quiet_hours(&ctx.db).await?,
        administrators: administrators.into_iter().map(|a| a.name).collect(),
        levels: people::levels(&ctx.db).await?,
        identity: identity::columns(&ctx.db).await?,
    })
}

impl OverviewPage {
    fn senior(&self) -> String {
        let names: Vec<&str> = self.levels.iter().filter(|l| l.senior).map(|l| l.name.as_str()).collect();
        words::list(&names)
    }

    fn attributes(&self) -> String {
        let names: Vec<&str> = self.identity.iter().map(|c| c.attribute.as_str()).collect();
        words::list(&names)
    }
}
