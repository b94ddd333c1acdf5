//! Messages as an independent parser reads them.

use bellwether_wire::smtp::{Calendar, Letter, Mailbox, Unsendable, compose};
use mail_parser::{Message, MessageParser, MimeHeaders, PartType};

fn letter() -> Letter {
    Letter {
        from: Mailbox::new("Mentoring at Whitlock", "mentoring@firm.example"),
        reply_to: Some(Mailbox::new("Zoë Çelik", "zoe@firm.example")),
        to: Mailbox::new("Thaddeus Ravenscroft", "thaddeus@firm.example"),
        subject: "Would you mentor one associate?".to_owned(),
        text: "Six hours in all, ending 30 June.\n\nZoë\n".to_owned(),
        html: Some(
            "<p>Six hours in all, <a href=\"https://firm.example/a\">ending 30 June</a>.</p>".to_owned(),
        ),
        calendar: None,
        message_id: "<p-42.1@firm.example>".to_owned(),
        date: "2026-03-31T10:00:00Z".parse().unwrap(),
        headers: vec![],
    }
}

fn parsed(bytes: &[u8]) -> Message<'_> {
    MessageParser::default().parse(bytes).unwrap()
}

#[test]
fn a_message_arrives_as_it_was_written() {
    let bytes = compose(&letter()).unwrap();
    let message = parsed(&bytes);
    let from = message.from().unwrap().first().unwrap();
    assert_eq!(
        (from.name(), from.address()),
        (Some("Mentoring at Whitlock"), Some("mentoring@firm.example"))
    );
    assert_eq!(message.reply_to().unwrap().first().unwrap().name(), Some("Zoë Çelik"));
    assert_eq!(message.subject(), Some("Would you mentor one associate?"));
    assert_eq!(message.message_id(), Some("p-42.1@firm.example"));
    assert_eq!(message.date().unwrap().to_rfc3339(), "2026-03-31T10:00:00Z");
    assert_eq!(message.body_text(0).unwrap().replace("\r\n", "\n"), letter().text);
    assert_eq!(message.body_html(0).unwrap().trim_end(), letter().html.unwrap());
    assert!(message.is_content_type("multipart", "alternative"));
}

#[test]
fn names_and_subjects_in_any_script_arrive() {
    for name in [
        "李小龍",
        "محمد علي الأحمد",
        "Дмитрий Константинович Рождественский",
        "ज्योति",
        "Nguyễn, “Bo” <x>",
        "👩‍💼",
    ] {
        let mut letter = letter();
        letter.to = Mailbox::new(name, "jane@firm.example");
        letter.subject = format!("{name}: would you mentor {}?", name.repeat(6));
        letter.text = format!("Dear {name},\n.\nFrom here on: =20 stays.\n");
        let bytes = compose(&letter).unwrap();
        assert!(bytes.is_ascii());
        assert!(
            bytes
                .split(|b| *b == b'\n')
                .all(|line| line.len() < 999 && line.last().is_none_or(|b| *b == b'\r'))
        );
        let message = parsed(&bytes);
        let to = message.to().unwrap().first().unwrap();
        assert_eq!((to.name(), to.address()), (Some(name), Some("jane@firm.example")));
        assert_eq!(message.subject(), Some(letter.subject.as_str()));
        assert_eq!(message.body_text(0).unwrap().replace("\r\n", "\n"), letter.text);
    }
}

#[test]
fn an_invitation_travels_as_a_calendar_part_with_its_method() {
    let ics = "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nSUMMARY:Zoë\r\nEND:VCALENDAR\r\n";
    let mut letter = letter();
    letter.calendar = Some(Calendar { method: "REQUEST".to_owned(), ics: ics.to_owned() });
    let bytes = compose(&letter).unwrap();
    let message = parsed(&bytes);
    let kinds: Vec<String> = message
        .parts
        .iter()
        .filter_map(|part| {
            part.content_type().map(|kind| format!("{}/{}", kind.c_type, kind.c_subtype.as_deref().unwrap()))
        })
        .collect();
    assert_eq!(kinds, ["multipart/alternative", "text/plain", "text/html", "text/calendar"]);
    let part = message.parts.last().unwrap();
    let kind = part.content_type().unwrap();
    assert_eq!((kind.attribute("method"), kind.attribute("charset")), (Some("REQUEST"), Some("utf-8")));
    let PartType::Text(body) = &part.body else { panic!("{:?}", part.body) };
    assert_eq!(body.trim_end(), ics.trim_end());
}

