use super::{Person, Picked};
use bellwether_db::{Read, Result, params, statements};
use bellwether_kernel::{PersonId, fold};

statements! {
    /// A person, whole. Who was erased is not there.
    FIND = "
        select p.id, p.key, p.name, p.email, p.title, p.level_id, l.name, coalesce(l.senior, 0), p.office, p.department,
               p.manager_id, m.name, p.assistant_id, a.name, p.time_zone, p.since, p.languages, p.source, p.left_on
        from people p
        left join levels l on l.id = p.level_id
        left join people m on m.id = p.manager_id
        left join people a on a.id = p.assistant_id
        where p.id = $1 and p.erased_at is null";
    /// People to choose from: who has not left, those whose name begins so before the others.
    SEARCH = "
        select p.id, p.name, p.email, l.name, p.office, p.department
        from people p left join levels l on l.id = p.level_id
        where p.search like '%' || $1 || '%' and p.left_on is null and p.erased_at is null
        order by case when p.search like $1 || '%' then 0 else 1 end, p.search, p.id
        limit $2";
}

/// A person by id; nothing where nobody, or somebody erased, has it.
pub async fn find(db: &impl Read, id: PersonId) -> Result<Option<Person>> {
    db.maybe(&FIND, params![id]).await
}

/// People to choose from, found by name, address, title, office or department; accents and case do
/// not count. Who has left is not offered.
pub async fn search(db: &impl Read, text: &str, limit: i64) -> Result<Vec<Picked>> {
    db.all(&SEARCH, params![for_like(text), limit]).await
}

/// A folded text for `like`: what would be a wildcard there is left out.
pub(super) fn for_like(text: &str) -> String {
    fold(text).replace(['%', '_', '\\'], " ").split_whitespace().collect::<Vec<_>>().join(" ")
}
