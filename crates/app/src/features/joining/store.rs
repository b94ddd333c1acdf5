//! Reading enrollments.

use bellwether_db::{Read, Result, params, statements};
use bellwether_kernel::EnrollmentId;

statements! {
    SKILLS_OF = "select skill from skills where enrollment_id = $1 and direction = $2 order by position, skill_key";
    WISHES_OF = "select mentor_id from wishes where enrollment_id = $1 order by rank";
}

/// What an enrollment offers (`"offered"`) or wants (`"wanted"`), in its order.
pub async fn skills_of(db: &impl Read, id: EnrollmentId, direction: &str) -> Result<Vec<String>> {
    let rows: Vec<(String,)> = db.all(&SKILLS_OF, params![id, direction]).await?;
    Ok(rows.into_iter().map(|(skill,)| skill).collect())
}

/// The mentors whom a mentee wishes for, by rank.
pub async fn wishes_of(db: &impl Read, id: EnrollmentId) -> Result<Vec<EnrollmentId>> {
    let rows: Vec<(EnrollmentId,)> = db.all(&WISHES_OF, params![id]).await?;
    Ok(rows.into_iter().map(|(mentor,)| mentor).collect())
}
