//! One message to one recipient, and every way in which it can go.

use std::time::Duration;

use bellwether_wire::smtp::{
    Concern, Envelope, Outcome, Security, Server, Session, Stage, Timeouts, deliver, test_connection,
};
use proptest::prelude::*;

use super::server::{Act, Point, SmtpServer};

const MESSAGE: &[u8] = b"Message-ID: <1@firm.example>\r\nSubject: A quick ask\r\n\r\nSix hours in all.\r\n";

fn to(address: &str) -> Envelope {
    Envelope::new("mentoring@firm.example", address).unwrap()
}

fn patient(server: &SmtpServer) -> Server {
    Server::parse(&server.url()).unwrap()
}

fn impatient(server: &SmtpServer) -> Server {
    let short = Duration::from_millis(250);
    patient(server).waiting(Timeouts { connect: short, command: short, message: short })
}

/// Short waits only where the server never answers, so that a busy machine fails no test.
fn as_patient_as(act: &Act, server: &SmtpServer) -> Server {
    if matches!(act, Act::Hang | Act::KeepAndHang) { impatient(server) } else { patient(server) }
}

/// Delivers with `act` scripted at `point`; gives the outcome and how many mails the server kept.
async fn scripted(point: Point, act: Act) -> (Outcome, usize) {
    let server = SmtpServer::start().await.unwrap();
    let client = as_patient_as(&act, &server);
    server.for_all(Some((point, act)));
    let outcome = deliver(&client, &to("jane@firm.example"), MESSAGE).await;
    (outcome, server.mails().len())
}

#[tokio::test]
async fn a_mail_that_the_server_takes_is_accepted() {
    let server = SmtpServer::start().await.unwrap();
    let outcome = deliver(&patient(&server), &to("jane@firm.example"), MESSAGE).await;
    let Outcome::Accepted { reply } = outcome else { panic!("{outcome:?}") };
    assert_eq!(reply.to_string(), "250 2.0.0 taken");
    let mails = server.mails();
    assert_eq!(
        (mails[0].from.as_str(), mails[0].to.as_str()),
        ("mentoring@firm.example", "jane@firm.example")
    );
    assert_eq!(mails[0].data, MESSAGE);
    assert_eq!(server.accepted_by_message_id()["<1@firm.example>"], 1);
}

#[tokio::test]
async fn an_unknown_recipient_is_refused_for_good_and_it_is_about_her() {
    let (outcome, kept) = scripted(Point::Recipient, Act::Reply(550, "5.1.1 no such user")).await;
    assert!(
        matches!(&outcome, Outcome::Refused { stage: Stage::Recipient, reply } if reply.code == Some(550))
    );
    assert_eq!(outcome.concern(), Some(Concern::Recipient));
    assert_eq!(kept, 0);
}

#[tokio::test]
async fn a_refused_sender_is_about_the_whole_server() {
    let (outcome, _) = scripted(Point::Sender, Act::Reply(550, "5.7.1 not your domain")).await;
    assert!(matches!(&outcome, Outcome::Refused { stage: Stage::Sender, .. }));
    assert_eq!(outcome.concern(), Some(Concern::Server));
}

#[tokio::test]
async fn a_policy_against_a_message_blames_neither_her_nor_the_server() {
    for (point, text) in
        [(Point::Recipient, "5.7.1 relaying denied"), (Point::Message, "5.7.1 looks like spam")]
    {
        let (outcome, kept) = scripted(point, Act::Reply(554, text)).await;
        assert!(matches!(&outcome, Outcome::Refused { .. }), "{outcome:?}");
        assert_eq!((outcome.concern(), kept), (Some(Concern::Letter), 0));
    }
}

#[tokio::test]
async fn a_message_refused_after_data_was_certainly_not_taken() {
    let (outcome, kept) = scripted(Point::Message, Act::Reply(554, "too large")).await;
    assert!(matches!(&outcome, Outcome::Refused { stage: Stage::Message, reply } if reply.code == Some(554)));
    assert_eq!(kept, 0);
}

