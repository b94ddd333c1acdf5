use clap::{Args, Parser, Subcommand};
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;

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
    #[arg(long, default_value = "http://localhost:8080", env = "BELLWETHER_BASE_URL")]
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
    /// Copy the folder's database into an empty PostgreSQL database
    Move {
        /// The folder
        #[arg(long, default_value = "data", env = "BELLWETHER_DATA")]
        data: PathBuf,
        /// postgres://user:password@host/name
        #[arg(long)]
        to: String,
    },
}
