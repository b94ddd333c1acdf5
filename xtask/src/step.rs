//! One step of a longer job: named before it starts, timed when it ends, clear when it fails.

use std::process::{Command, Stdio};
use std::time::Instant;

/// What a step ends with: nothing, or one text for the person at the terminal.
pub type Outcome<T = ()> = Result<T, String>;

/// Runs `job` under `name`, and prints how long it took.
pub fn step<T>(name: &str, job: impl FnOnce() -> Outcome<T>) -> Outcome<T> {
    println!("▸ {name}");
    let start = Instant::now();
    let result = job();
    let seconds = start.elapsed().as_secs_f64();
    match &result {
        Ok(_) => println!("  done in {seconds:.1} s"),
        Err(_) => println!("  FAILED after {seconds:.1} s"),
    }
    result.map_err(|why| format!("“{name}” failed.\n{why}"))
}

/// Runs a command with its output on the terminal; a status other than 0 is an error that repeats the command.
pub fn run(command: &mut Command) -> Outcome {
    let shown = shown(command);
    let status =
        command.stdin(Stdio::null()).status().map_err(|e| format!("Could not start: {shown}\n{e}"))?;
    if status.success() { Ok(()) } else { Err(format!("This command ended with {status}:\n  {shown}")) }
}

/// Runs a command and returns what it wrote to standard output; on failure the error holds both its outputs.
pub fn read(command: &mut Command) -> Outcome<String> {
    let shown = shown(command);
    let out = command.stdin(Stdio::null()).output().map_err(|e| format!("Could not start: {shown}\n{e}"))?;
    let text = String::from_utf8_lossy(&out.stdout).into_owned();
    if out.status.success() {
        return Ok(text);
    }
    let errors = String::from_utf8_lossy(&out.stderr);
    Err(format!("This command ended with {}:\n  {shown}\n{text}{errors}", out.status))
}

/// The command as a person would type it.
pub fn shown(command: &Command) -> String {
    let mut words = vec![command.get_program().to_string_lossy().into_owned()];
    words.extend(command.get_args().map(|a| a.to_string_lossy().into_owned()));
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failed_command_is_repeated_with_what_it_said() {
        let said = read(Command::new("sh").args(["-c", "echo no such luck >&2; exit 3"])).unwrap_err();
        assert!(said.contains("no such luck") && said.contains("exit 3"), "{said}");
    }

    #[test]
    fn a_program_that_is_not_there_is_named() {
        let said = run(&mut Command::new("bellwether-has-no-such-program")).unwrap_err();
        assert!(said.contains("bellwether-has-no-such-program"), "{said}");
    }
}
