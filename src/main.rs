//! The program `para11`: everything is in the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    para11::cli::main()
}
