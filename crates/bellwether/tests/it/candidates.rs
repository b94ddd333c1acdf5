//! `bellwether candidates`: from people files to an instance, and how it ends.

use crate::binary::{Folder, Said, run};
use std::path::{Path, PathBuf};

const PEOPLE: &str = "\
id,level,level_name,dept,team,manager,tz,location,languages,offers,wants_skills,text
ada,0,partner,Tax,-1,-1,0,Leeds,en|fr,law|tax,,likes law
bo,1,director,Law,ada,ada,1,Leeds,en,audit|law,tax,
cy,3,manager,Law,bo,bo,5:30,Delhi,en|hi,,law|audit,
di,3,manager,Tax,-1,,-8,Reno,es,,law,
ed,4,senior,Law,-1,,0,Leeds,EN,,tax,
";
const MENTEES: &str = "id,wants,prefs,person\n0,1,1,cy\n1,1,,di\n2,2,,ed\n";
const MENTORS: &str = "id,capacity,person\n0,2,ada\n1,1,bo\n";

/// A program of five, in a folder of its own.
fn program(folder: &Folder, files: &[(&str, &str)]) -> PathBuf {
    let there = folder.0.path().join("in");
    std::fs::create_dir_all(&there).unwrap();
    for (name, text) in
        [("people.csv", PEOPLE), ("mentees.csv", MENTEES), ("mentors.csv", MENTORS)].iter().chain(files)
    {
        std::fs::write(there.join(name), text).unwrap();
    }
    there
}

fn candidates(folder: &Folder, from: &Path, more: &[&str]) -> Said {
    let out = folder.0.path().join("out");
    let mut args = vec!["candidates", "--people", from.to_str().unwrap(), "--out", out.to_str().unwrap()];
    args.extend(more);
    run(&args)
}

fn written(folder: &Folder, name: &str) -> String {
    std::fs::read_to_string(folder.0.path().join("out").join(name)).unwrap().replace("\r\n", "\n")
}

#[test]
fn people_become_an_instance_with_the_rules_applied_and_wishes_renumbered() {
    let folder = Folder::new();
    let from = program(&folder, &[]);
    let said = candidates(&folder, &from, &["--json", "--wants", "--wishes"]);
    assert_eq!((said.code, said.err.as_str()), (0, ""));
    let json = said.json();
    assert_eq!(
        [&json["mentees"], &json["mentors"], &json["candidates"]].map(|n| n.as_u64().unwrap()),
        [3, 2, 2]
    );
    assert_eq!(json["cut"]["proof"]["nothing_lost"], true);
    assert!(json["seconds"].as_f64().unwrap() > 0.0 && json["read_seconds"].as_f64().unwrap() > 0.0);
    // Cy is below both, Di speaks neither's language; so Ed alone has candidates.
    let edges = written(&folder, "edges.csv");
    let pairs: Vec<&str> = edges.lines().skip(1).map(|line| line.rsplit_once(',').unwrap().0).collect();
    assert_eq!(pairs, ["2,0", "2,1"]);
    assert_eq!(
        written(&folder, "mentees.csv"),
        "id,wants,prefs,waited,person\n0,1,1,0,cy\n1,1,,0,di\n2,2,,0,ed\n"
    );
    assert_eq!(written(&folder, "mentors.csv"), "id,capacity,person\n0,2,ada\n1,1,bo\n");
}

#[test]
fn the_score_is_what_the_weights_say() {
    let folder = Folder::new();
    let from = program(&folder, &[]);
    let all = ["skills", "languages", "time_zone", "seniority", "department", "location"];
    for (matter, points) in
        all.into_iter().zip([[1_000, 1], [500, 500], [1_000, 875], [600, 800], [700, 400], [500, 500]])
    {
        let mut args = Vec::new();
        let weights: Vec<String> =
            all.iter().map(|one| format!("{one}={}", if *one == matter { 1_000 } else { 0 })).collect();
        args.extend(weights.iter().flat_map(|weight| ["--weight", weight]));
        assert_eq!(candidates(&folder, &from, &args).code, 0);
        let edges = written(&folder, "edges.csv");
        let scores: Vec<u32> =
            edges.lines().skip(1).map(|line| line.rsplit_once(',').unwrap().1.parse().unwrap()).collect();
        assert_eq!(scores, points, "{matter}: Ed with Ada, Ed with Bo");
    }
}

