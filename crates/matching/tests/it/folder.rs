//! A folder that cannot be right is refused with file, line and reason.

use std::collections::BTreeMap;

use bellwether_matching::folder::{self, Options, Refused};
use bellwether_matching::{Candidate, Cap, Group, Input, Instance, MenteeId, MentorId, Pair, Value, solve};

type Folder = BTreeMap<&'static str, Vec<u8>>;

/// Three mentees, two mentors; mentee 1 and 2 compete.
pub fn good() -> Folder {
    let files = [
        ("mentees.csv", "id,wants,prefs\n0,2,1|0\n1,1,\n2,1,0\n"),
        ("mentors.csv", "id,capacity\n0,1\n1,2\n"),
        ("edges.csv", "mentee,mentor,score\n0,1,800\n0,0,900\n1,0,700\n2,0,600\n2,1,500\n"),
    ];
    files.into_iter().map(|(name, text)| (name, text.as_bytes().to_vec())).collect()
}

fn read(folder: &Folder, options: &Options) -> Result<Input, Refused> {
    let reading = folder::read(folder, options)?;
    Instance::new(reading.input.clone()).map_err(|why| folder::locate(folder, &why))?;
    Ok(reading.input)
}

fn value(folder: &Folder, options: &Options) -> Value {
    solve(&Instance::new(read(folder, options).unwrap()).unwrap()).unwrap().value()
}

#[track_caller]
fn refused(file: &'static str, bytes: impl AsRef<[u8]>, message: &str) {
    let mut folder = good();
    folder.insert(file, bytes.as_ref().to_vec());
    let why = read(&folder, &Options::default()).unwrap_err();
    assert_eq!(why.to_string(), message);
}

#[test]
fn whoever_wants_nobody_takes_no_part() {
    let mut folder = good();
    folder.insert("mentees.csv", b"id,wants,prefs\n0,0,1|0\n1,1,\n2,3,0\n".to_vec());
    let wants = |wants| {
        let input = read(&folder, &Options { wants, ..Options::default() }).unwrap();
        input.mentees.iter().map(|one| one.wants).collect::<Vec<_>>()
    };
    assert_eq!((wants(false), wants(true)), (vec![0, 1, 1], vec![0, 1, 3]));
    assert_eq!(value(&folder, &Options::default()).covered, 2);
}

#[test]
fn a_folder_is_read_as_it_is() {
    let input = read(&good(), &Options::default()).unwrap();
    assert_eq!(input.mentees.iter().map(|one| one.wants).collect::<Vec<_>>(), [1, 1, 1]);
    assert_eq!(input.mentees[0].wishes, [MentorId(1), MentorId(0)]);
    assert_eq!(input.mentors.iter().map(|one| one.capacity).collect::<Vec<_>>(), [1, 2]);
    let first = Candidate { mentee: MenteeId(0), mentor: MentorId(1), score: 800 };
    assert_eq!((input.candidates.len(), input.candidates[0]), (5, first));
    assert_eq!(value(&good(), &Options::default()), Value { covered: 3, further: 0, score: 2_000 });
    let wants = Options { wants: true, ..Options::default() };
    assert_eq!(read(&good(), &wants).unwrap().mentees[0].wants, 2);
}

#[test]
fn wishes_add_to_the_scores_only_where_they_are_not_in_them_yet() {
    let wishes = Options { wishes: true, ..Options::default() };
    assert_eq!(value(&good(), &wishes).score, 2_000 + 30_000);
    assert_eq!(value(&good(), &Options::default()).score, 2_000);
}

