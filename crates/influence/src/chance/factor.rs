//! What makes a yes likelier or less likely, with the judgement behind each.

/// A reason for or against a yes. Its value says how much of it there is; 0 is none, and then it plays no part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Factor {
    /// Has mentored before. 1 for recent and clear evidence, less for old (see [`recency`]).
    MentoredBefore,
    /// Offered to help. As above.
    OfferedToHelp,
    /// Worked on people strategy. As above.
    PeopleStrategy,
    /// Sponsors an employee network. As above.
    NetworkSponsor,
    /// Leads a team whose members were promoted. As above.
    TeamPromoted,
    /// How warm the best introduction is, from 0 to 1.
    WarmTie,
    /// How many senior levels lie below this leader's: 0 for the lowest senior level.
    Level,
    /// The ask: doublings above 2 hours a month; −1 is 1 hour, 1 is 4 hours (see [`ask_size`]).
    AskSize,
    /// Declined in an earlier program. Private: see [`Factor::is_private`].
    DeclinedEarlier,
    /// Nobody has ever asked.
    NeverAsked,
    /// The share of close colleagues who have joined, from 0 to 1.
    ColleaguesJoined,
}

/// What is believed about a factor before any answer has come: a normal distribution of its log-odds per unit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Prior {
    /// Log-odds per unit of the factor's value: +0.7 doubles the odds.
    pub mean: f64,
    /// How far the truth may lie from the mean, two times in three. Smaller means answers move it less.
    pub deviation: f64,
    /// Why, in words a coordinator can quarrel with.
    pub why: &'static str,
}

impl Factor {
    /// All factors, in the order of their declaration.
    pub const ALL: [Self; 11] = [
        Self::MentoredBefore,
        Self::OfferedToHelp,
        Self::PeopleStrategy,
        Self::NetworkSponsor,
        Self::TeamPromoted,
        Self::WarmTie,
        Self::Level,
        Self::AskSize,
        Self::DeclinedEarlier,
        Self::NeverAsked,
        Self::ColleaguesJoined,
    ];

    /// A stable key, from which a page makes words.
    pub const fn key(self) -> &'static str {
        match self {
            Self::MentoredBefore => "mentored_before",
            Self::OfferedToHelp => "offered_to_help",
            Self::PeopleStrategy => "people_strategy",
            Self::NetworkSponsor => "network_sponsor",
            Self::TeamPromoted => "team_promoted",
            Self::WarmTie => "warm_tie",
            Self::Level => "level",
            Self::AskSize => "ask_size",
            Self::DeclinedEarlier => "declined_earlier",
            Self::NeverAsked => "never_asked",
            Self::ColleaguesJoined => "colleagues_joined",
        }
    }

    /// Whether a page must not show it: an earlier decline may inform the chance without being named.
    pub const fn is_private(self) -> bool {
        matches!(self, Self::DeclinedEarlier)
    }

    /// The judgement about this factor. **None of these numbers is data**: they order leaders sensibly until an
    /// installation's own answers take over, and they are here to be argued with.
    pub const fn prior(self) -> Prior {
        let (mean, deviation, why) = match self {
            Self::MentoredBefore => (0.7, 0.4, "who has done it knows what it costs and gives"),
            Self::OfferedToHelp => (1.2, 0.5, "an offer is half a yes"),
            Self::PeopleStrategy => (0.4, 0.3, "the purpose is theirs already"),
            Self::NetworkSponsor => (0.5, 0.3, "they give time to people outside their line"),
            Self::TeamPromoted => (0.3, 0.3, "they bring people on"),
            Self::WarmTie => (1.2, 0.5, "a person who is trusted is heard"),
            Self::Level => (-0.15, 0.2, "the higher the level the fuller the calendar"),
            Self::AskSize => (-0.4, 0.3, "twice the hours is harder to promise"),
            Self::DeclinedEarlier => (-0.9, 0.5, "who said no once had a reason, which may have passed"),
            Self::NeverAsked => (0.2, 0.3, "nobody has worn out the question"),
            Self::ColleaguesJoined => (1.5, 0.6, "what close colleagues do is normal and safe"),
        };
        Prior { mean, deviation, why }
    }
}

/// How much of each factor one leader has. Values not finite count as 0.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Evidence([f64; Factor::ALL.len()]);

impl Evidence {
    /// The same evidence with one factor set.
    #[must_use]
    pub fn with(mut self, factor: Factor, value: f64) -> Self {
        self.0[factor as usize] = if value.is_finite() { value } else { 0.0 };
        self
    }

    /// The value of one factor.
    pub fn get(&self, factor: Factor) -> f64 {
        self.0[factor as usize]
    }
}

/// The value of dated evidence: 1 when new, half of it after five years. Negative ages count as new.
pub fn recency(years: f64) -> f64 {
    if years.is_finite() { 0.5f64.powf(years.max(0.0) / 5.0) } else { 0.0 }
}

/// The value of [`Factor::AskSize`] for an ask of so many hours a month; held to a quarter of an hour at least and
/// 16 hours at most.
pub fn ask_size(hours_a_month: f64) -> f64 {
    if hours_a_month.is_finite() { (hours_a_month.clamp(0.25, 16.0) / 2.0).log2() } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_of_the_values_is_the_order_of_the_factors_and_keys_differ() {
        let keys: std::collections::BTreeSet<_> = Factor::ALL.iter().map(|f| f.key()).collect();
        assert_eq!(keys.len(), Factor::ALL.len());
        for (at, factor) in Factor::ALL.into_iter().enumerate() {
            assert_eq!(factor as usize, at);
        }
    }

    #[test]
    fn evidence_fades_and_a_double_ask_is_one_step() {
        assert!((recency(0.0) - 1.0).abs() < 1e-12 && (recency(5.0) - 0.5).abs() < 1e-12);
        assert!((ask_size(4.0) - 1.0).abs() < 1e-12 && (ask_size(1.0) + 1.0).abs() < 1e-12);
        assert!(ask_size(0.0).is_finite() && recency(f64::NAN).abs() < 1e-12);
    }
}
