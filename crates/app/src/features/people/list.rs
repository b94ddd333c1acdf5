//! The people page: search, filters, fifty at a time.

use super::person::position;
use crate::access::{Ctx, Staff};
use crate::shell::{Fields, Frame, Result, show, words};
use askama::Template;
use bellwether_db::{Read, params, row, statements};
use bellwether_kernel::{Date, LevelId, PersonId, initials};

/// People on a page.
const PAGE: i64 = 50;

statements! {
    /// People in the order of their names: the search text begins with the name.
    LISTED = "
        select p.id, p.name, p.email, p.title, l.name, coalesce(l.senior, 0), p.office, p.department, p.left_on
        from people p left join levels l on l.id = p.level_id
        where p.erased_at is null
          and (cast($1 as text) is null or p.search like '%' || $1 || '%')
          and (cast($2 as bigint) is null or p.level_id = $2)
          and (cast($3 as text) is null or p.office = $3)
          and (cast($4 as text) is null or p.department = $4)
          and case when p.left_on is not null and p.left_on <= $5 then 1 else 0 end = $6
        order by p.search, p.id limit $7 offset $8";
    COUNTED = "
        select count(*) from people p
        where p.erased_at is null
          and (cast($1 as text) is null or p.search like '%' || $1 || '%')
          and (cast($2 as bigint) is null or p.level_id = $2)
          and (cast($3 as text) is null or p.office = $3)
          and (cast($4 as text) is null or p.department = $4)
          and case when p.left_on is not null and p.left_on <= $5 then 1 else 0 end = $6";
    /// What can be chosen: levels by id, offices and departments by name.
    CHOICES = "
        select 1, id, name, -rank from levels
        union all select 2, 0, office, 0 from people where office <> '' and erased_at is null group by office
        union all select 3, 0, department, 0 from people where department <> '' and erased_at is null group by department
        order by 1, 4, 3";
}

row! {
    struct Listed {
        id: PersonId, name: String, email: Option<String>, title: Option<String>, level: Option<String>, leads: bool,
        office: Option<String>, department: Option<String>, left_on: Option<Date>
    }
}

row! { struct Choice { of: i64, id: i64, name: String, _rank: i64 } }

#[derive(Template)]
#[template(path = "features/people/list.html")]
struct ListPage {
    frame: Frame,
    people: Vec<Listed>,
    levels: Vec<(LevelId, String)>,
    offices: Vec<String>,
    departments: Vec<String>,
    asked: Asked,
    count: i64,
}

/// What was asked for.
struct Asked {
    text: String,
    level: Option<LevelId>,
    office: String,
    department: String,
    left: bool,
    page: i64,
}

/// `GET /people`
pub async fn page(ctx: Ctx<Staff>) -> Result {
    let asked = Asked::of(&Fields::parse(ctx.uri.query().unwrap_or_default().as_bytes()));
    let text = Some(super::store::for_like(&asked.text)).filter(|t| !t.is_empty());
    let given = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    let (office, department) = (given(&asked.office), given(&asked.department));
    let (today, skipped) = (ctx.today(), (asked.page - 1) * PAGE);
    let filter = params![text, asked.level, office, department, today, asked.left, PAGE, skipped];
    let people = ctx.db.all::<Listed>(&LISTED, filter).await?;
    let on_page = people.len() as i64;
    let count = if (1..PAGE).contains(&on_page) || (on_page == 0 && skipped == 0) {
        skipped + on_page
    } else {
        ctx.db.value(&COUNTED, &filter[..6]).await?
    };
    let (mut levels, mut offices, mut departments) = (Vec::new(), Vec::new(), Vec::new());
    for choice in ctx.db.all::<Choice>(&CHOICES, params![]).await? {
        match choice.of {
            1 => levels.push((LevelId(choice.id), choice.name)),
            2 => offices.push(choice.name),
            _ => departments.push(choice.name),
        }
    }
    show(&ListPage {
        frame: ctx.frame("People", "/people"),
        people,
        levels,
        offices,
        departments,
        asked,
        count,
    })
}

impl Asked {
    fn of(query: &Fields) -> Self {
        Self {
            text: query.get("q").chars().take(200).collect(),
            level: query.get("level").parse().ok(),
            office: query.get("office").to_owned(),
            department: query.get("department").to_owned(),
            left: query.get("left") == "1",
            page: query.get("page").parse().ok().filter(|p| (1..=1_000_000).contains(p)).unwrap_or(1),
        }
    }

    fn is_at(&self, level: &LevelId) -> bool {
        self.level.as_ref() == Some(level)
    }

    fn is_filtered(&self) -> bool {
        !self.text.is_empty()
            || self.level.is_some()
            || !self.office.is_empty()
            || !self.department.is_empty()
    }

    /// The address of another page of the same list.
    fn page_at(&self, page: i64) -> String {
        let mut query = format!("/people?page={page}");
        let level = self.level.map(|l| l.to_string()).unwrap_or_default();
        let left = if self.left { "1" } else { "" };
        let all = [
            ("q", self.text.as_str()),
            ("level", &level),
            ("office", &self.office),
            ("department", &self.department),
            ("left", left),
        ];
        for (name, value) in all.into_iter().filter(|(_, value)| !value.is_empty()) {
            query.push_str(&format!("&{name}={}", words::in_query(value)));
        }
        query
    }
}

impl Listed {
    fn initials(&self) -> String {
        initials(&self.name)
    }

    fn place(&self) -> String {
        position(&[self.department.as_deref(), self.office.as_deref()])
    }

    /// The title, where it says more than the level.
    fn meta(&self) -> &str {
        let title = self.title.as_deref().filter(|t| self.level.as_deref() != Some(t));
        title.or(self.email.as_deref()).unwrap_or_default()
    }
}

impl ListPage {
    fn heading(&self) -> String {
        match (self.count, self.asked.left, self.asked.is_filtered()) {
            (0, false, false) => "The directory is empty".to_owned(),
            (0, ..) => "Nobody fits".to_owned(),
            (n, true, _) => format!("{} left", words::count(n, "person has", "people have")),
            (n, false, true) => {
                format!("{} {}", words::count(n, "person", "people"), if n == 1 { "fits" } else { "fit" })
            }
            (n, false, false) => words::count(n, "person", "people"),
        }
    }

    fn pages(&self) -> i64 {
        (self.count + PAGE - 1) / PAGE
    }

    /// The pages that can be gone to: the first, the last, and those about this one.
    fn near(&self) -> Vec<i64> {
        let here = self.asked.page;
        let last = self.pages();
        let mut near: Vec<i64> = [1, here - 2, here - 1, here, here + 1, here + 2, last].into();
        near.retain(|p| (1..=last).contains(p));
        near.sort_unstable();
        near.dedup();
        near
    }
}
