//! Every statement is understood by both engines.

use bellwether_testkit::stories;

stories! {
    every_statement_is_understood |house| {
        let all = [bellwether_app::access::statements(), bellwether_app::features::statements(), bellwether_outbox::statements()].concat();
        assert!(all.len() > 20, "the list of statements is whole");
        for sql in all {
            if let Err(error) = house.db.prepare(sql).await {
                panic!("{}: {error}\n{}", sql.name, sql.text);
            }
        }
    }
}

#[test]
fn every_store_is_in_the_list() {
    let features = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/features");
    let listed: Vec<&str> = bellwether_app::features::statements().iter().map(|sql| sql.name).collect();
    let mut folders = vec![features];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "rs")
                && std::fs::read_to_string(&path).unwrap().contains("statements! {")
            {
                let module = path
                    .to_str()
                    .unwrap()
                    .split("/src/")
                    .nth(1)
                    .unwrap()
                    .trim_end_matches(".rs")
                    .trim_end_matches("/mod")
                    .replace('/', "::");
                assert!(
                    listed.iter().any(|name| name.contains(&format!("{module}::"))),
                    "{module} is not in features::statements()"
                );
            }
        }
    }
}
