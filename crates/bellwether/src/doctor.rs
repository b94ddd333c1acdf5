//! `bellwether doctor`: whether everything is as it should be. It changes nothing and sends nothing.

mod base_url;
mod database;
mod machine;
mod post;

use crate::args::At;
use crate::open::file_in;
use crate::said::{Said, print};
use bellwether_db::Db;
use std::fmt::{self, Display, Formatter};
use std::process::ExitCode;

/// How something is: a shape and a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    Good,
    Look,
    Wrong,
}

/// One line of the answer.
#[derive(Debug)]
pub struct Finding {
    pub state: State,
    pub about: &'static str,
    pub words: String,
}

/// What was found, in the order in which one would mend it.
#[derive(Default)]
pub struct Findings(pub Vec<Finding>);

impl Findings {
    pub fn good(&mut self, about: &'static str, words: impl Into<String>) {
        self.0.push(Finding { state: State::Good, about, words: words.into() });
    }

    pub fn look(&mut self, about: &'static str, words: impl Into<String>) {
        self.0.push(Finding { state: State::Look, about, words: words.into() });
    }

    pub fn wrong(&mut self, about: &'static str, words: impl Into<String>) {
        self.0.push(Finding { state: State::Wrong, about, words: words.into() });
    }

    fn worst(&self) -> State {
        self.0.iter().map(|f| f.state).max().unwrap_or(State::Good)
    }
}

/// 0 where nothing is wrong, 1 where something is.
pub async fn doctor(at: &At, smtp: Option<&str>) -> Result<ExitCode, Said> {
    let mut found = Findings::default();
    machine::folder(&mut found, at);
    let db = open(&mut found, at).await;
    machine::disk(&mut found, at);
    machine::server(&mut found, at);
    if let Some(db) = &db {
        machine::clock(&mut found, db).await;
        base_url::look(&mut found, at, db).await;
        post::outbox(&mut found, db).await;
        post::server(&mut found, db, smtp).await;
    }
    print(&found)?;
    Ok(ExitCode::from(u8::from(found.worst() == State::Wrong)))
}

/// The database, where there is one whose schema is up to date: the others cannot be asked more.
async fn open(found: &mut Findings, at: &At) -> Option<Db> {
    const ABOUT: &str = "database";
    let (opened, place) = match &at.database {
        Some(url) => (Db::postgres(url).await, database::without_password(url)),
        None if !file_in(&at.data).exists() => {
            let none =
                format!("there is none in {} yet; the first “bellwether serve” makes it", at.data.display());
            found.wrong(ABOUT, none);
            return None;
        }
        None => (Db::sqlite(&file_in(&at.data)).await, file_in(&at.data).display().to_string()),
    };
    match opened {
        Ok(db) => database::look(found, &db, &place).await.then_some(db),
        Err(why) if at.database.is_some() => {
            found.wrong(ABOUT, format!("{place}: {why}"));
            None
        }
        Err(why) => {
            found.wrong(
                ABOUT,
                format!("{place}: {why}. If it is damaged: keep the file, and restore a backup"),
            );
            None
        }
    }
}

impl Display for Findings {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let wide = self.0.iter().map(|finding| finding.about.len()).max().unwrap_or_default();
        for Finding { state, about, words } in &self.0 {
            let shape = match state {
                State::Good => "✓ good ",
                State::Look => "▲ look ",
                State::Wrong => "✗ wrong",
            };
            writeln!(f, "{shape}  {about:wide$}  {words}")?;
        }
        let wrong = self.0.iter().filter(|f| f.state == State::Wrong).count();
        let look = self.0.iter().filter(|f| f.state == State::Look).count();
        match (wrong, look) {
            (0, 0) => writeln!(f, "\nEverything is as it should be."),
            (0, 1) => writeln!(f, "\nNothing is wrong; one thing to look at."),
            (0, n) => writeln!(f, "\nNothing is wrong; {n} things to look at."),
            (1, _) => writeln!(f, "\nOne thing is wrong."),
            (n, _) => writeln!(f, "\n{n} things are wrong."),
        }
    }
}
