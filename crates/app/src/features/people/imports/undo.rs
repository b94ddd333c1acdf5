//! Taking an import back: what it brought goes, what it changed is as it was.
//!
//! Whatever somebody touched since stays: a person with whom work has begun, a value that was
//! changed by hand. The page says how many.

use super::write::{Image, program_and_person, put_image};
use crate::features::joining;
use crate::features::people::levels;
use bellwether_db::{Read, Result, Tx, params, row, statements};
use bellwether_kernel::{ImportId, LevelId, PersonId, Timestamp};

statements! {
    CHANGES = "
        select position, object_id, before, after from import_changes
        where import_id = $1 and object = $2 and position > $3 order by position limit 1000";
    /// People whom the import brought, whom nobody has touched and with whom nothing has begun.
    DELETE_PEOPLE = "
        delete from people where updated_at = $2
          and id in (select cast(after as bigint) from import_changes where import_id = $1 and object = 'person' and before is null)
          and not exists (select 1 from administrators x where x.person_id = people.id)
          and not exists (select 1 from coordinators x where x.person_id = people.id or x.by_id = people.id)
          and not exists (select 1 from prospects x where x.person_id = people.id or x.owner_id = people.id or x.connector_id = people.id or x.override_by = people.id)
          and not exists (select 1 from touches x where x.with_id = people.id or x.by_id = people.id or x.created_by = people.id)
          and not exists (select 1 from pitches x where x.from_id = people.id or x.created_by = people.id)
          and not exists (select 1 from responses x where x.recorded_by = people.id)
          and not exists (select 1 from advocacies x where x.person_id = people.id or x.owner_id = people.id)
          and not exists (select 1 from enrollments x where x.person_id = people.id)
          and not exists (select 1 from exclusions x where x.one_id = people.id or x.other_id = people.id or x.by_id = people.id)
          and not exists (select 1 from matches x where x.proposed_by = people.id or x.declined_by = people.id)
          and not exists (select 1 from match_runs x where x.by_id = people.id)
          and not exists (select 1 from match_changes x where x.by_id = people.id)
          and not exists (select 1 from match_caps x where x.by_id = people.id)
          and not exists (select 1 from mentorships x where x.mentor_id = people.id or x.mentee_id = people.id)
          and not exists (select 1 from imports x where x.created_by = people.id)
          and not exists (select 1 from programs x where x.created_by = people.id)
          and not exists (select 1 from signals x where x.person_id = people.id or x.created_by = people.id)
          and not exists (select 1 from sensitive_columns x where x.switched_on_by = people.id)
          and not exists (select 1 from messages x where x.person_id = people.id)
          and not exists (select 1 from ties x where x.from_id = people.id)
          and not exists (select 1 from ties x where x.to_id = people.id)";
    LEFT_BEHIND = "
        select count(*) from people
        where id in (select cast(after as bigint) from import_changes where import_id = $1 and object = 'person' and before is null)";
    WITHOUT_MANAGER = "
        update people set manager_id = null
        where manager_id is not null and not exists (select 1 from people m where m.id = people.manager_id)";
    WITHOUT_ASSISTANT = "
        update people set assistant_id = null
        where assistant_id is not null and not exists (select 1 from people m where m.id = people.assistant_id)";
    UNTOUCHED = "select count(*) from people where id = $1 and updated_at = $2 and erased_at is null";
    RELEASE_ADDRESS = "update people set email_key = null where id = $1";
    TAKEN = "
        select count(*) from people where id <> $1 and (key = $2 or (email_key is not null and email_key = $3))";
    ADDRESS = "select coalesce(email, '') from people where id = $1";
    TAKE_ADDRESS = "update people set email_key = $2 where id = $1";
    FORGET_TIE = "delete from ties where from_id = $1 and to_id = $2 and kind = $3 and weight = $4";
    PUT_TIE_BACK = "update ties set weight = $5 where from_id = $1 and to_id = $2 and kind = $3 and weight = $4";
    PUT_RANK_BACK = "update levels set rank = $2 where id = $1";
    UNDONE = "
        update imports set state = 'undone', undone_at = $2, content = null where id = $1 and state = 'written'";
    FORGET = "delete from import_changes where import_id = $1";
}

row! { struct Change { position: i64, object: String, before: Option<String>, after: String } }

/// What was taken back, and what stayed because somebody has touched it since.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Undone {
    /// People and ties that stay.
    pub stayed: i64,
}

