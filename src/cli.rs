//! The command line: one file a command. The words are those of the modules, the addresses and the tables.
//!
//! Exit status: 0 done; 1 refused or found wrong, with what and what to do on standard error; 2 wrong usage.

mod chart;
mod clock;
mod config;
mod demo;
mod dump;
mod files;
mod form;
mod keys;
mod open;
mod release;
mod reply;
mod respondent;
mod round;
mod sample;
mod serve;
mod text;
mod user;
mod verify;

use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;
use clap::{Parser, Subcommand};
use tracing_subscriber::EnvFilter;

use crate::config::Config;

/// Questionnaires to Governments, their replies, and the analysis a report needs.
#[derive(Debug, Parser)]
#[command(
    name = "para11",
    version,
    max_term_width = 100,
    propagate_version = true
)]
struct Cli {
    /// Folder of the embedded database and of files [default: ./para11-data]
    #[arg(long, global = true, value_name = "DIR")]
    data: Option<PathBuf>,

    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Demo(demo::Demo),
    Serve(serve::Serve),
    #[command(subcommand)]
    Form(form::FormCommand),
    #[command(subcommand)]
    Text(text::TextCommand),
    #[command(subcommand)]
    Round(round::RoundCommand),
    #[command(subcommand)]
    Chart(chart::ChartCommand),
    #[command(subcommand)]
    Release(release::ReleaseCommand),
    #[command(subcommand)]
    Files(files::FilesCommand),
    #[command(subcommand)]
    Sample(sample::Sample),
    Dump(dump::Dump),
    #[command(subcommand)]
    Reply(reply::ReplyCommand),
    #[command(subcommand)]
    Respondent(respondent::RespondentCommand),
    #[command(subcommand)]
    User(user::User),
    #[command(subcommand)]
    Keys(keys::KeysCommand),
    #[command(subcommand)]
    Verify(verify::Verify),
    Config(config::ShowConfig),
}

/// Runs the command that the arguments name.
#[must_use]
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    match run(cli) {
        Ok(()) => ExitCode::SUCCESS,
        // Whoever read standard output has seen enough, for instance `head`.
        Err(error) if is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            // Nothing is left to be done if standard error is closed.
            writeln!(io::stderr(), "error: {error:#}").ok();
            ExitCode::FAILURE
        }
    }
}

fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error
        .root_cause()
        .downcast_ref::<io::Error>()
        .is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
}

fn run(cli: Cli) -> anyhow::Result<()> {
    let mut config = Config::from_environment()?;
    if let Some(data) = &cli.data {
        config.data.clone_from(data);
    }
    log(&config)?;
    let out = &mut io::stdout().lock();
    match cli.command {
        Command::Demo(command) => command.run(config, cli.data, out),
        Command::Serve(command) => command.run(config, out),
        Command::Form(command) => command.run(out),
        Command::Text(command) => command.run(out),
        Command::Round(command) => command.run(&config, out),
        Command::Chart(command) => command.run(&config, out),
        Command::Release(command) => command.run(&config, out),
        Command::Files(command) => command.run(&config, out),
        Command::Sample(command) => command.run(&config, out),
        Command::Dump(command) => command.run(&config, out),
        Command::Reply(command) => command.run(&config, out),
        Command::Respondent(command) => command.run(&config, out),
        Command::User(command) => command.run(config, out),
        Command::Keys(command) => command.run(&config, out),
        Command::Verify(command) => command.run(&config, out),
        Command::Config(command) => command.run(out),
    }
}

/// The log goes to standard error: standard output is for data.
fn log(config: &Config) -> anyhow::Result<()> {
    let filter = EnvFilter::try_new(&config.log).with_context(|| {
        format!(
            "PARA11_LOG is `{}`; write for instance `info` or `para11::web=debug`",
            config.log
        )
    })?;
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(io::stderr)
        .with_ansi(io::stderr().is_terminal())
        .with_target(false)
        .init();
    Ok(())
}

#[cfg(test)]
mod tests {
    use clap::{Command, CommandFactory};

    use super::*;

    #[test]
    fn the_command_line_is_sound() {
        Cli::command().debug_assert();
    }

    #[test]
    fn every_command_says_what_it_does_and_gives_an_example() {
        fn walk(command: &Command, path: &str) {
            let path = format!("{path} {}", command.get_name());
            assert!(command.get_about().is_some(), "{path} has no description");
            if command.has_subcommands() {
                command.get_subcommands().for_each(|sub| walk(sub, &path));
            } else {
                let after = command
                    .get_after_help()
                    .map(ToString::to_string)
                    .unwrap_or_default();
                assert!(after.contains(path.trim()), "{path} has no example");
            }
        }
        walk(&Cli::command(), "");
    }
}