#[tokio::test]
async fn a_server_that_asks_to_come_back_is_tried_again_later() {
    for (point, stage, code) in [
        (Point::Greeting, Stage::Connection, 421),
        (Point::Sender, Stage::Sender, 451),
        (Point::Recipient, Stage::Recipient, 450),
        (Point::Data, Stage::Data, 451),
        (Point::Message, Stage::Message, 452),
        (Point::Message, Stage::Message, 421),
    ] {
        let (outcome, kept) = scripted(point, Act::Reply(code, "4.2.0 later")).await;
        let Outcome::RefusedForNow { stage: at, reply } = outcome else { panic!("{point:?}: {outcome:?}") };
        assert_eq!((at, reply.code, kept), (stage, Some(code), 0));
    }
}

#[tokio::test]
async fn a_connection_lost_before_the_end_of_the_message_is_tried_again_later() {
    for act in [Act::Close, Act::Hang] {
        for (point, stage) in [
            (Point::Greeting, Stage::Connection),
            (Point::Sender, Stage::Sender),
            (Point::Recipient, Stage::Recipient),
            (Point::Data, Stage::Data),
        ] {
            let (outcome, kept) = scripted(point, act.clone()).await;
            let Outcome::RefusedForNow { stage: at, reply } = &outcome else {
                panic!("{point:?}: {outcome:?}")
            };
            assert_eq!((*at, reply.code, kept), (stage, None, 0));
            assert_eq!(outcome.concern(), Some(Concern::Server));
        }
    }
}

#[tokio::test]
async fn a_connection_lost_in_the_middle_of_a_long_message_is_tried_again_later() {
    let server = SmtpServer::start().await.unwrap();
    let long = [MESSAGE, &b"a line of the message\r\n".repeat(1_000_000)].concat();
    for act in [Act::Close, Act::Hang, Act::Reply(552, "5.3.4 too large")] {
        let client = as_patient_as(&act, &server);
        server.for_all(Some((Point::Middle, act)));
        let outcome = deliver(&client, &to("jane@firm.example"), &long).await;
        let is_certain = matches!(outcome, Outcome::RefusedForNow { .. } | Outcome::Refused { .. });
        assert!(is_certain, "{outcome:?}");
    }
    assert!(server.mails().is_empty());
}

#[tokio::test]
async fn a_connection_lost_after_the_message_leaves_us_unsure_whether_it_was_taken_or_not() {
    for (act, kept_by_server) in
        [(Act::Close, 0), (Act::Hang, 0), (Act::KeepAndClose, 1), (Act::KeepAndHang, 1)]
    {
        let (outcome, kept) = scripted(Point::Message, act).await;
        assert!(matches!(outcome, Outcome::Unsure { .. }), "{outcome:?}");
        assert_eq!((outcome.concern(), kept), (None, kept_by_server));
    }
}

#[tokio::test]
async fn many_are_delivered_side_by_side_and_each_arrives_once() {
    let server = SmtpServer::start().await.unwrap();
    let client = patient(&server);
    let mut tasks = tokio::task::JoinSet::new();
    for id in 0..40 {
        let client = client.clone();
        tasks.spawn(async move {
            let message = format!("Message-ID: <{id}@firm.example>\r\nSubject: x\r\n\r\nhello\r\n");
            deliver(&client, &to("jane@firm.example"), message.as_bytes()).await
        });
    }
    let outcomes = tasks.join_all().await;
    assert!(outcomes.iter().all(|outcome| matches!(outcome, Outcome::Accepted { .. })));
    let counts = server.accepted_by_message_id();
    assert!(counts.len() == 40 && counts.values().all(|count| *count == 1), "{counts:?}");
}

