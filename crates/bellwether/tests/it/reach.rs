//! `bellwether reach`: whom to ask first, and how it ends.

use crate::binary::{Folder, Said, run};

/// ada heads two teams of three; bo's are ada's too; cy heads two others; di nobody.
const GRAPH: &str = "\
src,dst,prob
ada,t1,1
ada,t2,1
ada,t3,1
bo,t1,1
bo,t2,1
cy,u1,1
cy,u2,1
di,u1,0.5
";
const LEADERS: &str = "\
id,level,office,accept,cost
ada,partner,Leeds,0.5,3
bo,partner,Delhi,0.9,1
cy,director,Delhi,0.8,1
di,director,Leeds,1,1
ed,manager,Leeds,1,1
";

fn file(folder: &Folder, name: &str, text: &str) -> String {
    let path = folder.0.path().join(name);
    std::fs::write(&path, text).unwrap();
    path.to_str().unwrap().to_owned()
}

fn reach(folder: &Folder, args: &[&str]) -> Said {
    let graph = file(folder, "graph.csv", GRAPH);
    let leaders = file(folder, "leaders.csv", LEADERS);
    run(&[&["reach", "--graph", &graph, "--leaders", &leaders], args].concat())
}

fn seeds(said: &Said) -> Vec<String> {
    assert_eq!((said.code, said.err.as_str()), (0, ""));
    let json = said.json();
    json["seeds"].as_array().unwrap().iter().map(|id| id.as_str().unwrap().to_owned()).collect()
}

#[test]
fn whoever_reaches_most_stands_first_and_the_bounds_hold_the_truth() {
    let folder = Folder::new();
    let said = reach(&folder, &["-k", "2", "--json"]);
    assert_eq!(seeds(&said), ["bo", "cy"]);
    let json = said.json();
    let number = |key: &str| json[key].as_f64().unwrap_or_else(|| panic!("{key}: {json}"));
    // 0.9 × 3 + 0.8 × 3.
    assert!(number("lower") < 5.1 && 5.1 < number("upper"), "{json}");
    assert!(number("ratio") > 0.6 && number("ratio") <= 1.0);
    assert!((number("confidence") - 0.99).abs() < 1e-9 && (number("expected_joins") - 1.7).abs() < 1e-9);
    assert!(number("seconds") >= 0.0 && number("read_seconds") >= 0.0 && number("peak_mb") >= 0.0);
    let alone = &json["leaders"][0]["alone"];
    assert!(alone["lower"].as_f64().unwrap() < 3.0 && 3.0 < alone["upper"].as_f64().unwrap(), "{json}");
}

#[test]
fn a_person_reads_whom_each_brings_and_how_sure_that_is() {
    let folder = Folder::new();
    let said = reach(&folder, &["-k", "2"]);
    assert_eq!(said.code, 0);
    for words in [
        "1. bo, a yes in 90 of 100: brings 3 people",
        "whom nobody else on the list reaches",
        "It is proved, 99 % sure",
    ] {
        assert!(said.out.contains(words), "{words} is not in:\n{}", said.out);
    }
}

#[test]
fn who_has_joined_reaches_whom_they_reach_and_who_declined_is_not_asked() {
    let folder = Folder::new();
    let joined = file(&folder, "joined.txt", "bo\n");
    let declined = file(&folder, "declined.txt", "id\ndi\n");
    let list = seeds(&reach(&folder, &["-k", "5", "--json", "--joined", &joined, "--declined", &declined]));
    assert_eq!(list[0], "cy");
    assert!(list.len() == 3 && !list.contains(&"bo".to_owned()) && !list.contains(&"di".to_owned()));
    let pending = seeds(&reach(&folder, &["-k", "1", "--json", "--pending", &joined]));
    assert_eq!(pending, ["cy"]);
}

