use super::{Flash, Result};
use crate::Mode;
use crate::access::{Ctx, Role, scope};
use askama::Template;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::IntoResponse;
use bellwether_kernel::ProgramId;

/// The frame of the coordinator's house: a rail that follows the main job, and one page.
/// Templates extend `shell/frame.html` and hold it as `frame`.
pub struct Frame {
    /// The window's title.
    pub title: String,
    /// The organisation's name.
    pub organization: String,
    /// Whether to show its logo.
    pub has_logo: bool,
    /// Program and dates at the head of the rail.
    pub program: Option<(String, String)>,
    /// The rail.
    pub nav: Vec<NavGroup>,
    /// Who is signed in.
    pub person: Option<String>,
    /// What the page before wants said.
    pub flash: Option<Flash>,
    /// Whether the people are invented.
    pub demo: bool,
}

/// The frame of a letter: one column, no rail. Templates extend `shell/letter.html`, or, for a wider
/// page, `shell/public.html`, and hold it as `letter`.
pub struct Letter {
    /// The window's title.
    pub title: String,
    /// What stands at the top left: the program, or the product.
    pub heading: String,
    /// What stands at the top right: the organisation.
    pub organization: String,
    /// Who is signed in; pages that extend `shell/public.html` say so.
    pub person: Option<String>,
    /// What the page before wants said.
    pub flash: Option<Flash>,
    /// Whether the people are invented.
    pub demo: bool,
}

/// A group of the rail.
pub struct NavGroup {
    /// Its label.
    pub label: &'static str,
    /// Its pages.
    pub items: Vec<NavItem>,
}

/// A page in the rail.
pub struct NavItem {
    /// Where it leads.
    pub href: String,
    /// What it is called.
    pub label: &'static str,
    /// Whether it is the page that is open.
    pub current: bool,
}

impl<R: Role> Ctx<R> {
    /// The frame for this request. `here` is the path of the page in the rail that is open.
    pub fn frame(&self, title: impl Into<String>, here: &str) -> Frame {
        let program = self.program_in_path();
        let mut nav = self.nav(program);
        for item in nav.iter_mut().flat_map(|group| &mut group.items) {
            item.current = item.href == here;
        }
        let shown = self.actor.as_ref().and_then(|a| program.and_then(|p| a.coordinated(p)));
        Frame {
            title: title.into(),
            organization: self.organization.name.clone(),
            has_logo: self.organization.has_logo,
            program: shown.map(|c| (c.name.clone(), format!("until {}", super::words::day_year(c.ends_on)))),
            nav,
            person: self.actor.as_ref().map(|a| a.name.clone()),
            flash: self.flash.clone(),
            demo: self.app.config().mode == Mode::Demo,
        }
    }

    /// A letter's frame for this request.
    pub fn letter(&self, title: impl Into<String>, heading: impl Into<String>) -> Letter {
        Letter {
            title: title.into(),
            heading: heading.into(),
            organization: self.organization.name.clone(),
            person: self.actor.as_ref().map(|a| a.name.clone()),
            flash: self.flash.clone(),
            demo: self.app.config().mode == Mode::Demo,
        }
    }

    /// The program whose rail is shown: the one in the path, or the only one that they coordinate.
    fn program_in_path(&self) -> Option<ProgramId> {
        let actor = self.actor.as_ref()?;
        let mut parts = self.uri.path().split('/').skip(1);
        let named = (parts.next() == Some("programs")).then(|| parts.next()?.parse().ok()).flatten();
        named.filter(|p| actor.coordinated(*p).is_some()).or_else(|| match &actor.coordinates[..] {
            [only] => Some(only.program),
            _ => None,
        })
    }

    fn nav(&self, program: Option<ProgramId>) -> Vec<NavGroup> {
        let Some(actor) = &self.actor else { return Vec::new() };
        let item = |href: String, label| NavItem { href, label, current: false };
        let mut groups = Vec::new();
        if let Some(p) = program {
            let at = |page: &str| format!("/programs/{p}{page}");
            groups.push(NavGroup {
                label: "Today",
                items: vec![item(at("/today"), "Pipeline and today"), item(at("/insights"), "Insights")],
            });
            groups.push(NavGroup {
                label: "Ask",
                items: vec![
                    item(at("/shortlist"), "Shortlist"),
                    item(at("/map"), "Map"),
                    item(at("/pitches"), "Pitches"),
                ],
            });
            groups.push(NavGroup {
                label: "Run",
                items: vec![
                    item(at(""), "Program page"),
                    item(at("/enrollments"), "Enrollments"),
                    item(at("/matching"), "Matching"),
                    item(at("/mentorships"), "Mentorships"),
                ],
            });
        }
        let mut keep = Vec::new();
        if !actor.coordinates.is_empty() || actor.administers {
            keep.push(item("/people".to_owned(), "People"));
            keep.push(item("/imports".to_owned(), "Imports"));
        }
        if let Some(p) = program {
            keep.push(item(format!("/programs/{p}/settings"), "Program settings"));
            keep.push(item(format!("/programs/{p}/outbox"), "Outbox"));
        }
        if actor.administers || actor.coordinates.len() != 1 && !keep.is_empty() {
            keep.push(item("/programs".to_owned(), "Programs"));
        }
        if actor.administers {
            keep.push(item("/settings".to_owned(), "Settings"));
            keep.push(item("/audit".to_owned(), "Audit log"));
        }
        groups.push(NavGroup { label: "Keep", items: keep });
        groups.push(NavGroup {
            label: "Yours",
            items: vec![
                item("/me".to_owned(), "My mentoring"),
                item("/me/kept".to_owned(), "What is kept about me"),
            ],
        });
        groups.retain(|group| !group.items.is_empty());
        groups
    }
}

impl Ctx<crate::access::Coordinator> {
    /// A path in this program: `ctx.path("/shortlist")`.
    pub fn path(&self, rest: &str) -> String {
        let scope::InProgram { program, .. } = self.scope;
        format!("/programs/{program}{rest}")
    }
}

impl Letter {
    /// A letter where no request is at hand.
    pub fn plain(title: &str) -> Self {
        Self {
            title: title.to_owned(),
            heading: "Bellwether".to_owned(),
            organization: String::new(),
            person: None,
            flash: None,
            demo: false,
        }
    }
}

/// Shows a page.
pub fn show(page: &impl Template) -> Result {
    html(StatusCode::OK, page)
}

/// Shows a form again, with what is wrong at its fields. What was typed is kept.
pub fn show_refused(page: &impl Template) -> Result {
    html(StatusCode::UNPROCESSABLE_ENTITY, page)
}

fn html(status: StatusCode, page: &impl Template) -> Result {
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8")),
        (header::SET_COOKIE, Flash::take_away()),
    ];
    Ok((status, headers, page.render()?).into_response())
}

/// After something was done: on to the next page.
pub fn see_other(to: &str) -> Result {
    let to = HeaderValue::from_str(to)
        .map_err(|_| super::Error::Fault(format!("no place to go on to: {to:?}")))?;
    Ok((StatusCode::SEE_OTHER, [(header::LOCATION, to)]).into_response())
}

/// After something was done: on to the next page, which says so.
pub fn see_other_with(to: &str, flash: Flash) -> Result {
    let mut response = see_other(to)?;
    response.headers_mut().append(header::SET_COOKIE, flash.set());
    Ok(response)
}

#[cfg(test)]
mod tests {
    use crate::shell::assets;

    #[test]
    fn every_page_has_its_style_sheet() {
        assert!(assets::app_css().starts_with("/assets/app."));
    }
}
