use super::{Error, Refusal};
use crate::App;
use axum::body::Bytes;
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::StatusCode;
use bellwether_kernel::{Date, Email, parse_date, parse_zone};
use std::collections::BTreeMap;

/// What a form sent, as it was typed.
#[derive(Debug, Clone, Default)]
pub struct Fields(Vec<(String, String)>);

/// What is wrong with a form, by field. A template asks `problems.at("minutes")`.
#[derive(Debug, Clone, Default)]
pub struct Problems(BTreeMap<String, String>);

impl Problems {
    /// Nothing is wrong yet.
    pub fn none() -> Self {
        Self::default()
    }

    /// Whether nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Says what is wrong with a field; the first thing said stays.
    pub fn say(&mut self, field: &str, what: impl Into<String>) {
        self.0.entry(field.to_owned()).or_insert_with(|| what.into());
    }

    /// What is wrong with a field.
    pub fn at(&self, field: &str) -> Option<&str> {
        self.0.get(field).map(String::as_str)
    }

    /// Everything that is wrong, for the summary above the form.
    pub fn all(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(field, what)| (field.as_str(), what.as_str()))
    }

    /// How many fields have something wrong.
    pub fn len(&self) -> usize {
        self.0.len()
    }
}

impl Fields {
    /// Fields made by hand, for a form's first showing.
    pub fn of<const N: usize>(pairs: [(&str, String); N]) -> Self {
        Self(pairs.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
    }

    pub(crate) fn parse(text: &[u8]) -> Self {
        Self(form_pairs(text))
    }

    /// The first value of a field, trimmed; empty where it was not sent.
    pub fn get(&self, name: &str) -> &str {
        self.0.iter().find(|(n, _)| n == name).map_or("", |(_, v)| v.trim())
    }

    /// Every value of a field, trimmed.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(n, _)| n == name).map(|(_, v)| v.trim())
    }

    /// Every field and value.
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(n, v)| (n.as_str(), v.as_str()))
    }

    /// Whether a field was sent at all (a ticked box, a pressed button).
    pub fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(n, _)| n == name)
    }

    /// Sets a field, for showing a form with what is stored.
    pub fn set(&mut self, name: &str, value: impl Into<String>) {
        self.0.retain(|(n, _)| n != name);
        self.0.push((name.to_owned(), value.into()));
    }

    /// Words that must be there, at most `most` characters of them.
    pub fn words(&self, name: &str, most: usize, missing: &str, problems: &mut Problems) -> String {
        let text = self.get(name);
        if text.is_empty() {
            problems.say(name, missing);
        } else if text.chars().count() > most {
            problems.say(
                name,
                format!("This is longer than {most} characters. Shorten it; nothing was cut off."),
            );
        }
        text.to_owned()
    }

    /// A whole number from `least` to `most`.
    pub fn whole(&self, name: &str, least: i64, most: i64, problems: &mut Problems) -> i64 {
        match self.get(name).parse::<i64>() {
            Ok(n) if (least..=most).contains(&n) => return n,
            _ if self.get(name).is_empty() => {
                problems.say(name, format!("Write a number from {least} to {most}."));
            }
            _ => {
                let typed = self.get(name);
                problems.say(name, format!("“{typed}” is not a whole number from {least} to {most}."));
            }
        }
        least
    }

    /// A date.
    pub fn date(&self, name: &str, problems: &mut Problems) -> Date {
        parse_date(self.get(name)).unwrap_or_else(|| {
            problems.say(name, "Choose a date, for example 2027-03-01.");
            Date::ZERO
        })
    }

    /// A mail address.
    pub fn email(&self, name: &str, problems: &mut Problems) -> Option<Email> {
        Email::parse(self.get(name)).map_err(|why| problems.say(name, sentence(&why.to_string()))).ok()
    }

    /// A time zone by its IANA name, or nothing.
    pub fn zone(&self, name: &str, problems: &mut Problems) -> Option<String> {
        let zone = self.get(name);
        if !zone.is_empty() && parse_zone(zone).is_none() {
            problems.say(name, format!("“{zone}” is not a time zone. Write one like Europe/Paris."));
        }
        (!zone.is_empty()).then(|| zone.to_owned())
    }

    /// One of the words of an enum declared with `bellwether_db::words!`.
    pub fn choice<T: std::str::FromStr>(&self, name: &str, problems: &mut Problems) -> Option<T> {
        let choice = self.get(name).parse().ok();
        if choice.is_none() {
            problems.say(name, "Choose one of these.");
        }
        choice
    }
}

