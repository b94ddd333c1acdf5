//! From a name to a yes.

use bellwether_app::access::scope::InProgram;
use bellwether_app::features::recruiting;
use bellwether_testkit::stories;

stories! {
    a_leader_becomes_a_prospect_once_and_keeps_the_owner |house| {
        let program = house.cast().program("Open Door").await;
        let ines = house.cast().coordinator("Ines Halloran", program).await;
        let idris = house.cast().person("Idris Inoue", None).await;
        let scope = InProgram { program, by: ines };
        let tx = house.db.begin().await.unwrap();
        recruiting::pin(&tx, &house.world, &scope, idris).await.unwrap();
        let first = recruiting::ensure_prospect(&tx, &house.world, program, idris, Some(ines)).await.unwrap();
        let again = recruiting::ensure_prospect(&tx, &house.world, program, idris, Some(idris)).await.unwrap();
        assert_eq!(first, again);
        recruiting::set_aside(&tx, &house.world, &scope, idris, Some("on leave")).await.unwrap();
        tx.commit().await.unwrap();
        let all = recruiting::stages(&house.db, program).await.unwrap();
        let [(person, summary)] = &all[..] else { panic!("{all:?}") };
        assert_eq!((*person, summary.owner, summary.pinned_at), (idris, Some(ines), None));
        assert_eq!(summary.aside_reason.as_deref(), Some("on leave"));
    }
}