#[test]
fn the_files_that_need_not_be_there_count_where_they_are() {
    let mut folder = good();
    let more = [
        ("locked.csv", "mentor,mentee\r\n1,1\r\n"),
        ("forbidden.csv", "mentee,mentor\n2,1\n"),
        ("earlier.csv", "mentee,mentor\n0,0\n"),
        ("previous.csv", "mentee,mentor\n0,1\n0,0\n"),
        ("mentees.csv", "\u{feff}waited,id,wants,prefs\n3,0,1,\n0,1,1,\n7,2,1,\n"),
    ];
    folder.extend(more.map(|(name, text)| (name, text.as_bytes().to_vec())));
    let input = read(&folder, &Options { stability: 5, seed: 9, ..Options::default() }).unwrap();
    let pair = |mentee, mentor| Pair::new(MenteeId(mentee), MentorId(mentor));
    assert_eq!(input.locked, [pair(1, 1)]);
    assert_eq!(input.forbidden, [pair(2, 1)]);
    assert_eq!(input.earlier, [pair(0, 0)]);
    assert_eq!(input.previous, [pair(0, 1), pair(0, 0)]);
    assert_eq!(input.mentees.iter().map(|one| one.waited).collect::<Vec<_>>(), [3, 0, 7]);
    assert_eq!((input.stability, input.seed), (5, 9));
}

#[test]
fn a_number_that_is_none_is_named_with_its_line() {
    let edge = |row: &str| format!("mentee,mentor,score\n0,1,800\n{row}\n");
    let line = |reason: &str| format!("edges.csv, line 3: {reason}");
    refused("edges.csv", edge("0,0,-4"), &line("the score -4 is below zero"));
    refused("edges.csv", edge("-1,0,4"), &line("the mentee -1 is below zero"));
    refused("edges.csv", edge("0,0,0"), &line("the score 0 is not from 1 to 1000000"));
    refused("edges.csv", edge("0,0,1000001"), &line("the score 1000001 is not from 1 to 1000000"));
    refused("edges.csv", edge("0,0,"), &line("the score is missing"));
    for odd in ["7.5", "7e2", "+7", "1 000", "seven", "０", "0x1f"] {
        let reason = format!("the score “{odd}” is not a whole number, written with digits alone");
        refused("edges.csv", edge(&format!("0,0,{odd}")), &line(&reason));
    }
    for large in ["4294967296", "99999999999999999999999"] {
        let reason = format!("the score {large} is more than 4294967295, the largest number there can be");
        refused("edges.csv", edge(&format!("0,0,{large}")), &line(&reason));
    }
    refused("mentors.csv", "id,capacity\n0,1\n1,-2\n", "mentors.csv, line 3: the capacity -2 is below zero");
    refused("mentees.csv", "id,wants,prefs\n0,,\n", "mentees.csv, line 2: the wants is missing");
    let message = "mentees.csv, line 2: the wish “x” is not a whole number, written with digits alone";
    refused("mentees.csv", "id,wants,prefs\n0,1,1|x\n", message);
}

#[test]
fn somebody_who_is_not_there_is_named_with_the_line() {
    let edge = |row: &str| format!("mentee,mentor,score\n0,1,800\n{row}\n");
    let mentor = "there is no mentor 2; mentors.csv has 2, numbered from 0";
    let mentee = "there is no mentee 3; mentees.csv has 3, numbered from 0";
    refused("edges.csv", edge("0,2,5"), &format!("edges.csv, line 3: {mentor}"));
    refused("edges.csv", edge("3,0,5"), &format!("edges.csv, line 3: {mentee}"));
    for file in ["locked.csv", "forbidden.csv", "earlier.csv", "previous.csv"] {
        refused(file, "mentee,mentor\n0,2\n", &format!("{file}, line 2: {mentor}"));
        refused(file, "mentee,mentor\n3,0\n", &format!("{file}, line 2: {mentee}"));
    }
    refused("mentees.csv", "id,wants,prefs\n0,1,1|2\n", &format!("mentees.csv, line 2: {mentor}"));
}

#[test]
fn ids_count_the_lines() {
    let message = "the id is 2 where 1 was expected; ids count from 0, line by line";
    refused("mentors.csv", "id,capacity\n0,1\n2,1\n", &format!("mentors.csv, line 3: {message}"));
    refused("mentees.csv", "id,wants,prefs\n0,1,\n2,1,\n", &format!("mentees.csv, line 3: {message}"));
    let from_one = "mentors.csv, line 2: the id is 1 where 0 was expected; ids count from 0, line by line";
    refused("mentors.csv", "id,capacity\n1,1\n2,1\n", from_one);
}

