//! Importing people and ties: what comes in, what is refused and named, and how it is taken back.

use bellwether_app::features::people::{
    self, Counts, ImportError, Kind, Options, Outcome, Problem, import_file, undo_import,
};
use bellwether_db::{Read, params, statements};
use bellwether_kernel::PersonId;
use bellwether_kernel::jiff::SignedDuration;
use bellwether_testkit::{House, stories};

statements! {
    PEOPLE = "select count(*) from people";
    TIES = "select count(*) from ties";
    LEVELS = "select count(*) from levels";
    OF_KIND = "select count(*) from ties where kind = $1";
    PERSON = "
        select p.name, p.email, l.name, p.office, p.department, p.since
        from people p left join levels l on l.id = p.level_id where p.key = $1";
    KEY_OF = "select key from people where email_key = $1";
    MANAGER = "select m.key from people p join people m on m.id = p.manager_id where p.key = $1";
    ADVISES = "
        select count(*) from ties t join people f on f.id = t.from_id join people g on g.id = t.to_id
        where f.key = $1 and g.key = $2 and t.kind = 'advised'";
    WHOLE = "
        select coalesce(email, '') || '|' || coalesce(title, '') || '|' || coalesce(office, '') from people where key = $1";
    SENIOR = "select name from levels where senior = 1 order by rank desc";
    IN_ORDER = "select name from levels order by rank desc";
    ENROLLED = "select count(*) from enrollments where role = $1 and withdrawn_at is null";
    KEPT = "select count(*) from imports where content is not null";
    IDENTITY = "select count(*) from sensitive_values";
    SWITCH_ON = "insert into sensitive_columns (attribute, purpose, switched_on_at) values ($1, $2, $3)";
    ERASE = "update people set erased_at = $2 where key = $1";
    BY_KEY = "select id from people where key = $1";
    NOBODY_LEFT = "update erasures set person_id = null";
    FORGET_ERASURES = "delete from erasures";
    NAMED_INES = "select count(*) from people where name = 'Ines Halloran'";
    RENAME = "update people set name = $2, updated_at = $3 where key = $1";
}

type Shown = (String, Option<String>, Option<String>, Option<String>, Option<String>, Option<i64>);

