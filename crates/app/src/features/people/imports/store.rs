//! The statements of imports.

use super::directory::Values;
use super::field::Kind;
use bellwether_db::{Db, Read, Result, Tx, Value, params, row, statements, words};
use bellwether_kernel::{Date, ImportId, PersonId, ProgramId, Timestamp};

statements! {
    KNOWN_AFTER = "
        select id, key, email_key, name, email, title, level_id, office, department, manager_id, assistant_id, time_zone,
               since, languages, left_on, case when erased_at is null then 0 else 1 end, source
        from people where id > $1 order by id limit 2000";
    IDENTITY_VALUES = "select person_id, value from sensitive_values where attribute = $1";
    IDENTITY_ON = "select attribute, purpose from sensitive_columns order by attribute";
    ENROLLED = "
        select person_id, role, case when withdrawn_at is null then 0 else 1 end from enrollments where program_id = $1";
    OPEN = "
        insert into imports (id, kind, file_name, content, mapping, state, counts, created_by, created_at)
        values ($1, $2, $3, $4, $5, 'previewed', $6, $7, $8)";
    SHOW = "update imports set mapping = $2, counts = $3 where id = $1 and state = 'previewed'";
    WRITTEN = "
        update imports set state = 'written', content = $2, mapping = $3, counts = $4, written_at = $5
        where id = $1 and state = 'previewed'";
    FORGET_PROBLEMS = "delete from import_problems where import_id = $1";
    PUT_PROBLEM = "
        insert into import_problems (import_id, position, line, column_name, value, reason, record)
        values ($1, $2, $3, $4, $5, $6, $7)";
    PROBLEMS = "
        select line, column_name, value, reason, record from import_problems where import_id = $1 order by position
        limit $2";
    FIND = "
        select i.id, i.kind, i.file_name, i.mapping, i.state, i.counts, i.created_at, i.written_at, i.undone_at, p.name, i.created_by,
               case when i.content is null then 0 else 1 end
        from imports i left join people p on p.id = i.created_by
        where i.id = $1";
    LATEST = "
        select i.id, i.kind, i.file_name, i.mapping, i.state, i.counts, i.created_at, i.written_at, i.undone_at, p.name, i.created_by,
               case when i.content is null then 0 else 1 end
        from imports i left join people p on p.id = i.created_by
        order by i.created_at desc, i.id desc limit 50";
    CONTENT = "select content from imports where id = $1 and content is not null";
    /// What a file left behind that nobody needs after a day.
    FORGET_FILES = "update imports set content = null where content is not null and created_at < $1";
    FORGET_RECORDS = "
        update import_problems set record = '', value = ''
        where record <> '' and import_id in (select id from imports where created_at < $1)";
    DROP_UNWRITTEN = "delete from imports where state = 'previewed' and created_at < $1";
    DISCARD = "delete from imports where id = $1 and state = 'previewed'";
    FORGET_CHANGES = "
        delete from import_changes where import_id in (select id from imports where written_at < $1)";
    UNDOABLE = "select count(*) from import_changes where import_id = $1";
    NAMES = "
        select p.id, p.name, p.email, l.name, p.office, p.department
        from people p left join levels l on l.id = p.level_id where p.id = $1";
}

words! {
    /// Where an import stands.
    pub enum State {
        /// Checked, nothing written.
        Previewed = "previewed",
        /// Written.
        Written = "written",
        /// Written, and taken back.
        Undone = "undone",
    }
}

row! {
    /// Somebody in the directory, as a file is compared with them.
    pub struct KnownRow {
        pub id: i64, pub key: String, pub email_key: Option<String>, pub name: String, pub email: Option<String>,
        pub title: Option<String>, pub level: Option<i64>, pub office: Option<String>, pub department: Option<String>,
        pub manager: Option<i64>, pub assistant: Option<i64>, pub time_zone: Option<String>, pub since: Option<i64>,
        pub languages: String, pub left_on: Option<Date>, pub is_erased: bool, pub source: String
    }
}

row! {
    /// An import, as it is listed and shown.
    pub struct Import {
        /// Its id.
        pub id: ImportId,
        /// Of people or of ties.
        pub kind: Kind,
        /// The file's name.
        pub file_name: String,
        /// The mapping, as JSON.
        pub mapping: String,
        /// Where it stands.
        pub state: State,
        /// The report, as JSON.
        pub report: String,
        /// When the file came.
        pub created_at: Timestamp,
        /// When it was written.
        pub written_at: Option<Timestamp>,
        /// When it was taken back.
        pub undone_at: Option<Timestamp>,
        /// Who brought it; nobody where the console did.
        pub by: Option<String>,
        /// Their id.
        pub by_id: Option<PersonId>,
        /// Whether the file, or what could not be used of it, is still there.
        pub has_content: bool
    }
}

row! {
    /// A bad row as it is kept: named, and whole.
    pub struct KeptProblem { pub line: i64, pub column: String, pub value: String, pub reason: String, pub record: String }
}

