//! Two programs side by side with one of everything in each: what the access matrix asks for.

use bellwether_app::access::token_hash;
use bellwether_db::{Sql, params, statements};
use bellwether_kernel::{
    EnrollmentId, ImportId, MatchCapId, MatchChangeId, MatchId, MentorshipId, MessageId, PersonId, PillarId,
    PitchId, ProgramId, ProspectId, ResponseId, SessionId, SignalId, SlotId, TieTableId, TouchId,
};
use bellwether_testkit::House;
use std::collections::BTreeMap;

statements! {
    PROSPECT = "
        insert into prospects (id, program_id, person_id, owner_id, stage, identified_at, met_at, asked_at)
        values ($1, $2, $3, $4, 'asked', $5, $5, $5)";
    PITCH = "
        insert into pitches (id, prospect_id, from_id, angle, subject, message, opening, ask_minutes, ask_sessions, ask_months,
            ask_mentees, ask_starts_on, support, token_hash, state, created_at, updated_at, sent_at)
        values ($1, $2, $3, 'learning', 'Would you?', 'Would you?', 'Would you?', 45, 2, 4, 1, '2027-03-01', '[]', $4, 'sent', $5, $5, $5)";
    TOUCH = "insert into touches (id, prospect_id, kind, happened_on, created_at) values ($1, $2, 'call', '2027-02-08', $3)";
    RESPONSE = "insert into responses (id, prospect_id, pitch_id, answer, door, given_at) values ($1, $2, $3, 'talk', 'recorded', $4)";
    ENROLLMENT = "
        insert into enrollments (id, program_id, person_id, role, source, enrolled_at) values ($1, $2, $3, $4, 'form', $5)";
    MATCH = "
        insert into matches (id, program_id, mentor_id, mentee_id, score, reasons, state, proposed_at, becomes_at, created_at)
        values ($1, $2, $3, $4, 1, '[]', 'proposed', $5, $6, $5)";
    MATCH_CHANGE = "insert into match_changes (id, program_id, position, kind, at) values ($1, $2, 1, 'run', $3)";
    MATCH_CAP = "
        insert into match_caps (id, program_id, position, unit, scarce, percent, at) values ($1, $2, 1, 'office', 'senior', 30, $3)";
    TIE_TABLE = "
        insert into tie_tables (id, program_id, position, weights, follows, at) values ($1, $2, 1, '{}', 'table', $3)";
    MENTORSHIP = "
        insert into mentorships (id, program_id, mentor_id, mentee_id, seat, minutes_promised, started_at)
        values ($1, $2, $3, $4, 1, 360, $5)";
    SLOT = "
        insert into slots (id, mentorship_id, position, local_start, zone, minutes, offered_at)
        values ($1, $2, 1, '2027-03-02T10:00', 'America/New_York', 45, $3)";
    SESSION = "
        insert into sessions (id, mentorship_id, local_start, zone, starts_at, minutes, uid, booked_at)
        values ($1, $2, '2027-02-08T10:00', 'America/New_York', $3, 45, $4, $3)";
    PILLAR = "insert into pillars (id, program_id, position, name) values ($1, $2, 1, 'Associates grow here')";
    MESSAGE = "
        insert into messages (id, kind, program_id, to_name, to_email, to_key, from_name, subject, text_body, header_id, state,
            due_at, not_before, created_at)
        values ($1, 'pitch', $2, 'Somebody', 'x@firm.example', 'x@firm.example', 'Ines', 'Hello', 'Hello', $3, 'queued', $4, $4, $4)";
    IMPORT = "
        insert into imports (id, kind, file_name, content, mapping, state, counts, created_by, created_at)
        values ($1, 'people', 'people.csv', $2, '{}', 'previewed', '{}', $3, $4)";
    SIGNAL = "insert into signals (id, person_id, kind, source, created_at) values ($1, $2, 'mentored-before', 'hand', $3)";
    SETUP = "insert into setup_links (token_hash, created_at, expires_at) values ($1, $2, $3)";
}

/// Which objects a path is filled with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    /// The program's own.
    Own,
    /// The program's path, with the other program's objects in it.
    OtherPrograms,
    /// Ids that nothing has.
    Absent,
}

/// What stands on the stage.
pub struct Scene {
    people: BTreeMap<&'static str, PersonId>,
    own: BTreeMap<&'static str, String>,
    others: BTreeMap<&'static str, String>,
}

impl Scene {
    /// Sets the stage.
    pub async fn set(house: &House) -> Self {
        let cast = house.cast();
        let level = cast.level("Partner", 2000, true).await;
        let associates = cast.level("Associate", 1000, false).await;
        let open_door = cast.program("Open Door").await;
        let second_wind = cast.program("Second Wind").await;
        let people = BTreeMap::from([
            ("person", cast.person("Petra Nyman", Some(associates)).await),
            ("mentee", cast.person("Marc Ito", Some(associates)).await),
            ("leader", cast.person("Idris Inoue", Some(level)).await),
            ("coordinator", cast.coordinator("Ines Halloran", open_door).await),
            ("other", cast.coordinator("Ugo Brandt", second_wind).await),
            ("administrator", cast.administrator("Ada Byrne").await),
        ]);
        let far_leader = cast.person("Vera Lund", Some(level)).await;
        let far_mentee = cast.person("Noor Haddad", Some(associates)).await;
        let mut own =
            one_of_everything(house, open_door, people["coordinator"], people["leader"], people["mentee"])
                .await;
        own.insert("level", associates.to_string());
        let others = one_of_everything(house, second_wind, people["other"], far_leader, far_mentee).await;
        Self { people, own, others }
    }

