//! Who did what, for whom. Each line carries the hash of the one before.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use bellwether_db::{Read, Result, Tx, params, row, statements};
use bellwether_kernel::{AuditId, PersonId, ProgramId, Timestamp, World};
use sha2::{Digest, Sha256};

statements! {
    LAST = "select position, hash from audit order by position desc limit 1";
    WRITE = "
        insert into audit (id, position, at, actor_id, for_id, verb, object, detail, program_id, previous, hash)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    CHAIN = "
        select position, at, actor_id, for_id, verb, object, detail, program_id, previous, hash
        from audit where position > $1 order by position limit 1000";
}

/// A line to be written.
#[derive(Debug, Clone, Default)]
pub struct Line<'a> {
    /// Who did it; nobody where the console or the clock did.
    pub actor: Option<PersonId>,
    /// On whose behalf.
    pub for_person: Option<PersonId>,
    /// What was done, in the product's words: "sent a pitch".
    pub verb: &'a str,
    /// To what: "prospect:3f9k…".
    pub object: String,
    /// What else is to be known. Never anybody's words, never an answer.
    pub detail: String,
    /// The program, where there is one.
    pub program: Option<ProgramId>,
}

row! {
    /// A line that was written.
    pub struct Written {
        position: i64, at: Timestamp, actor: Option<PersonId>, for_person: Option<PersonId>,
        verb: String, object: String, detail: String, program: Option<ProgramId>, previous: String, hash: String
    }
}

/// Writes a line, in the transaction of what it tells of.
pub async fn write(tx: &Tx, world: &World, line: Line<'_>) -> Result<()> {
    let (position, previous) = tx.maybe::<(i64, String)>(&LAST, params![]).await?.unwrap_or_default();
    let (id, at): (AuditId, _) = (world.id(), world.now());
    let Line { actor, for_person, verb, object, detail, program } = line;
    let mut written = Written {
        position: position + 1,
        at,
        actor,
        for_person,
        verb: verb.to_owned(),
        object,
        detail,
        program,
        previous,
        hash: String::new(),
    };
    written.hash = written.reckon();
    let w = &written;
    let values = params![
        id,
        w.position,
        w.at,
        w.actor,
        w.for_person,
        w.verb,
        w.object,
        w.detail,
        w.program,
        w.previous,
        w.hash
    ];
    tx.run(&WRITE, values).await.map(drop)
}

/// Follows the chain from its beginning; the position of the first line that does not fit, if any.
pub async fn first_broken(db: &impl Read) -> Result<Option<i64>> {
    let (mut position, mut previous) = (0, String::new());
    loop {
        let lines = db.all::<Written>(&CHAIN, params![position]).await?;
        if lines.is_empty() {
            return Ok(None);
        }
        for line in lines {
            if line.position != position + 1 || line.previous != previous || line.hash != line.reckon() {
                return Ok(Some(position + 1));
            }
            (position, previous) = (line.position, line.hash);
        }
    }
}

impl Written {
    fn reckon(&self) -> String {
        let text = format!(
            "{}\0{}\0{:?}\0{:?}\0{}\0{}\0{}\0{:?}\0{}",
            self.position,
            self.at.as_microsecond(),
            self.actor,
            self.for_person,
            self.verb,
            self.object,
            self.detail,
            self.program,
            self.previous
        );
        URL_SAFE_NO_PAD.encode(Sha256::digest(text.as_bytes()))
    }
}