#[tokio::test]
async fn a_slow_server_is_waited_for() {
    let server = SmtpServer::start().await.unwrap();
    server.for_all(Some((Point::Message, Act::Wait(Duration::from_millis(300)))));
    let outcome = deliver(&patient(&server), &to("jane@firm.example"), MESSAGE).await;
    assert!(matches!(outcome, Outcome::Accepted { .. }), "{outcome:?}");
}

#[tokio::test]
async fn a_batch_goes_over_one_connection_and_each_outcome_is_about_one_person() {
    let server = SmtpServer::start().await.unwrap();
    server.for_recipient("gone@firm.example", Point::Recipient, Act::Reply(550, "5.1.1 no such user"));
    server.for_recipient("full@firm.example", Point::Message, Act::Reply(452, "4.2.2 mailbox full"));
    let mut session = Session::new(patient(&server));
    let mut outcomes = Vec::new();
    for name in ["jane", "gone", "full", "omar"] {
        outcomes.push(session.deliver(&to(&format!("{name}@firm.example")), MESSAGE).await);
    }
    session.close().await;
    assert!(matches!(outcomes[0], Outcome::Accepted { .. }));
    assert!(matches!(outcomes[1], Outcome::Refused { .. }));
    assert!(matches!(outcomes[2], Outcome::RefusedForNow { .. }));
    assert!(matches!(outcomes[3], Outcome::Accepted { .. }));
    assert_eq!((server.connections(), server.mails().len()), (1, 2));
}

#[tokio::test]
async fn after_trouble_the_next_in_a_batch_gets_a_fresh_connection() {
    let server = SmtpServer::start().await.unwrap();
    server.for_next(Point::Message, Act::KeepAndClose);
    server.for_next(Point::Sender, Act::Reply(421, "4.3.2 closing"));
    let mut session = Session::new(patient(&server));
    let mut outcomes = Vec::new();
    for name in ["jane", "li", "omar"] {
        outcomes.push(session.deliver(&to(&format!("{name}@firm.example")), MESSAGE).await);
    }
    assert!(matches!(outcomes[0], Outcome::Unsure { .. }), "{:?}", outcomes[0]);
    assert!(matches!(outcomes[1], Outcome::RefusedForNow { .. }), "{:?}", outcomes[1]);
    assert!(matches!(outcomes[2], Outcome::Accepted { .. }), "{:?}", outcomes[2]);
    assert_eq!(server.connections(), 3);
}

#[tokio::test]
async fn a_wrong_password_is_about_the_server_and_nobody_is_named_to_it() {
    let server = SmtpServer::start().await.unwrap();
    server.require_login("bell", "s3cret");
    let login = |password: &str| {
        Server::parse(&format!("smtp://bell:{password}@127.0.0.1:{}?tls=none", server.port())).unwrap()
    };
    let outcome = deliver(&login("wrong"), &to("jane@firm.example"), MESSAGE).await;
    assert!(matches!(&outcome, Outcome::Refused { stage: Stage::Login, reply } if reply.code == Some(535)));
    assert_eq!(outcome.concern(), Some(Concern::Server));
    assert!(server.recipients_named().is_empty());
    let outcome = deliver(&login("s3cret"), &to("jane@firm.example"), MESSAGE).await;
    assert!(matches!(outcome, Outcome::Accepted { .. }), "{outcome:?}");
}

#[tokio::test]
async fn a_server_without_encryption_gets_nothing_where_encryption_is_required() {
    let server = SmtpServer::start().await.unwrap();
    let strict = Server { security: Security::Required, ..patient(&server) };
    let outcome = deliver(&strict, &to("jane@firm.example"), MESSAGE).await;
    assert!(matches!(&outcome, Outcome::RefusedForNow { stage: Stage::Encryption, .. }), "{outcome:?}");
    assert!(server.mails().is_empty() && server.recipients_named().is_empty());
}

