//! Builds the program again when a file that it embeds has changed, been added or been removed.

fn main() {
    for folder in ["forms", "charts", "locales", "assets"] {
        println!("cargo::rerun-if-changed={folder}");
    }
}
