use crate::House;
use bellwether_db::{Sql, Value, params, statements};
use bellwether_kernel::{LevelId, PersonId, fold};
use std::collections::HashMap;
use std::sync::LazyLock;

const PEOPLE_CSV: &str = include_str!("../../../samples/law-firm/people.csv");
const TIES_CSV: &str = include_str!("../../../samples/law-firm/ties.csv");

statements! {
    PERSON = "
        insert into people (id, key, name, email, email_key, title, level_id, office, department, time_zone, since,
            source, search, created_at, updated_at)
        values ($1, $2, $3, $4, $4, $5, $6, $7, $8, $9, $10, 'import', $11, $12, $12)";
    TIE = "insert into ties (from_id, to_id, kind, weight, source) values ($1, $2, $3, $4, 'import')";
}

/// Ties that one statement writes; a round trip for each would make every test on the firm wait.
const AT_ONCE: usize = 100;

static TIES: LazyLock<Sql> = LazyLock::new(|| {
    let row =
        |n: usize| format!("(${}, ${}, ${}, ${}, 'import')", 4 * n + 1, 4 * n + 2, 4 * n + 3, 4 * n + 4);
    let rows: Vec<String> = (0..AT_ONCE).map(row).collect();
    let text = format!("insert into ties (from_id, to_id, kind, weight, source) values {}", rows.join(", "));
    Sql { name: "testkit::law_firm::TIES", text: text.leak() }
});

/// The sample firm in the directory: 36 Partners, who are leaders, and 35 Associates, with 2,571 ties.
pub struct LawFirm {
    /// The level of the leaders.
    pub partner: LevelId,
    /// The level below.
    pub associate: LevelId,
    /// Everybody, in the order of the file.
    pub people: Vec<PersonId>,
    by_name: HashMap<String, PersonId>,
}

impl LawFirm {
    /// Somebody of the firm: `firm.who("Idris Inoue")`.
    #[track_caller]
    pub fn who(&self, name: &str) -> PersonId {
        *self.by_name.get(name).unwrap_or_else(|| panic!("nobody in the sample firm is called {name:?}"))
    }

    pub(crate) async fn load(house: &House) -> Self {
        let cast = house.cast();
        let partner = cast.level("Partner", 2, true).await;
        let associate = cast.level("Associate", 1, false).await;
        let mut firm = Self { partner, associate, people: Vec::new(), by_name: HashMap::new() };
        let mut by_key = HashMap::new();
        let tx = house.db.begin().await.unwrap();
        for row in rows(PEOPLE_CSV) {
            let [key, name, email, title, office, practice, years] = row[..7] else { panic!("{row:?}") };
            let id: PersonId = house.world.id();
            let level = if title == "Partner" { partner } else { associate };
            let since = 2027 - years.parse::<i64>().unwrap();
            let search = fold(&format!("{name} {email} {title} {office} {practice}"));
            let values = params![
                id,
                key,
                name,
                email,
                title,
                level,
                office,
                practice,
                row[10],
                since,
                search,
                house.now()
            ];
            tx.run(&PERSON, values).await.unwrap();
            by_key.insert(key, id);
            firm.by_name.insert(name.to_owned(), id);
            firm.people.push(id);
        }
        let ties: Vec<[Value; 4]> = rows(TIES_CSV).map(|row| tie(&by_key, &row)).collect();
        let (chunks, rest) = ties.as_chunks::<AT_ONCE>();
        for chunk in chunks {
            tx.run(&TIES, &chunk.concat()).await.unwrap();
        }
        for tie in rest {
            tx.run(&TIE, tie).await.unwrap();
        }
        tx.commit().await.unwrap();
        firm
    }
}

fn rows(csv: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    csv.lines().skip(1).map(|line| line.split(',').collect())
}

/// The tie as the directory has it: whoever is asked for advice is the one who advises.
fn tie(by_key: &HashMap<&str, PersonId>, row: &[&str]) -> [Value; 4] {
    let (from, to, weight) = (by_key[row[0]].0, by_key[row[1]].0, row[3].parse().unwrap());
    let (from, to, kind) = match row[2] {
        "seeks_advice_from" => (to, from, "advised"),
        "works_with" => (from, to, "worked-with"),
        _ => (from, to, "friend"),
    };
    [Value::Int(from), Value::Int(to), Value::Text(kind.to_owned()), Value::Real(weight)]
}
