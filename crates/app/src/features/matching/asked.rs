//! Which of the pairs a coordinator looks at: the search, the unit, the state, the order, the page. It goes along with
//! every action, so that afterwards they are where they were. Pure.

use crate::shell::{Fields, words};
use bellwether_db::words;
use bellwether_kernel::{MatchId, fold};

/// Pairs, or people, on a page.
pub const ON_A_PAGE: usize = 25;

words! {
    /// What is shown.
    pub enum Show {
        /// The drafts, and in short what else there is.
        All = "all",
        /// Drafts that are locked.
        Locked = "locked",
        /// Drafts that fit badly.
        Weak = "weak",
        /// Drafts against which something speaks.
        Against = "against",
        /// Drafts of mentees who wished for others.
        Missed = "missed",
        /// Drafts that the last change moved or made.
        Moved = "moved",
        /// Who has no mentor.
        Unmatched = "unmatched",
        /// What both were asked.
        Proposed = "proposed",
        /// What did not go ahead.
        Off = "off",
        /// What was taken away before anybody was asked.
        Away = "away",
    }
}

impl Show {
    /// For the choice on the page.
    pub fn name(self) -> &'static str {
        match self {
            Self::All => "All pairs",
            Self::Locked => "Locked",
            Self::Weak => "Under 50 points",
            Self::Against => "With something against it",
            Self::Missed => "A wish was missed",
            Self::Moved => "Moved by the last change",
            Self::Unmatched => "Unmatched",
            Self::Proposed => "Proposed",
            Self::Off => "Did not go ahead",
            Self::Away => "Taken away",
        }
    }

    /// Whether it shows drafts.
    pub fn of_drafts(self) -> bool {
        !matches!(self, Self::Unmatched | Self::Proposed | Self::Off | Self::Away)
    }
}

words! {
    /// In which order.
    pub enum Order {
        /// The best first.
        Best = "best",
        /// The weakest first.
        Weakest = "weakest",
        /// By the mentee's name.
        Name = "name",
    }
}

impl Order {
    /// For the choice on the page.
    pub fn name(self) -> &'static str {
        match self {
            Self::Best => "Best first",
            Self::Weakest => "Weakest first",
            Self::Name => "By the mentee’s name",
        }
    }
}

/// What was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// What is shown.
    pub show: Show,
    /// Part of a name.
    pub text: String,
    /// A department or an office; empty for all.
    pub unit: String,
    /// In which order.
    pub order: Order,
    /// Which page, from 1.
    pub page: usize,
}

impl Asked {
    /// Reads it from an address.
    pub fn of(uri: &axum::http::Uri) -> Self {
        let query = Fields::parse(uri.query().unwrap_or_default().as_bytes());
        Self {
            show: query.get("show").parse().unwrap_or(Show::All),
            text: query.get("q").chars().take(200).collect(),
            unit: query.get("unit").chars().take(200).collect(),
            order: query.get("order").parse().unwrap_or(Order::Best),
            page: query.get("page").parse().unwrap_or(1).clamp(1, 100_000),
        }
    }

    /// The query that asks for the same: "?show=locked&page=2"; empty where nothing in particular is asked for.
    pub fn query(&self) -> String {
        let page = if self.page > 1 { self.page.to_string() } else { String::new() };
        let order = if self.order == Order::Best { "" } else { self.order.word() };
        let show = if self.show == Show::All { "" } else { self.show.word() };
        let all =
            [("show", show), ("q", &self.text), ("unit", &self.unit), ("order", order), ("page", &page)];
        let given = all.into_iter().filter(|(_, value)| !value.is_empty());
        words::query(given.map(|(name, value)| (name, value.to_owned())))
    }

    /// Another page of the same.
    pub fn page_at(&self, page: usize) -> String {
        Self { page, ..self.clone() }.query()
    }

    /// The same, on its last page if there are fewer than it asks for: a list may have become shorter.
    pub fn within(self, count: usize) -> Self {
        let page = self.page.min(count.div_ceil(ON_A_PAGE).max(1));
        Self { page, ..self }
    }

    /// Where to go on to, after something was done to a pair: to the same list, at that pair if it is there still.
    pub fn back(&self, matching: &str, at: Option<MatchId>) -> String {
        let at = at.map_or_else(String::new, |id| format!("#pair-{id}"));
        format!("{matching}{}{at}", self.query())
    }

    /// Whether only some are asked for.
    pub fn is_filtered(&self) -> bool {
        self.show != Show::All || !self.text.is_empty() || !self.unit.is_empty()
    }

    /// Whether it is the page that one comes to: the first of everything.
    pub fn is_overview(&self) -> bool {
        !self.is_filtered() && self.page == 1 && self.order == Order::Best
    }

    /// Whether one of these names has what is searched for.
    pub fn finds(&self, names: &[&str]) -> bool {
        let wanted = fold(&self.text);
        wanted.is_empty() || names.iter().any(|name| fold(name).contains(&wanted))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_asked_for_goes_along_as_a_query() {
        let asked = Asked::of(&"/x?show=locked&q=Nov%C3%A1k+A&unit=Tax&page=3&other=1".parse().unwrap());
        assert_eq!(asked.query(), "?show=locked&q=Nov%C3%A1k%20A&unit=Tax&page=3");
        assert_eq!(Asked::of(&format!("/x{}", asked.query()).parse().unwrap()), asked);
        assert_eq!(asked.back("/m", Some(MatchId(1))), format!("/m{}#pair-0000000000001", asked.query()));
    }

    #[test]
    fn what_cannot_be_read_asks_for_everything() {
        let asked = Asked::of(&"/x?show=nonsense&page=-4&order=up".parse().unwrap());
        assert!(asked.is_overview());
        assert_eq!(asked.query(), "");
    }

    #[test]
    fn a_list_that_became_shorter_ends_on_its_last_page() {
        let page = |count| Asked::of(&"/x?page=9".parse().unwrap()).within(count).page;
        assert_eq!([page(0), page(25), page(26), page(1000)], [1, 1, 2, 9]);
    }

    #[test]
    fn a_name_is_found_whatever_its_accents() {
        let asked = Asked { text: "novak".to_owned(), ..Asked::of(&"/x".parse().unwrap()) };
        assert!(asked.finds(&["Amara Novák"]) && !asked.finds(&["Nadia Ogilvie"]));
    }
}
