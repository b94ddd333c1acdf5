//! Everybody on the map as data, for the script that paints and finds them.

use super::super::cache;
use super::super::reckoning::Reckoning;
use super::ground::{Ground, Shape};
use super::picked::place_of;
use super::picture::ground;
use super::who::Who;
use crate::access::{At, Coordinator, Ctx};
use crate::shell::{Error, Fields, Result};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::IntoResponse;
use bellwether_kernel::ProgramId;
use serde::Serialize;
use std::collections::HashMap;
use std::hash::{DefaultHasher, Hasher as _};

/// Everybody, in columns: the n-th entry of each is the same person.
#[derive(Serialize)]
struct Sent<'a> {
    width: f64,
    height: f64,
    /// The radius of a person's dot, and of a leader's.
    dots: [f64; 2],
    /// What all ids begin with.
    prefix: String,
    /// The rest of each, all of one length, one after the other.
    ids: String,
    names: Vec<&'a str>,
    /// Where each stands, in tenths of a unit.
    x: Vec<i64>,
    y: Vec<i64>,
    /// A letter each: their mark counted from a, six further for a leader.
    marks: String,
    /// Which of `places` each belongs to.
    of: Vec<usize>,
    /// "Litigation, Boston".
    places: Vec<String>,
}

/// `GET /programs/{program}/map/people`, with `?shape=narrow` for a phone. It is asked for again on every visit and
/// sent only when it has changed.
pub async fn people(ctx: Ctx<Coordinator>, At(program): At<ProgramId>) -> Result {
    let fields = Fields::parse(ctx.uri.query().unwrap_or_default().as_bytes());
    let shape = if fields.get("shape") == "narrow" { Shape::Narrow } else { Shape::Wide };
    let known = ctx.headers.get(header::IF_NONE_MATCH).cloned();
    let reckoning = cache::reckoning(&ctx.db, program, ctx.today()).await?;
    let body = cache::aside(move || {
        if let Some(known) = reckoning.map.people(shape) {
            return Ok(known);
        }
        let who = Who::of(&reckoning).map_err(|e| e.to_string())?;
        let sent = sent(&reckoning, &who, &ground(&reckoning, shape));
        let text = serde_json::to_vec(&sent).map_err(|e| e.to_string())?;
        Ok::<_, String>(reckoning.map.keep_people(shape, text))
    })
    .await?;
    let mut hashed = DefaultHasher::new();
    hashed.write(&body);
    let tag = HeaderValue::from_str(&format!("W/\"{:016x}\"", hashed.finish()))
        .map_err(|e| Error::Fault(format!("no tag for the map: {e}")))?;
    let is_known = known.is_some_and(|known| known == tag);
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/json; charset=utf-8")),
        (header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache")),
        (header::ETAG, tag),
    ];
    Ok(if is_known {
        (StatusCode::NOT_MODIFIED, headers).into_response()
    } else {
        (headers, body.to_vec()).into_response()
    })
}

fn sent<'a>(reckoning: &'a Reckoning, who: &Who, ground: &Ground) -> Sent<'a> {
    let network = &reckoning.network;
    let ids: Vec<String> = network.everybody().map(|p| network.person(p).id.to_string()).collect();
    let (prefix, rest) = common(&ids);
    let mut places: HashMap<String, usize> = HashMap::new();
    let of: Vec<usize> = network
        .everybody()
        .map(|p| {
            let next = places.len();
            *places.entry(place_of(network, p)).or_insert(next)
        })
        .collect();
    let mut names: Vec<(String, usize)> = places.into_iter().collect();
    names.sort_by_key(|(_, at)| *at);
    let tenths = |axis: usize| ground.places.iter().map(|p| (p[axis] * 10.0).round() as i64).collect();
    let mark = |p: u32| char::from(b'a' + who.marks[p as usize] as u8 + if network.leads(p) { 6 } else { 0 });
    Sent {
        width: ground.width,
        height: ground.height,
        dots: [ground.dot(false), ground.dot(true)],
        prefix,
        ids: rest,
        names: network.everybody().map(|p| network.person(p).name.as_str()).collect(),
        x: tenths(0),
        y: tenths(1),
        marks: network.everybody().map(mark).collect(),
        of,
        places: names.into_iter().map(|(name, _)| name).collect(),
    }
}

/// What all of these begin with, and what is left of each, one after the other. They are of one length.
fn common(ids: &[String]) -> (String, String) {
    let (Some(first), Some(last)) = (ids.iter().min(), ids.iter().max()) else { return Default::default() };
    // Of sorted texts the first and the last have in common what all have.
    let same = first.bytes().zip(last.bytes()).take_while(|(a, b)| a == b).count();
    let same = if ids.len() == 1 { 0 } else { same };
    (first[..same].to_owned(), ids.iter().map(|id| &id[same..]).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_sent_without_what_they_have_in_common() {
        let ids = ["00ab1", "00ab2", "00ac0"].map(str::to_owned);
        assert_eq!(common(&ids), ("00a".to_owned(), "b1b2c0".to_owned()));
        assert_eq!(common(&ids[..1]), (String::new(), "00ab1".to_owned()));
        assert_eq!(common(&[]), (String::new(), String::new()));
    }
}
