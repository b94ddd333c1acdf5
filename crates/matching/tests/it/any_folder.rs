//! Whatever is in a folder, it is refused with a reason or matched with a proof.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};

use crate::judge::{END, FILES, Verdict, judge};

/// A folder with something in every file.
const WHOLE: [&str; 9] = [
    "id,wants,prefs,waited,unit\n0,2,1|0,3,Tax\n1,1,,0,Tax\n2,1,0,9,\n3,1,2,1,Audit\n4,2,,0,Audit\n",
    "id,capacity,scarce\n0,1,1\n1,2,0\n2,4,1\n",
    "mentee,mentor,score\n0,1,800\n0,0,900\n1,0,700\n2,0,600\n2,1,500\n3,2,10\n4,2,20\n1,2,30\n4,1,1000000\n",
    "mentee,mentor\n2,1\n",
    "mentee,mentor\n3,0\n",
    "mentee,mentor\n0,0\n",
    "mentee,mentor\n1,2\n4,2\n",
    "mentor,min,max\n2,2,3\n",
    "unit,most\nTax,1\nAudit,3\n",
];

fn whole(files: usize, options: u8) -> Vec<u8> {
    let mut bytes = vec![options];
    for file in &WHOLE[..files] {
        bytes.extend(file.as_bytes());
        bytes.push(END);
    }
    bytes
}

/// A change that somebody's editor, or a full disk, might make.
#[derive(Clone, Debug)]
enum Change {
    Byte(Index, u8),
    Cut(Index),
    Remove(Index, usize),
    Put(Index, &'static str),
    Repeat(Index, usize),
}

fn changes() -> impl Strategy<Value = Change> {
    let words = vec![
        "0",
        "1",
        "2",
        "3",
        "7",
        "-1",
        "1000001",
        "4294967295",
        "4294967296",
        "1.5",
        "\n",
        "\r\n",
        ",",
        "|",
        "\"",
        "\u{feff}",
        "é",
        "mentee",
        "id,",
        "\u{1c}",
        "0,0,5\n",
        "0,0\n",
    ];
    prop_oneof![
        (any::<Index>(), any::<u8>()).prop_map(|(at, byte)| Change::Byte(at, byte)),
        any::<Index>().prop_map(Change::Cut),
        (any::<Index>(), 1usize..20).prop_map(|(at, count)| Change::Remove(at, count)),
        (any::<Index>(), select(words)).prop_map(|(at, word)| Change::Put(at, word)),
        (any::<Index>(), 1usize..20).prop_map(|(at, count)| Change::Repeat(at, count)),
    ]
}

fn apply(bytes: &mut Vec<u8>, change: &Change) {
    if bytes.is_empty() {
        return;
    }
    let length = bytes.len();
    let end = |at: usize, count: &usize| (at + count).min(length);
    match change {
        Change::Byte(at, byte) => bytes[at.index(length)] = *byte,
        Change::Cut(at) => bytes.truncate(at.index(length)),
        Change::Remove(at, count) => {
            let at = at.index(length);
            bytes.drain(at..end(at, count));
        }
        Change::Put(at, word) => {
            let at = at.index(length);
            bytes.splice(at..at, word.bytes());
        }
        Change::Repeat(at, count) => {
            let at = at.index(length);
            let again = bytes[at..end(at, count)].to_vec();
            bytes.splice(at..at, again);
        }
    }
}

#[test]
fn the_folder_that_is_changed_below_is_matched_as_it_is() {
    for files in [3, 4, 6, 7, FILES.len()] {
        for options in 0..8 {
            assert_eq!(judge(&whole(files, options)), Verdict::Proved, "{files} files, options {options}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(3_000) })]

    #[test]
    fn bytes_that_mean_nothing_are_refused(bytes in vec(any::<u8>(), 0..400)) {
        prop_assert_eq!(judge(&bytes), Verdict::Refused);
    }

    #[test]
    fn a_folder_that_was_changed_anywhere_is_refused_or_proved(
        files in 3usize..=9, options in any::<u8>(), changes in vec(changes(), 1..4),
    ) {
        let mut bytes = whole(files, options);
        for change in &changes {
            apply(&mut bytes, change);
        }
        judge(&bytes);
    }

    #[test]
    fn a_file_of_other_numbers_is_refused_or_proved(
        options in any::<u8>(), rows in vec((0u32..6, 0u32..4, 0u32..1_100_000), 0..20), files in 3usize..=9,
    ) {
        let mut edges = "mentee,mentor,score\n".to_owned();
        for (mentee, mentor, score) in rows {
            edges += &format!("{mentee},{mentor},{score}\n");
        }
        let text = String::from_utf8(whole(files, 0)).unwrap().replace(WHOLE[2], &edges);
        judge(&[&[options], &text.as_bytes()[1..]].concat());
    }
}
