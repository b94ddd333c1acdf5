use clap::{Args, Parser, Subcommand};
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;

/// The base URL where none is given: for trying it on this machine.
pub const BASE_URL: &str = "http://localhost:8080";

/// Gets senior leaders to take part in a mentoring program, and then runs that program.
#[derive(Parser)]
#[command(name = "bellwether", version, about)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Command,
}

/// Where an installation keeps what it knows.
#[derive(Args, Clone)]
pub struct At {
    /// The folder that holds everything
    #[arg(long, default_value = "data", env = "BELLWETHER_DATA")]
    pub data: PathBuf,
    /// A PostgreSQL database instead of the file in the folder: postgres://user:password@host/name
    #[arg(long, env = "BELLWETHER_DATABASE", hide_env_values = true)]
    pub database: Option<String>,
    /// Where people reach it, for links: <https://mentoring.example.org>
    #[arg(long, default_value = BASE_URL, env = "BELLWETHER_BASE_URL")]
    pub base_url: String,
}

#[derive(Args)]
pub struct Serve {
    #[command(flatten)]
    pub at: At,
    /// The address to listen on
    #[arg(long, default_value = "127.0.0.1:8080", env = "BELLWETHER_LISTEN")]
    pub listen: SocketAddr,
    /// The mail server, instead of the one in the settings: <smtp://user:password@host:587>
    #[arg(long, env = "BELLWETHER_SMTP", hide_env_values = true)]
    pub smtp: Option<String>,
    /// A proxy whose X-Forwarded-For is believed; may be given several times
    #[arg(long = "trusted-proxy", env = "BELLWETHER_TRUSTED_PROXY", value_delimiter = ',')]
    pub trust_proxy: Vec<IpAddr>,
    /// Show /styleguide, for those who build it
    #[arg(long)]
    pub development: bool,
}

#[derive(Args)]
pub struct Demo {
    /// The folder that holds it
    #[arg(long, default_value = "demo-data")]
    pub data: PathBuf,
    /// The address to listen on, of this machine alone
    #[arg(long, default_value = "127.0.0.1:8080")]
    pub listen: SocketAddr,
    /// Refused: a demonstration sends no mail
    #[arg(long, hide = true)]
    pub smtp: Option<String>,
}

/// What a file holds.
#[derive(Subcommand)]
pub enum Import {
    /// People: who they are, their levels, to whom they report
    People {
        #[command(flatten)]
        file: ImportFile,
        /// Also enroll everybody in the file in this program
        #[arg(long, value_name = "NAME")]
        program: Option<String>,
        /// As what they are enrolled, where the file does not say
        #[arg(long, value_enum, default_value_t = Role::Mentee, requires = "program")]
        role: Role,
    },
    /// Ties: who worked with, advised or mentored whom
    Ties {
        #[command(flatten)]
        file: ImportFile,
        /// What a kind of tie becomes that is not known: "carpools with=worked-with"; may be given several times
        #[arg(long = "kind", value_name = "WORD=KIND", value_parser = pair)]
        kinds: Vec<(String, String)>,
    },
}

/// A file to be imported, and how.
#[derive(Args)]
pub struct ImportFile {
    #[command(flatten)]
    pub at: At,
    /// The file: CSV as it was exported, or XLSX; - reads standard input
    pub file: PathBuf,
    /// Say what it would do, and write nothing
    #[arg(long)]
    pub dry_run: bool,
    /// What a column becomes that is not recognised: practice=department; may be given several times
    #[arg(long = "map", value_name = "COLUMN=FIELD", value_parser = pair)]
    pub map: Vec<(String, String)>,
    /// Print one JSON object: new, changed, unchanged, rejected, and every problem
    #[arg(long)]
    pub json: bool,
}

/// What to match, and how.
#[derive(Args)]
pub struct Match {
    /// The folder with mentees.csv, mentors.csv and edges.csv
    #[arg(long, value_name = "DIR")]
    pub instance: PathBuf,
    /// Give mentees as many mentors as they want; otherwise one each
    #[arg(long)]
    pub wants: bool,
    /// Add 30,000, 20,000 and 10,000 for first, second and third wishes, where the scores do not have them yet
    #[arg(long)]
    pub wishes: bool,
    /// Add this to the score of every pair in previous.csv, so that few move
    #[arg(long, value_name = "SCORE", default_value_t = 0, value_parser = clap::value_parser!(u32).range(..=1_000_000))]
    pub stability: u32,
    /// The seed of the draw between those who tie
    #[arg(long, default_value_t = 0)]
    pub seed: u64,
    /// Write the pairs to this file, each with its reasons
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// Print one JSON object: matched, pairs, score, gap, seconds, read_seconds, peak_mb, and more
    #[arg(long)]
    pub json: bool,
}

