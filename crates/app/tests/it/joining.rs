//! Who joins a program, who is shown on its wall, and what is asked of whom.

use bellwether_app::features::joining::{self, NewEnrollment, Part, Source};
use bellwether_db::{Read, params, statements};
use bellwether_kernel::{PersonId, ProgramId};
use bellwether_testkit::{House, stories};

statements! {
    ENROLLED = "
        select role, capacity, goals, case when withdrawn_at is null then 1 else 0 end
        from enrollments where program_id = $1 and person_id = $2";
}

async fn enrolled(house: &House, program: ProgramId, person: PersonId) -> Option<(Part, i64, String, bool)> {
    house.db.maybe(&ENROLLED, params![program, person]).await.unwrap()
}

stories! {
    a_mentee_who_says_yes_to_mentoring_does_both_and_keeps_the_one_when_the_other_ends |house| {
        let program = house.cast().program("Open Door").await;
        let nia = house.cast().person("Nia Obi", None).await;
        let tx = house.db.begin().await.unwrap();
        let mentee = NewEnrollment { goals: "Run a hearing".to_owned(), ..NewEnrollment::of(program, nia, Part::Mentee, Source::Form) };
        let id = joining::enroll(&tx, &house.world, mentee).await.unwrap();
        assert_eq!(joining::enroll_mentor(&tx, &house.world, program, nia, 2).await.unwrap(), id);
        assert_eq!(joining::enroll_mentor(&tx, &house.world, program, nia, 2).await.unwrap(), id);
        tx.commit().await.unwrap();
        assert_eq!(enrolled(house, program, nia).await, Some((Part::Either, 2, "Run a hearing".to_owned(), true)));

        let tx = house.db.begin().await.unwrap();
        joining::withdraw_mentor(&tx, program, nia, house.now()).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(enrolled(house, program, nia).await.unwrap().0, Part::Mentee);

        let tx = house.db.begin().await.unwrap();
        joining::withdraw(&tx, program, nia, house.now()).await.unwrap();
        joining::enroll_mentor(&tx, &house.world, program, nia, 1).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(enrolled(house, program, nia).await, Some((Part::Mentor, 1, "Run a hearing".to_owned(), true)));
    }

    a_file_fills_what_is_empty_and_brings_nobody_back |house| {
        let program = house.cast().program("Open Door").await;
        let (nia, tom) = (house.cast().person("Nia Obi", None).await, house.cast().person("Tom Ferrer", None).await);
        let from_file = |person| NewEnrollment {
            goals: "From the file".to_owned(),
            wanted: vec!["Drafting".to_owned()],
            ..NewEnrollment::of(program, person, Part::Mentee, Source::Import)
        };
        let tx = house.db.begin().await.unwrap();
        let own = NewEnrollment { goals: "My own".to_owned(), ..NewEnrollment::of(program, nia, Part::Mentee, Source::Form) };
        let id = joining::enroll(&tx, &house.world, own).await.unwrap();
        joining::enroll(&tx, &house.world, from_file(tom)).await.unwrap();
        joining::withdraw(&tx, program, tom, house.now()).await.unwrap();
        for _ in 0..2 {
            joining::enroll(&tx, &house.world, from_file(nia)).await.unwrap();
            joining::enroll(&tx, &house.world, from_file(tom)).await.unwrap();
        }
        tx.commit().await.unwrap();
        assert_eq!(enrolled(house, program, nia).await.unwrap().2, "My own");
        assert_eq!(joining::skills_of(&house.db, id, "wanted").await.unwrap(), ["Drafting"]);
        assert!(!enrolled(house, program, tom).await.unwrap().3, "Tom stays withdrawn");
    }
}