    /// Somebody by their column in `access.txt`; nobody for `nobody`.
    pub fn person(&self, who: &str) -> Option<PersonId> {
        self.people.get(who).copied()
    }

    /// A route's path with ids in place of its parameters.
    pub fn fill(&self, path: &str, which: Which) -> String {
        let parts =
            path.split('/').map(|part| match part.strip_prefix('{').and_then(|p| p.strip_suffix('}')) {
                Some(name) => self.value(name, which),
                None => part.to_owned(),
            });
        parts.collect::<Vec<_>>().join("/")
    }

    fn value(&self, name: &str, which: Which) -> String {
        let own = self.own.get(name).unwrap_or_else(|| panic!("tell tests/it/scene.rs what {{{name}}} is"));
        match which {
            Which::Own => own.clone(),
            // The program stays, what is in it comes from elsewhere. People, imports and links belong to no program.
            Which::OtherPrograms
                if [
                    "program",
                    "person",
                    "level",
                    "import",
                    "signal",
                    "token",
                    "link",
                    "name",
                    "match",
                    "mentorship",
                ]
                .contains(&name) =>
            {
                own.clone()
            }
            Which::OtherPrograms => self.others[name].clone(),
            Which::Absent => PersonId(12_345).to_string(),
        }
    }
}

async fn one_of_everything(
    house: &House,
    program: ProgramId,
    by: PersonId,
    leader: PersonId,
    mentee: PersonId,
) -> BTreeMap<&'static str, String> {
    let (world, now) = (&house.world, house.now());
    let (prospect, pitch, response): (ProspectId, PitchId, ResponseId) = (world.id(), world.id(), world.id());
    let (r, e): (EnrollmentId, EnrollmentId) = (world.id(), world.id());
    let (matched, change, mentorship): (MatchId, MatchChangeId, MentorshipId) =
        (world.id(), world.id(), world.id());
    let (cap, table): (MatchCapId, TieTableId) = (world.id(), world.id());
    let (slot, session, pillar): (SlotId, SessionId, PillarId) = (world.id(), world.id(), world.id());
    let (message, import, signal): (MessageId, ImportId, SignalId) = (world.id(), world.id(), world.id());
    let (token, setup) = (format!("token-of-{program}"), format!("setup-of-{program}"));
    let write = async |sql: &'static Sql, values: &[bellwether_db::Value]| {
        house.db.run(sql, values).await.unwrap();
    };
    write(&PROSPECT, params![prospect, program, leader, by, now]).await;
    write(&PITCH, params![pitch, prospect, by, token_hash(&token), now]).await;
    let touch: TouchId = world.id();
    write(&TOUCH, params![touch, prospect, now]).await;
    write(&RESPONSE, params![response, prospect, pitch, now]).await;
    write(&ENROLLMENT, params![r, program, leader, "mentor", now]).await;
    write(&ENROLLMENT, params![e, program, mentee, "mentee", now]).await;
    write(
        &MATCH,
        params![matched, program, r, e, now, now + bellwether_kernel::jiff::SignedDuration::from_hours(120)],
    )
    .await;
    write(&MATCH_CHANGE, params![change, program, now]).await;
    write(&MATCH_CAP, params![cap, program, now]).await;
    write(&TIE_TABLE, params![table, program, now]).await;
    write(&MENTORSHIP, params![mentorship, program, leader, mentee, now]).await;
    write(&SLOT, params![slot, mentorship, now]).await;
    write(&SESSION, params![session, mentorship, now, format!("{session}@test")]).await;
    write(&PILLAR, params![pillar, program]).await;
    write(&MESSAGE, params![message, program, format!("{message}@test"), now]).await;
    write(&IMPORT, params![import, b"name,email\nAda,a@b.example\n".to_vec(), by, now]).await;
    write(&SIGNAL, params![signal, leader, now]).await;
    write(
        &SETUP,
        params![token_hash(&setup), now, now + bellwether_kernel::jiff::SignedDuration::from_hours(1)],
    )
    .await;
    BTreeMap::from([
        ("program", program.to_string()),
        ("prospect", prospect.to_string()),
        ("pitch", pitch.to_string()),
        ("touch", touch.to_string()),
        ("response", response.to_string()),
        ("enrollment", e.to_string()),
        ("match", matched.to_string()),
        ("change", change.to_string()),
        ("cap", cap.to_string()),
        ("table", table.to_string()),
        ("mentorship", mentorship.to_string()),
        ("slot", slot.to_string()),
        ("session", session.to_string()),
        ("pillar", pillar.to_string()),
        ("message", message.to_string()),
        ("import", import.to_string()),
        ("signal", signal.to_string()),
        ("person", leader.to_string()),
        ("token", token),
        ("link", setup),
        ("at", "1".to_owned()),
        ("name", bellwether_app::shell::assets::app_css().trim_start_matches("/assets/").to_owned()),
    ])
}
