use super::{Angle, PitchState};
use crate::features::programs::Ask;
use bellwether_kernel::{Date, MessageId, PersonId, PillarId, PitchId, ProspectId, Timestamp};

/// The most words on the leader's page before the first button.
pub const MOST_WORDS: usize = 45;
/// The most bytes of the leader's page with its style sheet, uncompressed.
pub const MOST_BYTES: usize = 14_000;

/// The message and the page that carry the ask to one leader.
#[derive(Debug, Clone)]
pub struct Pitch {
    /// Its id.
    pub id: PitchId,
    /// To whom it goes.
    pub prospect: ProspectId,
    /// Who asks.
    pub from: PersonId,
    /// Their name.
    pub from_name: String,
    /// What is in it for the leader.
    pub angle: Angle,
    /// Which point of the people strategy it serves.
    pub pillar: Option<PillarId>,
    /// The question: the mail's subject, and the page's heading.
    pub question: String,
    /// The mail's own words.
    pub message: String,
    /// The page's first lines.
    pub opening: String,
    /// What is in it for them, further down.
    pub benefit: String,
    /// Why they are asked, a line each: "Lead: rest".
    pub reasons: String,
    /// The ask.
    pub ask: Ask,
    /// What we take off their hands.
    pub support: Vec<Support>,
    /// The link asks no longer after this day.
    pub answer_by: Option<Date>,
    /// Where it stands.
    pub state: PitchState,
    /// The mail that carries it.
    pub message_id: Option<MessageId>,
    /// Rises with every change; two coordinators at once do not overwrite each other.
    pub version: i64,
    /// When it was last changed.
    pub updated_at: Timestamp,
    /// When it left.
    pub sent_at: Option<Timestamp>,
}

bellwether_db::words! {
    /// What we take off a leader's hands.
    pub enum Support {
        /// Booking.
        Booking = "booking",
        /// Preparing.
        Preparing = "preparing",
        /// Following up.
        Following = "following-up",
        /// A person to talk to.
        Company = "company",
    }
}

impl Support {
    /// What it is, in a word.
    pub fn label(self) -> &'static str {
        match self {
            Self::Booking => "Booking",
            Self::Preparing => "Preparing",
            Self::Following => "Following up",
            Self::Company => "Company",
        }
    }

    /// What that means for them.
    pub fn means(self) -> &'static str {
        match self {
            Self::Booking => {
                "We offer three times in your working hours; one tap takes one. Moving it is one tap too."
            }
            Self::Preparing => "A briefing of 15 minutes and a plan for the first session, already written.",
            Self::Following => "Your mentee keeps the notes. You owe nobody a form.",
            Self::Company => {
                "Somebody at your level who does it already tells you, in ten minutes, how it goes."
            }
        }
    }
}

impl Pitch {
    /// Why they are asked, line by line: what stands before the colon, and what follows it.
    pub fn reasons(&self) -> Vec<(&str, &str)> {
        let lines = self.reasons.lines().map(str::trim).filter(|line| !line.is_empty());
        lines
            .map(|line| line.split_once(':').map_or(("", line), |(lead, rest)| (lead.trim(), rest.trim())))
            .collect()
    }

    /// Words on the page before the first button: who asks, the question, the first lines, the ask.
    pub fn words_before_button(&self) -> usize {
        let ask = format!("{} {}", self.ask.in_words(), self.ask.sum_in_words());
        [self.from_name.as_str(), "asks", &self.question, &self.opening, &ask]
            .iter()
            .map(|text| text.split_whitespace().count())
            .sum()
    }
}

/// The words of an enum, as they are kept in one column.
pub fn join(support: &[Support]) -> String {
    support.iter().map(|s| s.word()).collect::<Vec<_>>().join(",")
}

/// What [`join`] wrote.
pub fn split(text: &str) -> Vec<Support> {
    text.split(',').filter_map(|word| word.parse().ok()).collect()
}
