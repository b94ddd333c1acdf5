//! The warmest introduction, in words: "Amara Novák works with them, asks their advice".

use super::network::Network;
use crate::shell::words;
use bellwether_influence::{Link, Path, TieKind};
use bellwether_kernel::PersonId;

/// Who can introduce whom, and how they know each other.
#[derive(Debug, Clone, PartialEq)]
pub struct Way {
    /// Who makes the introduction.
    pub connector: PersonId,
    /// Their name.
    pub name: String,
    /// How they know the leader: "works with them, asks their advice".
    pub via: String,
    /// The leader's first name.
    pub to: String,
    /// Whether the connector takes part in the program, coordinates it, or offered to help.
    pub takes_part: bool,
    /// From 0 to 1.
    pub warmth: f64,
}

impl Way {
    /// "Amara Novák works with them, asks their advice".
    pub fn in_words(&self) -> String {
        format!("{} {}", self.name, self.via)
    }

    pub(super) fn of(path: &Path, network: &Network, takes_part: bool) -> Self {
        let connector = network.person(path.connector);
        let between: Vec<(&str, &[Link])> =
            path.steps.iter().map(|s| (network.person(s.to).name.as_str(), &s.links[..])).collect();
        Self {
            connector: connector.id,
            name: connector.name.clone(),
            via: via(&between),
            to: words::first_name(&network.person(path.leader).name).to_owned(),
            takes_part,
            warmth: path.warmth,
        }
    }
}

/// How somebody knows a leader, over each step's person and links; the last person is the leader.
fn via(steps: &[(&str, &[Link])]) -> String {
    match steps {
        [(_, links)] => known_by(links, "them", "their"),
        [(name, first), (_, second), ..] => {
            let possessive = format!("{name}’s");
            let (first, second) = (first.get(..1).unwrap_or_default(), second.get(..1).unwrap_or_default());
            format!("{}, who {}", known_by(first, name, &possessive), known_by(second, "them", "their"))
        }
        [] => String::new(),
    }
}

/// The two warmest links: "works with them, asks their advice".
fn known_by(links: &[Link], them: &str, their: &str) -> String {
    let mut said: Vec<String> = links.iter().map(|link| link_words(*link, them, their)).collect();
    said.dedup();
    said.truncate(2);
    said.join(", ")
}

fn link_words(link: Link, them: &str, their: &str) -> String {
    let theirs = if them == "them" { "theirs" } else { them };
    match (link.kind, link.reversed) {
        (TieKind::ReportsTo, false) => format!("reports to {them}"),
        (TieKind::ReportsTo, true) => format!("is {their} manager"),
        (TieKind::WorkedWith, _) => format!("works with {them}"),
        (TieKind::Advised, false) => format!("advises {them}"),
        (TieKind::Advised, true) => format!("asks {their} advice"),
        (TieKind::Mentored, false) => format!("mentored {them}"),
        (TieKind::Mentored, true) => format!("was mentored by {them}"),
        (TieKind::Friend, false) => format!("calls {them} a friend"),
        (TieKind::Friend, true) => format!("is a friend of {theirs}"),
        (TieKind::Committee, _) => format!("sat on a committee with {them}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn link(kind: TieKind, reversed: bool) -> Link {
        Link { kind, reversed }
    }

    #[test]
    fn a_colleague_is_described_by_the_two_warmest_ties() {
        let links =
            [link(TieKind::WorkedWith, false), link(TieKind::Advised, true), link(TieKind::Friend, false)];
        assert_eq!(via(&[("Idris Inoue", &links)]), "works with them, asks their advice");
        let manager = [link(TieKind::ReportsTo, true)];
        assert_eq!(via(&[("Idris Inoue", &manager)]), "is their manager");
    }

    #[test]
    fn somebody_between_is_named() {
        let (works, asks) = ([link(TieKind::WorkedWith, false)], [link(TieKind::Advised, true)]);
        let said = via(&[("Silas Santoro", &works), ("Idris Inoue", &asks)]);
        assert_eq!(said, "works with Silas Santoro, who asks their advice");
        let (asks, friend) = ([link(TieKind::Advised, true)], [link(TieKind::Friend, true)]);
        let said = via(&[("Silas Santoro", &asks), ("Idris Inoue", &friend)]);
        assert_eq!(said, "asks Silas Santoro’s advice, who is a friend of theirs");
    }
}
