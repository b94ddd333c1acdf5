//! What a letter is, in words, and whether its subject may stand in a list.

use crate::shell::words;

/// "Pitch", "Code to sign in".
pub fn label(kind: &str) -> String {
    let known = match kind {
        "sign-in" => "Code to sign in",
        "introduction" => "Request to introduce",
        "answered" => "Note that somebody answered",
        "match" => "Proposed match",
        "match-off" => "Word that a match is off",
        "mentorship" => "Beginning of a mentorship",
        "slots" => "Times to choose from",
        "session" => "Invitation to a session",
        "held" => "Question whether a session was held",
        "test" => "Test mail",
        other => return words::sentence(&other.replace('-', " ")),
    };
    known.to_owned()
}

/// Whether coordinators see the subject: only where they wrote the letter themselves. A subject of
/// any other kind may say who meets whom.
pub fn shows_subject(kind: &str) -> bool {
    ["pitch", "follow-up", "introduction", "thank-you"].contains(&kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_reads_well_and_only_the_coordinators_own_show_their_subject() {
        assert_eq!(label("follow-up"), "Follow up");
        assert_eq!(label("sign-in"), "Code to sign in");
        assert!(shows_subject("pitch") && !shows_subject("sign-in") && !shows_subject("invitation"));
    }
}