/// "the address is empty" as a sentence.
fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).chain(['.']).collect())
}

/// The most that an ordinary form may send.
const MOST_BYTES: usize = 256 * 1024;

impl FromRequest<App> for Fields {
    type Rejection = Error;

    async fn from_request(request: Request, _: &App) -> Result<Self, Error> {
        let body = axum::body::to_bytes(request.into_body(), MOST_BYTES).await.map_err(|_| {
            Error::Refused(Refusal {
                status: StatusCode::PAYLOAD_TOO_LARGE,
                what: "That is more text than a form takes".to_owned(),
                then: "Nothing was saved. Go back and shorten it: 256 KB is the most.".to_owned(),
            })
        })?;
        Ok(Self::parse(&body))
    }
}

fn form_pairs(bytes: &[u8]) -> Vec<(String, String)> {
    let parts = bytes.split(|b| *b == b'&').filter(|part| !part.is_empty());
    let decode = |part: &[u8]| {
        let mut out = Vec::with_capacity(part.len());
        let mut rest = part.iter().copied();
        while let Some(byte) = rest.next() {
            out.push(match byte {
                b'+' => b' ',
                b'%' => {
                    let digits = [rest.next().unwrap_or(b'0'), rest.next().unwrap_or(b'0')];
                    std::str::from_utf8(&digits)
                        .ok()
                        .and_then(|d| u8::from_str_radix(d, 16).ok())
                        .unwrap_or(b'?')
                }
                plain => plain,
            });
        }
        // NUL has no place in a text, and PostgreSQL refuses it.
        String::from_utf8_lossy(&out).replace('\0', "").replace("\r\n", "\n")
    };
    parts
        .map(|part| {
            let (name, value) = part
                .iter()
                .position(|b| *b == b'=')
                .map_or((part, &[][..]), |at| (&part[..at], &part[at + 1..]));
            (decode(name), decode(value))
        })
        .collect()
}

/// A form with one file.
#[derive(Debug, Clone, Default)]
pub struct Upload {
    /// The other fields.
    pub fields: Fields,
    /// The file's name, as the browser said it; empty where no file was chosen.
    pub file_name: String,
    /// The file.
    pub bytes: Bytes,
}

impl FromRequest<App> for Upload {
    type Rejection = Error;

    async fn from_request(request: Request, app: &App) -> Result<Self, Error> {
        let broken = || {
            Error::refused(
                "The file did not arrive whole",
                "Nothing was changed. Choose it again; 200 MB is the most that a file may have.",
            )
        };
        let mut parts = Multipart::from_request(request, app).await.map_err(|_| broken())?;
        let mut upload = Self::default();
        while let Some(part) = parts.next_field().await.map_err(|_| broken())? {
            let name = part.name().unwrap_or_default().to_owned();
            if let Some(file) = part.file_name().map(str::to_owned) {
                upload.bytes = part.bytes().await.map_err(|_| broken())?;
                upload.file_name = file;
            } else {
                let text = part.text().await.map_err(|_| broken())?;
                upload.fields.0.push((name, text));
            }
        }
        Ok(upload)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_arrives_as_it_was_typed() {
        let fields = Fields::parse("name=Gr%C3%BCnwald+%26+Co&box=on&note=a%0D%0Ab&empty=".as_bytes());
        assert_eq!(fields.get("name"), "Grünwald & Co");
        assert_eq!(fields.get("note"), "a\nb");
        assert!(fields.has("box") && fields.has("empty") && !fields.has("other"));
    }

    #[test]
    fn a_broken_form_is_read_as_far_as_it_goes() {
        for bytes in [&b"a=%"[..], b"%%%", b"=&=", b"a=%zz", b"\xff=\xfe"] {
            let _ = Fields::parse(bytes);
        }
        assert_eq!(Fields::parse(b"a=%00x").get("a"), "x");
    }
}
