//! A coordinator goes through the pairs: swaps, locks, runs again, undoes, finds, and reads why.

use axum::http::StatusCode;
use bellwether_app::features::matching::{self, Match};
use bellwether_app::shell::words;
use bellwether_db::{Read as _, params, statements};
use bellwether_kernel::jiff::SignedDuration;
use bellwether_kernel::{EnrollmentId, MatchId, PersonId, ProgramId, fold};
use bellwether_testkit::{Browser, House, Page, stories};

statements! {
    WISH = "insert into wishes (enrollment_id, rank, mentor_id) values ($1, 1, $2)";
    ALL_SENT = "update messages set state = 'sent', sent_at = $1 where state = 'queued'";
    STEPS = "
        select count(*) from match_change_steps s where s.change_id =
            (select c.id from match_changes c where c.program_id = $1 order by c.position desc limit 1)";
    COLUMN = "insert into sensitive_columns (attribute, purpose, switched_on_at) values ('gender', 'To see whom we serve.', $1)";
    GENDERS = "
        insert into sensitive_values (person_id, attribute, value)
        select e.person_id, 'gender', case when p.name < 'J' then 'woman' else 'man' end
        from enrollments e join people p on p.id = e.person_id where e.program_id = $1";
    COLUMN_OFF = "delete from sensitive_columns where attribute = 'gender'";
    VALUES_GONE = "delete from sensitive_values where attribute = 'gender'";
}

/// A program with its coordinator, Ines, at her desk.
struct Desk<'a> {
    house: &'a House,
    program: ProgramId,
    ines: Browser,
}

impl<'a> Desk<'a> {
    async fn of(house: &'a House) -> Self {
        let program = house.cast().program("Open Door").await;
        let ines = house.cast().coordinator("Ines Halloran", program).await;
        Self { house, program, ines: house.browser_of(ines).await }
    }

    async fn enroll(&self, name: &str, role: &str, skill: &str) -> (PersonId, EnrollmentId) {
        let person = self.house.cast().person(name, None).await;
        let (direction, places) = if role == "mentor" { ("offered", 1) } else { ("wanted", 0) };
        let id = self.house.cast().enroll(self.program, person, (role, places)).await;
        if !skill.is_empty() {
            self.house.cast().skill(id, direction, skill).await;
        }
        (person, id)
    }

    /// Amara and Nadia share trials, Victor and Imani tax; the best pairs are plain.
    async fn two_pairs(&self) -> [(PersonId, EnrollmentId); 4] {
        [
            self.enroll("Amara Novák", "mentor", "Trials").await,
            self.enroll("Victor Xu", "mentor", "Tax").await,
            self.enroll("Nadia Ogilvie", "mentee", "Trials").await,
            self.enroll("Imani Jovanović", "mentee", "Tax").await,
        ]
    }

    fn at(&self, rest: &str) -> String {
        format!("/programs/{}/matching{rest}", self.program)
    }

    async fn page(&mut self, rest: &str) -> Page {
        self.ines.get(&self.at(rest)).await.ok()
    }

    async fn act(&mut self, rest: &str, fields: &[(&str, &str)]) -> String {
        self.ines.post(&self.at(rest), fields).await.goes_to().to_owned()
    }

    async fn drafts(&self) -> Vec<Match> {
        let all = matching::of_program(&self.house.db, self.program).await.unwrap();
        all.into_iter().filter(|m| m.state == matching::State::Draft).collect()
    }

    /// The draft of somebody.
    async fn draft(&self, mentee: &str) -> Match {
        self.drafts().await.into_iter().find(|d| d.mentee.name == mentee).unwrap()
    }

    /// Mentee, mentor, and whether they are locked.
    async fn pairs(&self) -> Vec<(String, String, bool)> {
        let of = |d: Match| (d.mentee.name, d.mentor.name, d.locked_at.is_some());
        let mut pairs: Vec<_> = self.drafts().await.into_iter().map(of).collect();
        pairs.sort();
        pairs
    }

    async fn steps_of_the_last_change(&self) -> i64 {
        self.house.db.value(&STEPS, params![self.program]).await.unwrap()
    }
}

fn pair(mentee: &str, mentor: &str, locked: bool) -> (String, String, bool) {
    (mentee.to_owned(), mentor.to_owned(), locked)
}