#[test]
fn what_is_there_twice_is_named_by_its_second_line() {
    let twice = "mentee,mentor,score\n0,1,800\n1,1,5\n0,1,700\n";
    refused("edges.csv", twice, "edges.csv, line 4: mentee 0 and mentor 1 are there twice");
    let twice = "mentee,mentor\n0,1\n0,1\n";
    refused("locked.csv", twice, "locked.csv, line 3: mentee 0 and mentor 1 are locked twice");
}

#[test]
fn locks_that_do_not_fit_are_named_by_their_line() {
    let both = "mentee,mentor\n1,0\n2,0\n0,1\n";
    refused("locked.csv", both, "locked.csv, line 3: mentor 0 has 2 locked mentees and 1 places");
    let both = "mentee,mentor\n0,0\n0,1\n";
    refused("locked.csv", both, "locked.csv, line 3: mentee 0 has 2 locked mentors and wants 1");
    let mut folder = good();
    for file in ["locked.csv", "forbidden.csv"] {
        folder.insert(file, b"mentee,mentor\n1,0\n".to_vec());
    }
    let why = read(&folder, &Options::default()).unwrap_err().to_string();
    assert_eq!(why, "locked.csv, line 2: mentee 1 and mentor 0 are locked together, and forbidden");
}

#[test]
fn a_file_that_was_cut_off_is_refused() {
    let cut =
        "the last line has no end: the file was cut off while it was written, or a line break is missing";
    let whole = "mentee,mentor,score\n0,1,800\n0,0,900\n";
    refused("edges.csv", &whole[..whole.len() - 1], &format!("edges.csv, line 3: {cut}"));
    refused("edges.csv", &whole[..whole.len() - 3], &format!("edges.csv, line 3: {cut}"));
    refused("edges.csv", &whole[..7], &format!("edges.csv, line 1: {cut}"));
    refused("mentees.csv", "id,wants,prefs\n0,1,\n1", &format!("mentees.csv, line 3: {cut}"));
    refused(
        "edges.csv",
        "mentee,mentor,score\n0,1\n",
        "edges.csv, line 2: has 2 cells, and there are 3 headings",
    );
    refused("edges.csv", "mentee,mentor,score\n\n1,0,7", &format!("edges.csv, line 2: {cut}"));
    refused("edges.csv", "", "edges.csv: is empty; it begins with mentee,mentor,score");
}

#[test]
fn a_file_of_another_kind_is_refused() {
    let headings = "the headings must be mentee,mentor,score";
    refused(
        "edges.csv",
        "mentee,mentor\n0,1\n",
        &format!("edges.csv, line 1: there is no column “score”; {headings}"),
    );
    refused("edges.csv", "0,1,800\n", &format!("edges.csv, line 1: there is no column “mentee”; {headings}"));
    refused("edges.csv", "mentee,mentor,score,score\n", "edges.csv, line 1: there are two columns “score”");
    let latin = "is not UTF-8 text; save the file as CSV in UTF-8";
    refused("edges.csv", b"mentee,mentor,score\n0,1,\xff\n", &format!("edges.csv, line 2: {latin}"));
    refused("edges.csv", b"\xff\xfem\0e\0n\0t\0e\0e\0\n\0", &format!("edges.csv, line 1: {latin}"));
    let empty = "the line is empty, or opens a quote that it does not close";
    refused("edges.csv", "mentee,mentor,score\n0,1,8\n\n1,0,7\n", &format!("edges.csv, line 3: {empty}"));
    refused("edges.csv", "mentee,mentor,score\n0,1,8\n\n", &format!("edges.csv, line 3: {empty}"));
    refused("edges.csv", "mentee,mentor,score\n0,1,\"8\n1,0,7\n", &format!("edges.csv, line 2: {empty}"));
}

#[test]
fn a_file_that_must_be_there_and_is_not_is_named() {
    for file in ["mentees.csv", "mentors.csv", "edges.csv"] {
        let mut folder = good();
        folder.remove(file);
        let why = read(&folder, &Options::default()).unwrap_err();
        assert_eq!(why.to_string(), format!("{file}: there is no such file"));
    }
}

#[test]
fn a_program_without_people_is_no_mistake() {
    let mut folder = good();
    for (file, headings) in [
        ("mentees.csv", "id,wants,prefs\n"),
        ("mentors.csv", "id,capacity\n"),
        ("edges.csv", "mentee,mentor,score\n"),
    ] {
        folder.insert(file, headings.into());
    }
    assert_eq!(value(&folder, &Options::default()), Value::ZERO);
}

