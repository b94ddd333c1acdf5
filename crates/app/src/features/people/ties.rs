//! A person's ties, for coordinators alone; added and taken away by hand.

use super::imports::TieKind;
use super::named::named;
use super::signals::must_coordinate;
use crate::access::{At, Ctx, Staff};
use crate::shell::{Error, Fields, Flash, Result, see_other_with};
use bellwether_db::{Read, Result as DbResult, Tx, Value, params, row, statements};
use bellwether_kernel::PersonId;

statements! {
    OF_PERSON = "
        select t.kind, 0, p.id, p.name, t.weight from ties t join people p on p.id = t.to_id
        where t.from_id = $1 and p.erased_at is null
        union all
        select t.kind, 1, p.id, p.name, t.weight from ties t join people p on p.id = t.from_id
        where t.to_id = $1 and t.kind not in ('worked-with', 'committee') and p.erased_at is null
        order by 1, 2, 5 desc, 4";
    PUT = "
        insert into ties (from_id, to_id, kind, weight, source) values ($1, $2, $3, 1.0, 'hand')
        on conflict (from_id, to_id, kind) do nothing";
    TAKE = "delete from ties where from_id = $1 and to_id = $2 and kind = $3";
}

row! {
    struct Tie { kind: TieKind, is_towards: bool, id: PersonId, name: String, _weight: f64 }
}

/// The ties of one kind and direction.
pub struct Group {
    /// "Worked with", "Was advised by".
    pub label: &'static str,
    /// The kind.
    pub kind: TieKind,
    /// Whether they run towards this person.
    pub is_towards: bool,
    /// Who.
    pub people: Vec<(PersonId, String)>,
}

/// A person's ties, by kind.
pub async fn of_person(db: &impl Read, person: PersonId) -> DbResult<Vec<Group>> {
    let mut groups: Vec<Group> = Vec::new();
    for tie in db.all::<Tie>(&OF_PERSON, params![person]).await? {
        let of_same = groups.last_mut().filter(|g| g.kind == tie.kind && g.is_towards == tie.is_towards);
        match of_same {
            Some(group) => group.people.push((tie.id, tie.name)),
            None => groups.push(Group {
                label: label(tie.kind, tie.is_towards),
                kind: tie.kind,
                is_towards: tie.is_towards,
                people: vec![(tie.id, tie.name)],
            }),
        }
    }
    Ok(groups)
}

fn label(kind: TieKind, is_towards: bool) -> &'static str {
    match (kind, is_towards) {
        (TieKind::WorkedWith, _) => "Worked with",
        (TieKind::Committee, _) => "Sat on a committee with",
        (TieKind::Advised, false) => "Advised",
        (TieKind::Advised, true) => "Was advised by",
        (TieKind::Mentored, false) => "Mentored",
        (TieKind::Mentored, true) => "Was mentored by",
        (TieKind::Friend, false) => "Calls a friend",
        (TieKind::Friend, true) => "Is called a friend by",
    }
}

/// What can be added by hand: word and label.
pub fn choices() -> Vec<(String, &'static str)> {
    let both = |kind: &TieKind| {
        let towards =
            if kind.both_ways() { None } else { Some((format!("{kind}/towards"), label(*kind, true))) };
        [Some((kind.to_string(), label(*kind, false))), towards]
    };
    TieKind::ALL.iter().flat_map(both).flatten().collect()
}

/// `POST /people/{person}/ties`
pub async fn add(ctx: Ctx<Staff>, At(id): At<PersonId>, fields: Fields) -> Result {
    must_coordinate(&ctx)?;
    super::find(&ctx.db, id).await?.ok_or(Error::NotFound)?;
    let refused =
        |what: String| Error::refused(what, "Nothing was saved. Go back, mend it, and send it again.");
    let (kind, is_towards) =
        read_kind(fields.get("kind")).ok_or_else(|| refused("Choose what relates them".to_owned()))?;
    let other = named(&ctx.db, fields.get("who")).await?.or_say().map_err(refused)?;
    if other == id {
        return Err(refused("A tie to oneself is no tie".to_owned()));
    }
    let tx = ctx.db.begin().await?;
    each_way(&tx, &PUT, id, other, kind, is_towards).await?;
    tx.commit().await?;
    see_other_with(&format!("/people/{id}#ties"), Flash::new("The tie is noted."))
}

/// `POST /people/{person}/ties/remove`
pub async fn remove(ctx: Ctx<Staff>, At(id): At<PersonId>, fields: Fields) -> Result {
    must_coordinate(&ctx)?;
    super::find(&ctx.db, id).await?.ok_or(Error::NotFound)?;
    if let (Some((kind, is_towards)), Ok(other)) = (read_kind(fields.get("kind")), fields.get("who").parse())
    {
        let tx = ctx.db.begin().await?;
        each_way(&tx, &TAKE, id, other, kind, is_towards).await?;
        tx.commit().await?;
    }
    see_other_with(&format!("/people/{id}#ties"), Flash::new("The tie is gone."))
}

fn read_kind(text: &str) -> Option<(TieKind, bool)> {
    let (word, towards) = text.split_once('/').unwrap_or((text, ""));
    Some((word.parse().ok()?, towards == "towards"))
}

async fn each_way(
    tx: &Tx,
    sql: &'static bellwether_db::Sql,
    person: PersonId,
    other: PersonId,
    kind: TieKind,
    is_towards: bool,
) -> DbResult<()> {
    let (from, to) = if is_towards { (other, person) } else { (person, other) };
    let mut rows: Vec<Vec<Value>> = vec![params![from, to, kind].to_vec()];
    if kind.both_ways() {
        rows.push(params![to, from, kind].to_vec());
    }
    tx.run_each(sql, &rows).await.map(drop)
}
