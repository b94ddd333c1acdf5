//! Who plays which part in the demonstration, beside the people of the sample firm.

/// Whose eyes a visitor may look through.
pub struct Viewer {
    /// What the button sends.
    pub key: &'static str,
    /// What the button says.
    pub part: &'static str,
    /// Their name.
    pub name: &'static str,
    /// Their address, by which they are found.
    pub email: &'static str,
    /// What they see.
    pub sees: &'static str,
    /// Where they begin.
    pub begins: &'static str,
}

/// The coordinator of Open Door.
pub const COORDINATOR: (&str, &str) = ("Ines Halloran", "ines.halloran@lawfirm.example");
/// A second coordinator, who looks after some of the prospects.
pub const SECOND: (&str, &str) = ("Julius Arkwright", "julius.arkwright@lawfirm.example");
/// The administrator.
pub const ADMINISTRATOR: (&str, &str) = ("Ruth Abelard", "ruth.abelard@lawfirm.example");
/// Who keeps Rafael Lindqvist's calendar.
pub const ASSISTANT: (&str, &str) = ("Miles Pryor", "miles.pryor@lawfirm.example");

/// The four whom anybody may be.
pub const VIEWERS: [Viewer; 4] = [
    Viewer {
        key: "coordinator",
        part: "Coordinator",
        name: COORDINATOR.0,
        email: COORDINATOR.1,
        sees: "Plans whom to ask, prepares the meetings, sends the pitches, matches, and watches how far it is.",
        begins: "/",
    },
    Viewer {
        key: "leader",
        part: "Leader",
        name: "Amara Novák",
        email: "amara.novak@lawfirm.example",
        sees: "A Partner who said yes. She sees her mentorship, her next session and what is left of her time.",
        begins: "/me",
    },
    Viewer {
        key: "mentee",
        part: "Mentee",
        name: "Ottilie Mbeki",
        email: "ottilie.mbeki@lawfirm.example",
        sees: "An associate in her fourth year. She sees her mentor, and what to do in the next session.",
        begins: "/me",
    },
    Viewer {
        key: "administrator",
        part: "Administrator",
        name: ADMINISTRATOR.0,
        email: ADMINISTRATOR.1,
        sees: "Keeps people, mail and the audit log in order. She sees no leader’s answer and no pair’s words.",
        begins: "/people",
    },
];
