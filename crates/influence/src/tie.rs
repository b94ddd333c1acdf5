//! Ties as the directory knows them, and how much influence runs along each kind.

/// The kinds of tie. Each reads as a sentence from the first person to the second.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum TieKind {
    /// *from* reports to *to*.
    ReportsTo,
    /// *from* worked with *to*; holds both ways.
    WorkedWith,
    /// *from* advised *to*.
    Advised,
    /// *from* mentored *to*.
    Mentored,
    /// *from* calls *to* a friend.
    Friend,
    /// *from* and *to* sat on a committee together; holds both ways.
    Committee,
}

impl TieKind {
    /// All kinds, in the order of their declaration.
    pub const ALL: [Self; 6] =
        [Self::ReportsTo, Self::WorkedWith, Self::Advised, Self::Mentored, Self::Friend, Self::Committee];

    /// The word for the kind, as the directory writes it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::ReportsTo => "reports-to",
            Self::WorkedWith => "worked-with",
            Self::Advised => "advised",
            Self::Mentored => "mentored",
            Self::Friend => "friend",
            Self::Committee => "committee",
        }
    }

    /// The kind of a word (`-`, `_` and a space are the same). Unknown words are the importer's to map.
    pub fn from_word(word: &str) -> Option<Self> {
        let word = word.trim().to_ascii_lowercase().replace(['_', ' '], "-");
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }

    /// Whether the tie says the same read backwards.
    pub const fn both_ways(self) -> bool {
        matches!(self, Self::WorkedWith | Self::Committee)
    }
}

/// A tie of the directory: "*from* KIND *to*", with a positive weight (1 where nothing else is known).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Tie {
    /// The first person of the sentence.
    pub from: u32,
    /// The second person of the sentence.
    pub to: u32,
    /// What relates them.
    pub kind: TieKind,
    /// How strong; only the proportions between ties matter to the weighted cascade.
    pub weight: f64,
}

/// How much influence runs along a kind of tie, each way; 0 is none.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Flow {
    /// From the first person of the sentence to the second.
    pub forward: f64,
    /// From the second to the first.
    pub backward: f64,
}

/// The table a coordinator can read and change: a [`Flow`] for each kind.
///
/// The defaults are **stated judgement, not data**: advice, mentoring and the reporting line carry influence
/// downwards in full and a little back; a friend is heeded by whoever names them; shared work carries half,
/// a shared committee less. Learning them from a program's own joins is what replaces judgement.
#[derive(Debug, Clone, PartialEq)]
pub struct KindWeights([Flow; 6]);

impl KindWeights {
    /// The flow of one kind.
    pub fn get(&self, kind: TieKind) -> Flow {
        self.0[kind as usize]
    }

    /// The same table with one kind changed. Values below 0 or not finite count as 0.
    #[must_use]
    pub fn with(mut self, kind: TieKind, flow: Flow) -> Self {
        let clean = |x: f64| if x.is_finite() && x > 0.0 { x } else { 0.0 };
        self.0[kind as usize] = Flow { forward: clean(flow.forward), backward: clean(flow.backward) };
        self
    }
}

impl Default for KindWeights {
    fn default() -> Self {
        let flow = |forward, backward| Flow { forward, backward };
        Self([flow(0.2, 1.0), flow(0.5, 0.5), flow(1.0, 0.1), flow(1.0, 0.2), flow(0.3, 0.6), flow(0.3, 0.3)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_is_found_by_its_word() {
        for kind in TieKind::ALL {
            assert_eq!(TieKind::from_word(kind.word()), Some(kind));
        }
        assert_eq!(TieKind::from_word(" Worked_With "), Some(TieKind::WorkedWith));
        assert_eq!(TieKind::from_word("rival"), None);
    }

    #[test]
    fn the_order_of_the_table_is_the_order_of_the_kinds() {
        for (at, kind) in TieKind::ALL.into_iter().enumerate() {
            assert_eq!(kind as usize, at);
        }
    }
}
