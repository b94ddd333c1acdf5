use super::field::Field;

/// What a row would do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// Brings somebody new.
    New,
    /// Changes somebody.
    Changed,
    /// Says what is there already, or is about somebody who was erased.
    Unchanged,
    /// Has the ID of the row in this line.
    SameId(u32),
    /// Has the address of the row in this line.
    SameAddress(u32),
    /// Has the address of somebody else in the directory.
    AddressTaken,
    /// Reports to nobody known.
    NoManager,
    /// Reports to a name that several people have.
    SeveralManagers,
    /// Reports to themselves.
    OwnManager,
    /// Reports in a circle.
    Circle,
    /// Nobody known is the assistant.
    NoAssistant,
}

impl Status {
    /// Where the row cannot be used: the field to blame, and why.
    pub fn refusal(self) -> Option<(Field, String)> {
        Some(match self {
            Self::New | Self::Changed | Self::Unchanged => return None,
            Self::SameId(line) => {
                (Field::Id, format!("line {line} has the same ID; mend whichever is wrong"))
            }
            Self::SameAddress(line) => {
                (Field::Email, format!("line {line} has the same address; mend whichever is wrong"))
            }
            Self::AddressTaken => {
                (Field::Email, "somebody else in the directory has this address, under another ID".to_owned())
            }
            Self::NoManager => {
                (Field::Manager, "nobody in the file or in the directory is known by this".to_owned())
            }
            Self::SeveralManagers => {
                (Field::Manager, "several people have this name; write the ID or the address".to_owned())
            }
            Self::OwnManager => (
                Field::Manager,
                "this is the person themselves; whoever reports to nobody has an empty cell".to_owned(),
            ),
            Self::Circle => (
                Field::Manager,
                "the reporting line goes in a circle and comes back to this person".to_owned(),
            ),
            Self::NoAssistant => {
                (Field::Assistant, "nobody in the file or in the directory is known by this alone".to_owned())
            }
        })
    }

    /// Whether the row can be used.
    pub fn is_good(self) -> bool {
        matches!(self, Self::New | Self::Changed | Self::Unchanged)
    }
}