impl KnownRow {
    /// What a file can change.
    pub fn values<'a>(&'a self, identity: &'a [String]) -> Values<'a> {
        Values {
            name: &self.name,
            email: self.email.as_deref(),
            title: self.title.as_deref(),
            level: self.level.unwrap_or(super::directory::NOBODY),
            office: self.office.as_deref(),
            department: self.department.as_deref(),
            time_zone: self.time_zone.as_deref(),
            since: self.since,
            languages: &self.languages,
            left_on: self.left_on,
            identity,
        }
    }
}

pub async fn known_after(db: &impl Read, after: i64) -> Result<Vec<KnownRow>> {
    db.all(&KNOWN_AFTER, params![after]).await
}

pub async fn identity_values(db: &impl Read, attribute: &str) -> Result<Vec<(i64, String)>> {
    db.all(&IDENTITY_VALUES, params![attribute]).await
}

/// The attributes of identity that were switched on, with their purposes.
pub async fn identity_on(db: &impl Read) -> Result<Vec<(String, String)>> {
    db.all(&IDENTITY_ON, params![]).await
}

/// Who is or was enrolled in a program: person, role, whether they withdrew.
pub async fn enrolled(db: &impl Read, program: ProgramId) -> Result<Vec<(i64, String, bool)>> {
    db.all(&ENROLLED, params![program]).await
}

/// Keeps a file that is to be looked at.
pub async fn open(tx: &Tx, import: &NewImport<'_>, content: Option<Vec<u8>>) -> Result<()> {
    let NewImport { id, kind, file_name, mapping, report, by, now } = import;
    let values = [
        bellwether_db::ToValue::to_value(id),
        bellwether_db::ToValue::to_value(kind),
        Value::Text((*file_name).to_owned()),
        content.map_or(Value::Null, Value::Blob),
        Value::Text((*mapping).to_owned()),
        Value::Text((*report).to_owned()),
        bellwether_db::ToValue::to_value(by),
        bellwether_db::ToValue::to_value(now),
    ];
    tx.run(&OPEN, &values).await.map(drop)
}

/// A file that came.
pub struct NewImport<'a> {
    pub id: ImportId,
    pub kind: Kind,
    pub file_name: &'a str,
    pub mapping: &'a str,
    pub report: &'a str,
    pub by: Option<PersonId>,
    pub now: Timestamp,
}

/// Puts what a check found beside its file; `false` where the import was written meanwhile.
pub async fn show(tx: &Tx, id: ImportId, mapping: &str, report: &str) -> Result<bool> {
    Ok(tx.run(&SHOW, params![id, mapping, report]).await? > 0)
}

/// Marks it written; `content` is what could not be used. `false` where it was written before.
pub async fn written(
    tx: &Tx,
    id: ImportId,
    content: Option<Vec<u8>>,
    mapping: &str,
    report: &str,
    now: Timestamp,
) -> Result<bool> {
    Ok(tx.run(&WRITTEN, params![id, content, mapping, report, now]).await? > 0)
}

pub async fn put_problems(tx: &Tx, id: ImportId, problems: &[KeptProblem]) -> Result<()> {
    tx.run(&FORGET_PROBLEMS, params![id]).await?;
    let rows: Vec<Vec<Value>> = problems
        .iter()
        .enumerate()
        .map(|(at, p)| params![id, at, p.line, p.column, p.value, p.reason, p.record].to_vec())
        .collect();
    tx.run_each(&PUT_PROBLEM, &rows).await.map(drop)
}

pub async fn problems(db: &impl Read, id: ImportId, most: i64) -> Result<Vec<KeptProblem>> {
    db.all(&PROBLEMS, params![id, most]).await
}

pub async fn find(db: &impl Read, id: ImportId) -> Result<Option<Import>> {
    db.maybe(&FIND, params![id]).await
}

pub async fn latest(db: &impl Read) -> Result<Vec<Import>> {
    db.all(&LATEST, params![]).await
}

pub async fn content(db: &impl Read, id: ImportId) -> Result<Option<Vec<u8>>> {
    Ok(db.maybe::<(Vec<u8>,)>(&CONTENT, params![id]).await?.map(|row| row.0))
}

pub async fn discard(db: &Db, id: ImportId) -> Result<()> {
    db.run(&DISCARD, params![id]).await.map(drop)
}

/// Forgets files older than `files`, and how to take back what was written before `changes`.
pub async fn tidy(tx: &Tx, files: Timestamp, changes: Timestamp) -> Result<()> {
    tx.run(&FORGET_RECORDS, params![files]).await?;
    tx.run(&DROP_UNWRITTEN, params![files]).await?;
    tx.run(&FORGET_FILES, params![files]).await?;
    tx.run(&FORGET_CHANGES, params![changes]).await.map(drop)
}

/// Whether it is still known how to take an import back.
pub async fn is_undoable(db: &impl Read, id: ImportId) -> Result<bool> {
    Ok(db.value::<i64>(&UNDOABLE, params![id]).await? > 0)
}

pub async fn listed(db: &impl Read, person: i64) -> Result<Option<crate::features::people::Picked>> {
    db.maybe(&NAMES, params![PersonId(person)]).await
}
