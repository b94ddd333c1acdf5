//! A letter leaves only while there is a reason for it, and at an hour that befits it.

use bellwether_app::background;
use bellwether_db::{Read, params, statements};
use bellwether_kernel::{Email, MessageId, PersonId, PitchId, ProgramId, ProspectId};
use bellwether_outbox::{Captured, Letter};
use bellwether_testkit::{House, stories};
use std::sync::Arc;

statements! {
    PROSPECT = "
        insert into prospects (id, program_id, person_id, stage, identified_at, met_at, asked_at)
        values ($1, $2, $3, 'asked', $4, $4, $4)";
    PITCH = "
        insert into pitches (id, prospect_id, from_id, angle, subject, message, opening, ask_minutes, ask_sessions, ask_months,
            ask_mentees, ask_starts_on, support, token_hash, state, created_at, updated_at, sent_at)
        values ($1, $2, $3, 'learning', 'Would you?', 'Would you?', 'Would you?', 45, 2, 4, 1, '2027-03-01', '[]', $4, 'sent', $5, $5, $5)";
    ANSWERED = "update prospects set answered_at = $1, answer = 'no', stage = 'answered'";
    WITHDRAWN = "update pitches set state = 'withdrawn'";
    CLOSED = "update programs set closed_at = $1";
    LEFT = "update people set left_on = '2027-02-01' where id = $1";
    ZONE = "update people set time_zone = 'Asia/Tokyo' where id = $1";
    STATE = "select state, coalesce(words, ''), not_before from messages where id = $1";
    QUIET_OFF = "insert into settings (name, value) values ('outbox.quiet_hours', 'off')";
}

struct Asked {
    leader: PersonId,
    message: MessageId,
}

async fn asked(house: &House, kind: &'static str) -> Asked {
    let program: ProgramId = house.cast().program("Open Door").await;
    let ines = house.cast().coordinator("Ines Halloran", program).await;
    let leader = house.cast().person("Idris Inoue", None).await;
    let (prospect, pitch): (ProspectId, PitchId) = (house.world.id(), house.world.id());
    house.run(&PROSPECT, &[&prospect, &program, &leader, &house.now()]).await;
    house.run(&PITCH, &[&pitch, &prospect, &ines, &format!("token-{pitch}"), &house.now()]).await;
    let tx = house.db.begin().await.unwrap();
    let letter = Letter {
        kind,
        program: Some(program),
        person: Some(leader),
        about: format!("pitch:{pitch}"),
        to: ("Idris Inoue".to_owned(), Email::parse("idris.inoue@firm.example").unwrap()),
        from_name: "Ines Halloran".to_owned(),
        reply_to: None,
        subject: "Would you?".to_owned(),
        text: "Would you?".to_owned(),
        html: None,
        calendar: None,
        not_before: house.now(),
        expires_at: None,
        created_by: Some(ines),
    };
    let message = bellwether_outbox::enqueue(&tx, &house.world, "localhost", letter).await.unwrap();
    tx.commit().await.unwrap();
    Asked { leader, message }
}

async fn deliver(house: &House, message: MessageId) -> (String, String) {
    background::worker(&house.app, Arc::new(Captured)).deliver_due().await.unwrap();
    let found: (String, String, i64) = house.db.one(&STATE, params![message]).await.unwrap();
    (found.0, found.1)
}

stories! {
    a_pitch_leaves_in_working_hours |house| {
        let asked = asked(house, "pitch").await;
        assert_eq!(deliver(house, asked.message).await.0, "sent");
    }

    whoever_answered_is_asked_nothing_more |house| {
        let asked = asked(house, "follow-up").await;
        house.run(&ANSWERED, &[&house.now()]).await;
        assert_eq!(deliver(house, asked.message).await, ("stopped".to_owned(), "they have answered".to_owned()));
    }

    a_withdrawn_pitch_does_not_leave |house| {
        let asked = asked(house, "pitch").await;
        house.run(&WITHDRAWN, &[]).await;
        assert_eq!(deliver(house, asked.message).await.1, "the pitch was withdrawn");
    }

    a_closed_program_asks_nobody |house| {
        let asked = asked(house, "pitch").await;
        house.run(&CLOSED, &[&house.now()]).await;
        assert_eq!(deliver(house, asked.message).await.1, "the program is closed");
    }

    nobody_writes_to_those_who_have_left |house| {
        let asked = asked(house, "thank-you").await;
        house.run(&LEFT, &[&asked.leader]).await;
        assert_eq!(deliver(house, asked.message).await.1, "the person has left");
    }

    at_night_where_the_leader_lives_an_ask_waits_for_the_morning |house| {
        // Three in the afternoon in Greenwich is midnight in Tokyo.
        let asked = asked(house, "pitch").await;
        house.run(&ZONE, &[&asked.leader]).await;
        assert_eq!(deliver(house, asked.message).await.0, "queued");
        house.clock.set("2027-02-09T22:59:00Z".parse().unwrap());
        assert_eq!(deliver(house, asked.message).await.0, "queued");
        house.clock.set("2027-02-09T23:00:00Z".parse().unwrap());
        assert_eq!(deliver(house, asked.message).await.0, "sent");
    }

    what_is_no_ask_leaves_at_night_too |house| {
        let asked = asked(house, "thank-you").await;
        house.run(&ZONE, &[&asked.leader]).await;
        assert_eq!(deliver(house, asked.message).await.0, "sent");
    }

    an_administrator_may_switch_the_quiet_hours_off |house| {
        let asked = asked(house, "pitch").await;
        house.run(&ZONE, &[&asked.leader]).await;
        house.run(&QUIET_OFF, &[]).await;
        assert_eq!(deliver(house, asked.message).await.0, "sent");
    }
}