/// Who takes part, and what counts.
#[derive(Args)]
pub struct Candidates {
    /// The folder with people.csv, and mentees.csv and mentors.csv, which say who of them takes part
    #[arg(long, value_name = "DIR", conflicts_with_all = ["mentees", "mentors"], required_unless_present = "mentees")]
    pub people: Option<PathBuf>,
    /// The mentees, with the columns of a people file
    #[arg(long, value_name = "FILE", requires = "mentors")]
    pub mentees: Option<PathBuf>,
    /// The mentors, with the columns of a people file
    #[arg(long, value_name = "FILE", requires = "mentees")]
    pub mentors: Option<PathBuf>,
    /// The folder to write: edges.csv, mentees.csv, mentors.csv
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
    /// How many candidates are kept of each mentee, and of each mentor
    #[arg(long, default_value_t = 20)]
    pub k: usize,
    /// What a matter counts: skills=480000; of skills, languages, time_zone, seniority, department, location
    #[arg(long = "weight", value_name = "MATTER=POINTS", value_parser = pair)]
    pub weight: Vec<(String, String)>,
    /// Prove it for mentees who get as many mentors as they want; otherwise one each
    #[arg(long)]
    pub wants: bool,
    /// Prove it with 30,000, 20,000 and 10,000 for first, second and third wishes
    #[arg(long)]
    pub wishes: bool,
    /// Add the pairs that could matter, until it is proved that nothing was lost
    #[arg(long, conflicts_with = "unproved")]
    pub complete: bool,
    /// Do not solve it to see whether something could have been lost
    #[arg(long)]
    pub unproved: bool,
    /// How many threads look; the result is the same. Otherwise as many as there are cores
    #[arg(long, value_name = "N")]
    pub threads: Option<std::num::NonZero<usize>>,
    /// Print one JSON object: mentees, mentors, candidates, seconds, read_seconds, peak_mb, cut, and more
    #[arg(long)]
    pub json: bool,
}

/// Whom to ask first.
#[derive(Args)]
pub struct Reach {
    /// Who influences whom: CSV with src,dst and, where it is known, prob
    #[arg(long, value_name = "FILE")]
    pub graph: PathBuf,
    /// Who may be asked: CSV with id and, where they are known, accept, cost, and the columns of quotas; otherwise everybody
    #[arg(long, value_name = "FILE")]
    pub leaders: Option<PathBuf>,
    /// How many are asked
    #[arg(short, value_name = "N", conflicts_with = "budget", required_unless_present_any = ["budget", "target"])]
    pub k: Option<usize>,
    /// What asking may cost in all, by the column cost; instead of -k
    #[arg(long, value_name = "COST", requires = "leaders")]
    pub budget: Option<f64>,
    /// How many of a column's value are asked: CSV with column,value,at_least,at_most
    #[arg(long, value_name = "FILE", requires = "leaders")]
    pub quota: Option<PathBuf>,
    /// How many of a column's value are expected to join: CSV with column,value,joins; without -k as many are asked as it takes
    #[arg(long, value_name = "FILE", requires = "leaders")]
    pub target: Option<PathBuf>,
    /// Who has joined, one id a line: whom they reach is reached
    #[arg(long, value_name = "FILE")]
    pub joined: Option<PathBuf>,
    /// Who was asked and has not answered, one id a line
    #[arg(long, value_name = "FILE", requires = "leaders")]
    pub pending: Option<PathBuf>,
    /// Who declined, one id a line: they are not asked
    #[arg(long, value_name = "FILE")]
    pub declined: Option<PathBuf>,
    /// What it is worth to reach each: CSV with id,weight; 1 for whoever is not in it
    #[arg(long, value_name = "FILE")]
    pub weights: Option<PathBuf>,
    /// How influence spreads
    #[arg(long, value_enum, default_value_t = Diffusion::Cascade)]
    pub diffusion: Diffusion,
    /// Without the column prob: the chance that somebody follows once all whom they heed have joined
    #[arg(long, value_name = "CHANCE", default_value_t = 1.0)]
    pub openness: f64,
    /// How sure the bounds are
    #[arg(long, value_name = "SHARE", default_value_t = 0.99)]
    pub confidence: f64,
    /// How far the proved ratio may stay below what is guaranteed
    #[arg(long, value_name = "SHARE", default_value_t = 0.1)]
    pub epsilon: f64,
    /// Random people looked at for the range of whom each brings; 0 leaves it out
    #[arg(long, value_name = "N", default_value_t = 131_072)]
    pub ranges: u64,
    /// The seed of everything random
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// How many threads work; the result is the same. Otherwise as many as there are cores
    #[arg(long, value_name = "N")]
    pub threads: Option<std::num::NonZero<usize>>,
    /// Print one JSON object: seeds, lower, upper, ratio, confidence, seconds, read_seconds, peak_mb, and more
    #[arg(long)]
    pub json: bool,
}

