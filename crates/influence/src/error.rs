/// What can be wrong with the people, ties, chances or quotas that were handed in.
///
/// Every variant names the offending value, so that a page or a command can say which row to mend.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// An index at or beyond the number of people.
    #[error("person {person} is not in a graph of {people} people")]
    UnknownPerson {
        /// The index that was given.
        person: u32,
        /// How many people the graph has.
        people: usize,
    },
    /// A tie from a person to themselves.
    #[error("person {person} has a tie to themselves")]
    SelfTie {
        /// The person on both ends.
        person: u32,
    },
    /// A probability outside (0, 1] on an edge.
    #[error("the tie from {src} to {dst} has probability {value}; it must be above 0 and at most 1")]
    TieProbability {
        /// Who influences.
        src: u32,
        /// Who is influenced.
        dst: u32,
        /// The value that was given.
        value: f64,
    },
    /// A tie weight that is not a positive, finite number.
    #[error("the tie from {from} to {to} has weight {value}; it must be a positive number")]
    TieWeight {
        /// Where the tie starts.
        from: u32,
        /// Where the tie ends.
        to: u32,
        /// The value that was given.
        value: f64,
    },
    /// With thresholds, ties to one person that weigh more than 1.
    #[error("the ties to person {person} add up to {sum:.4}; with thresholds they may add up to 1 at most")]
    TooHeavy {
        /// Who is influenced.
        person: u32,
        /// What the ties add up to.
        sum: f64,
    },
    /// A setting outside its range.
    #[error("{what} is {value}; it must be {range}")]
    Setting {
        /// The setting's name.
        what: &'static str,
        /// The value that was given.
        value: f64,
        /// What it may be, in words.
        range: &'static str,
    },
    /// A chance of a yes outside 0 to 1.
    #[error("the chance of a yes of person {person} is {value}; it must lie between 0 and 1")]
    Chance {
        /// Whose chance.
        person: u32,
        /// The value that was given.
        value: f64,
    },
    /// As many weights as people are needed.
    #[error("{given} weights were given for {people} people")]
    WeightCount {
        /// How many weights came.
        given: usize,
        /// How many people there are.
        people: usize,
    },
    /// A weight that is negative or not finite.
    #[error("the weight of person {person} is {value}; it must be 0 or more")]
    Weight {
        /// Whose weight.
        person: u32,
        /// The value that was given.
        value: f64,
    },
    /// The same leader twice where each may stand once.
    #[error("person {person} stands twice on the list")]
    Twice {
        /// The person who was repeated.
        person: u32,
    },
    /// A pinned person who is not among the candidates.
    #[error("person {person} is pinned but is not among the candidates")]
    PinnedStranger {
        /// The pinned person.
        person: u32,
    },
    /// No list of the wished length can keep the quotas.
    #[error("the quotas cannot be kept: {reason}")]
    Impossible {
        /// Which quota, and why, in a sentence.
        reason: String,
    },
}