#[test]
fn what_may_not_be_meant_is_noted() {
    let mut folder = good();
    folder.insert("mentees.csv", b"id,wants,prefs,wated\n0,1,1|0|1,4\n1,1,,4\n2,1,,4\n".to_vec());
    let reading = folder::read(&folder, &Options { stability: 1, ..Options::default() }).unwrap();
    assert_eq!(reading.input.mentees[0].wishes, [MentorId(1), MentorId(0)]);
    assert_eq!(
        reading.notes,
        [
            "mentees.csv: whom somebody wishes for twice counts once, where it was named first (1 times).",
            "mentees.csv: the column “wated” is not used.",
            "There is no pair in previous.csv, so that stability changes nothing.",
        ]
    );
}

/// Two units, of which one is capped; mentor 1 guides a group.
fn coupled() -> Folder {
    let mut folder = good();
    let more = [
        ("mentees.csv", "id,wants,prefs,unit\n0,1,,Tax\n1,1,,Tax\n2,1,,\n"),
        ("mentors.csv", "id,capacity,scarce\n0,1,1\n1,3,0\n"),
        ("groups.csv", "mentor,min,max\n1,2,5\n"),
        ("caps.csv", "unit,most\nTax,0\n"),
    ];
    folder.extend(more.map(|(name, text)| (name, text.as_bytes().to_vec())));
    folder
}

#[test]
fn groups_and_caps_are_read() {
    let reading = folder::read(&coupled(), &Options::default()).unwrap();
    assert_eq!(reading.input.groups, [Group { mentor: MentorId(1), min: 2, max: 5 }]);
    let cap = Cap { mentees: vec![MenteeId(0), MenteeId(1)], mentors: vec![MentorId(0)], most: 0 };
    assert_eq!(reading.input.caps, [cap]);
    assert_eq!(
        reading.notes,
        ["groups.csv: the group of mentor 1 takes no more than the mentor has places, 3."]
    );
    // Mentee 1 may have nobody but mentor 0, who is scarce.
    assert_eq!(value(&coupled(), &Options::default()), Value { covered: 2, further: 0, score: 1_300 });
}

#[test]
fn groups_and_caps_that_cannot_be_right_are_named_by_their_line() {
    let refused = |file: &'static str, text: &str, message: &str| {
        let mut folder = coupled();
        folder.insert(file, text.into());
        assert_eq!(read(&folder, &Options::default()).unwrap_err().to_string(), message);
    };
    let group = |rows: &str| format!("mentor,min,max\n1,2,3\n{rows}\n");
    refused("groups.csv", &group("0,3,2"), "groups.csv, line 3: the min 3 is more than the max 2");
    refused("groups.csv", &group("1,1,2"), "groups.csv, line 3: mentor 1 guides two groups");
    let nobody = "groups.csv, line 3: there is no mentor 2; mentors.csv has 2, numbered from 0";
    refused("groups.csv", &group("2,1,2"), nobody);
    let nobody = "caps.csv, line 2: no mentee is of the unit “Text”, or it has a cap already";
    refused("caps.csv", "unit,most\nText,1\n", nobody);
    let twice = "caps.csv, line 3: no mentee is of the unit “Tax”, or it has a cap already";
    refused("caps.csv", "unit,most\nTax,1\nTax,2\n", twice);
    let scarce = "mentors.csv, line 3: the scarce “yes” is neither 1 nor 0";
    refused("mentors.csv", "id,capacity,scarce\n0,1,\n1,2,yes\n", scarce);
    let locked = "caps.csv, line 2: 1 locked pairs count against it, and it allows 0";
    refused("locked.csv", "mentee,mentor\n1,0\n", locked);
    let mut folder = coupled();
    folder.insert("locked.csv", b"mentee,mentor\n0,1\n1,1\n".to_vec());
    folder.insert("groups.csv", b"mentor,min,max\n1,0,1\n".to_vec());
    let why = read(&folder, &Options::default()).unwrap_err().to_string();
    assert_eq!(why, "locked.csv, line 3: mentor 1 has 2 locked mentees and a group of at most 1");
}