#[test]
fn quotas_count_who_is_asked_and_the_least_counts_who_has_joined() {
    let folder = Folder::new();
    let quota = file(
        &folder,
        "quota.csv",
        "column,value,at_least,at_most\nlevel,partner,50%,1\noffice,Leeds,1,\noffice,Delhi,,1\n",
    );
    let list = seeds(&reach(&folder, &["-k", "2", "--json", "--quota", &quota]));
    // One partner, one of Leeds, one of Delhi at most: ada with cy, or bo with somebody of Leeds.
    assert_eq!(list.len(), 2);
    assert!(list.contains(&"ada".to_owned()) ^ list.contains(&"bo".to_owned()), "{list:?}");
    assert!(!(list.contains(&"bo".to_owned()) && list.contains(&"cy".to_owned())), "{list:?}");
    let joined = file(&folder, "joined.txt", "bo\n");
    let rest = seeds(&reach(&folder, &["-k", "1", "--json", "--quota", &quota, "--joined", &joined]));
    assert!(rest == ["di"] || rest == ["ada"] || rest == ["ed"], "{rest:?}");
}

#[test]
fn a_budget_is_kept_and_a_target_asks_as_many_as_it_takes() {
    let folder = Folder::new();
    let said = reach(&folder, &["--budget", "2", "--json"]);
    assert_eq!(seeds(&said), ["bo", "cy"]);
    assert!(said.json()["cost"].as_f64().unwrap() <= 2.0);
    let target = file(&folder, "target.csv", "column,value,joins\nlevel,partner,1.2\n");
    let mut list = seeds(&reach(&folder, &["--target", &target, "--json"]));
    list.sort();
    assert_eq!(list, ["ada", "bo"]);
}

#[test]
fn without_probabilities_everybody_divides_their_attention_and_numbers_stay_numbers() {
    let folder = Folder::new();
    let graph = file(&folder, "plain.csv", "src,dst\n7,1\n7,2\n3,2\n3,4\n3,5\n");
    let said = run(&["reach", "--graph", &graph, "-k", "1", "--json", "--openness", "0.8"]);
    assert_eq!((said.code, said.json()["seeds"].to_string().as_str()), (0, "[3]"));
    let threshold = run(&["reach", "--graph", &graph, "-k", "1", "--json", "--diffusion", "threshold"]);
    assert_eq!(threshold.json()["seeds"].to_string(), "[3]");
}

#[test]
fn numbers_that_are_nobodys_are_no_people() {
    let folder = Folder::new();
    let graph = file(&folder, "staff.csv", "src,dst\n50007,50001\n50007,50002\n50003,50002\n");
    let json = run(&["reach", "--graph", &graph, "-k", "1", "--json"]).json();
    assert_eq!((json["seeds"].to_string().as_str(), json["people"].as_u64()), ("[50007]", Some(4)));
}

#[test]
fn weights_say_whom_it_is_worth_reaching() {
    let folder = Folder::new();
    let weights = file(&folder, "weights.csv", "id,weight\nu1,20\nt1,0\nt2,0\nt3,0\n");
    assert_eq!(seeds(&reach(&folder, &["-k", "1", "--json", "--weights", &weights])), ["cy"]);
}

#[test]
fn one_seed_gives_one_answer_at_any_number_of_threads() {
    let folder = Folder::new();
    let answer = |threads| {
        let mut json = reach(&folder, &["-k", "3", "--json", "--threads", threads]).json();
        for key in ["seconds", "read_seconds", "brings_seconds", "peak_mb"] {
            json.as_object_mut().unwrap().remove(key);
        }
        json
    };
    let one = answer("1");
    assert!(["2", "7"].into_iter().all(|threads| answer(threads) == one));
}