#[test]
fn the_headers_that_mail_programs_look_for_are_there() {
    let link = format!("<https://firm.example/stop/{}>", "x".repeat(80));
    let mut letter = letter();
    letter.headers = vec![
        ("List-Unsubscribe".to_owned(), link.clone()),
        ("List-Unsubscribe-Post".to_owned(), "List-Unsubscribe=One-Click".to_owned()),
        ("Auto-Submitted".to_owned(), "auto-generated".to_owned()),
    ];
    let text = String::from_utf8(compose(&letter).unwrap()).unwrap().replace("\r\n ", " ");
    assert!(text.contains(&format!("List-Unsubscribe: {link}\r\n")), "{text}");
    assert!(text.contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"));
    assert!(text.contains("Auto-Submitted: auto-generated\r\n"));
}

#[test]
fn a_letter_in_plain_text_is_one_part_and_the_same_letter_is_the_same_bytes() {
    let plain = Letter { html: None, ..letter() };
    let bytes = compose(&plain).unwrap();
    assert!(parsed(&bytes).is_content_type("text", "plain"));
    assert_eq!(compose(&letter()), compose(&letter()));
}

#[test]
fn no_line_break_gets_into_a_header() {
    let breaks: [fn(&mut Letter, &str); 8] = [
        |letter, bad| letter.subject = bad.to_owned(),
        |letter, bad| letter.to.name = Some(bad.to_owned()),
        |letter, bad| letter.from.name = Some(bad.to_owned()),
        |letter, bad| letter.to.address = bad.to_owned(),
        |letter, bad| letter.reply_to = Some(Mailbox::new(bad, "a@firm.example")),
        |letter, bad| letter.message_id = bad.to_owned(),
        |letter, bad| letter.headers = vec![("X-Program".to_owned(), bad.to_owned())],
        |letter, bad| letter.headers = vec![(bad.to_owned(), "x".to_owned())],
    ];
    for change in breaks {
        for bad in ["x\r\nBcc: all@firm.example", "x\nBcc: y", "x\ry", "x\0y", "x\u{2028}y", "x\u{85}y"] {
            let mut letter = letter();
            change(&mut letter, bad);
            assert!(matches!(compose(&letter), Err(Unsendable::LineBreak { .. })), "{bad:?}");
        }
    }
}

#[test]
fn the_letters_own_headers_cannot_be_set_twice() {
    for name in ["Bcc", "TO", "From", "Message-Id", "not a name", ""] {
        let letter = Letter { headers: vec![(name.to_owned(), "x@firm.example".to_owned())], ..letter() };
        assert!(matches!(compose(&letter), Err(Unsendable::Header { .. })), "{name:?}");
    }
}

#[test]
fn nothing_in_a_message_tells_when_it_is_read() {
    for html in [
        "<img src=\"https://firm.example/pixel.gif\">",
        "<IMG width=1 SRC='//firm.example/p'>",
        "<td background=\"http://firm.example/p.png\">",
        "<p style=\"background:url(https://firm.example/p)\">",
        "<link rel=stylesheet href=x.css>",
        "<script>1</script>",
    ] {
        let letter = Letter { html: Some(html.to_owned()), ..letter() };
        assert!(matches!(compose(&letter), Err(Unsendable::RemoteContent { .. })), "{html}");
    }
    let harmless = "<p style=\"color:#123\">See <a href=\"https://firm.example/a\">this</a></p>";
    assert!(compose(&Letter { html: Some(harmless.to_owned()), ..letter() }).is_ok());
}

#[test]
fn what_is_no_address_or_no_id_is_said() {
    for address in ["", "jane", "jane@", "@firm.example", "jane doe@firm.example", "a@b, c@d"] {
        let letter = Letter { to: Mailbox::bare(address), ..letter() };
        assert!(matches!(compose(&letter), Err(Unsendable::Address { .. })), "{address:?}");
    }
    for id in ["", "x", "<x>", "x@y", "<x y@z>", "<x@y><z@w>"] {
        let letter = Letter { message_id: id.to_owned(), ..letter() };
        assert!(matches!(compose(&letter), Err(Unsendable::MessageId { .. })), "{id:?}");
    }
}