#[test]
fn two_people_files_do_as_well_and_whoever_is_on_both_sides_learns_from_seniors_only() {
    let folder = Folder::new();
    let mentees = folder.file("mentees.csv", "id,level,wants_skills,prefs\nx,2,law,ada\nbo,1,law,\n");
    let mentors =
        folder.file("mentors.csv", "id,level,offers,capacity\nada,0,law,1\nbo,1,law,3\nzoe,1,law,3\n");
    let out = folder.0.path().join("out");
    let said = run(&[
        "candidates",
        "--mentees",
        mentees.to_str().unwrap(),
        "--mentors",
        mentors.to_str().unwrap(),
        "--out",
        out.to_str().unwrap(),
    ]);
    assert_eq!((said.code, said.err.as_str()), (0, ""));
    for words in [
        "2 mentees, 3 mentors: 4 pairs were kept, of 6",
        "Nothing was lost by keeping 20",
        "1 person is on both sides",
    ] {
        assert!(said.out.contains(words), "{words} is not in:\n{}", said.out);
    }
    let edges = written(&folder, "edges.csv");
    let pairs: Vec<&str> = edges.lines().skip(1).map(|line| line.rsplit_once(',').unwrap().0).collect();
    assert_eq!(pairs, ["0,0", "0,1", "0,2", "1,0"], "Bo is not mentored by Zoe, nor by Bo");
}

#[test]
fn keeping_too_few_is_warned_of_and_completing_mends_it() {
    let folder = Folder::new();
    let people: String = (0..40).map(|at| format!("{at},{},law\n", if at < 20 { 3 } else { 2 })).collect();
    let mentees: String = (0..20).map(|at| format!("{at},1,{at}\n")).collect();
    let mentors: String = (0..20).map(|at| format!("{at},1,{}\n", at + 20)).collect();
    let from = program(
        &folder,
        &[
            ("people.csv", &format!("id,level,wants_skills\n{people}")),
            ("mentees.csv", &format!("id,wants,person\n{mentees}")),
            ("mentors.csv", &format!("id,capacity,person\n{mentors}")),
        ],
    );
    let few = candidates(&folder, &from, &["--k", "0"]);
    assert_eq!(few.code, 0);
    assert!(
        few.out.contains("Warning: by keeping 0, up to 20 mentees with a mentor could have been lost"),
        "{}",
        few.out
    );
    let json = candidates(&folder, &from, &["--k", "0", "--json"]).json();
    assert_eq!(
        (&json["cut"]["proof"]["nothing_lost"], &json["cut"]["proof"]["at_most"]["matched"]),
        (&false.into(), &20.into())
    );
    let mended = candidates(&folder, &from, &["--k", "0", "--complete", "--json"]).json();
    assert_eq!(mended["cut"]["proof"]["nothing_lost"], true);
    let unproved = candidates(&folder, &from, &["--unproved"]);
    assert!(unproved.out.contains("was not looked at"), "{}", unproved.out);
}

#[test]
fn pairs_that_were_decided_or_made_before_come_along() {
    let folder = Folder::new();
    let pairs = [("locked.csv", "mentee,mentor\n2,1\n"), ("earlier.csv", "mentor,mentee\n0,2\n")];
    let from = program(&folder, &pairs);
    assert_eq!(candidates(&folder, &from, &[]).code, 0);
    assert_eq!(written(&folder, "edges.csv").lines().count(), 2, "Ed has had Ada before");
    assert_eq!(written(&folder, "locked.csv"), "mentee,mentor\n2,1\n");
    assert_eq!(written(&folder, "earlier.csv"), "mentee,mentor\n2,0\n");
    let from = program(&folder, &[("locked.csv", "mentee,mentor\n"), ("earlier.csv", "mentee,mentor\n")]);
    assert_eq!(candidates(&folder, &from, &[]).code, 0);
    let out = folder.0.path().join("out");
    assert!(!out.join("locked.csv").exists(), "what is no longer decided does not stay");
    let said = run(&["match", "--instance", out.to_str().unwrap(), "--wants", "--wishes", "--json"]);
    assert_eq!((said.code, said.json()["notes"].clone()), (0, serde_json::json!([])));
}

#[test]
fn groups_and_caps_come_along_and_the_proof_minds_them() {
    let folder = Folder::new();
    let limits = [
        ("groups.csv", "mentor,min,max\n1,1,1\n"),
        ("caps.csv", "unit,most\nNorth,1\n"),
        ("mentees.csv", "id,wants,prefs,person,unit\nx,1,1,cy,North\ny,2,,ed,North\n"),
        ("mentors.csv", "id,capacity,person,scarce\na,2,ada,1\n1,1,bo,0\n"),
    ];
    let from = program(&folder, &limits);
    assert_eq!(candidates(&folder, &from, &[]).err, "");
    assert_eq!(written(&folder, "groups.csv"), "mentor,min,max\n1,1,1\n");
    assert_eq!(written(&folder, "caps.csv"), "unit,most\nNorth,1\n");
    assert_eq!(written(&folder, "mentees.csv").lines().nth(1), Some("0,1,1,0,cy,North"));
    assert_eq!(written(&folder, "mentors.csv").lines().nth(1), Some("0,2,ada,1"));
}