#[test]
fn what_is_wrong_in_a_file_is_named_with_its_line_and_nobody_is_chosen() {
    let folder = Folder::new();
    let graph_cases = [
        ("src,prob\na,1\n", "line 1: there is no column “dst” or “to”"),
        ("src,dst,prob\na,b,0.5\na,b\n", "line 3: has 2 cells, and there are 3 headings"),
        ("src,dst,prob\na,b,1.5\n", "line 2: the prob 1.5 must be above 0 and at most 1"),
        ("src,dst,prob\na,b,x\n", "line 2: the prob “x” is not a number"),
        ("src,dst,prob\na,b,\n", "line 2: the prob is missing"),
        ("src,dst,prob\na,b,1\nb,b,1\n", "line 3: “b” has a tie to themselves"),
        ("src,dst\na,\n", "line 2: the dst is missing"),
        ("", "line 1: the file is empty"),
    ];
    for (text, words) in graph_cases {
        let graph = file(&folder, "bad.csv", text);
        let said = run(&["reach", "--graph", &graph, "-k", "1"]);
        assert_eq!(said.code, 2, "{text}: {said:?}");
        assert!(
            said.err.contains(words) && said.err.contains("Nothing was chosen"),
            "{words}:\n{}",
            said.err
        );
    }
    let cases = [
        ("--leaders", "id,accept\nada,1.5\n", "line 2: the accept 1.5 must lie between 0 and 1"),
        ("--leaders", "id,cost\nada,0\n", "line 2: the cost 0 must be above 0"),
        ("--leaders", "id\nada\nada\n", "line 3: “ada” stands here twice"),
        ("--joined", "bo\nnobody\n", "line 2: “nobody” is neither in the graph nor among the leaders"),
        (
            "--quota",
            "column,value,at_least\nrank,x,1\n",
            "line 2: the leaders have no column “rank”; they have id, level",
        ),
        ("--quota", "column,value,at_least\nlevel,x,1\n", "line 2: no leader has “x” in the column “level”"),
        (
            "--quota",
            "column,value,at_least\nlevel,partner,few\n",
            "line 2: the at_least “few” is not a number from 0",
        ),
        ("--target", "column,value,joins\nlevel,partner,\n", "line 2: the number of joins is missing"),
        ("--weights", "id,weight\nt1,-1\n", "line 2: the weight -1 is below 0"),
    ];
    for (flag, text, words) in cases {
        let bad = file(&folder, "bad.csv", text);
        let graph = file(&folder, "graph.csv", GRAPH);
        let leaders = file(&folder, "leaders.csv", LEADERS);
        let mut args = vec!["reach", "--graph", &graph, "-k", "1", flag, &bad];
        if flag != "--leaders" {
            args.extend(["--leaders", &leaders]);
        }
        let said = run(&args);
        assert_eq!(said.code, 2, "{text}: {said:?}");
        assert!(said.err.contains(words), "{words} is not in:\n{}", said.err);
    }
}

#[test]
fn an_impossible_quota_budget_or_target_is_refused_with_the_reason() {
    let folder = Folder::new();
    let cases: [(&str, &str, &[&str], &str); 5] = [
        (
            "--quota",
            "column,value,at_least\nlevel,partner,3\n",
            &["-k", "5"],
            "the quota on level partner still needs 3 people and has 2",
        ),
        (
            "--quota",
            "column,value,at_least\nlevel,partner,1\nlevel,director,1\n",
            &["-k", "1"],
            "together they need 2 people",
        ),
        (
            "--quota",
            "column,value,at_least,at_most\nlevel,partner,2,\noffice,Leeds,,0\n",
            &["-k", "3"],
            "no list of 3 keeps to all of them together",
        ),
        (
            "--quota",
            "column,value,at_least\nlevel,partner,2\n",
            &["--budget", "2"],
            "together they cost 4 at least",
        ),
        (
            "--target",
            "column,value,joins\nlevel,partner,2\n",
            &["-k", "5"],
            "the target on level partner wants 2.0, and at most 1.4",
        ),
    ];
    for (flag, text, more, words) in cases {
        let rule = file(&folder, "rule.csv", text);
        let said = reach(&folder, &[more, &[flag, &rule]].concat());
        assert_eq!(said.code, 2, "{text}: {said:?}");
        assert!(said.err.contains(words) && said.err.contains("Nobody was chosen"), "{words}:\n{}", said.err);
    }
}

#[test]
fn what_cannot_be_meant_is_wrong_usage() {
    let folder = Folder::new();
    let cases: [(&[&str], &str); 5] = [
        (&[], "-k"),
        (&["-k", "1", "--budget", "2"], "cannot be used with"),
        (&["-k", "1", "--confidence", "1"], "--confidence 1"),
        (&["-k", "1", "--epsilon", "0"], "--epsilon 0"),
        (&["-k", "x"], "invalid value"),
    ];
    for (args, words) in cases {
        let said = reach(&folder, args);
        assert_eq!(said.code, 64, "{args:?}: {said:?}");
        assert!(said.err.contains(words), "{words} is not in:\n{}", said.err);
    }
}