fn sample(path: &str) -> Vec<u8> {
    std::fs::read(format!("{}/../../samples/{path}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

async fn bring(house: &House, kind: Kind, text: &str) -> Outcome {
    try_bring(house, kind, text.as_bytes().to_vec(), Options::default()).await.unwrap()
}

async fn try_bring(
    house: &House,
    kind: Kind,
    bytes: Vec<u8>,
    options: Options,
) -> Result<Outcome, ImportError> {
    house.clock.advance(SignedDuration::from_secs(60));
    import_file(&house.app.system(), kind, "file.csv", bytes, options).await
}

async fn law_firm(house: &House) -> (Outcome, Outcome) {
    let people =
        try_bring(house, Kind::People, sample("law-firm/people.csv"), Options::default()).await.unwrap();
    let ties = try_bring(house, Kind::Ties, sample("law-firm/ties.csv"), Options::default()).await.unwrap();
    (people, ties)
}

async fn count(house: &House, sql: &'static bellwether_db::Sql) -> i64 {
    house.db.value(sql, params![]).await.unwrap()
}

fn counts(new: u64, changed: u64, unchanged: u64, rejected: u64) -> Counts {
    Counts { new, changed, unchanged, rejected }
}

#[track_caller]
fn named(outcome: &Outcome) -> Vec<(u64, &str, &str)> {
    outcome.problems.iter().map(|p: &Problem| (p.line, p.column.as_str(), p.value.as_str())).collect()
}

stories! {
    the_law_firm_comes_in_with_its_levels_and_every_tie |house| {
        let (people, ties) = law_firm(house).await;
        assert_eq!((people.counts, ties.counts), (counts(71, 0, 0, 0), counts(2571, 0, 0, 0)));
        let shown: Shown = house.db.one(&PERSON, params!["L001"]).await.unwrap();
        let (name, email, level, office, department, since) = shown;
        assert_eq!((name.as_str(), email.unwrap().as_str()), ("Thaddeus Ravenscroft", "thaddeus.ravenscroft@lawfirm.example"));
        assert_eq!((level.unwrap().as_str(), office.unwrap().as_str(), department.unwrap().as_str(), since), ("Partner", "Boston", "Litigation", Some(1996)));
        let senior: Vec<(String,)> = house.db.all(&SENIOR, params![]).await.unwrap();
        assert_eq!(senior, [("Partner".to_owned(),)]);
        // 1,104 rows of shared work, 756 of them returned: 726 pairs, each both ways.
        assert_eq!(house.db.value::<i64>(&OF_KIND, params!["worked-with"]).await.unwrap(), 1452);
        assert_eq!(house.db.value::<i64>(&OF_KIND, params!["advised"]).await.unwrap(), 892);
        // L001 goes to L002 for advice: L002 advised L001.
        assert_eq!(house.db.value::<i64>(&ADVISES, params!["L002", "L001"]).await.unwrap(), 1);
    }

    a_row_that_is_refused_brings_no_level |house| {
        let text = "ID,Name,Email,Grade,Manager\n1,Ines Halloran,ines@firm.example,Partner,\n2,Bo Lind,bo@firm.example,Whatsit,nobody@firm.example\n";
        let outcome = bring(house, Kind::People, text).await;
        assert_eq!(outcome.counts, counts(1, 0, 0, 1));
        let levels: Vec<(String,)> = house.db.all(&IN_ORDER, params![]).await.unwrap();
        assert_eq!(levels, [("Partner".to_owned(),)]);
    }

    everything_that_is_wrong_with_a_row_is_said_at_once_its_manager_too |house| {
        let text = "ID,Name,Email,Manager,Hire date\n1,Ines Halloran,ines@firm.example,,\n2,Bo Lind,bo@firm,nobody@firm.example,\n1,Cy Ode,cy@firm.example,Nobody Atall,\n3,Di Rue,di@firm,Ines Halloran,\n";
        let outcome = bring(house, Kind::People, text).await;
        assert_eq!(named(&outcome), [
            (3, "Email", "bo@firm"), (3, "Manager", "nobody@firm.example"), (4, "ID", "1"), (4, "Manager", "Nobody Atall"), (5, "Email", "di@firm"),
        ]);
    }

    the_same_file_a_second_time_changes_nothing |house| {
        law_firm(house).await;
        let (people, ties) = law_firm(house).await;
        assert_eq!((people.counts, ties.counts), (counts(0, 0, 71, 0), counts(0, 0, 2571, 0)));
        assert_eq!(count(house, &PEOPLE).await, 71);
    }

    an_import_that_is_taken_back_leaves_nothing |house| {
        let (people, ties) = law_firm(house).await;
        let system = house.app.system();
        assert_eq!(undo_import(&system, ties.import.unwrap(), None).await.unwrap(), Some(0));
        assert_eq!(count(house, &TIES).await, 0);
        assert_eq!(undo_import(&system, people.import.unwrap(), None).await.unwrap(), Some(0));
        assert_eq!((count(house, &PEOPLE).await, count(house, &LEVELS).await), (0, 0));
        assert_eq!(undo_import(&system, people.import.unwrap(), None).await.unwrap(), None, "a second time does nothing");
        assert_eq!(law_firm(house).await.0.counts, counts(71, 0, 0, 0));
    }

    people_with_whom_something_began_stay_when_their_import_is_taken_back |house| {
        let (people, _) = law_firm(house).await;
        assert_eq!(undo_import(&house.app.system(), people.import.unwrap(), None).await.unwrap(), Some(71), "their ties came later");
        assert_eq!(count(house, &PEOPLE).await, 71);
    }

    what_an_import_changed_is_as_it_was_once_taken_back |house| {
        bring(house, Kind::People, "ID,Name,Email,Title,Office\n1,Ines Halloran,ines@firm.example,Partner,Boston\n2,Bo Lind,bo@firm.example,Associate,Hartford\n").await;
        // The two swap addresses: each takes what the other gives up.
        let second = bring(house, Kind::People, "ID,Name,Email,Title\n1,Ines Halloran,bo@firm.example,Senior Partner\n2,Bo Lind,ines@firm.example,Associate\n").await;
        assert_eq!(second.counts, counts(0, 2, 0, 0));
        assert_eq!(house.db.value::<String>(&WHOLE, params!["1"]).await.unwrap(), "bo@firm.example|Senior Partner|Boston");
        assert_eq!(house.db.value::<String>(&KEY_OF, params!["bo@firm.example"]).await.unwrap(), "1");
        undo_import(&house.app.system(), second.import.unwrap(), None).await.unwrap();
        assert_eq!(house.db.value::<String>(&WHOLE, params!["1"]).await.unwrap(), "ines@firm.example|Partner|Boston");
        assert_eq!(house.db.value::<String>(&KEY_OF, params!["bo@firm.example"]).await.unwrap(), "2");
    }

    what_somebody_changed_by_hand_since_is_not_taken_back |house| {
        bring(house, Kind::People, "ID,Name\n1,Ines Halloran\n").await;
        let second = bring(house, Kind::People, "ID,Name\n1,Ines Halloran-Reyes\n2,Bo Lind\n").await;
        house.clock.advance(SignedDuration::from_secs(60));
        house.run(&RENAME, &[&"1", &"Ines Reyes", &house.now()]).await;
        assert_eq!(undo_import(&house.app.system(), second.import.unwrap(), None).await.unwrap(), Some(1));
        let shown: Shown = house.db.one(&PERSON, params!["1"]).await.unwrap();
        assert_eq!((shown.0.as_str(), count(house, &PEOPLE).await), ("Ines Reyes", 1));
    }

    every_bad_row_is_named_and_the_good_ones_come_in |house| {
        let outcome = bring(house, Kind::People, concat!(
            "employee_id,name,email,years_with_firm,manager_id\n",
            "L001,Ines Halloran,ines@firm.example,10,\n",
            "L002,Jerome Grünwald,jerome@firm,3,L001\n",
            "L003,\"Nadia\nOgilvie\",nadia@firm.example,2O,L001\n",
            "L001,Elliot Sørensen,elliot@firm.example,5,\n",
            "L005,Bo Lind,INES@firm.example,5,\n",
            "L006,Ada Bell,ada@firm.example,5,L999\n",
            "L007,Tom Fox,tom@firm.example,5,L001\n",
        )).await;
        assert_eq!(outcome.counts, counts(2, 0, 0, 5));
        assert_eq!(named(&outcome), [
            (3, "email", "jerome@firm"),
            (4, "years_with_firm", "2O"),
            (6, "employee_id", "L001"),
            (7, "email", "INES@firm.example"),
            (8, "manager_id", "L999"),
        ]);
        assert_eq!(outcome.exit_code(), 1);
        let json: serde_json::Value = serde_json::to_value(&outcome).unwrap();
        assert_eq!((&json["new"], &json["rejected"], &json["problems"][0]["line"]), (&2.into(), &5.into(), &3.into()));
    }

    who_reports_in_a_circle_is_refused_and_the_others_are_not |house| {
        let outcome = bring(house, Kind::People, "ID,Name,Manager ID\n1,Ann,\n2,Bo,3\n3,Cy,4\n4,Di,2\n5,Ed,2\n6,Fay,6\n7,Gus,1\n").await;
        assert_eq!(named(&outcome), [(3, "Manager ID", "3"), (4, "Manager ID", "4"), (5, "Manager ID", "2"), (7, "Manager ID", "6")]);
        assert_eq!(outcome.counts, counts(3, 0, 0, 4));
        assert!(outcome.notes[0].contains("One person reports to somebody whose own row cannot be used"));
        assert_eq!(house.db.value::<String>(&MANAGER, params!["7"]).await.unwrap(), "1");
    }

    a_circle_that_only_closes_with_the_directory_is_refused_too |house| {
        bring(house, Kind::People, "ID,Name,Manager\n1,Ann,\n2,Bo,1\n").await;
        let outcome = bring(house, Kind::People, "ID,Name,Manager\n1,Ann,bo\n").await;
        assert_eq!(named(&outcome), [(2, "Manager", "bo")]);
    }

    a_manager_is_found_by_id_by_address_or_by_a_name_that_one_person_has |house| {
        let outcome = bring(house, Kind::People, concat!(
            "ID;Full name;Work e-mail;Line manager\n",
            "1;Amara Novák;Amara@Firm.example;\n2;Bo Lind;bo@firm.example;amara@firm.example\n3;Cy Ode;;AMARA NOVAK\n",
            "4;Di Poe;;1\n5;Sam Lee;;\n6;Sam Lee;;\n7;Ed Rio;;Sam Lee\n",
        )).await;
        assert_eq!(named(&outcome), [(8, "Line manager", "Sam Lee")]);
        for key in ["2", "3", "4"] {
            assert_eq!(house.db.value::<String>(&MANAGER, params![key]).await.unwrap(), "1");
        }
    }

    who_reports_to_a_row_that_has_to_be_mended_still_comes_in |house| {
        let outcome = bring(house, Kind::People, "ID,Name,Email,Manager ID\n1,Ann,ann@firm,\n2,Bo,bo@firm.example,1\n").await;
        assert_eq!((outcome.counts, outcome.problems.len()), (counts(1, 0, 0, 1), 1));
        let mended = bring(house, Kind::People, "ID,Name,Email,Manager ID\n1,Ann,ann@firm.example,\n2,Bo,bo@firm.example,1\n").await;
        assert_eq!(mended.counts, counts(1, 1, 0, 0));
        assert_eq!(house.db.value::<String>(&MANAGER, params!["2"]).await.unwrap(), "1");
    }

    the_civil_service_comes_in_as_it_is_and_is_enrolled |house| {
        let program = house.cast().program("Open Door").await;
        for (file, role) in [("civil-service/mentors.csv", "mentor"), ("civil-service/mentees.csv", "mentee")] {
            let options = Options { program: Some(program), role: role.to_owned(), ..Options::default() };
            let outcome = try_bring(house, Kind::People, sample(file), options.clone()).await.unwrap();
            assert_eq!(outcome.counts, counts(50, 0, 0, 0), "{file}");
            assert_eq!(try_bring(house, Kind::People, sample(file), options).await.unwrap().counts, counts(0, 0, 50, 0));
        }
        let order: Vec<(String,)> = house.db.all(&IN_ORDER, params![]).await.unwrap();
        let order: Vec<String> = order.into_iter().map(|o| o.0).collect();
        assert_eq!(order.join(" > "), "SCS4 > SCS3 > SCS2 > SCS1 > Grade 6 > Grade 7 > SEO > HEO > EO > AO > AA");
        assert_eq!(bring(house, Kind::People, "Email,Name,Grade\nx@gov.example,X,G7\n").await.counts, counts(1, 0, 0, 0));
        assert_eq!(count(house, &LEVELS).await, 11, "G7 is Grade 7");
        let shown: Shown = house.db.one(&PERSON, params!["mentor.00@gov.uk"]).await.unwrap();
        assert_eq!((shown.0.as_str(), shown.2.as_deref(), shown.4.as_deref()), ("mentor 00", Some("SCS4"), Some("Department of Joy")));
        let (mentors, both): (i64, i64) = (
            house.db.value(&ENROLLED, params!["mentor"]).await.unwrap(),
            house.db.value(&ENROLLED, params!["either"]).await.unwrap(),
        );
        let mentees: i64 = house.db.value(&ENROLLED, params!["mentee"]).await.unwrap();
        assert!(mentors > 0 && mentees > 0 && both > 0 && mentors + mentees + both == 100);
        assert_eq!(count(house, &IDENTITY).await, 0, "nothing about identity is kept");
    }

    an_enrollment_that_a_file_brought_goes_with_it |house| {
        let program = house.cast().program("Open Door").await;
        let options = Options { program: Some(program), role: "mentor".to_owned(), ..Options::default() };
        let outcome = try_bring(house, Kind::People, sample("civil-service/mentors.csv"), options).await.unwrap();
        assert_eq!(undo_import(&house.app.system(), outcome.import.unwrap(), None).await.unwrap(), Some(0));
        assert_eq!(count(house, &PEOPLE).await, 0);
    }

    a_column_about_identity_is_kept_only_once_it_was_switched_on |house| {
        let options = Options { map: [("gender".to_owned(), "identity:gender".to_owned())].into(), ..Options::default() };
        let refused = try_bring(house, Kind::People, sample("law-firm/people.csv"), options.clone()).await.unwrap_err();
        assert!(refused.to_string().contains("switched off"), "{refused}");
        house.run(&SWITCH_ON, &[&"gender", &"To see whether women are reached.", &house.now()]).await;
        let outcome = try_bring(house, Kind::People, sample("law-firm/people.csv"), options.clone()).await.unwrap();
        assert_eq!((outcome.counts, count(house, &IDENTITY).await), (counts(71, 0, 0, 0), 71));
        assert_eq!(try_bring(house, Kind::People, sample("law-firm/people.csv"), options).await.unwrap().counts, counts(0, 0, 71, 0));
    }

    a_dry_run_tells_the_same_and_writes_nothing |house| {
        let options = Options { dry_run: true, ..Options::default() };
        let outcome = try_bring(house, Kind::People, sample("law-firm/people.csv"), options).await.unwrap();
        assert_eq!((outcome.counts, outcome.import, count(house, &PEOPLE).await), (counts(71, 0, 0, 0), None, 0));
    }

    the_first_administrator_is_recognised_by_their_address |house| {
        house.cast().administrator("Ines Halloran").await;
        let outcome = bring(house, Kind::People, "ID,Name,Email\nL009,Ines Halloran,Ines.Halloran@firm.example\n").await;
        assert_eq!(outcome.counts, counts(0, 1, 0, 0));
        assert_eq!(house.db.value::<String>(&KEY_OF, params!["ines.halloran@firm.example"]).await.unwrap(), "L009");
        let other = bring(house, Kind::People, "ID,Name,Email\nL010,Bo Lind,ines.halloran@FIRM.example\n").await;
        assert_eq!(named(&other), [(2, "Email", "ines.halloran@FIRM.example")]);
    }

    who_was_erased_is_not_brought_back |house| {
        bring(house, Kind::People, "ID,Name\n1,Ines Halloran\n").await;
        house.run(&ERASE, &[&"1", &house.now()]).await;
        assert_eq!(bring(house, Kind::People, "ID,Name\n1,Ines H.\n").await.counts, counts(0, 0, 1, 0));
        let ties = bring(house, Kind::Ties, "from,to,kind\n1,1,friend\n").await;
        assert_eq!(ties.counts.rejected, 1);
    }

    who_had_everything_erased_is_not_brought_back_by_key_address_or_an_old_backup |house| {
        let file = "ID,Name,Email,Manager\n1,Ines Halloran,ines@firm.example,\n2,Bo Lind,bo@firm.example,1\n3,Cy Moss,cy@firm.example,1\n";
        bring(house, Kind::People, file).await;
        let ines: PersonId = house.db.value(&BY_KEY, params!["1"]).await.unwrap();
        let mut browser = house.browser_of(ines).await;
        assert_eq!(browser.post("/me/kept/erase", &[]).await.goes_to(), "/erased");
        assert_eq!(bring(house, Kind::People, file).await.counts, counts(0, 0, 3, 0));
        let moved = "ID,Name,Email\n77,Ines Halloran,INES@firm.example\n";
        assert_eq!(bring(house, Kind::People, moved).await.counts, counts(0, 0, 1, 0));
        // Erased on another machine: nothing is left here but the hash. Whoever reports to them is not to blame.
        house.run(&NOBODY_LEFT, &[]).await;
        assert_eq!(bring(house, Kind::People, file).await.counts, counts(0, 0, 3, 0));
        assert_eq!(count(house, &NAMED_INES).await, 0);
        // The control arm: without the list they would be back.
        house.run(&FORGET_ERASURES, &[]).await;
        assert_eq!(bring(house, Kind::People, file).await.counts.new, 1);
    }

    bad_ties_are_named |house| {
        bring(house, Kind::People, "ID,Name,Email\n1,Ann,ann@firm.example\n2,Bo,bo@firm.example\n3,Cy,cy@firm.example\n").await;
        let outcome = bring(house, Kind::Ties, concat!(
            "source,target,relation,strength\n",
            "1,2,works with,1\n1,9,works with,1\n1,1,friend,1\n2,3,friend,0\n2,3,friend,lots\n1,2,works_with,3\n",
            "1,3,carpools with,1\nANN@firm.example,cy,advised,2\n,2,friend,1\n3,2,friend,NaN\n",
        )).await;
        assert_eq!(outcome.counts, counts(2, 0, 0, 8));
        assert_eq!(named(&outcome), [
            (3, "target", "9"), (4, "target", "1"), (5, "strength", "0"), (6, "strength", "lots"), (7, "target", "2"),
            (8, "relation", "carpools with"), (10, "source", ""), (11, "strength", "NaN"),
        ]);
        assert_eq!(house.db.value::<i64>(&ADVISES, params!["1", "3"]).await.unwrap(), 1);
    }

    an_unknown_kind_of_tie_comes_in_as_what_somebody_says_it_is |house| {
        bring(house, Kind::People, "ID,Name\n1,Ann\n2,Bo\n3,Cy\n").await;
        let options = Options { map: [("kind:carpools with".to_owned(), "friend".to_owned())].into(), ..Options::default() };
        let text = "from,to,kind\n1,2,carpools with\n3,1,reports to\n";
        let outcome = try_bring(house, Kind::Ties, text.into(), options).await.unwrap();
        assert_eq!(outcome.counts, counts(2, 0, 0, 0));
        assert_eq!(house.db.value::<i64>(&OF_KIND, params!["friend"]).await.unwrap(), 1);
        assert_eq!(house.db.value::<String>(&MANAGER, params!["3"]).await.unwrap(), "1");
    }

    a_file_that_is_no_table_says_what_it_is |house| {
        for (bytes, says) in [
            (&b"%PDF-1.7 hello"[..], "a PDF document"),
            (b"", "empty"),
            (b"ID,Name\n1,\"Ines", "never closed"),
            (b"1,2\n3,4\n", "column headings"),
            (b"Colour,Size\nred,3\n", "No column was recognised as the name"),
            (b"Name\nInes\n", "the ID or the mail address"),
        ] {
            let error = try_bring(house, Kind::People, bytes.to_vec(), Options::default()).await.unwrap_err();
            assert!(error.to_string().contains(says) && error.exit_code() == 2, "{error}");
        }
        let options = Options { map: [("nosuch".to_owned(), "name".to_owned())].into(), ..Options::default() };
        let error = try_bring(house, Kind::People, b"ID,Name\n1,Ines\n".to_vec(), options).await.unwrap_err();
        assert_eq!(error.exit_code(), 64, "{error}");
        assert_eq!(count(house, &PEOPLE).await, 0);
    }

    twenty_thousand_bad_rows_are_all_counted_and_all_named |house| {
        let mut text = String::from("ID,Name,Email\n");
        for n in 0..20_000 {
            text.push_str(&format!("{n},Person {n},nowhere\n"));
        }
        text.push_str("x,Ines Halloran,ines@firm.example\n");
        let outcome = bring(house, Kind::People, &text).await;
        assert_eq!((outcome.counts, outcome.problems.len()), (counts(1, 0, 0, 20_000), 20_000));
        assert_eq!(count(house, &KEPT).await, 1, "the bad rows can be downloaded");
    }

    columns_that_nobody_mapped_are_not_kept |house| {
        law_firm(house).await;
        let found = people::search(&house.db, "harvard", 10).await.unwrap();
        assert!(found.is_empty());
        assert_eq!(count(house, &KEPT).await, 0, "the file itself is gone");
    }
}
