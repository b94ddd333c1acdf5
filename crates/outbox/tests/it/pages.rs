use crate::bench::{minutes, on_both};
use bellwether_kernel::{PersonId, ProgramId};
use bellwether_outbox::{
    Delivery, Filter, State, Stopped, due_counts, erase_person, list, of_about, statements, stop, stop_about,
    unsure,
};

on_both! {
    every_statement_is_understood |bench| {
        for sql in statements() {
            bench.db.prepare(sql).await.unwrap_or_else(|e| panic!("{}: {e}", sql.name));
        }
    }

    a_letter_is_kept_as_it_was_written_with_its_message_id |bench| {
        let id = bench.put(bench.letter("Jerome@Firm.example")).await;
        let kept = bench.message(id).await;
        assert_eq!(kept.state, State::Queued);
        assert_eq!(kept.header_id, format!("{id}@mentoring.firm.example"));
        assert_eq!(kept.to_email, "Jerome@Firm.example");
        assert_eq!(kept.subject, "Six hours Bcc: all@firm.example", "no header can be smuggled in");
    }

    a_fact_that_is_taken_back_sends_nothing |bench| {
        let tx = bench.db.begin().await.unwrap();
        bellwether_outbox::enqueue(&tx, &bench.world, "firm.example", bench.letter("a@firm.example")).await.unwrap();
        drop(tx);
        assert_eq!(bench.worker().deliver_due().await.unwrap(), 0);
        assert_eq!(bench.server.total(), 0);
    }

    a_pitch_can_be_stopped_for_two_minutes_and_not_later |bench| {
        let mut letter = bench.letter("jerome@firm.example");
        letter.not_before = bench.now() + minutes(2);
        let id = bench.put(letter.clone()).await;
        let let_go = bench.put(letter).await;
        assert_eq!(bench.worker().deliver_due().await.unwrap(), 0, "it waits behind the stop button");
        let tx = bench.db.begin().await.unwrap();
        assert_eq!(stop(&tx, &bench.world, id, "stopped by Amara").await.unwrap(), Stopped::InTime);
        tx.commit().await.unwrap();
        bench.pass(minutes(2));
        assert_eq!(bench.worker().deliver_due().await.unwrap(), 1);
        assert_eq!((bench.state(id).await, bench.state(let_go).await), (State::Stopped, State::Sent));
        let tx = bench.db.begin().await.unwrap();
        let late = stop(&tx, &bench.world, let_go, "stopped by Amara").await.unwrap();
        assert_eq!(late, Stopped::TooLate(State::Sent));
    }

    an_answer_stops_what_has_not_left_about_it |bench| {
        let (asked, other) = (bench.put(bench.letter("a@firm.example")).await, bench.put(bench.letter("b@firm.example")).await);
        let tx = bench.db.begin().await.unwrap();
        assert_eq!(stop_about(&tx, &bench.world, "pitch:a", "answered").await.unwrap(), 1);
        tx.commit().await.unwrap();
        bench.worker().deliver_due().await.unwrap();
        assert_eq!((bench.state(asked).await, bench.state(other).await), (State::Stopped, State::Sent));
        assert_eq!(bench.words(asked).await, "answered");
    }

    pages_find_messages_by_program_state_kind_and_person |bench| {
        bench.put_many(3).await;
        let mut elsewhere = bench.letter("x@firm.example");
        elsewhere.program = Some(ProgramId(8));
        elsewhere.person = Some(PersonId(80));
        elsewhere.kind = "invitation";
        let elsewhere = bench.put(elsewhere).await;
        bench.server.answers("leader1@firm.example", Delivery::Unsure("no word".to_owned()));
        bench.worker().deliver_due().await.unwrap();

        let counts = due_counts(&bench.db, Some(ProgramId(7))).await.unwrap();
        assert_eq!((counts.sent, counts.unsure, counts.queued), (2, 1, 0));
        assert_eq!(due_counts(&bench.db, None).await.unwrap().sent, 3);
        let lost = unsure(&bench.db, Some(ProgramId(7))).await.unwrap();
        assert_eq!(lost.len(), 1);
        assert_eq!(lost[0].to_email, "leader1@firm.example");
        assert!(unsure(&bench.db, Some(ProgramId(8))).await.unwrap().is_empty());

        let sent = Filter { state: Some(State::Sent), ..Filter::default() };
        let page = list(&bench.db, &sent, 0, 2).await.unwrap();
        assert_eq!((page.messages.len(), page.total), (2, 3));
        for filter in [
            Filter { program: Some(ProgramId(8)), ..Filter::default() },
            Filter { kind: Some("invitation".to_owned()), ..Filter::default() },
            Filter { person: Some(PersonId(80)), ..Filter::default() },
        ] {
            let page = list(&bench.db, &filter, 0, 10).await.unwrap();
            assert_eq!(page.messages.iter().map(|m| m.id).collect::<Vec<_>>(), [elsewhere]);
        }
        assert_eq!(of_about(&bench.db, "pitch:x").await.unwrap().len(), 1);
    }

    an_erased_person_gets_nothing_more_and_leaves_no_words |bench| {
        let sent = bench.put(bench.letter("jerome@firm.example")).await;
        bench.worker().deliver_due().await.unwrap();
        let queued = bench.put(bench.letter("jerome@firm.example")).await;
        let tx = bench.db.begin().await.unwrap();
        erase_person(&tx, &bench.world, PersonId(70)).await.unwrap();
        tx.commit().await.unwrap();
        bench.worker().deliver_due().await.unwrap();
        assert_eq!((bench.state(sent).await, bench.state(queued).await), (State::Sent, State::Stopped));
        for id in [sent, queued] {
            let kept = format!("{:?}", bench.message(id).await);
            assert!(!kept.contains("Jerome") && !kept.contains("mentor one") && !kept.contains("jerome@"), "{kept}");
        }
        assert_eq!(bench.server.total(), 1);
    }
}