#[test]
fn what_cannot_be_right_is_named_by_file_and_line_and_nothing_is_written() {
    let cases = [
        ("people.csv", "id,level\na,1\na,2\n", "people.csv, line 3: “a” is in line 2 already"),
        (
            "people.csv",
            "id,level\na,first\n",
            "line 2: the level “first” is not a whole number; 0 is the most senior",
        ),
        (
            "people.csv",
            "id,tz\na,15\n",
            "line 2: the time zone “15” is not hours from UTC between -12 and 14",
        ),
        ("people.csv", "id,manager\na,b\nb,c\nc,a\n", "line 2: the reporting line of “a” leads back to them"),
        ("people.csv", "id,manager\na,b\n", "line 2: the manager “b” has no line of their own"),
        ("people.csv", "name\na\n", "there is no column “id”"),
        ("people.csv", "id,level\na,1,3,4\n", "line 2: the row has 4 cells for 2 columns"),
        ("people.csv", "", "The file is empty"),
        ("mentees.csv", "id,person\n0,cy\n1,fay\n", "mentees.csv, line 3: “fay” is not in people.csv"),
        ("mentees.csv", "id,person,prefs\n0,cy,7\n", "mentees.csv, line 2: the wish “7” is no mentor"),
        (
            "mentees.csv",
            "id,person,wants\n0,cy,-2\n",
            "mentees.csv, line 2: wants “-2” is not a whole number from 0",
        ),
        ("mentors.csv", "id,person,capacity\n0,ada,1\n0,bo,1\n", "mentors.csv, line 3: “0” is there twice"),
        ("mentors.csv", "id,person,capacity\n0,ada,many\n", "line 2: capacity “many” is not a whole number"),
        ("forbidden.csv", "mentee,mentor\n0,0\n0,9\n", "forbidden.csv, line 3: there is no mentor “9”"),
        ("groups.csv", "mentor,min,max\n0,3,2\n", "groups.csv, line 2: the min 3 is more than the max 2"),
        ("caps.csv", "unit,most\nNorth,1\n", "caps.csv, line 2: no mentee is of the unit “North”"),
        ("locked.csv", "mentee,mentor\n0,0\n0,1\n", "mentee 0 has 2 locked mentors and wants 1"),
    ];
    for (name, text, words) in cases {
        let folder = Folder::new();
        let from = program(&folder, &[]);
        std::fs::write(from.join(name), text).unwrap();
        let empty = "id,person\n";
        if name == "people.csv" {
            std::fs::write(from.join("mentees.csv"), empty).unwrap();
            std::fs::write(from.join("mentors.csv"), empty).unwrap();
        }
        let said = candidates(&folder, &from, &[]);
        assert_eq!(said.code, 2, "{name}: {text}: {said:?}");
        assert!(
            said.err.contains(words) && said.err.contains("Nothing was"),
            "{words} is not in:\n{}",
            said.err
        );
        assert!(!folder.0.path().join("out").exists(), "{name}: {text}");
    }
}

#[test]
fn what_cannot_be_meant_is_wrong_usage() {
    let folder = Folder::new();
    let from = program(&folder, &[]);
    let there = from.to_str().unwrap();
    let out = folder.0.path().join("out");
    let out = out.to_str().unwrap();
    let cases: [(&[&str], &str); 6] = [
        (&["--out", out], "--people"),
        (&["--people", there, "--mentees", there, "--out", out], "cannot be used with"),
        (&["--mentees", there, "--out", out], "--mentors"),
        (&["--people", there, "--out", there], "would be written over"),
        (&["--people", there, "--out", out, "--weight", "luck=3"], "there is skills, languages"),
        (&["--people", there, "--out", out, "--weight", "skills=900000"], "1420000 in all"),
    ];
    for (args, words) in cases {
        let said = run(&[&["candidates"], args].concat());
        assert_eq!(said.code, 64, "{args:?}: {said:?}");
        assert!(said.err.contains(words), "{words} is not in:\n{}", said.err);
    }
    assert!(!Path::new(out).exists());
    assert_eq!(run(&["candidates", "--people", "/nowhere", "--out", out]).code, 2);
}
