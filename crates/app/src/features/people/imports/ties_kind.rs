//! Kinds of tie, as files write them and as the directory has them.

use bellwether_db::words;

words! {
    /// A tie in the directory: *from* influences *to*. Worked-with and committee hold both ways.
    pub enum TieKind {
        /// They worked together.
        WorkedWith = "worked-with",
        /// *from* advised *to*.
        Advised = "advised",
        /// *from* mentored *to*.
        Mentored = "mentored",
        /// *from* calls *to* a friend.
        Friend = "friend",
        /// They sat on a committee together.
        Committee = "committee",
    }
}

words! {
    /// What a kind of tie in a file becomes.
    pub enum TieUse {
        /// They worked together, both ways.
        WorkedWith = "worked-with",
        /// *from* advised *to*.
        Advised = "advised",
        /// *from* goes to *to* for advice: the tie runs the other way.
        AskedAdviceOf = "asked-advice-of",
        /// *from* mentored *to*.
        Mentored = "mentored",
        /// *from* was mentored by *to*: the tie runs the other way.
        MentoredBy = "mentored-by",
        /// *from* calls *to* a friend.
        Friend = "friend",
        /// They sat on a committee together, both ways.
        Committee = "committee",
        /// *from* reports to *to*.
        ReportsTo = "reports-to",
        /// *from* manages *to*.
        Manages = "manages",
        /// Left out.
        NotKept = "not-kept",
    }
}

impl TieKind {
    /// As it reads between two names: "Ines *advised* Bo".
    pub fn label(self) -> &'static str {
        match self {
            Self::WorkedWith => "worked with",
            Self::Advised => "advised",
            Self::Mentored => "mentored",
            Self::Friend => "is a friend of",
            Self::Committee => "sat on a committee with",
        }
    }

    /// Whether it holds both ways.
    pub fn both_ways(self) -> bool {
        matches!(self, Self::WorkedWith | Self::Committee)
    }
}

impl TieUse {
    /// As it stands on the page, between *from* and *to*.
    pub fn label(self) -> &'static str {
        match self {
            Self::WorkedWith => "from worked with to (both ways)",
            Self::Advised => "from advised to",
            Self::AskedAdviceOf => "from asked to for advice",
            Self::Mentored => "from mentored to",
            Self::MentoredBy => "from was mentored by to",
            Self::Friend => "from calls to a friend",
            Self::Committee => "from sat on a committee with to (both ways)",
            Self::ReportsTo => "from reports to to",
            Self::Manages => "from manages to",
            Self::NotKept => "Not kept",
        }
    }

    /// The tie in the directory, and whether it runs the other way; nothing for reporting lines and
    /// what is left out.
    pub fn tie(self) -> Option<(TieKind, bool)> {
        match self {
            Self::WorkedWith => Some((TieKind::WorkedWith, false)),
            Self::Advised => Some((TieKind::Advised, false)),
            Self::AskedAdviceOf => Some((TieKind::Advised, true)),
            Self::Mentored => Some((TieKind::Mentored, false)),
            Self::MentoredBy => Some((TieKind::Mentored, true)),
            Self::Friend => Some((TieKind::Friend, false)),
            Self::Committee => Some((TieKind::Committee, false)),
            Self::ReportsTo | Self::Manages | Self::NotKept => None,
        }
    }

    /// The use that a file's own word suggests.
    pub fn of_word(word: &str) -> Option<Self> {
        let name = super::field::compact(word);
        let known = |use_: &Self| {
            let words = match use_ {
                Self::WorkedWith => {
                    "workedwith workswith coworker coworkers coworked cowork colleague colleagueof collaboratedwith \
                     collaborateswith collaborator collaboration teammate workstogether workedtogether sameproject project matter"
                }
                Self::Advised => "advised advises adviserof advisorof givesadviceto counsels counselled",
                Self::AskedAdviceOf => {
                    "askedadviceof seeksadvicefrom soughtadvicefrom asksadviceof asksforadvice askedforadvice advisedby \
                     advice goestoforadvice getsadvicefrom turnsto consults"
                }
                Self::Mentored => "mentored mentors mentorof sponsored sponsors coached coaches",
                Self::MentoredBy => "mentoredby menteeof mentee sponsoredby coachedby",
                Self::Friend => "friend friendof friends friendship isfriendof socializeswith socialiseswith",
                Self::Committee => "committee committeewith samecommittee sitswith boardwith",
                Self::ReportsTo => "reportsto reports managedby manager supervisedby worksfor",
                Self::Manages => "manages managerof supervises leads",
                Self::NotKept => "notkept",
            };
            words.split_whitespace().any(|w| w == name)
        };
        Self::ALL.iter().copied().find(known)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn advice_runs_from_the_adviser_whoever_is_named_first() {
        assert_eq!(
            TieUse::of_word("seeks_advice_from").and_then(TieUse::tie),
            Some((TieKind::Advised, true))
        );
        assert_eq!(TieUse::of_word("Advised").and_then(TieUse::tie), Some((TieKind::Advised, false)));
        assert_eq!(TieUse::of_word("works_with"), Some(TieUse::WorkedWith));
        assert_eq!(TieUse::of_word("friend_of"), Some(TieUse::Friend));
        assert_eq!(TieUse::of_word("reports-to"), Some(TieUse::ReportsTo));
        assert_eq!(TieUse::of_word("carpools with"), None);
    }
}
