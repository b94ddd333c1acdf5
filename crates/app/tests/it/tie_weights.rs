//! How much influence runs along ties: read, changed, put back, and learned from a program's own joins.

use crate::firm::{borrowed, form_fields};
use axum::http::StatusCode;
use bellwether_db::{Read as _, params, statements};
use bellwether_kernel::ProgramId;
use bellwether_kernel::jiff::SignedDuration;
use bellwether_testkit::{Browser, House, LawFirm, Page, stories};

statements! {
    NOTED = "select count(*) from audit where program_id = $1 and verb = $2";
    SET = "select count(*) from tie_tables where program_id = $1";
}

struct Floor<'a> {
    house: &'a House,
    firm: LawFirm,
    program: ProgramId,
    ines: Browser,
}

impl<'a> Floor<'a> {
    async fn of(house: &'a House) -> Self {
        let firm = house.cast().law_firm().await;
        let program = house.cast().program("Open Door").await;
        let ines = house.cast().coordinator("Ines Halloran", program).await;
        Self { house, firm, program, ines: house.browser_of(ines).await }
    }

    fn at(&self, rest: &str) -> String {
        format!("/programs/{}/shortlist{rest}", self.program)
    }

    async fn page(&mut self, rest: &str) -> Page {
        self.ines.get(&self.at(rest)).await.ok()
    }

    /// Sends the form as it stands, with changes.
    async fn set(&mut self, changes: &[(&str, &str)]) -> Page {
        let page = self.page("/ties").await;
        let mut fields = form_fields(&page.body);
        for (name, value) in changes {
            fields.retain(|(n, _)| n != name);
            fields.push(((*name).to_owned(), (*value).to_owned()));
        }
        self.ines.post(&self.at("/ties"), &borrowed(&fields)).await
    }

    async fn act(&mut self, rest: &str) {
        self.ines.post(&self.at(rest), &[]).await.goes_to();
    }

    /// The list: each name with who is likely to follow.
    async fn list(&mut self) -> Vec<(String, String)> {
        let page = self.page("?rows=40&wave=").await;
        let rows = page.body.split("class=\"person__name\"").skip(1);
        let of = |row: &str| {
            let name = row.split('>').nth(2).unwrap().split('<').next().unwrap().to_owned();
            let follow = row.split("class=\"chance\">").nth(1).unwrap().split('<').next().unwrap().to_owned();
            (name, follow)
        };
        rows.map(of).collect()
    }

    /// The map's words.
    async fn map(&mut self) -> String {
        self.ines.get(&format!("/programs/{}/map", self.program)).await.ok().words()
    }

    async fn noted(&self, verb: &str) -> i64 {
        self.house.db.value(&NOTED, params![self.program, verb]).await.unwrap()
    }

    async fn joins(&self, name: &str) {
        self.house.cast().enroll(self.program, self.firm.who(name), ("mentor", 1)).await;
    }
}

