//! `bellwether import`: what comes in, what is said of it, and how it ends.

use crate::binary::{Folder, sample};
use bellwether_db::{Read, params, statements};
use bellwether_testkit::empty_postgres;
use rust_xlsxwriter::Workbook;

statements! {
    PEOPLE = "select count(*) from people";
    TIES = "select count(*) from ties";
    MENTEES = "select count(*) from enrollments where role = 'mentee'";
    MENTORS = "select count(*) from enrollments where role in ('mentor', 'either')";
    NAMES = "select name, email from people order by key";
    PROGRAM = "
        insert into programs (id, name, purpose, starts_on, ends_on, created_at)
        values (1, 'Open Door', 'Leaders mentor.', '2027-01-01', '2027-06-30', 0)";
    CONSOLE = "select count(*) from audit where verb = 'imported a file' and actor_id is null";
}

#[tokio::test(flavor = "multi_thread")]
async fn the_law_firm_comes_in_and_a_second_time_changes_nothing() {
    let firm = Folder::new();
    let (people, ties) = (sample("law-firm/people.csv"), sample("law-firm/ties.csv"));
    let first = [firm.people(&people, &["--json"]), firm.ties(&ties, &["--json"])];
    assert_eq!(first.each_ref().map(|s| (s.code, s.counts())), [(0, [71, 0, 0, 0]), (0, [2571, 0, 0, 0])]);
    assert_eq!(first[0].json()["problems"], serde_json::json!([]));
    let second = [firm.people(&people, &["--json"]), firm.ties(&ties, &["--json"])];
    assert_eq!(second.each_ref().map(|s| (s.code, s.counts())), [(0, [0, 0, 71, 0]), (0, [0, 0, 2571, 0])]);
    assert_eq!(firm.count(&PEOPLE).await, 71);
    assert_eq!(firm.count(&CONSOLE).await, 4, "the audit log has each");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_at_the_terminal_reads_what_was_recognised_and_what_came_of_it() {
    let firm = Folder::new();
    let said = firm.people(&sample("law-firm/people.csv"), &[]);
    for words in [
        "UTF-8, commas, 71 rows",
        "employee_id      →  ID",
        "Not kept: age, gender, law_school",
        "71  new",
        "Partner (36, senior), Associate (35)",
        "The people are in.",
    ] {
        assert!(said.out.contains(words), "{words} is not in:\n{}", said.out);
    }
    assert_eq!((said.code, said.err.as_str()), (0, ""));
    let again = firm.people(&sample("law-firm/people.csv"), &[]);
    assert!(again.out.contains("All of it was there already; nothing was changed."), "{}", again.out);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dry_run_says_the_same_and_leaves_no_trace() {
    let firm = Folder::new();
    let dry = firm.people(&sample("law-firm/people.csv"), &["--dry-run", "--json"]);
    assert_eq!((dry.code, dry.counts()), (0, [71, 0, 0, 0]));
    assert!(!firm.data().exists(), "a dry run made the folder");
    assert_eq!(firm.people(&sample("law-firm/people.csv"), &["--json"]).counts(), dry.counts());
    let dry = firm.ties(&sample("law-firm/ties.csv"), &["--dry-run"]);
    assert!(dry.out.contains("This was a dry run: nothing was written."), "{}", dry.out);
    assert_eq!(firm.count(&TIES).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dry_run_on_an_empty_postgres_makes_no_table_there() {
    let (firm, url) = (Folder::new(), empty_postgres().await);
    let dry = firm.people(&sample("law-firm/people.csv"), &["--dry-run", "--json", "--database", &url]);
    assert_eq!((dry.code, dry.counts()), (0, [71, 0, 0, 0]), "{dry:?}");
    let there = bellwether_db::Db::postgres(&url).await.unwrap();
    assert_eq!(there.pending().await.unwrap().len(), bellwether_db::MIGRATIONS.len(), "nothing is there");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_civil_service_comes_in_as_it_is_and_is_enrolled() {
    let service = Folder::new();
    assert_eq!(service.run(&["setup"]).code, 0);
    service.db().await.run(&PROGRAM, params![]).await.unwrap();
    let (mentors, mentees) = (sample("civil-service/mentors.csv"), sample("civil-service/mentees.csv"));
    for (counts, turn) in [([50, 0, 0, 0], "first"), ([0, 0, 50, 0], "second")] {
        let said = service.people(&mentors, &["--program", "open door", "--role", "mentor", "--json"]);
        assert_eq!((said.code, said.counts()), (0, counts), "{turn}: {said:?}");
        let said = service.people(&mentees, &["--program", "Open Door", "--json"]);
        assert_eq!((said.code, said.counts()), (0, counts), "{turn}: {said:?}");
    }
    assert_eq!(service.count(&MENTORS).await + service.count(&MENTEES).await, 100);
    let unknown = service.people(&mentees, &["--program", "Closed Door"]);
    assert_eq!(unknown.code, 64);
    assert!(
        unknown.err.contains("no program “Closed Door”") && unknown.err.contains("“Open Door”"),
        "{}",
        unknown.err
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn bad_rows_are_named_by_their_line_and_the_good_ones_come_in() {
    let firm = Folder::new();
    let file = firm.file(
        "people.csv",
        concat!(
            "employee_id,name,email,years,manager_id\n",
            "1,Ines Halloran,ines@firm.example,10,\n",
            "2,\"Jerome\nGrünwald\",jerome@firm,3,1\n",
            "3,Nadia Ogilvie,INES@firm.example,3,1\n",
            "4,Bo Lind,bo@firm.example,3,99\n",
            "5,Ada Bell,ada@firm.example,3,6\n",
            "6,Tom Fox,tom@firm.example,3,5\n",
            "1,Ines Halloran,,10,\n",
        ),
    );
    let said = firm.people(&file, &["--json"]);
    assert_eq!((said.code, said.counts()), (1, [1, 0, 0, 6]));
    let problems = said.json()["problems"].clone();
    let named: Vec<_> = problems
        .as_array()
        .unwrap()
        .iter()
        .map(|p| (p["line"].as_u64().unwrap(), p["column"].as_str().unwrap(), p["value"].as_str().unwrap()))
        .collect();
    assert_eq!(
        named,
        [
            (3, "email", "jerome@firm"),
            (5, "email", "INES@firm.example"),
            (6, "manager_id", "99"),
            (7, "manager_id", "6"),
            (8, "manager_id", "5"),
            (9, "employee_id", "1"),
        ]
    );
    assert!(
        problems.as_array().unwrap().iter().all(|p| p["reason"].as_str().is_some_and(|r| r.len() > 10)),
        "{problems}"
    );
    assert_eq!(firm.count(&PEOPLE).await, 1);
    let read = firm.people(&file, &["--dry-run"]);
    assert!(read.out.contains("line 3, email “jerome@firm”: "), "{}", read.out);
    assert_eq!(read.code, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn names_in_any_script_come_in_as_they_are_written() {
    let firm = Folder::new();
    let names = [
        "Ægir Þórsson",
        "王秀英",
        "Ольга Ильинична Щукина",
        "محمد بن سلمان",
        "तारा देवी",
        "O’Brien-Ní Dhómhnaill",
    ];
    let rows: String =
        names.iter().enumerate().map(|(n, name)| format!("{n};{name};p{n}@firm.example\n")).collect();
    let file = firm.file("people.csv", format!("\u{feff}ID;Name;Email\n{rows}"));
    assert_eq!(firm.people(&file, &["--json"]).counts(), [6, 0, 0, 0]);
    let kept: Vec<(String, String)> = firm.db().await.all(&NAMES, params![]).await.unwrap();
    assert_eq!(kept.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), names);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_in_other_case_is_the_same_persons() {
    let firm = Folder::new();
    let file = firm.file("people.csv", "Name,Email\nInes Halloran,Ines@Firm.example\n");
    assert_eq!(firm.people(&file, &["--json"]).counts(), [1, 0, 0, 0]);
    let file = firm.file("people.csv", "Name,Email\nInes Halloran,ines@firm.EXAMPLE\n");
    let again = firm.people(&file, &["--json"]);
    assert_eq!((again.counts()[0], again.counts()[3]), (0, 0), "nobody new, and nobody refused");
    let file = firm.file("people.csv", "Name,Email\nInes,ines@firm.example\nInes,INES@FIRM.EXAMPLE\n");
    assert_eq!(firm.people(&file, &["--json"]).counts()[3], 1, "one of two rows with one address");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_date_in_the_future_is_named() {
    let firm = Folder::new();
    let file = firm.file("people.csv", "ID,Name,Hire date\n1,Ines,2019-04-01\n2,Bo,2999-01-01\n");
    let said = firm.people(&file, &["--json"]);
    assert_eq!((said.code, said.counts()), (1, [1, 0, 0, 1]));
    assert_eq!(
        (&said.json()["problems"][0]["line"], &said.json()["problems"][0]["value"]),
        (&3.into(), &"2999-01-01".into())
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_workbook_comes_in_and_its_bad_rows_are_named_by_the_row_of_the_sheet() {
    let firm = Folder::new();
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (row, cells) in
        [["ID", "Name", "Email"], ["1", "Ines", "ines@firm.example"], ["2", "Bo", "bo@"]].iter().enumerate()
    {
        for (column, cell) in cells.iter().enumerate() {
            sheet.write(u32::try_from(row).unwrap(), u16::try_from(column).unwrap(), *cell).unwrap();
        }
    }
    // Whatever its name says.
    let file = firm.file("people.csv", book.save_to_buffer().unwrap());
    let said = firm.people(&file, &["--json"]);
    assert_eq!((said.code, said.counts()), (1, [1, 0, 0, 1]));
    assert_eq!(said.json()["problems"][0]["line"], 3);
    assert!(firm.people(&file, &[]).out.contains("row 3, Email “bo@”: "));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_column_becomes_what_somebody_says() {
    let firm = Folder::new();
    let file = firm.file("people.csv", "who,a=b,mail\n7,Ines Halloran,ines@firm.example\n");
    let said = firm.people(&file, &["--json", "--map", "who=id", "--map", "a=b=name"]);
    assert_eq!(said.counts(), [1, 0, 0, 0], "{said:?}");
    for (map, words) in [
        (&["--map", "who"][..], "practice=department"),
        (&["--map", "who=colour"], "nothing that a column can become"),
        (&["--map", "nosuch=id"], "no column “nosuch”"),
        (&["--map", "who=id", "--map", "who=name"], "cannot become both"),
    ] {
        let wrong = firm.people(&file, map);
        assert_eq!(wrong.code, 64, "{map:?}: {wrong:?}");
        assert!(wrong.err.contains(words), "{map:?}: {}", wrong.err);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unknown_kind_of_tie_waits_until_somebody_says_what_it_is() {
    let firm = Folder::new();
    firm.people(&firm.file("people.csv", "ID,Name\n1,Ann\n2,Bo\n3,Cy\n"), &[]);
    let file = firm.file("ties.csv", "from,to,kind\n1,2,worked with\n1,3,carpools with\n2,3,carpools with\n");
    let said = firm.ties(&file, &[]);
    assert_eq!(said.code, 1);
    assert!(
        said.out.contains("“carpools with”, 2 rows")
            && said.out.contains("--kind \"carpools with=worked-with\""),
        "{}",
        said.out
    );
    let said = firm.ties(&file, &["--kind", "carpools with=friend", "--json"]);
    assert_eq!((said.code, said.counts()), (0, [2, 0, 1, 0]));
    assert_eq!(firm.ties(&file, &["--kind", "carpools with=enemy"]).code, 64);
}

#[tokio::test(flavor = "multi_thread")]
async fn people_come_in_while_the_server_runs_and_two_imports_at_once_bring_each_person_once() {
    let firm = Folder::new();
    let server = firm.serve(&[]);
    let said = std::thread::scope(|at_once| {
        let import = || firm.people(&sample("law-firm/people.csv"), &["--json"]);
        let (one, other) = (at_once.spawn(import), at_once.spawn(import));
        while !one.is_finished() || !other.is_finished() {
            assert_eq!(server.status("/healthz"), 200);
        }
        [one.join().unwrap(), other.join().unwrap()]
    });
    let counts = said.each_ref().map(|s| {
        assert_eq!(s.code, 0, "{s:?}");
        s.counts()
    });
    assert_eq!((counts[0][0] + counts[1][0], counts[0][2] + counts[1][2]), (71, 71), "{counts:?}");
    assert_eq!(server.status("/healthz"), 200);
    assert_eq!(server.end("TERM").0, Some(0));
    assert_eq!(firm.count(&PEOPLE).await, 71);
}

#[tokio::test(flavor = "multi_thread")]
async fn people_come_into_postgres_too_while_two_servers_run_on_it() {
    let (firm, url) = (Folder::new(), empty_postgres().await);
    let servers = [firm.serve(&["--database", &url]), firm.serve(&["--database", &url])];
    let people = sample("law-firm/people.csv");
    for counts in [[71, 0, 0, 0], [0, 0, 71, 0]] {
        let said = firm.people(&people, &["--database", &url, "--json"]);
        assert_eq!((said.code, said.counts()), (0, counts), "{said:?}");
    }
    assert!(servers.iter().all(|server| server.status("/healthz") == 200));
    assert!(!firm.data().join("bellwether.db").exists(), "nothing went into the folder");
}
