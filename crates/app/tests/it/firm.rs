//! A small firm with one prospect, and the steps that stories about pitches and answers repeat.

use bellwether_app::background;
use bellwether_app::features::recruiting::{self, ProspectSummary};
use bellwether_app::gate::Gates;
use bellwether_db::{Read, Result, params, statements};
use bellwether_kernel::jiff::SignedDuration;
use bellwether_kernel::{PersonId, ProgramId, ProspectId};
use bellwether_outbox::{Captured, Delivery, Message, Transport, Worker};
use bellwether_testkit::{Browser, House};
use std::sync::Arc;

statements! {
    MARK_ASKED = "update prospects set asked_at = 1 where id = $1";
    ENROLLED = "select count(*) from enrollments where program_id = $1 and person_id = $2 and withdrawn_at is null";
    MAILS_OF = "select count(*) from messages where kind = $1 and state <> 'stopped'";
    MAILS_SENT = "select count(*) from messages where state = 'sent'";
    COUNTED = "select count(*) from responses where prospect_id = $1 and held_at is null and undone_at is null";
    HELPS = "select count(*) from advocacies where person_id = $1 and withdrawn_at is null";
}

/// Ines coordinates Open Door; Idris is a Partner whom it wants; Amara is a Partner whom he trusts.
pub struct Firm<'a> {
    pub house: &'a House,
    pub program: ProgramId,
    pub ines: PersonId,
    pub idris: PersonId,
    pub amara: PersonId,
    pub prospect: ProspectId,
}

impl<'a> Firm<'a> {
    pub async fn of(house: &'a House) -> Self {
        let cast = house.cast();
        let partner = cast.level("Partner", 2000, true).await;
        let associate = cast.level("Associate", 1000, false).await;
        let program = cast.program("Open Door").await;
        let ines = cast.coordinator("Ines Halloran", program).await;
        let idris = cast.person("Idris Inoue", Some(partner)).await;
        let amara = cast.person("Amara Novák", Some(partner)).await;
        cast.person("Petra Nyman", Some(associate)).await;
        let tx = house.db.begin().await.unwrap();
        let prospect =
            recruiting::ensure_prospect(&tx, &house.world, program, idris, Some(ines)).await.unwrap();
        tx.commit().await.unwrap();
        Self { house, program, ines, idris, amara, prospect }
    }

    /// A page of the prospect.
    pub fn path(&self, rest: &str) -> String {
        format!("/programs/{}/prospects/{}{rest}", self.program, self.prospect)
    }

    pub async fn ines(&self) -> Browser {
        self.house.browser_of(self.ines).await
    }

    pub async fn introduced(&self, ines: &mut Browser) {
        let fields = [("by_other", "Amara Novák"), ("on", "2027-02-01")];
        ines.post(&self.path("/introduction"), &fields).await.goes_to();
    }

    pub async fn met(&self, ines: &mut Browser) {
        let fields = [("kind", "meeting"), ("by_other", "Amara Novák"), ("on", "2027-02-04")];
        ines.post(&self.path("/meeting"), &fields).await.goes_to();
    }

    /// The pitch's form as the editor shows it, with changes.
    pub async fn form(&self, ines: &mut Browser, changes: &[(&str, &str)]) -> Vec<(String, String)> {
        let page = ines.get(&self.path("/pitch")).await.ok();
        let mut fields = form_fields(&page.body);
        for (name, value) in changes {
            fields.retain(|(n, _)| n != name);
            fields.push(((*name).to_owned(), (*value).to_owned()));
        }
        fields
    }

    /// Keeps the draft as it was written, and sends it.
    pub async fn send(&self, ines: &mut Browser) {
        let fields = self.form(ines, &[("then", "send")]).await;
        let page = ines.post(&self.path("/pitch"), &borrowed(&fields)).await;
        assert_eq!(page.goes_to(), self.path("/pitch/send"));
        let page = ines.get(&self.path("/pitch/send")).await.ok();
        page.must_say("Send 1 pitch, to Idris Inoue").must_not_say("cannot leave yet");
        let version = form_fields(&page.body).into_iter().find(|(n, _)| n == "version").unwrap().1;
        assert_eq!(
            ines.post(&self.path("/pitch/send"), &[("version", &version)]).await.goes_to(),
            self.path("/pitch")
        );
    }

    /// Delivers what is due.
    pub async fn post(&self) {
        let worker =
            Worker::new(self.house.db.clone(), self.house.world.clone(), Arc::new(Captured), Arc::new(Gates));
        worker.deliver_due().await.unwrap();
    }

