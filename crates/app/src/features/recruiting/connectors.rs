//! Who could introduce a leader, or has spoken with them: those to whom they have ties, and the
//! program's coordinators.

use crate::features::people;
use crate::shell::{Fields, Problems};
use bellwether_db::{Read, Result, params, row, statements};
use bellwether_kernel::{Date, PersonId, ProgramId, ProspectId, fold};

statements! {
    /// People tied to a leader, whoever has joined first, then the closest.
    TIED = "
        select p.id, p.name, max(case when s.joined_at is not null and s.withdrawn_at is null then 1 else 0 end),
               min(t.kind), count(*)
        from ties t
        join people p on p.id = case when t.from_id = $2 then t.to_id else t.from_id end
        left join prospects s on s.person_id = p.id and s.program_id = $1
        where (t.from_id = $2 or t.to_id = $2) and p.erased_at is null and (p.left_on is null or p.left_on > $3)
        group by p.id, p.name
        order by 3 desc, sum(t.weight) desc, count(*) desc, p.name limit $4";
    SPOKEN = "
        select p.id, p.name, max(t.happened_on) from touches t join people p on p.id = t.by_id
        where t.prospect_id = $1 and t.kind in ('meeting', 'call') and p.erased_at is null
        group by p.id, p.name order by 3 desc, p.name";
}

row! {
    /// Somebody tied to a leader.
    pub struct Tied { pub person: PersonId, pub name: String, pub joined: bool, pub kind: String, pub ties: i64 }
}

impl Tied {
    /// "Amara Novák, who has joined".
    pub fn label(&self) -> String {
        let how = match self.kind.as_str() {
            "advised" => "they advise each other",
            "worked-with" => "has worked with them",
            "mentored" => "mentored, or was mentored",
            "friend" => "a friend",
            "committee" => "on a committee with them",
            _ => "knows them",
        };
        if self.joined {
            format!("{}, has joined; {how}", self.name)
        } else {
            format!("{}, {how}", self.name)
        }
    }
}

/// People tied to a leader, whoever has joined first; at most `limit`.
pub async fn tied(
    db: &impl Read,
    program: ProgramId,
    leader: PersonId,
    today: Date,
    limit: i64,
) -> Result<Vec<Tied>> {
    db.all(&TIED, params![program, leader, today, limit]).await
}

/// Reads a person from a form: one of those offered (`name`), or somebody else found by name or
/// address (`name`_other). Nothing where neither was given.
pub async fn chosen(
    db: &impl Read,
    fields: &Fields,
    name: &str,
    problems: &mut Problems,
) -> Result<Option<PersonId>> {
    let other = format!("{name}_other");
    let text = fields.get(&other);
    if text.is_empty() {
        return Ok(fields.get(name).parse().ok());
    }
    let found = people::search(db, text, 20).await?;
    let exact: Vec<_> = found
        .iter()
        .filter(|p| fold(&p.name) == fold(text) || p.email.as_deref().is_some_and(|e| fold(e) == fold(text)))
        .collect();
    match (&exact[..], &found[..]) {
        ([one], _) => return Ok(Some(one.id)),
        ([], [one]) => return Ok(Some(one.id)),
        (_, []) => {
            problems.say(&other, format!("Nobody in the directory is called “{text}”. Check the spelling."))
        }
        _ => problems.say(&other, format!("More than one person fits “{text}”. Write the mail address.")),
    }
    Ok(None)
}

row! {
    /// Somebody who has spoken with a leader, and when last.
    pub struct Spoken { pub person: PersonId, pub name: String, pub on: Date }
}

/// Who has spoken with a prospect, the latest first.
pub async fn spoken(db: &impl Read, prospect: ProspectId) -> Result<Vec<Spoken>> {
    db.all(&SPOKEN, params![prospect]).await
}
