//! The program that an administrator runs.

mod args;
mod backup;
mod candidates;
mod console;
mod demo;
mod directory;
mod doctor;
mod import;
mod lock;
mod matching;
mod memory;
mod open;
mod pages;
mod reach;
mod said;
mod serve;
mod summary;

use args::{Cli, Command};
use clap::Parser as _;
use said::Said;
use std::io::IsTerminal as _;
use std::process::ExitCode;

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(wrong) => {
            // Help and version are asked for; anything else is wrong usage (EX_USAGE of sysexits).
            let code = if wrong.use_stderr() { 64 } else { 0 };
            let _ = wrong.print();
            return ExitCode::from(code);
        }
    };
    tracing_subscriber::fmt()
        .with_env_filter(
            tracing_subscriber::EnvFilter::try_from_env("BELLWETHER_LOG")
                .unwrap_or_else(|_| "warn,bellwether=info".into()),
        )
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal())
        .init();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("bellwether: the system gives no threads: {error}");
            return ExitCode::FAILURE;
        }
    };
    match runtime.block_on(run(cli.command)) {
        Ok(code) => code,
        Err(said) => {
            eprintln!("bellwether: {said}");
            ExitCode::from(said.code)
        }
    }
}

async fn run(command: Command) -> Result<ExitCode, Said> {
    match command {
        Command::Serve(serve) => serve::serve(serve).await?,
        Command::Demo(args) => demo::demo(args).await?,
        Command::Setup(at) => console::setup(&at).await?,
        Command::SignIn { at, email } => console::sign_in(&at, &email).await?,
        Command::Import { what } => return import::import(what).await,
        Command::Match(args) => matching::run(&args)?,
        Command::Directory(args) => directory::run(&args)?,
        Command::Candidates(args) => candidates::run(&args)?,
        Command::Reach(args) => reach::run(&args)?,
        Command::Doctor { at, smtp } => return doctor::doctor(&at, smtp.as_deref()).await,
        Command::Routes { json } => console::routes(json),
        Command::Release(at) => console::release(&at).await?,
        Command::Backup { at, to } => backup::backup(&at, &to).await?,
        Command::Restore { at, from } => backup::restore(&at, &from).await?,
        Command::Move { data, database } => backup::move_to(&data, &database).await?,
    }
    Ok(ExitCode::SUCCESS)
}
