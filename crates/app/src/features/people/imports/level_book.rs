//! The levels that a file names or suggests, beside those that are there.

use super::mapping::LevelChoice;
use super::outcome::ImportError;
use super::titles;
use crate::features::people::Level;
use std::collections::HashMap;

/// More different values than this are no levels.
const MOST: usize = 200;
/// Titles whose level is remembered.
const MOST_TITLES: usize = 50_000;

/// A level of the book.
#[derive(Debug, Clone)]
pub struct Entry {
    /// Its name.
    pub name: String,
    /// Its id, where it is there already.
    pub id: Option<i64>,
    /// How many people of the file are at it.
    pub people: u64,
    /// Whether its people are leaders.
    pub senior: bool,
}

/// The levels that are there, and those that a file brings.
pub struct LevelBook {
    /// Those that are there first, the most senior first; then those that the file brings.
    pub entries: Vec<Entry>,
    there: usize,
    by_key: HashMap<String, usize>,
    by_title: HashMap<String, Option<usize>>,
}

impl LevelBook {
    /// A book of the levels that are there, the most senior first.
    pub fn of(levels: &[Level]) -> Self {
        let entry = |l: &Level| Entry { name: l.name.clone(), id: Some(l.id.0), people: 0, senior: l.senior };
        let entries: Vec<Entry> = levels.iter().map(entry).collect();
        let by_key = levels.iter().enumerate().map(|(at, l)| (titles::key(&l.name), at)).collect();
        Self { there: entries.len(), entries, by_key, by_title: HashMap::new() }
    }

    /// The place of a level by its name.
    pub fn by_name(&mut self, name: &str) -> Result<usize, ImportError> {
        let key = titles::key(name);
        if let Some(at) = self.by_key.get(&key) {
            return Ok(*at);
        }
        if self.entries.len() - self.there >= MOST {
            return Err(ImportError::mapping(format!(
                "The column of levels has more than {MOST} different values, “{name}” among them: too many for levels"
            )));
        }
        let at = self.entries.len();
        self.entries.push(Entry {
            name: name.to_owned(),
            id: None,
            people: 0,
            senior: titles::is_senior(name),
        });
        self.by_key.insert(key, at);
        Ok(at)
    }

    /// The place of the level that a title is or suggests, if it does.
    pub fn by_title(&mut self, title: &str) -> Result<Option<usize>, ImportError> {
        if let Some(known) = self.by_title.get(title) {
            return Ok(*known);
        }
        let at = match (self.by_key.get(&titles::key(title)), titles::level_of_title(title)) {
            (Some(at), _) => Some(*at),
            (None, Some(level)) => Some(self.by_name(level)?),
            (None, None) => None,
        };
        if self.by_title.len() < MOST_TITLES {
            self.by_title.insert(title.to_owned(), at);
        }
        Ok(at)
    }

    /// The place of a level that was met before, by its name.
    pub fn at_name(&self, name: &str) -> Option<usize> {
        self.by_key.get(&titles::key(name)).copied()
    }

    /// The place of the level that a title is or suggests, where it was met before.
    pub fn at_title(&self, title: &str) -> Option<usize> {
        self.at_name(title).or_else(|| self.at_name(titles::level_of_title(title)?))
    }

    /// Whether the file brings a level that is not there yet.
    pub fn brings_new(&self) -> bool {
        self.entries[self.there..].iter().any(|e| e.people > 0)
    }

    /// Every level that is there or that somebody in the file is at, the most senior first: as it was
    /// chosen, else those that are there in their order with the new ones where their names put them.
    pub fn in_order(&self, chosen: &[LevelChoice]) -> Vec<Entry> {
        let mut order: Vec<Entry> = self.entries[..self.there].to_vec();
        let mut new: Vec<Entry> =
            self.entries[self.there..].iter().filter(|e| e.people > 0).cloned().collect();
        for entry in &mut new {
            if let Some(choice) = chosen.iter().find(|c| titles::key(&c.name) == titles::key(&entry.name)) {
                entry.senior = choice.senior;
            }
        }
        let mut names: Vec<String> = new.iter().map(|e| e.name.clone()).collect();
        titles::most_senior_first(&mut names);
        for name in names {
            let Some(entry) = new.iter().find(|e| e.name == name) else { continue };
            let own = titles::seniority(&name);
            let lower = |e: &Entry| own.is_some() && titles::seniority(&e.name) < own;
            let place = order.iter().position(lower).unwrap_or(order.len());
            order.insert(place, entry.clone());
        }
        let place = |e: &Entry| chosen.iter().position(|c| titles::key(&c.name) == titles::key(&e.name));
        if order.iter().all(|e| place(e).is_some()) {
            order.sort_by_key(place);
        }
        order
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use bellwether_kernel::LevelId;

    fn level(id: i64, name: &str) -> Level {
        Level { id: LevelId(id), name: name.to_owned(), rank: 10 - id, senior: id == 1, people: 0 }
    }

    fn names(book: &LevelBook, chosen: &[LevelChoice]) -> String {
        book.in_order(chosen).iter().map(|e| e.name.clone()).collect::<Vec<_>>().join(" > ")
    }

    #[test]
    fn a_new_level_finds_its_place_among_those_that_are_there() {
        let mut book = LevelBook::of(&[level(1, "Partner"), level(2, "Associate")]);
        for title in ["Counsel", "Senior Partner", "Some role", "partner", "Trainee"] {
            if let Some(at) = book.by_title(title).unwrap() {
                book.entries[at].people += 1;
            }
        }
        assert_eq!(names(&book, &[]), "Senior Partner > Partner > Counsel > Associate > Trainee");
        assert!(book.brings_new() && book.entries[0].people == 1);
    }

    #[test]
    fn an_order_that_somebody_chose_is_kept() {
        let mut book = LevelBook::of(&[level(1, "Partner")]);
        let at = book.by_name("Fellow").unwrap();
        book.entries[at].people = 1;
        let choice = |name: &str, senior| LevelChoice { name: name.to_owned(), senior };
        assert_eq!(names(&book, &[]), "Partner > Fellow");
        let chosen = [choice("Fellow", true), choice("Partner", true)];
        assert_eq!(names(&book, &chosen), "Fellow > Partner");
        assert!(book.in_order(&chosen)[0].senior);
    }

    #[test]
    fn a_column_of_names_is_not_a_column_of_levels() {
        let mut book = LevelBook::of(&[]);
        let all: Result<Vec<usize>, _> = (0..300).map(|n| book.by_name(&format!("Person {n}"))).collect();
        assert!(all.unwrap_err().to_string().contains("too many for levels"));
    }
}
