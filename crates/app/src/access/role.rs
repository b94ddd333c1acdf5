//! The kinds of people a route can be for. Each says how far it reaches, or that it does not.

use super::scope::{ByLink, Directory, InMatch, InMentorship, InProgram, Mine, OfProgram, Whole};
use super::{Actor, token_hash};
use crate::{App, Mode};
use axum::extract::RawPathParams;
use bellwether_db::{Read, Result, params, row, statements};
use bellwether_kernel::{MatchId, MentorshipId, PersonId, PitchId, ProgramId, ProspectId, Timestamp};
use std::str::FromStr;

statements! {
    /// A program whose page may be read by all.
    PROGRAM_OPEN = "select case when open_at is null then 0 else 1 end from programs where id = $1";
    /// The pitch behind a link.
    BY_LINK = "
        select i.id, s.id, s.program_id, s.person_id
        from pitches i join prospects s on s.id = i.prospect_id
        where i.token_hash = $1 and i.state <> 'draft'";
    /// The two of a match that they were told of; a draft, whatever became of it, is the coordinators'.
    MATCH_OF = "
        select r.person_id, e.person_id
        from matches m join enrollments r on r.id = m.mentor_id join enrollments e on e.id = m.mentee_id
        where m.id = $1 and m.state <> 'draft' and m.proposed_at is not null";
    /// The two of a mentorship.
    MENTORSHIP_OF = "select mentor_id, mentee_id from mentorships where id = $1";
    /// A link that makes the first administrator, still unused.
    SETUP_LINK = "select count(*) from setup_links where token_hash = $1 and used_at is null and expires_at > $2";
}

row! { struct Linked { pitch: PitchId, prospect: ProspectId, program: ProgramId, person: PersonId } }

/// What a role looks at to decide.
pub struct Asking<'a> {
    pub(super) app: &'a App,
    pub(super) now: Timestamp,
    pub(super) actor: Option<&'a Actor>,
    pub(super) path: &'a RawPathParams,
}

impl Asking<'_> {
    fn in_path<T: FromStr>(&self, name: &str) -> Option<T> {
        self.path.iter().find(|(n, _)| *n == name).and_then(|(_, value)| value.parse().ok())
    }
}

/// A kind of person that a route can be for.
pub trait Role: Copy + Send + Sync + 'static {
    /// How far such a person reaches.
    type Scope: Send + Sync;
    /// Its name in the table of routes.
    const NAME: &'static str;
    /// Whether it may be held by somebody who is not signed in. Where not, they are asked to sign in.
    const WITHOUT_SIGN_IN: bool = false;
    /// The scope, or `None`: not theirs, or not there.
    fn scope(asking: &Asking<'_>) -> impl Future<Output = Result<Option<Self::Scope>>> + Send;
}

macro_rules! roles {
    ($($(#[$doc:meta])* $name:ident: $scope:ty $(, $without:ident)? |$asking:ident| $body:expr;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy)]
        pub struct $name;
        impl Role for $name {
            type Scope = $scope;
            const NAME: &'static str = stringify!($name);
            $(const WITHOUT_SIGN_IN: bool = stringify!($without).len() > 0;)?
            async fn scope($asking: &Asking<'_>) -> Result<Option<$scope>> { $body }
        }
    )*};
}

roles! {
    /// Anybody at all.
    Anyone: (), open |_asking| Ok(Some(()));

    /// Anybody who is signed in, for what is their own.
    SignedIn: Mine |asking| Ok(asking.actor.map(|a| Mine { person: a.person }));

    /// Coordinators of any program, and administrators: the directory.
    Staff: Directory |asking| Ok(asking.actor.and_then(|a| {
        let coordinates = !a.coordinates.is_empty();
        (coordinates || a.administers).then_some(Directory { by: a.person, coordinates, administers: a.administers })
    }));

    /// Administrators: sign-in, mail, retention. Never a pair's words, never a leader's answer.
    Administrator: Whole |asking| Ok(asking.actor.filter(|a| a.administers).map(|a| Whole { by: a.person }));

    /// The coordinators of the program in the path (`{program}`).
    Coordinator: InProgram |asking| Ok(asking.in_path::<ProgramId>("program").and_then(|program| {
        let actor = asking.actor?;
        actor.coordinated(program).map(|_| InProgram { program, by: actor.person })
    }));

    /// Readers of a program's page (`{program}`): whoever is signed in, or all where it was opened.
    ProgramReader: OfProgram, open |asking| {
        let Some(program) = asking.in_path::<ProgramId>("program") else { return Ok(None) };
        let open: Option<(bool,)> = asking.app.db().maybe(&PROGRAM_OPEN, params![program]).await?;
        let person = asking.actor.map(|a| a.person);
        Ok(open.filter(|(open,)| *open || person.is_some()).map(|_| OfProgram { program, person }))
    };

    /// Whoever holds a pitch's link (`{token}`). It answers one question and signs nobody in.
    LinkHolder: ByLink, open |asking| {
        let Some(token) = asking.in_path::<String>("token") else { return Ok(None) };
        let linked = asking.app.db().maybe::<Linked>(&BY_LINK, params![token_hash(&token)]).await?;
        Ok(linked.map(|l| ByLink { pitch: l.pitch, prospect: l.prospect, program: l.program, person: l.person }))
    };

    /// The two to whom a match was proposed (`{match}`).
    Proposed: InMatch |asking| {
        let (Some(actor), Some(matched)) = (asking.actor, asking.in_path::<MatchId>("match")) else { return Ok(None) };
        let two = asking.app.db().maybe::<(PersonId, PersonId)>(&MATCH_OF, params![matched]).await?;
        Ok(two.filter(|(r, e)| actor.person == *r || actor.person == *e)
            .map(|(mentor, _)| InMatch { matched, person: actor.person, mentors: actor.person == mentor }))
    };

    /// The people of a mentorship (`{mentorship}`).
    Mentoring: InMentorship |asking| {
        let (Some(actor), Some(mentorship)) = (asking.actor, asking.in_path::<MentorshipId>("mentorship")) else { return Ok(None) };
        let two = asking.app.db().maybe::<(PersonId, PersonId)>(&MENTORSHIP_OF, params![mentorship]).await?;
        Ok(two.filter(|(r, e)| actor.person == *r || actor.person == *e)
            .map(|(mentor, _)| InMentorship { mentorship, person: actor.person, mentors: actor.person == mentor }))
    };

    /// Whoever holds the one-time link that makes the first administrator (`{link}`).
    SettingUp: (), open |asking| {
        let Some(token) = asking.in_path::<String>("link") else { return Ok(None) };
        let unused: i64 = asking.app.db().value(&SETUP_LINK, params![token_hash(&token), asking.now]).await?;
        Ok((unused > 0).then_some(()))
    };

    /// Anybody, in a demonstration on invented people; nobody, where people are real.
    Demonstration: (), open |asking| Ok((asking.app.config().mode == Mode::Demo).then_some(()));

    /// Anybody, where the server was started for development.
    Developer: (), open |asking| Ok(asking.app.config().development.then_some(()));
}