stories! {
    two_pairs_change_places_and_the_price_is_said_before_it_is_done |house| {
        let mut desk = Desk::of(house).await;
        desk.two_pairs().await;
        desk.act("/run", &[]).await;
        let (nadias, imanis) = (desk.draft("Nadia Ogilvie").await.id, desk.draft("Imani Jovanović").await.id);
        let swap = format!("/{nadias}/swap");
        let page = desk.page(&swap).await;
        page.must_say("Who changes places with Nadia Ogilvie?").must_say("Now with Amara Novák");
        page.must_say("Together 80 less than now").must_say("Victor offers none of what Nadia wants to learn");
        let to = desk.act(&swap, &[("with", &imanis.to_string())]).await;
        assert!(to.contains("#pair-"), "{to}");
        let swapped = [pair("Imani Jovanović", "Amara Novák", true), pair("Nadia Ogilvie", "Victor Xu", true)];
        assert_eq!(desk.pairs().await, swapped);
        let page = desk.page("").await;
        page.must_say("Victor Xu with Nadia Ogilvie, and Amara Novák with Imani Jovanović; both locked. Together 80 less than now.");
        page.must_say("Changed by hand since the run").must_say("Was with Amara Novák before");
        desk.act("/run", &[]).await;
        assert_eq!(desk.pairs().await, swapped, "a person decided them, so they stay");
        let undo = desk.page("").await.address_with("/undo");
        desk.ines.post(&undo, &[]).await.goes_to();
        let undo = desk.page("?show=all").await.address_with("/undo");
        desk.ines.post(&undo, &[]).await.goes_to();
        desk.page("").await.must_say("The swap is undone: both are back with whom they were.").must_say("No better set of pairs exists; checked");
        assert_eq!(desk.pairs().await, [pair("Imani Jovanović", "Victor Xu", false), pair("Nadia Ogilvie", "Amara Novák", false)]);
    }

    a_swap_into_a_reporting_line_is_neither_offered_nor_made |house| {
        let mut desk = Desk::of(house).await;
        let [_, (victor, _), (nadia, _), _] = desk.two_pairs().await;
        house.cast().managed_by(nadia, victor).await;
        desk.act("/run", &[]).await;
        let (nadias, imanis) = (desk.draft("Nadia Ogilvie").await.id, desk.draft("Imani Jovanović").await.id);
        desk.page(&format!("/{nadias}/swap")).await.must_say("No other pair can change places with this one");
        let refused = desk.ines.post(&desk.at(&format!("/{nadias}/swap")), &[("with", &imanis.to_string())]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        refused.must_say("cannot change places").must_say("one reports to the other").must_say("Nothing was changed.");
    }

    a_choice_says_who_would_go_without_and_who_would_come |house| {
        let mut desk = Desk::of(house).await;
        let (_, amara) = desk.enroll("Amara Novák", "mentor", "Trials").await;
        let (victor, _) = desk.enroll("Victor Xu", "mentor", "").await;
        let (_, nadia) = desk.enroll("Nadia Ogilvie", "mentee", "Trials").await;
        let (hugo, _) = desk.enroll("Hugo Rao", "mentee", "").await;
        house.cast().managed_by(hugo, victor).await;
        desk.act("/run", &[]).await;
        let choose = format!("/mentees/{nadia}");
        desk.page(&choose).await.must_say("Hugo Rao goes without.");
        desk.act(&choose, &[("mentor", &amara.to_string())]).await;
        assert_eq!(desk.pairs().await, [pair("Nadia Ogilvie", "Amara Novák", true)]);
        desk.page("").await.must_say("Amara Novák with Nadia Ogilvie, locked. Nobody else moved.");
        desk.page(&choose).await.must_say("Hugo Rao, without a mentor now, comes to Amara Novák.");
    }

    a_run_says_what_moved_and_writes_nothing_else |house| {
        let mut desk = Desk::of(house).await;
        desk.two_pairs().await;
        desk.act("/run", &[]).await;
        desk.page("").await.must_not_say("stayed");
        let before = desk.drafts().await;
        desk.act("/run", &[]).await;
        desk.page("").await.must_say("Nothing moved: 2 pairs stayed.");
        assert_eq!(desk.steps_of_the_last_change().await, 0);
        assert_eq!(desk.drafts().await.iter().map(|d| d.id).collect::<Vec<_>>(), before.iter().map(|d| d.id).collect::<Vec<_>>());

        let (_, esther) = desk.enroll("Esther Farouk", "mentor", "Trials").await;
        let nadia = desk.draft("Nadia Ogilvie").await.two.mentee;
        house.run(&WISH, &[&nadia, &esther]).await;
        desk.act("/run", &[]).await;
        desk.page("?show=moved").await.must_say("One pair moved, one stayed.").must_say("Was with Amara Novák before").must_not_say("Imani Jovanović");
        assert_eq!(desk.steps_of_the_last_change().await, 2, "one draft went, one came");
    }

    what_was_done_last_is_undone_one_thing_after_another |house| {
        let mut desk = Desk::of(house).await;
        desk.two_pairs().await;
        desk.act("/run", &[]).await;
        let id = desk.draft("Nadia Ogilvie").await.id;
        desk.act(&format!("/{id}/lock"), &[]).await;
        let page = desk.page("").await;
        page.must_say("Locked by Ines Halloran on 9 February at 15:00").must_say("Undo the lock");
        let lock = page.address_with("/undo");
        desk.act(&format!("/{id}/removal"), &[]).await;
        assert_eq!(desk.pairs().await, [pair("Imani Jovanović", "Victor Xu", false)]);
        let page = desk.page("").await;
        page.must_say("Their pair was taken away").must_say("1 pair that was taken away");
        let too_early = desk.ines.post(&lock, &[]).await;
        assert_eq!(too_early.status, StatusCode::CONFLICT);
        too_early.must_say("Something was changed after it");
        let removal = page.address_with("/undo");
        for _ in 0..2 {
            desk.ines.post(&removal, &[]).await.goes_to();
        }
        desk.page("").await.must_say("It was undone before.");
        assert_eq!(desk.pairs().await[1], pair("Nadia Ogilvie", "Amara Novák", true), "it comes back locked, as it was");
        desk.ines.post(&lock, &[]).await.goes_to();
        assert_eq!(desk.pairs().await[1], pair("Nadia Ogilvie", "Amara Novák", false));
        let run = desk.page("?show=all").await.address_with("/undo");
        desk.ines.post(&run, &[]).await.goes_to();
        desk.page("").await.must_say("The run is undone").must_say("Two people wait for a mentor");
        assert_eq!(desk.pairs().await, []);
    }

    a_pair_that_was_taken_away_is_brought_back_from_the_list |house| {
        let mut desk = Desk::of(house).await;
        desk.two_pairs().await;
        desk.act("/run", &[]).await;
        let id = desk.draft("Nadia Ogilvie").await.id;
        desk.act(&format!("/{id}/removal"), &[]).await;
        let page = desk.page("?show=away").await;
        page.must_say("Amara Novák with Nadia Ogilvie").must_say("Taken away on 9 February. Nobody heard of it");
        desk.ines.post(&page.address_with("/return"), &[]).await.goes_to();
        assert_eq!(desk.pairs().await.len(), 2);
        desk.page("").await.must_say("The pair is back.");
    }

    nothing_is_undone_once_mails_about_it_have_left |house| {
        let mut desk = Desk::of(house).await;
        desk.two_pairs().await;
        desk.act("/run", &[]).await;
        let run = desk.page("").await.address_with("/changes/");
        let ids: Vec<String> = desk.drafts().await.iter().map(|d| d.id.to_string()).collect();
        let fields: Vec<(&str, &str)> = ids.iter().map(|id| ("match", id.as_str())).collect();
        desk.act("/proposals", &fields).await;
        desk.page("").await; // it says once what was done
        let page = desk.page("").await;
        page.must_say("Take the proposals back").must_say("Proposed by Ines Halloran");
        desk.ines.post(&page.address_with("/changes/"), &[]).await.goes_to();
        desk.page("").await.must_say("Taken back. No mail has left.");
        assert_eq!(desk.pairs().await.len(), 2);

        desk.act("/proposals", &fields).await;
        house.run(&ALL_SENT, &[&house.now()]).await;
        house.clock.advance(SignedDuration::from_mins(3));
        desk.page("").await; // it says once what was done
        desk.page("").await.must_not_say("Take the proposals back").must_not_say("Undo the run");
        let late = desk.ines.post(&run, &[]).await;
        assert_eq!(late.status, StatusCode::CONFLICT);
        late.must_say("This can no longer be undone").must_say("Nothing was changed.");
        desk.page("").await.must_say("Two pairs proposed and not answered yet");
    }

    an_undo_that_would_bring_back_somebody_who_left_changes_nothing |house| {
        let mut desk = Desk::of(house).await;
        let [_, _, (_, nadia), _] = desk.two_pairs().await;
        desk.act("/run", &[]).await;
        let id = desk.draft("Nadia Ogilvie").await.id;
        desk.act(&format!("/{id}/removal"), &[]).await;
        let undo = desk.page("").await.address_with("/undo");
        house.cast().withdraws(nadia).await;
        let refused = desk.ines.post(&undo, &[]).await;
        assert_eq!(refused.status, StatusCode::CONFLICT);
        refused.must_say("takes part no more");
        assert_eq!(desk.pairs().await, [pair("Imani Jovanović", "Victor Xu", false)]);
    }

    whoever_came_after_the_run_is_not_forgotten |house| {
        let mut desk = Desk::of(house).await;
        desk.two_pairs().await;
        desk.act("/run", &[]).await;
        desk.enroll("Hugo Rao", "mentee", "Tax").await;
        let page = desk.page("").await;
        page.must_say("Two pairs drafted, one person unmatched").must_say("One person came, or became free, since");
        page.must_say("Came, or became free, after the run").must_say("Another run finds the best for them");
    }

    a_draft_whatever_became_of_it_is_never_shown_to_the_two |house| {
        let mut desk = Desk::of(house).await;
        let [_, _, (nadia, _), _] = desk.two_pairs().await;
        desk.act("/run", &[]).await;
        let (nadias, imanis) = (desk.draft("Nadia Ogilvie").await.id, desk.draft("Imani Jovanović").await.id);
        desk.act(&format!("/{nadias}/swap"), &[("with", &imanis.to_string())]).await;
        let now = desk.draft("Nadia Ogilvie").await.id;
        desk.act(&format!("/{now}/removal"), &[]).await;
        let mut nadia = house.browser_of(nadia).await;
        for id in [nadias, now] {
            assert_eq!(nadia.get(&format!("/proposals/{id}")).await.status, StatusCode::NOT_FOUND);
        }
    }

    a_coordinator_finds_pairs_and_people_by_name_unit_and_state |house| {
        let mut desk = Desk::of(house).await;
        house.cast().crowd(desk.program, 20, 60).await;
        desk.act("/run", &[]).await;
        let drafts = desk.drafts().await;
        let page = desk.page("").await;
        let pages = drafts.len().div_ceil(25);
        page.must_say("All pairs").must_say(&format!("Page 1 of {pages}")).must_say("Unmatched, and why");
        let last_page = desk.page(&format!("?page={pages}")).await;
        last_page.must_say(&format!("Page {pages} of {pages}")).must_not_say("What counts");
        let last = drafts.last().unwrap();
        assert!(last_page.body.contains(&format!("pair-{}", last.id)));
        let weakest = desk.page("?order=weakest").await;
        assert!(weakest.body.contains(&format!("pair-{}", last.id)) && !weakest.body.contains(&format!("pair-{}", drafts[0].id)));

        let name = &drafts[0].mentee.name;
        let found = desk.page(&format!("?q={}", fold(name).replace(' ', "+"))).await;
        found.must_say(name);
        assert!(found.body.matches("id=\"pair-").count() < 10, "others are left out");
        let unmatched = desk.page("?show=unmatched").await;
        unmatched.must_say("What would match more");
        assert!(!unmatched.body.contains("id=\"pair-"));
        desk.page("?show=weak&unit=Tax").await;
        desk.page("?q=nobody-is-called-this").await.must_say("Nothing here fits all of this");

        let there = "?show=all&order=weakest&page=2";
        let id = drafts[0].id;
        assert_eq!(desk.act(&format!("/{id}/lock{there}"), &[]).await, desk.at(&format!("?order=weakest&page=2#pair-{id}")));
        desk.page("?show=locked").await.must_say("Locked (1)").must_say(name);
    }

    the_report_says_who_is_left_out_what_would_help_and_how_ties_were_drawn |house| {
        let mut desk = Desk::of(house).await;
        assert_eq!(desk.ines.get(&desk.at("/report")).await.goes_to(), desk.at(""), "nothing was run yet");
        house.cast().crowd(desk.program, 20, 60).await;
        desk.act("/run", &[]).await;
        let left = 60 - desk.drafts().await.len();
        let page = desk.page("/report").await;
        page.must_say(&format!("{} of 60 stay without a mentor", words::sentence(&words::number(left as i64))));
        page.must_say("One more place with any of them matches one more");
        page.must_say("Groups of fewer than five stand with the next smallest").must_say("Every mentor was wanted by more people than there are places.");
        page.must_say("Of those who tie, whoever waited longer goes first").must_say(&(desk.program.0 as u64).to_string());
        page.must_not_say("Gender");
    }

    of_genders_only_what_tells_nobodys_is_told_and_only_while_the_column_is_on |house| {
        let mut desk = Desk::of(house).await;
        house.cast().crowd(desk.program, 20, 80).await;
        house.run(&COLUMN, &[&house.now()]).await;
        house.run(&GENDERS, &[&desk.program]).await;
        desk.act("/run", &[]).await;
        let page = desk.page("/report").await;
        page.must_say("By Gender").must_say("woman about").must_say("man about");
        house.run(&VALUES_GONE, &[]).await;
        house.run(&COLUMN_OFF, &[]).await;
        desk.page("/report").await.must_not_say("woman").must_not_say("By gender");
    }

    a_thousand_mentees_are_gone_through_in_pages_and_an_action_touches_what_it_is_about |house| {
        let mut desk = Desk::of(house).await;
        house.cast().crowd(desk.program, 350, 1000).await;
        desk.act("/run", &[]).await;
        let drafts = desk.drafts().await;
        assert!(drafts.len() > 700, "{} pairs", drafts.len());
        for rest in ["", "?page=3", "?show=unmatched", "?show=missed", "?q=okafor", "/report"] {
            let page = desk.page(rest).await;
            assert!(page.bytes.len() < 150_000, "{rest} has {} bytes", page.bytes.len());
        }
        let ids = |drafts: &[Match]| drafts.iter().map(|d| d.id).collect::<std::collections::BTreeSet<MatchId>>();
        let (one, other) = (drafts[0].id, drafts[drafts.len() / 2].id);
        for rest in [format!("/{one}/swap"), format!("/mentees/{}", drafts[0].two.mentee)] {
            let page = desk.page(&rest).await;
            assert!(page.bytes.len() < 150_000, "{rest} has {} bytes", page.bytes.len());
        }
        desk.act(&format!("/{one}/lock"), &[]).await;
        assert_eq!(desk.steps_of_the_last_change().await, 1);
        desk.act(&format!("/{one}/swap"), &[("with", &other.to_string())]).await;
        assert_eq!(desk.steps_of_the_last_change().await, 4);
        let after = desk.drafts().await;
        assert_eq!(ids(&drafts).difference(&ids(&after)).count(), 2, "all but the two are the very same");
        desk.act("/run", &[]).await;
        assert!(desk.steps_of_the_last_change().await < 40, "few others move");
    }

    of_a_million_pairs_the_best_of_everybody_are_weighed_and_the_report_says_that_it_cost_nothing |house| {
        let mut desk = Desk::of(house).await;
        house.cast().crowd(desk.program, 1_001, 1_000).await;
        desk.act("/run", &[]).await;
        assert!(desk.drafts().await.len() > 950, "{} pairs", desk.drafts().await.len());
        desk.page("").await.must_say("No better set of pairs exists; checked");
        let report = desk.page("/report").await;
        report.must_say("There could be 1,001,000 pairs. Weighed were");
        report.must_say("It is checked that none of the others could make them better.");
        let one = &desk.drafts().await[0];
        let mentors = one.reasons.iter().any(|reason| reason.contains("mentors possible for {mentee}"));
        assert!(mentors, "how the mentor ranks is told among all: {:?}", one.reasons);
        desk.page(&format!("/mentees/{}", one.two.mentee)).await.must_say("Nobody else moves");
    }
}
