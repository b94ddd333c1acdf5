//! The words of recruiting: stages, answers, angles. What is kept in the database, stands in forms
//! and in addresses is the same word.

use bellwether_db::words;

words! {
    /// Where a prospect stands. Nobody is asked out of the blue: each step opens the next.
    pub enum Stage {
        /// Wanted by the program.
        Identified = "identified",
        /// Somebody whom they trust has introduced the program.
        Introduced = "introduced",
        /// A conversation took place; the pitch may be written and sent.
        Met = "met",
        /// The pitch has left.
        Asked = "asked",
        /// They have answered.
        Answered = "answered",
    }
}

words! {
    /// A leader's answer. Every one is a good answer.
    pub enum Answer {
        /// "Count me in".
        Yes = "yes",
        /// "Something smaller".
        Smaller = "smaller",
        /// "Let's talk first".
        Talk = "talk",
        /// "Help another way".
        Advocate = "advocate",
        /// "Later": with a date on which it wakes up.
        Later = "later",
        /// "Not for me": private to the coordinators, and nobody writes again.
        No = "no",
    }
}

words! {
    /// The ladder of smaller asks.
    pub enum Smaller {
        /// The same mentee, half the sessions.
        Half = "half",
        /// A group of mentees, one session a month.
        Group = "group",
        /// An hour in which whoever has signed up may come.
        OfficeHours = "office-hours",
        /// One session with one person, once.
        Flash = "flash",
    }
}

words! {
    /// What is in it for a leader.
    pub enum Angle {
        /// They hear what the corridor never tells them.
        Learning = "learning",
        /// They meet people whom they would not meet otherwise.
        Connection = "connection",
        /// An hour away from the matters at hand.
        Reflection = "reflection",
        /// Somebody once did it for them.
        PayingForward = "paying-forward",
        /// It serves a point of the people strategy that they care about.
        PeopleStrategy = "people-strategy",
    }
}

words! {
    /// One contact with a prospect.
    pub enum TouchKind {
        /// A connector made the introduction.
        Introduction = "introduction",
        /// They met.
        Meeting = "meeting",
        /// They spoke on the telephone.
        Call = "call",
        /// The pitch left.
        Pitch = "pitch",
        /// A follow-up left.
        FollowUp = "follow-up",
        /// They were thanked.
        ThankYou = "thank-you",
    }
}

words! {
    /// Support without joining.
    pub enum Help {
        /// Sits on a panel.
        Panelist = "panelist",
        /// Writes a post.
        Post = "post",
        /// Speaks about it at the all-hands.
        AllHands = "all-hands",
        /// Asks the own team how mentoring is going.
        AskTeam = "ask-team",
    }
}

words! {
    /// Where a pitch stands.
    pub enum PitchState {
        /// Being written.
        Draft = "draft",
        /// Has left, or waits behind the stop button.
        Sent = "sent",
        /// Taken back: its link asks nothing any more.
        Withdrawn = "withdrawn",
    }
}

words! {
    /// Who may know that a leader takes part.
    pub enum Named {
        /// Whoever reads the program's page.
        Wall = "wall",
        /// Their own team.
        Team = "team",
        /// Nobody.
        No = "no",
    }
}

impl Stage {
    /// As pages say it: "Introduced".
    pub fn label(self) -> &'static str {
        match self {
            Self::Identified => "Identified",
            Self::Introduced => "Introduced",
            Self::Met => "Met",
            Self::Asked => "Asked",
            Self::Answered => "Answered",
        }
    }
}

impl Answer {
    /// As the leader's button says it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Yes => "Count me in",
            Self::Smaller => "Something smaller",
            Self::Talk => "Let’s talk first",
            Self::Advocate => "Help another way",
            Self::Later => "Later",
            Self::No => "Not for me",
        }
    }
}

impl Smaller {
    /// As the leader's button says it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Half => "Half the time",
            Self::Group => "A group",
            Self::OfficeHours => "Office hours",
            Self::Flash => "One flash session",
        }
    }
}

impl Angle {
    /// As pages say it: "Paying it forward".
    pub fn label(self) -> &'static str {
        match self {
            Self::Learning => "Learning",
            Self::Connection => "Connection",
            Self::Reflection => "Reflection",
            Self::PayingForward => "Paying it forward",
            Self::PeopleStrategy => "People strategy",
        }
    }
}

impl Help {
    /// As the leader's button says it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Panelist => "Sit on a panel",
            Self::Post => "Write a post",
            Self::AllHands => "A word at the all-hands",
            Self::AskTeam => "Ask my own team",
        }
    }

    /// What it comes to.
    pub fn takes(self) -> &'static str {
        match self {
            Self::Panelist => "one hour, once",
            Self::Post => "drafted for you",
            Self::AllHands => "two minutes",
            Self::AskTeam => "“how is mentoring going?”",
        }
    }
}

impl TouchKind {
    /// As pages say it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Introduction => "Introduction",
            Self::Meeting => "Meeting",
            Self::Call => "Call",
            Self::Pitch => "Pitch",
            Self::FollowUp => "Follow-up",
            Self::ThankYou => "Thank-you",
        }
    }
}
