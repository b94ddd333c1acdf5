//! What makes a yes likelier or less likely, by name.

use bellwether_influence::chance::Factor;

/// A factor's name. That of a private one is for the leader's own eyes alone.
pub fn name(factor: Factor) -> &'static str {
    match factor {
        Factor::MentoredBefore => "Has mentored before",
        Factor::OfferedToHelp => "Offered to help",
        Factor::PeopleStrategy => "Worked on people strategy",
        Factor::NetworkSponsor => "Sponsors a network",
        Factor::TeamPromoted => "Members of the team were promoted",
        Factor::WarmTie => "A warm introduction",
        Factor::Level => "A higher level",
        Factor::AskSize => "A larger ask",
        Factor::DeclinedEarlier => "Declined in another program",
        Factor::NeverAsked => "Nobody has ever asked them",
        Factor::ColleaguesJoined => "Close colleagues have joined",
    }
}