stories! {
    the_weights_are_there_to_read_with_what_is_usual |house| {
        let mut floor = Floor::of(house).await;
        floor.page("").await.must_say("How influence runs along ties");
        let page = floor.page("/ties").await;
        page.must_say("The usual weights hold").must_say("From a manager to those who report to them");
        page.must_say("Too few joins to tell").must_say("Not seen yet.").must_not_say("Use what the joins say");
        page.must_not_say("Back to the usual weights");
        let fields = form_fields(&page.body);
        assert!(fields.contains(&("advised".to_owned(), "100".to_owned())) && fields.contains(&("friend-back".to_owned(), "60".to_owned())));
    }

    a_changed_weight_changes_the_order_and_who_follows_and_can_be_undone |house| {
        let mut floor = Floor::of(house).await;
        let before = floor.list().await;
        assert_eq!(before[0].0, "Idris Inoue", "whom most ask for advice");
        let map = floor.map().await;
        let nothing = [("advised", "0"), ("advised-back", "0"), ("worked-with", "0")];
        assert!(floor.set(&nothing).await.goes_to().ends_with("/shortlist/ties"));
        let page = floor.page("/ties").await;
        page.must_say("Your own weights hold").must_say("The shortlist and the map follow these weights now.").must_say("Undo");
        let after = floor.list().await;
        let order = |list: &[(String, String)]| list.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>();
        assert_ne!(order(&before), order(&after), "friends and managers alone are heeded now");
        let follow = |list: &[(String, String)]| list.iter().find(|(name, _)| name == "Idris Inoue").unwrap().1.clone();
        assert_ne!(follow(&before), follow(&after));
        assert_ne!(floor.map().await, map);
        assert_eq!(floor.noted("changed how much influence runs along ties").await, 1);
        let undo = page.address_with("/undo");
        floor.ines.post(&undo, &[]).await.goes_to();
        assert_eq!(floor.list().await, before);
        floor.page("/ties").await.must_say("The usual weights hold");
        floor.ines.post(&undo, &[]).await.goes_to();
        floor.page("/ties").await.must_say("It was undone before.");
    }

    another_program_keeps_its_own_weights |house| {
        let mut floor = Floor::of(house).await;
        floor.set(&[("advised", "0")]).await.goes_to();
        let other = house.cast().program("Second Wind").await;
        let ugo = house.cast().coordinator("Ugo Brandt", other).await;
        let mut ugo = house.browser_of(ugo).await;
        ugo.get(&format!("/programs/{other}/shortlist/ties")).await.ok().must_say("The usual weights hold");
    }

    a_weight_out_of_bounds_is_refused_and_nothing_is_lost |house| {
        let mut floor = Floor::of(house).await;
        let before = floor.list().await;
        let page = floor.set(&[("advised", "130"), ("friend", "a lot"), ("mentored", "42")]).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        page.must_say("Nothing was changed. 2 weights need another look.");
        assert!(page.body.contains("value=\"130\"") && page.body.contains("value=\"42\""), "what was typed is still there");
        let none: Vec<(&str, &str)> = ["reports-to-down", "reports-to-up", "advised", "advised-back", "mentored", "mentored-back", "friend", "friend-back", "worked-with", "committee"]
            .map(|field| (field, "0")).to_vec();
        floor.set(&none).await.must_say("At least one must be above 0");
        assert_eq!((floor.list().await, house.db.value::<i64>(&SET, params![floor.program]).await.unwrap()), (before, 0));
    }

    the_usual_comes_back_with_one_button_and_twice_is_once |house| {
        let mut floor = Floor::of(house).await;
        let before = floor.list().await;
        floor.set(&[("friend-back", "100"), ("advised", "10")]).await.goes_to();
        floor.set(&[]).await.goes_to();
        assert_eq!(house.db.value::<i64>(&SET, params![floor.program]).await.unwrap(), 1, "the same is not kept twice");
        floor.act("/ties/usual").await;
        floor.page("/ties").await.must_say("The usual weights hold").must_not_say("Back to the usual weights");
        assert_eq!(floor.list().await, before);
        assert_eq!(floor.noted("set the weights of ties back to the usual").await, 1);
    }

    an_older_change_is_not_undone_under_a_newer_one |house| {
        let mut floor = Floor::of(house).await;
        floor.set(&[("friend", "1")]).await.goes_to();
        let undo = floor.page("/ties").await.address_with("/undo");
        floor.set(&[("friend", "2")]).await.goes_to();
        let page = floor.ines.post(&undo, &[]).await;
        assert_eq!(page.status, StatusCode::CONFLICT);
        page.must_say("The weights were set anew meanwhile").must_say("Nothing was undone.");
        assert!(floor.page("/ties").await.body.contains("name=\"friend\" inputmode=\"numeric\" autocomplete=\"off\" value=\"2\""));
    }

    few_joins_are_not_followed |house| {
        let mut floor = Floor::of(house).await;
        let page = floor.ines.post(&floor.at("/ties/joins"), &[]).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        page.must_say("The joins are too few to tell").must_say("Nothing was changed");
    }

    what_joins_say_is_followed_when_the_coordinator_says_so_and_learns_on |house| {
        let mut floor = Floor::of(house).await;
        let before = floor.list().await;
        for name in ["Idris Inoue", "Silas Santoro"] {
            floor.joins(name).await;
        }
        house.clock.advance(SignedDuration::from_hours(24 * 90));
        floor.ines = house.browser_of(house.cast().coordinator("Otto Lind", floor.program).await).await;
        let page = floor.page("/ties").await;
        page.must_say("The joins say something").must_say("people have joined").must_say("Of 100, about");
        page.must_say("Not seen yet.");
        let by_table = floor.list().await;
        floor.act("/ties/joins").await;
        floor.page("/ties").await.must_say("The shortlist follows what joins say");
        let by_joins = floor.list().await;
        assert_ne!(by_table, by_joins);
        assert!(by_joins.len() == before.len() - 2, "who has joined is off the list");
        // A join that comes is learned from.
        floor.joins("Caspian Demir").await;
        assert_ne!(floor.list().await[1..], by_joins[1..]);
        assert_eq!(floor.noted("let the shortlist follow what joins say of ties").await, 1);
        floor.act("/ties/table").await;
        floor.page("/ties").await.must_say("The usual weights hold").must_say("Use what the joins say");
    }
}
