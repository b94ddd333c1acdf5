//! The organisation's logo: one small picture, sent as nothing but a picture.

use super::organization;
use crate::access::{Administrator, Anyone, Ctx, audit};
use crate::shell::{Error, Flash, Problems, Result, Upload, see_other_with, show_refused};
use axum::http::{HeaderValue, header};
use axum::response::IntoResponse;
use bellwether_db::{Read, params, statements};

statements! {
    FIND = "select content_type, bytes from files where name = 'logo'";
    PUT = "
        insert into files (name, content_type, bytes, stored_at) values ('logo', $1, $2, $3)
        on conflict (name) do update
        set content_type = excluded.content_type, bytes = excluded.bytes, stored_at = excluded.stored_at";
    REMOVE = "delete from files where name = 'logo'";
}

/// The largest logo, in bytes.
const MOST_BYTES: usize = 500 * 1024;
/// The largest side of a logo, in pixels.
const MOST_PIXELS: u32 = 4000;

/// `GET /logo`: a picture and nothing else, whatever its bytes might be taken for.
pub async fn show_it(ctx: Ctx<Anyone>) -> Result {
    let found = ctx.db.maybe::<(String, Vec<u8>)>(&FIND, params![]).await?;
    let (content_type, bytes) = found.ok_or(Error::NotFound)?;
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_str(&content_type).map_err(|_| Error::NotFound)?),
        (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("default-src 'none'; sandbox")),
        (header::CONTENT_DISPOSITION, HeaderValue::from_static("inline")),
        (header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=300")),
    ];
    Ok((headers, bytes).into_response())
}

/// `POST /settings/logo`
pub async fn put(ctx: Ctx<Administrator>, upload: Upload) -> Result {
    let content_type = match picture(&upload.bytes) {
        Ok(content_type) => content_type,
        Err(why) => {
            let mut problems = Problems::none();
            problems.say("logo", why);
            return show_refused(&organization::as_set(&ctx, problems));
        }
    };
    let tx = ctx.db.begin().await?;
    tx.run(&PUT, params![content_type, upload.bytes.to_vec(), ctx.now]).await?;
    audit::write(&tx, &ctx.world, line(&ctx, "set the logo")).await?;
    tx.commit().await?;
    ctx.app.reload().await?;
    see_other_with("/settings/organization", Flash::new("This is the logo now."))
}

/// `POST /settings/logo/remove`
pub async fn remove(ctx: Ctx<Administrator>) -> Result {
    let tx = ctx.db.begin().await?;
    if tx.run(&REMOVE, params![]).await? > 0 {
        audit::write(&tx, &ctx.world, line(&ctx, "took the logo away")).await?;
    }
    tx.commit().await?;
    ctx.app.reload().await?;
    see_other_with("/settings/organization", Flash::new("There is no logo now."))
}

fn line(ctx: &Ctx<Administrator>, verb: &'static str) -> audit::Line<'static> {
    let object = "settings:logo".to_owned();
    audit::Line { actor: Some(ctx.scope.by), verb, object, ..audit::Line::default() }
}

/// The type of a picture by its own bytes, never by its name; or why it is not taken.
fn picture(bytes: &[u8]) -> std::result::Result<&'static str, String> {
    let taken = "Nothing was changed.";
    if bytes.is_empty() {
        return Err("Choose a file first.".to_owned());
    }
    if bytes.len() > MOST_BYTES {
        return Err(format!("This file has {} KB; 500 KB is the most. {taken}", bytes.len() / 1024));
    }
    if bytes.starts_with(b"\x89PNG\r\n\x1a\n") && bytes.get(12..16) == Some(b"IHDR") {
        let side = |at: usize| bytes.get(at..at + 4).and_then(|b| b.try_into().ok()).map(u32::from_be_bytes);
        let fits = |side: Option<u32>| side.is_some_and(|n| (1..=MOST_PIXELS).contains(&n));
        if !fits(side(16)) || !fits(side(20)) {
            return Err(format!("A side of this picture is longer than {MOST_PIXELS} pixels. {taken}"));
        }
        return Ok("image/png");
    }
    if bytes.starts_with(b"\xff\xd8\xff") && bytes.ends_with(b"\xff\xd9") {
        return Ok("image/jpeg");
    }
    Err(format!("This is neither a PNG nor a whole JPEG picture. {taken}"))
}

#[cfg(test)]
mod tests {
    use super::picture;

    #[test]
    fn a_picture_is_known_by_its_bytes_and_nothing_else_passes_for_one() {
        let mut png = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\0\x40\0\0\0\x20".to_vec();
        assert_eq!(picture(&png), Ok("image/png"));
        png[16] = 1;
        assert!(picture(&png).unwrap_err().contains("4000 pixels"));
        assert_eq!(picture(b"\xff\xd8\xff\xe0 \xff\xd9"), Ok("image/jpeg"));
        assert!(picture(b"\xff\xd8\xff\xe0 cut off").is_err());
        assert!(picture(b"<svg onload=\"alert(1)\"/>").is_err());
        assert!(picture(&vec![0; 600 * 1024]).unwrap_err().contains("600 KB"));
        assert!(picture(b"").unwrap_err().contains("Choose a file"));
    }
}
