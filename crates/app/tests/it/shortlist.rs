//! Whom to ask first.

use bellwether_db::{Read, params, statements};
use bellwether_testkit::stories;

statements! {
    TIES = "select kind, count(*) from ties group by kind order by kind";
}

stories! {
    the_sample_firm_is_there_with_its_ties |house| {
        let firm = house.cast().law_firm().await;
        assert_eq!(firm.people.len(), 71);
        let ties: Vec<(String, i64)> = house.db.all(&TIES, params![]).await.unwrap();
        let ties: Vec<(&str, i64)> = ties.iter().map(|(kind, n)| (kind.as_str(), *n)).collect();
        assert_eq!(ties, [("advised", 892), ("friend", 575), ("worked-with", 1104)]);
    }
}