    /// Delivers what is due, in working hours alone.
    pub async fn post_in_hours(&self) {
        background::worker(&self.house.app, Arc::new(Captured)).deliver_due().await.unwrap();
    }

    /// Hands over what is due to a mail server that answers like this.
    pub async fn post_by(&self, answers: fn() -> Delivery) {
        let (db, world) = (self.house.db.clone(), self.house.world.clone());
        Worker::new(db, world, Arc::new(Answers(answers)), Arc::new(Gates)).deliver_due().await.unwrap();
    }

    /// Lets the stop button run out and the pitch arrive, and half a minute pass; the link's path.
    pub async fn delivered(&self) -> String {
        let link = self.just_delivered().await;
        self.house.clock.advance(SignedDuration::from_secs(30));
        link
    }

    /// The same, in the very second of delivery.
    pub async fn just_delivered(&self) -> String {
        self.house.clock.advance(SignedDuration::from_mins(3));
        self.post().await;
        let mail = self.house.last_mail_to("idris.inoue@firm.example").await;
        let link = mail.split("http://localhost:8080").nth(1).unwrap();
        link.split_whitespace().next().unwrap().to_owned()
    }

    /// Everything up to the letter on the leader's phone.
    pub async fn asked(&self) -> String {
        let mut ines = self.ines().await;
        self.met(&mut ines).await;
        self.send(&mut ines).await;
        self.delivered().await
    }

    pub async fn summary(&self) -> ProspectSummary {
        let all = recruiting::stages(&self.house.db, self.program).await.unwrap();
        all.into_iter().find(|(person, _)| *person == self.idris).unwrap().1
    }

    pub async fn enrolled(&self) -> i64 {
        self.house.db.value(&ENROLLED, params![self.program, self.idris]).await.unwrap()
    }

    pub async fn mails_of(&self, kind: &str) -> i64 {
        self.house.db.value(&MAILS_OF, params![kind]).await.unwrap()
    }

    pub async fn mails_sent(&self) -> i64 {
        self.house.db.value(&MAILS_SENT, params![]).await.unwrap()
    }

    pub async fn counted(&self) -> i64 {
        self.house.db.value(&COUNTED, params![self.prospect]).await.unwrap()
    }

    pub async fn helps(&self) -> i64 {
        self.house.db.value(&HELPS, params![self.idris]).await.unwrap()
    }

    pub async fn try_to_mark_as_asked(&self) -> Result<u64> {
        self.house.db.run(&MARK_ASKED, params![self.prospect]).await
    }
}

/// A mail server with one answer.
struct Answers(fn() -> Delivery);

#[async_trait::async_trait]
impl Transport for Answers {
    async fn deliver(&self, _: &Message) -> Delivery {
        self.0()
    }
}

/// The names and values that a page's forms would send, without buttons.
pub fn form_fields(html: &str) -> Vec<(String, String)> {
    let mut fields = Vec::new();
    for tag in html
        .split('<')
        .filter(|t| t.starts_with("input ") || t.starts_with("textarea ") || t.starts_with("select "))
    {
        let head = tag.split('>').next().unwrap();
        let Some(name) = attribute(head, "name") else { continue };
        let kind = attribute(head, "type").unwrap_or_default();
        if matches!(kind.as_str(), "radio" | "checkbox") && !head.contains(" checked") {
            continue;
        }
        let value = if tag.starts_with("textarea") {
            unescape(tag.split_once('>').map_or("", |(_, text)| text))
        } else if tag.starts_with("select") {
            chosen(html, &name)
        } else {
            attribute(head, "value").unwrap_or_default()
        };
        fields.push((name, value));
    }
    fields
}

/// What a browser would send of a select: the selected option, or the first.
fn chosen(html: &str, name: &str) -> String {
    let from = html.find(&format!("name=\"{name}\"")).unwrap();
    let options = html[from..].split("</select>").next().unwrap();
    let tags: Vec<&str> = options.split("<option ").skip(1).filter_map(|o| o.split('>').next()).collect();
    let tag = tags.iter().find(|t| t.contains("selected")).or(tags.first());
    tag.and_then(|t| attribute(t, "value")).unwrap_or_default()
}

pub fn attribute(tag: &str, name: &str) -> Option<String> {
    let rest = tag.split(&format!("{name}=\"")).nth(1)?;
    Some(unescape(rest.split('"').next()?))
}

fn unescape(text: &str) -> String {
    let text = text.replace("&#60;", "<").replace("&#62;", ">").replace("&#34;", "\"").replace("&#39;", "'");
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#38;", "&")
        .replace("&amp;", "&")
}

/// Fields as a browser takes them.
pub fn borrowed(fields: &[(String, String)]) -> Vec<(&str, &str)> {
    fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect()
}
