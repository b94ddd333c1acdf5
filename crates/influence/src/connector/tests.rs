use super::*;
use crate::tie::TieKind;
use TieKind::{Advised, Friend, Mentored, WorkedWith};

const AMARA: u32 = 0;
const IDRIS: u32 = 1;
const ESTHER: u32 = 2;
const RAFAEL: u32 = 3;

fn tie(from: u32, to: u32, kind: TieKind) -> Tie {
    Tie { from, to, kind, weight: 1.0 }
}

fn connections(ties: &[Tie]) -> Connections {
    Connections::new(4, ties, &Warmth::default()).unwrap()
}

fn ready(person: u32) -> Connector {
    Connector { person, readiness: 1.0 }
}

#[test]
fn amara_works_with_idris_and_asks_his_advice_so_she_introduces() {
    let ties = [tie(AMARA, IDRIS, WorkedWith), tie(IDRIS, AMARA, Advised), tie(RAFAEL, IDRIS, WorkedWith)];
    let path = connections(&ties).warmest(IDRIS, &[ready(RAFAEL), ready(AMARA)], &[]).unwrap().unwrap();
    assert_eq!((path.connector, path.steps.len()), (AMARA, 1));
    let asks_his_advice = Link { kind: Advised, reversed: true };
    let works_with_him = Link { kind: WorkedWith, reversed: false };
    let mut links = path.steps[0].links.clone();
    links.sort();
    assert_eq!(links, [works_with_him, asks_his_advice]);
    assert!((path.warmth - (1.0 - 0.65 * 0.65)).abs() < 1e-12);
}

#[test]
fn without_a_tie_of_their_own_one_person_stands_between() {
    let ties = [tie(ESTHER, RAFAEL, Mentored), tie(RAFAEL, IDRIS, Friend)];
    let path = connections(&ties).warmest(IDRIS, &[ready(ESTHER)], &[]).unwrap().unwrap();
    assert_eq!(
        path.steps.iter().map(|s| (s.from, s.to)).collect::<Vec<_>>(),
        [(ESTHER, RAFAEL), (RAFAEL, IDRIS)]
    );
    assert!((path.warmth - 0.6 * 0.45).abs() < 1e-12);
}

#[test]
fn whoever_declined_is_never_between() {
    let ties = [tie(ESTHER, RAFAEL, Mentored), tie(RAFAEL, IDRIS, Friend)];
    assert_eq!(connections(&ties).warmest(IDRIS, &[ready(ESTHER)], &[RAFAEL]).unwrap(), None);
}

#[test]
fn a_connector_with_introductions_open_gives_way() {
    let ties = [tie(AMARA, IDRIS, WorkedWith), tie(ESTHER, IDRIS, WorkedWith)];
    let busy = Connector { person: AMARA, readiness: 0.5 };
    let ways = connections(&ties).ways(IDRIS, &[busy, ready(ESTHER)], &[], 9).unwrap();
    assert_eq!(ways.iter().map(|w| w.connector).collect::<Vec<_>>(), [ESTHER, AMARA]);
}

#[test]
fn a_close_colleague_who_has_joined_weighs_more_than_a_distant_one() {
    let ties = [tie(AMARA, IDRIS, WorkedWith), tie(IDRIS, AMARA, Advised), tie(RAFAEL, IDRIS, WorkedWith)];
    let connections = connections(&ties);
    let share = |joined: u32| connections.joined_share(IDRIS, |_| true, |p| p == joined).unwrap();
    assert!(share(AMARA) > 0.5 && share(RAFAEL) < 0.5 && (share(AMARA) + share(RAFAEL) - 1.0).abs() < 1e-12);
    assert!(connections.joined_share(ESTHER, |_| true, |_| true).unwrap().abs() < 1e-12);
}

#[test]
fn a_colleague_who_may_have_joined_counts_by_their_chance() {
    let connections = connections(&[tie(AMARA, IDRIS, WorkedWith), tie(RAFAEL, IDRIS, WorkedWith)]);
    let chances = |p: u32| if p == AMARA { 1.0 } else { 0.5 };
    assert!((connections.expected_share(IDRIS, |_| true, chances).unwrap() - 0.75).abs() < 1e-12);
    assert!(connections.are_tied(IDRIS, AMARA) && connections.are_tied(AMARA, IDRIS));
    assert!(!connections.are_tied(AMARA, RAFAEL) && !connections.are_tied(IDRIS, 999));
}

#[test]
fn nobody_introduces_themselves_and_a_stranger_opens_no_door() {
    let ties = [tie(AMARA, IDRIS, WorkedWith)];
    assert_eq!(connections(&ties).warmest(IDRIS, &[ready(IDRIS), ready(ESTHER)], &[]).unwrap(), None);
}