/// Takes an import back; nothing where it was not written, or was taken back before.
pub async fn undo(
    tx: &Tx,
    import: ImportId,
    written_at: Timestamp,
    now: Timestamp,
) -> Result<Option<Undone>> {
    if tx.run(&UNDONE, params![import, now]).await? == 0 {
        return Ok(None);
    }
    let mut undone = Undone::default();
    undo_enrollments(tx, import, now).await?;
    undone.stayed += undo_ties(tx, import).await?;
    undone.stayed += undo_people(tx, import, written_at, now).await?;
    undo_levels(tx, import).await?;
    tx.run(&FORGET, params![import]).await?;
    Ok(Some(undone))
}

async fn changes(tx: &Tx, import: ImportId, object: &str, after: i64) -> Result<Vec<Change>> {
    tx.all(&CHANGES, params![import, object, after]).await
}

async fn undo_enrollments(tx: &Tx, import: ImportId, now: Timestamp) -> Result<()> {
    let mut after = -1;
    loop {
        let page = changes(tx, import, "enrollment", after).await?;
        let Some(last) = page.last() else { return Ok(()) };
        after = last.position;
        for (program, person) in page.iter().filter_map(|c| program_and_person(&c.object)) {
            joining::take_back_import(tx, program, person, now).await?;
        }
    }
}

async fn undo_ties(tx: &Tx, import: ImportId) -> Result<i64> {
    let (mut after, mut stayed) = (-1, 0);
    loop {
        let page = changes(tx, import, "tie", after).await?;
        let Some(last) = page.last() else { return Ok(stayed) };
        after = last.position;
        let (mut forgotten, mut put_back) = (Vec::new(), Vec::new());
        for change in &page {
            let mut parts = change.object.split(' ');
            let mut person = || parts.next().and_then(|p| p.parse::<PersonId>().ok());
            let (from, to) = (person(), person());
            let (kind, weight) =
                (parts.next().unwrap_or_default(), change.after.parse::<f64>().unwrap_or(0.0));
            match change.before.as_deref().map(|w| w.parse::<f64>().unwrap_or(1.0)) {
                None => forgotten.push(params![from, to, kind, weight].to_vec()),
                Some(before) => put_back.push(params![from, to, kind, weight, before].to_vec()),
            }
        }
        let done =
            tx.run_each(&FORGET_TIE, &forgotten).await? + tx.run_each(&PUT_TIE_BACK, &put_back).await?;
        stayed += page.len() as i64 - i64::try_from(done).unwrap_or(0);
    }
}

async fn undo_people(tx: &Tx, import: ImportId, written_at: Timestamp, now: Timestamp) -> Result<i64> {
    tx.run(&DELETE_PEOPLE, params![import, written_at]).await?;
    let mut stayed: i64 = tx.value(&LEFT_BEHIND, params![import]).await?;
    // Values that other people of this import held are let go before they are put back.
    let mut released = Vec::new();
    let mut after = -1;
    loop {
        let page = changes(tx, import, "person", after).await?;
        let Some(last) = page.last() else { break };
        after = last.position;
        for change in page {
            let (Some(before), Ok(person)) = (change.before, change.object.parse::<PersonId>()) else {
                continue;
            };
            let Ok(before) = serde_json::from_str::<Image>(&before) else { continue };
            if tx.value::<i64>(&UNTOUCHED, params![person, written_at]).await? == 0 {
                stayed += 1;
                continue;
            }
            tx.run(&RELEASE_ADDRESS, params![person]).await?;
            released.push((person, before));
        }
    }
    for (person, before) in released {
        let email_key = before.email.as_ref().map(|e| e.to_lowercase());
        if tx.value::<i64>(&TAKEN, params![person, before.key, email_key]).await? > 0 {
            let now_has: String = tx.value(&ADDRESS, params![person]).await?;
            let key = (!now_has.is_empty()).then(|| now_has.to_lowercase());
            tx.run(&TAKE_ADDRESS, params![person, key]).await?;
            stayed += 1;
        } else {
            put_image(tx, person, &before, now).await?;
        }
    }
    tx.run(&WITHOUT_MANAGER, params![]).await?;
    tx.run(&WITHOUT_ASSISTANT, params![]).await?;
    Ok(stayed)
}

/// Levels that the import brought go where nobody is at them; the others get their order back.
async fn undo_levels(tx: &Tx, import: ImportId) -> Result<()> {
    let mut all_went = true;
    for change in changes(tx, import, "level", -1).await? {
        if let Ok(level) = change.object.parse::<LevelId>() {
            all_went &= levels::remove_level(tx, level).await?;
        }
    }
    for change in changes(tx, import, "level order", -1).await?.into_iter().filter(|_| all_went) {
        let ranks: Vec<(LevelId, i64)> =
            change.before.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default();
        for (level, rank) in ranks {
            tx.run(&PUT_RANK_BACK, params![level, rank]).await?;
        }
    }
    Ok(())
}
