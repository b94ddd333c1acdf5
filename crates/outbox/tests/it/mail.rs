//! A real conversation with a mail server that does as it is told.

use crate::bench::{Bench, minutes, on_both, pace};
use crate::smtp_server::{Act, Point, SmtpServer};
use bellwether_kernel::{Email, MessageId};
use bellwether_outbox::{Anyone, Calendar, Smtp, State, Worker, suppressed, trouble};
use bellwether_wire::smtp::{Server, Timeouts};
use std::sync::Arc;
use std::time::Duration;

/// A worker that sends by SMTP, without much patience.
fn worker(bench: &Bench, server: &SmtpServer) -> Worker {
    let (connect, command, message) =
        (Duration::from_secs(5), Duration::from_secs(5), Duration::from_millis(600));
    let there = Server::parse(&server.url()).unwrap().waiting(Timeouts { connect, command, message });
    let smtp = Arc::new(Smtp::new(there, Email::parse("mentoring@firm.example").unwrap()));
    Worker::new(bench.db.clone(), bench.world.clone(), smtp, Arc::new(Anyone)).with_pace(pace())
}

async fn put_to(bench: &Bench, to: &str) -> MessageId {
    bench.put(bench.letter(to)).await
}

on_both! {
    each_way_a_mail_server_can_fail_is_told_apart |bench| {
        let server = SmtpServer::start().await.unwrap();
        let scripts = [
            ("taken", None, State::Sent),
            ("later", Some((Point::Recipient, Act::Reply(451, "4.7.1 greylisted"))), State::Queued),
            ("unknown", Some((Point::Recipient, Act::Reply(550, "5.1.1 no such user"))), State::Refused),
            ("spam", Some((Point::Message, Act::Reply(554, "5.7.1 looks like spam"))), State::Refused),
            ("policy", Some((Point::Recipient, Act::Reply(550, "5.7.1 not from you"))), State::Refused),
            ("kept", Some((Point::Message, Act::KeepAndClose)), State::Unsure),
            ("dropped", Some((Point::Message, Act::Close)), State::Unsure),
            ("silent", Some((Point::Message, Act::KeepAndHang)), State::Unsure),
        ];
        let mut expected = Vec::new();
        for (name, script, state) in scripts {
            let to = format!("{name}@firm.example");
            if let Some((point, act)) = script { server.for_recipient(&to, point, act); }
            expected.push((name, put_to(bench, &to).await, state));
        }
        worker(bench, &server).deliver_due().await.unwrap();
        for (name, id, state) in &expected {
            assert_eq!(bench.state(*id).await, *state, "{name}: {}", bench.words(*id).await);
        }
        for (name, bounced) in [("unknown", true), ("policy", false), ("spam", false), ("later", false)] {
            let email = Email::parse(&format!("{name}@firm.example")).unwrap();
            assert_eq!(suppressed(&bench.db, &email).await.unwrap().is_some(), bounced, "{name}");
        }
        // Whatever happens next, what was unsure is not sent again by itself.
        server.for_all(None);
        for _ in 0..100 {
            bench.pass(minutes(30));
            worker(bench, &server).deliver_due().await.unwrap();
        }
        assert!(server.accepted_by_message_id().values().all(|times| *times == 1));
        assert_eq!(server.mails_to("dropped@firm.example").len(), 0);
        assert_eq!(bench.state(expected[6].1).await, State::Unsure);
    }

    a_hundred_letters_share_a_few_connections_and_arrive_as_written |bench| {
        let server = SmtpServer::start().await.unwrap();
        let mut letter = bench.letter("jerome@firm.example");
        letter.calendar = Some(Calendar { method: "REQUEST".to_owned(), file: "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n".to_owned() });
        letter.created_by = None;
        let id = bench.put(letter).await;
        bench.put_many(99).await;
        worker(bench, &server).deliver_due().await.unwrap();
        assert_eq!(server.mails().len(), 100);
        assert!(server.connections() <= 8, "{} connections", server.connections());
        let mail = &server.mails_to("jerome@firm.example")[0];
        assert_eq!(mail.from, "mentoring@firm.example");
        assert_eq!(mail.header("Message-ID").unwrap(), format!("<{id}@mentoring.firm.example>"));
        assert_eq!(mail.header("Auto-Submitted").as_deref(), Some("auto-generated"));
        assert_eq!(mail.header("Subject").as_deref(), Some("Six hours Bcc: all@firm.example"));
        assert_eq!(mail.header("Bcc"), None);
        assert!(mail.header("Reply-To").unwrap().contains("amara@firm.example"));
        assert!(mail.header("Date").unwrap().starts_with("Tue, 09 Feb 2027 09:00:00"));
        assert!(String::from_utf8_lossy(&mail.data).contains("text/calendar; method=REQUEST"));
        assert_eq!(server.mails_to("leader1@firm.example")[0].header("Auto-Submitted"), None, "a coordinator wrote that");
    }

    a_wrong_password_refuses_no_letter_they_wait_until_it_is_mended |bench| {
        let server = SmtpServer::start().await.unwrap();
        server.for_all(Some((Point::Sender, Act::Reply(530, "5.7.0 log in first"))));
        let id = put_to(bench, "jerome@firm.example").await;
        worker(bench, &server).deliver_due().await.unwrap();
        assert_eq!(bench.state(id).await, State::Queued);
        assert!(trouble(&bench.db).await.unwrap().unwrap().words.contains("log in first"));
        server.for_all(None);
        bench.pass(minutes(2));
        worker(bench, &server).deliver_due().await.unwrap();
        assert_eq!(bench.state(id).await, State::Sent);
    }

    a_server_that_relays_for_nobody_suppresses_nobody |bench| {
        let server = SmtpServer::start().await.unwrap();
        server.for_all(Some((Point::Recipient, Act::Reply(550, "relay not permitted"))));
        let id = put_to(bench, "jerome@firm.example").await;
        worker(bench, &server).deliver_due().await.unwrap();
        assert_eq!(bench.state(id).await, State::Queued);
        let email = Email::parse("jerome@firm.example").unwrap();
        assert!(suppressed(&bench.db, &email).await.unwrap().is_none());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_server_at_all_is_trouble_and_no_loss() {
    let bench = crate::bench::sqlite().await;
    let server = SmtpServer::start().await.unwrap();
    let nobody = worker(&bench, &server);
    drop(server);
    tokio::time::sleep(Duration::from_millis(50)).await;
    let ids = bench.put_many(20).await;
    nobody.deliver_due().await.unwrap();
    for id in ids {
        assert_eq!(bench.state(id).await, State::Queued);
    }
    assert!(trouble(&bench.db).await.unwrap().is_some());
}