#[tokio::test]
async fn the_settings_can_be_tested_without_sending() {
    let server = SmtpServer::start().await.unwrap();
    let welcome = test_connection(&patient(&server)).await.unwrap();
    assert_eq!((welcome.is_encrypted, welcome.is_logged_in), (false, false));
    assert!(server.recipients_named().is_empty());
    let port = server.port();
    drop(server);
    tokio::time::sleep(Duration::from_millis(50)).await;
    let nobody = Server::new("127.0.0.1", port, Security::None);
    let outcome = test_connection(&nobody).await.unwrap_err();
    assert!(matches!(outcome, Outcome::RefusedForNow { stage: Stage::Connection, .. }), "{outcome:?}");
    assert!(outcome.to_string().to_lowercase().contains("refused"), "{outcome}");
}

#[tokio::test]
async fn a_lone_line_feed_cannot_smuggle_a_second_mail() {
    let server = SmtpServer::start().await.unwrap();
    let message = b"Subject: x\n\nhello\n.\nMAIL FROM:<evil@x.example>\r.\r\nend";
    deliver(&patient(&server), &to("jane@firm.example"), message).await;
    let mails = server.mails();
    assert_eq!(mails.len(), 1);
    assert_eq!(mails[0].data, b"Subject: x\r\n\r\nhello\r\n.\r\nMAIL FROM:<evil@x.example>\r\n.\r\nend\r\n");
}

#[test]
fn addresses_of_servers_are_read() {
    let server = Server::parse("smtp://bell%40firm.example:p%23ss@mail.firm.example").unwrap();
    assert_eq!(
        (server.host.as_str(), server.port, server.security),
        ("mail.firm.example", 587, Security::Required)
    );
    let login = server.login.clone().unwrap();
    assert_eq!((login.user.as_str(), login.password.as_str()), ("bell@firm.example", "p#ss"));
    assert!(!format!("{server} {server:?}").contains("p#ss"), "the password is never printed");
    let read = |text: &str| Server::parse(text).map(|server| (server.port, server.security));
    assert_eq!(read("smtps://mail.firm.example"), Ok((465, Security::Implicit)));
    assert_eq!(read("smtp://mail.firm.example:25?tls=opportunistic"), Ok((25, Security::Opportunistic)));
    assert_eq!(read("smtp://127.0.0.1:2525"), Ok((2525, Security::None)));
    assert_eq!(read("smtp://[::1]:2525"), Ok((2525, Security::None)));
    let trusting = Server::parse("smtps://mail.firm.example?ca=/etc/firm.pem").unwrap();
    assert_eq!(trusting.ca_file.as_deref(), Some(std::path::Path::new("/etc/firm.pem")));
    assert_eq!(read("smtp://localhost?tls=required"), Ok((587, Security::Required)));
}

#[test]
fn a_bad_address_of_a_server_says_what_to_write() {
    let said = |text: &str| Server::parse(text).unwrap_err().to_string();
    assert!(said("mail.firm.example").contains("smtp://user:password@host:587"));
    assert!(said("http://mail.firm.example").contains("not with http://"));
    assert!(said("smtp://").contains("names no host"));
    assert!(said("smtp://bell@mail.firm.example").contains("without a password"));
    assert!(said("smtp://mail.firm.example?tls=maybe").contains("tls=maybe"));
    assert!(said("smtps://mail.firm.example?tls=none").contains("always encrypted"));
    assert!(said("smtp://mail.firm.example?starttls=1").contains("option starttls"));
    assert!(said("smtp://mail.firm.example?tls=required&ca=/etc/firm.pem&x=1").contains("option x"));
    assert!(said("smtp://u:p#s@mail.firm.example").contains("%23 for #"));
}

proptest! {
    #[test]
    fn any_text_is_an_address_of_a_server_or_not(text in "(smtps?://)?[a-z:@/?#%=\\[\\]0-9é]{0,40}") {
        let _ = Server::parse(&text);
    }
}