/// How influence spreads.
#[derive(Clone, Copy, clap::ValueEnum)]
pub enum Diffusion {
    /// Each tie gets one chance of its own
    Cascade,
    /// Somebody follows when the ties from those who joined outweigh a random threshold
    Threshold,
}

/// How large a firm, and where to.
#[derive(Args)]
pub struct Directory {
    /// How many people
    #[arg(long, default_value_t = 20_000, value_parser = clap::builder::RangedU64ValueParser::<usize>::new().range(1..=900_000))]
    pub people: usize,
    /// The seed: the same one gives the same firm
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// The folder to write: people.csv and ties.csv
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
}

/// What somebody takes part as.
#[derive(Clone, Copy, clap::ValueEnum)]
pub enum Role {
    Mentor,
    Mentee,
    Either,
}

impl Role {
    /// As an import knows it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Mentor => "mentor",
            Self::Mentee => "mentee",
            Self::Either => "either",
        }
    }
}

/// `column=field`. A heading may hold an equals sign, a field never does.
fn pair(text: &str) -> Result<(String, String), String> {
    match text.rsplit_once('=') {
        Some((from, to)) if !from.trim().is_empty() && !to.trim().is_empty() => {
            Ok((from.trim().to_owned(), to.trim().to_owned()))
        }
        _ => Err("write it as two words with = between them, like practice=department".to_owned()),
    }
}

#[derive(Subcommand)]
pub enum Command {
    /// Serve the program
    Serve(Serve),
    /// Show it on a sample firm of invented people; nothing leaves this machine
    Demo(Demo),
    /// Print a one-time link that makes an administrator
    Setup(At),
    /// Print a sign-in code for somebody who gets no mail; the audit log has it
    SignIn {
        #[command(flatten)]
        at: At,
        /// Their mail address
        email: String,
    },
    /// Bring people or ties in from a file; safe while it serves
    Import {
        #[command(subcommand)]
        what: Import,
    },
    /// Find the best pairs for people and scores in CSV files, with a proof that nothing is better
    Match(Match),
    /// Find which pairs are worth matching, from people files of any size
    Candidates(Candidates),
    /// Find whom to ask first so that most people are reached, with a proof of how near the list is to the best
    Reach(Reach),
    /// Write an invented firm of any size, to try this with: people.csv and ties.csv, as import takes them
    Directory(Directory),
    /// Look whether everything is as it should be; changes nothing, sends nothing
    Doctor {
        #[command(flatten)]
        at: At,
        /// The mail server, instead of the one in the settings
        #[arg(long, env = "BELLWETHER_SMTP", hide_env_values = true)]
        smtp: Option<String>,
    },
    /// Print every route and who may use it
    Routes {
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// Let mail leave again, after a restore held it
    Release(At),
    /// Write everything to one file, while it serves
    Backup {
        #[command(flatten)]
        at: At,
        /// The new file
        to: PathBuf,
    },
    /// Read a backup into an empty folder or database; its mail is held until released
    Restore {
        #[command(flatten)]
        at: At,
        /// The backup
        from: PathBuf,
    },
    /// Copy the folder's database into an empty PostgreSQL database; the folder sends no mail after that
    Move {
        /// The folder
        #[arg(long, default_value = "data", env = "BELLWETHER_DATA")]
        data: PathBuf,
        /// Where to: postgres://user:password@host/name
        #[arg(long, env = "BELLWETHER_DATABASE", hide_env_values = true, alias = "to")]
        database: String,
    },
}
